"""The time that texts take at the limits there are. Pure."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

SECONDS_PER_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of segments.

    whose       campaign, carrier or numbers
    per_second  0: no limit
    per_day     0: no limit
    used        segments that have gone out today
    """

    whose: str
    per_second: float
    per_day: int
    used: int = 0


def rate_of(limits: Sequence[Limit]) -> float | None:
    """Return how many segments may go out in a second; None: there is no limit."""
    return min((limit.per_second for limit in limits if limit.per_second), default=None)


def day_of(limits: Sequence[Limit]) -> int | None:
    """Return how many segments may go out in a day; None: there is no limit."""
    return min((limit.per_day for limit in limits if limit.per_day), default=None)


def seconds_for(segments: int, limits: Sequence[Limit], until_midnight: float) -> float | None:
    """Return the seconds until so many segments are out, if nothing else goes out; None: there is no limit.

    `until_midnight` are the seconds until the limits of a day begin anew.
    """
    rate, per_day = rate_of(limits), day_of(limits)
    if rate is None and per_day is None:
        return None
    left_today = min((max(0, limit.per_day - limit.used) for limit in limits if limit.per_day), default=math.inf)
    today = min(left_today, math.inf if rate is None else rate * until_midnight)
    if segments <= today:
        return _at(rate, segments)
    later = segments - today
    a_day = min(per_day or math.inf, math.inf if rate is None else rate * SECONDS_PER_DAY)
    days = math.ceil(later / a_day) - 1
    return until_midnight + days * SECONDS_PER_DAY + _at(rate, later - days * a_day)


def _at(rate: float | None, segments: float) -> float:
    return 0.0 if rate is None else segments / rate
