"""The ends of days as carriers in the United States count them: midnight in the Pacific time zone."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

PACIFIC = ZoneInfo("America/Los_Angeles")
"""T-Mobile's daily limits of 10DLC brands begin anew at its midnight."""


def midnights(now: int, count: int = 2) -> list[int]:
    """Return the next ends of days after a moment, in ms since 1970."""
    today = datetime.fromtimestamp(now / 1000, PACIFIC).date()
    ends = [datetime.combine(today + timedelta(days=1 + day), time(), PACIFIC) for day in range(count)]
    return [round(end.timestamp() * 1000) for end in ends]
