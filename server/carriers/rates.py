"""Sets what the account's carriers let through and what they cost."""

import re

from server.carriers.registry import known_carrier
from server.errors import Refused
from server.store.scripts import Scripts
from server.wire.amounts import checked_money, checked_numbers, checked_rates


async def set_carrier(
    scripts: Scripts,
    carrier: str,
    numbers: str = "",
    per_second: float | None = None,
    per_day: int | None = None,
    price: str | None = None,
    picture_price: str | None = None,
    lookup_price: str | None = None,
) -> None:
    """Set the terms of a carrier, or of some numbers of it; None: as it is. The last two are the carrier's alone.

    Raises Refused.
    """
    if not carrier:
        raise Refused("unknown_carrier")
    known_carrier(carrier)
    checked_rates(per_second, per_day)
    await scripts.run(
        "set_carrier",
        carrier=carrier,
        numbers=checked_numbers(numbers),
        per_second=per_second,
        per_day=per_day,
        price=None if price is None else checked_money(price),
        picture_price=None if picture_price is None else checked_money(picture_price),
        lookup_price=None if lookup_price is None else checked_money(lookup_price),
    )


async def set_default_carrier(scripts: Scripts, carrier: str | None) -> None:
    """Set the carrier of campaigns that are made from now on and name none; None or empty: any that runs.

    Raises Refused.
    """
    known_carrier(carrier)
    await scripts.run("set_default_carrier", carrier=carrier or None)


async def set_currency(scripts: Scripts, currency: str | None) -> None:
    """Set the currency of prices and budgets, by its three letters; None: US dollars.

    Raises Refused.
    """
    if currency is not None and not re.fullmatch("[A-Z]{3}", currency):
        raise Refused("bad_currency")
    await scripts.run("set_currency", currency=currency)
