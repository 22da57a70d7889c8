"""The hours in which contacts may be texted, by the clocks where they are."""

import re
from datetime import date
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from server.errors import Refused
from server.fields import said
from server.words import moments

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
HOLIDAYS = 400
"""Days that may be left out, at most."""


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a day."""

    begin: Annotated[str, said("Its beginning, such as 09:00.")] = msgspec.field(name="from")
    end: Annotated[str, said("Its end, such as 21:00; 24:00 is the end of the day.")] = msgspec.field(name="to")


class Hours(Span, frozen=True, kw_only=True):
    """The hours of each day."""

    sunday: Annotated[Span | UnsetType | None, said("Those of Sundays; null: none; left out: as on other days.")] = (
        UNSET
    )
    holidays: Annotated[list[str], said("Days without any, such as 2026-12-25.")] = []

    def __str__(self) -> str:
        """`09:00 to 21:00, on Sundays none, not on 2026-12-25`."""
        parts = [f"{self.begin} to {self.end}"]
        if self.sunday is not UNSET:
            parts.append(f"on Sundays {f'{self.sunday.begin} to {self.sunday.end}' if self.sunday else 'none'}")
        if self.holidays:
            parts.append(f"not on {', '.join(self.holidays)}")
        return ", ".join(parts)

    def on(self, day: date) -> Span | None:
        """Return the hours of a day; None if it has none."""
        if day.isoformat() in self.holidays:
            return None
        return self.sunday if day.weekday() == 6 and self.sunday is not UNSET else self


class GivenSpan(Span, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a day, as a member gives it."""


class GivenHours(Hours, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Texting hours as a member gives them; `checked_hours` says whether they make sense."""

    sunday: Annotated[
        GivenSpan | UnsetType | None, said("Those of Sundays; null: none; left out: as on other days.")
    ] = UNSET


USUAL = Hours(begin="09:00", end="21:00")
"""The hours of a new campaign, unless the account sets others: what most vendors of texting allow."""


def checked_hours(hours: Hours) -> Hours:
    """Return hours that make sense.

    Raises Refused (bad_hours).
    """
    spans = [hours, *([hours.sunday] if isinstance(hours.sunday, Span) else [])]
    if not all(CLOCK.fullmatch(span.begin) and CLOCK.fullmatch(span.end) and span.begin < span.end for span in spans):
        raise Refused("bad_hours")
    if len(hours.holidays) > HOLIDAYS or not all(map(_is_day, hours.holidays)):
        raise Refused("bad_holidays")
    return hours


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


ZoneName = Annotated[
    str,
    said(
        "The time zone by its name of IANA; several with blanks between them: it is one of these. Empty: not known yet."
    ),
]


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """The moment at which the texting hours of some people begin."""

    at: Annotated[int | None, said("When; null: not in the days to come.", "ms since 1970")] = None
    zone: ZoneName = ""
    people: Annotated[int, said("How many may be texted then.", "contacts", least=0)]
    day: Annotated[bool, said("True when they wait for more than a day, so that the sentence names the day.")] = True
    sentence: Annotated[str, said("All this, as people read it.")] = ""

    def __post_init__(self) -> None:
        sentence = moments.opening(self.at, self.zone, self.people, self.day)
        msgspec.structs.force_setattr(self, "sentence", sentence)


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """The moment at which the texting hours of some people end."""

    at: Annotated[int, said("When.", "ms since 1970")]
    zone: ZoneName = ""
    people: Annotated[int, said("How many may be texted until then.", "contacts", least=0)]
    sentence: Annotated[str, said("All this, as people read it.")] = ""

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "sentence", moments.closing(self.at, self.zone, self.people))


class Later(msgspec.Struct, frozen=True, kw_only=True):
    """First messages that wait for the texting hours of their contacts."""

    initial: Annotated[int, said("How many wait.", "conversations", least=1)]
    opens: Annotated[Opening, said("When the first of them may go out.")]
