"""The account's terms of its carriers: what they let through, and what a segment costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from server.store.queues import CarrierRow


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms for texts from some numbers of a carrier.

    limits  the rows that have a limit: of the numbers, of the carrier
    price   of a segment, in millionths of the account's currency; None: it isn't known
    """

    limits: tuple[CarrierRow, ...]
    price: int | None

    @classmethod
    def of(cls, rows: Mapping[str, CarrierRow], carrier: str, numbers: str) -> Self:
        """Return the terms; empty `numbers` are the carrier's own. A price of the numbers goes before the carrier's."""
        named = [rows[name] for name in (f"{carrier} {numbers}", carrier) if name in rows]
        prices = [row.price for row in named if row.price is not None]
        limits = tuple(row for row in named if row.per_second or row.per_day)
        return cls(limits, prices[0] if prices else None)
