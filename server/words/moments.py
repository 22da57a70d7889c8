"""Moments in words, by the clocks of where somebody is. Pure.

A zone is one or several names of IANA with blanks between them (server/contacts/zones.py). Of several, the clocks of
the first are told.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def opening(at: int | None, zone: str, people: int, names_day: bool) -> str:
    """Say when people may be texted again: “Opens at 9:00 in Denver for 80 people.”

    at         ms since 1970; None: never, as far as is known
    people     0: left out
    names_day  whether to say which day that is
    """
    whom = f" for {_counted(people)}" if people else ""
    if at is None:
        return (
            f"No hour is right{whom}: texting hours leave none for their time zones."
            if zone
            else (f"Texting hours are being worked out{whom}.")
        )
    return f"Opens {clock(at, zone, names_day)}{whom}.{_unsure(zone)}"


def closing(at: int, zone: str, people: int) -> str:
    """Say until when people may be texted: “Closes at 21:00 in New York for 1,204 people.”"""
    return f"Closes {clock(at, zone)} for {_counted(people)}.{_unsure(zone)}"


def clock(at: int, zone: str, names_day: bool = False) -> str:
    """Return a moment (ms since 1970) by the clocks of a zone: “at 9:00 in Denver”, “on Monday at 9:00 in Denver”."""
    name = zone.partition(" ")[0]
    local = datetime.fromtimestamp(at / 1000, ZoneInfo(name))
    day = f"on {DAYS[local.weekday()]} " if names_day else ""
    return f"{day}at {local.hour}:{local.minute:02} in {city(name)}"


def iso(at: int | None, zone: str | None) -> str:
    """Return a moment (ms since 1970) as reports tell it, in ISO 8601 with its offset: “2026-12-01T09:00:00-06:00”.

    zone  one name of IANA; None: UTC
    Empty if the moment isn't known.
    """
    clock = ZoneInfo(zone) if zone else UTC
    return datetime.fromtimestamp(at / 1000, clock).isoformat(timespec="seconds") if at else ""


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def city(name: str) -> str:
    """Return the city of a zone: `America/New_York` → New York."""
    return name.rpartition("/")[2].replace("_", " ")


def _counted(people: int) -> str:
    return "1 person" if people == 1 else f"{people:,} people"


def _unsure(zone: str) -> str:
    return " Their time zone isn't certain." if " " in zone else ""


def ago(ms: int) -> str:
    """Say how long ago something was: “just now”, “20 minutes ago”, “3 days ago”."""
    minutes = ms // 60_000
    for size, unit in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            count = minutes // size
            return f"{count} {unit}{'s' * (count > 1)} ago"
    return "just now"
