"""The amounts that members give: of money, of segments, and the numbers that texts come from."""

import re
from typing import Annotated

import msgspec

from server.errors import Refused
from server.wire.arguments import limited

MILLIONTHS = 1_000_000
LONGEST_TEXT_SEGMENTS = 49
"""Segments of a text of as many emoji as a text may have characters (lua/shared/segments.lua)."""

AMOUNT = re.compile(r"\d{1,9}(\.\d{1,6})?", re.ASCII)
NUMBERS = re.compile(
    r"MG[0-9a-fA-F]{32}"
    r"|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    r"|(\+[1-9]\d{6,14}|\d{5,6})(,(\+[1-9]\d{6,14}|\d{5,6}))*",
    re.ASCII,
)
"""A messaging service of Twilio's, a messaging profile of Telnyx's, or phone numbers and short codes with commas."""

PerSecond = Annotated[
    float,
    limited("Segments a second, at most; 0: no limit.", "segments", "rate_out_of_range", ge=0, le=10_000),
]
PerDay = Annotated[
    int,
    limited(
        "Segments a day, at most, which turns at midnight Pacific; 0: no limit.",
        "segments",
        "day_out_of_range",
        ge=0,
        le=100_000_000,
    ),
]
Money = Annotated[str, limited("An amount of the account's currency, such as 0.0079; empty: none.")]
Numbers = Annotated[
    str, limited("Phone numbers in E.164 with commas, or the id of a messaging service; empty: the carrier's own.")
]


class GivenTerms(msgspec.Struct, frozen=True, kw_only=True):
    """The terms of a carrier, as they are set; what is left out stays as it is."""

    carrier: str
    numbers: Numbers = ""
    per_second: PerSecond | None = None
    per_day: PerDay | None = None
    price: Money | None = None
    picture_price: Money | None = None
    lookup_price: Money | None = None


def amount(millionths: int) -> str:
    """Return an amount as people write it, with two decimals at least."""
    whole, part = divmod(millionths, MILLIONTHS)
    return f"{whole}.{f'{part:06d}'.rstrip('0').ljust(2, '0')}"


def checked_rates(per_second: float | None, per_day: int | None) -> None:
    """Check what may be sent in a second and in a day: nothing may have to wait for ever.

    Raises Refused (rate_out_of_range, day_out_of_range).
    """
    if per_second and per_second < 0.01:
        raise Refused("rate_out_of_range")
    if per_day and per_day < LONGEST_TEXT_SEGMENTS:
        raise Refused("day_out_of_range")


def checked_money(written: str) -> str:
    """Return an amount as it is kept; empty: none.

    Raises Refused (bad_amount).
    """
    amount = written.strip()
    if amount and not AMOUNT.fullmatch(amount):
        raise Refused("bad_amount")
    return amount


def checked_numbers(written: str) -> str:
    """Return numbers as they are kept: without blanks.

    Raises Refused (bad_numbers).
    """
    numbers = re.sub(r"\s", "", written)
    if len(numbers) > 1_000 or (numbers and not NUMBERS.fullmatch(numbers)):
        raise Refused("bad_numbers")
    return numbers
