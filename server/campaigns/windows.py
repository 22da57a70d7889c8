"""Texting hours → the moments at which they begin and end, for each zone. Pure.

The store knows no time zones, so its scripts compare the time with these moments.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import reduce
from zoneinfo import ZoneInfo

from server.wire.hours import Hours

DAYS_AHEAD = 10
"""Days that windows are worked out for; they are worked out again each day."""
DAYS_BACK = 2
"""Days before, so that it is known how long somebody has been waiting."""

Windows = list[tuple[int, int]]
"""When texting hours begin and end, in ms since 1970: in order, none touching another."""


def windows(hours: Hours, zone: str, now: int) -> Windows:
    """Return the windows of a zone around a moment (ms since 1970).

    Of a zone that is several (server/contacts/zones.py), those that are in the hours of each.
    """
    return reduce(_in_both, (_joined(_days(hours, ZoneInfo(name), now)) for name in zone.split()))


def _days(hours: Hours, clock: ZoneInfo, now: int) -> Iterator[tuple[int, int]]:
    today = datetime.fromtimestamp(now / 1000, clock).date()
    for ahead in range(-DAYS_BACK, DAYS_AHEAD + 1):
        day = today + timedelta(days=ahead)
        span = hours.on(day)
        if span:
            # A clock that is set back shows a time twice, one set forward leaves one out: it is then the later begin
            # and the earlier end, so that every moment between them is in the hours.
            begin, end = max(_moments(day, span.begin, clock)), min(_moments(day, span.end, clock))
            if begin < end:
                yield begin, end


def _moments(day: date, time: str, clock: ZoneInfo) -> list[int]:
    """Return the moments (ms since 1970) that a time of a day may be; mostly they are the same."""
    hour, minute = map(int, time.split(":"))
    at = datetime(day.year, day.month, day.day) + timedelta(hours=hour, minutes=minute)
    return [round(at.replace(tzinfo=clock, fold=fold).astimezone(UTC).timestamp() * 1000) for fold in (0, 1)]


def _joined(spans: Iterator[tuple[int, int]]) -> Windows:
    joined: Windows = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((begin, end))
    return joined


def _in_both(one: Windows, other: Windows) -> Windows:
    both = [(max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other]
    return sorted((begin, end) for begin, end in both if begin < end)
