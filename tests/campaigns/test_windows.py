"""Windows, held minute by minute against the clocks of each zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.campaigns.windows import DAYS_AHEAD, DAYS_BACK, Windows, windows
from server.wire.hours import USUAL, Hours, Span
from tests.clock import moment

MINUTE, HOUR, DAY = 60_000, 60 * 60_000, 24 * 60 * 60_000
EAST, DENVER, WEST = "America/New_York", "America/Denver", "America/Los_Angeles"
ZONES = (EAST, DENVER, WEST, "America/Phoenix", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata")
NIGHTS = ("2026-03-08", "2026-11-01", "2026-03-29", "2026-10-25", "2026-04-05", "2026-10-04", "2026-07-05")
"""Days on whose nights clocks change somewhere, and one without."""


def is_open(found: Windows, at: int) -> bool:
    """Return whether a moment is in one of the windows."""
    return any(begin <= at < end for begin, end in found)


def right(hours: Hours, zone: str, at: int) -> bool:
    """Return whether the clocks of a zone show a time in the hours, said as simply as can be."""
    local = datetime.fromtimestamp(at / 1000, ZoneInfo(zone))
    if local.date().isoformat() in hours.holidays:
        return False
    span = hours.sunday if local.weekday() == 6 and isinstance(hours.sunday, Span | None) else hours
    return span is not None and span.begin <= f"{local:%H:%M}" < span.end


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", NIGHTS)
def test_in_nights_in_which_clocks_change_each_minute_is_right(zone: str, day: str) -> None:
    begin = moment(f"{day} 00:00", zone) - DAY
    found = windows(USUAL, zone, begin)
    for at in range(begin, begin + 3 * DAY, MINUTE):
        assert is_open(found, at) == right(USUAL, zone, at), at


@pytest.mark.parametrize("day", ["2026-03-08", "2026-11-01"])
@pytest.mark.parametrize("begin", ["00:30", "01:15", "02:00", "02:30"])
@pytest.mark.parametrize("end", ["01:45", "02:10", "02:45", "03:30"])
def test_hours_that_begin_or_end_while_clocks_change_are_never_too_long(day: str, begin: str, end: str) -> None:
    hours, midnight = Hours(begin=begin, end=end), moment(f"{day} 00:00")
    found = windows(hours, EAST, midnight)
    for at in range(midnight, midnight + 6 * HOUR, MINUTE):
        assert is_open(found, at) <= right(hours, EAST, at), at


times = st.integers(0, 24 * 60 - 1).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
spans = st.tuples(times, times).filter(lambda pair: pair[0] < pair[1])


@given(
    spans,
    st.none() | st.just("as other days") | spans,
    st.lists(st.sampled_from(NIGHTS), max_size=2),
    st.lists(st.sampled_from(ZONES), min_size=1, max_size=3, unique=True),
    st.sampled_from(NIGHTS),
)
def test_whatever_the_hours_no_minute_of_a_window_is_outside_of_them(
    span: tuple[str, str], sunday: tuple[str, str] | str | None, holidays: list[str], zones: list[str], day: str
) -> None:
    on_sundays = {} if isinstance(sunday, str) else {"sunday": sunday and Span(begin=sunday[0], end=sunday[1])}
    hours = Hours(begin=span[0], end=span[1], holidays=holidays, **on_sundays)
    begin = moment(f"{day} 00:00", zones[0]) - DAY
    found = windows(hours, " ".join(zones), begin)
    assert found == sorted(found)
    for at in range(begin, begin + 2 * DAY, 23 * MINUTE):
        allowed = all(right(hours, zone, at) for zone in zones)
        assert is_open(found, at) <= allowed
        # In the hour that clocks show twice, or not at all, nobody is texted if the hours begin or end there.
        near_a_change = any(
            datetime.fromtimestamp((at + more) / 1000, ZoneInfo(zone)).utcoffset()
            != datetime.fromtimestamp((at - more) / 1000, ZoneInfo(zone)).utcoffset()
            for zone in zones
            for more in (HOUR, 2 * HOUR)
        )
        assert near_a_change or is_open(found, at) == allowed


def test_an_unsure_zone_is_open_when_all_are() -> None:
    found = windows(USUAL, f"{EAST} {WEST}", moment("2026-07-01 12:00"))
    assert (moment("2026-07-01 12:00"), moment("2026-07-01 21:00")) in found
    assert windows(Hours(begin="18:00", end="21:00"), f"{EAST} {WEST}", 0) == []


def test_they_reach_from_two_days_before_to_ten_days_ahead() -> None:
    now = moment("2026-07-15 12:00")
    found = windows(USUAL, EAST, now)
    assert len(found) == DAYS_BACK + 1 + DAYS_AHEAD
    assert found[0][0] == moment("2026-07-13 09:00")
    assert found[-1][1] == moment("2026-07-25 21:00")


def test_whole_days_are_one_window() -> None:
    found = windows(Hours(begin="00:00", end="24:00"), EAST, moment("2026-07-15 12:00"))
    assert len(found) == 1
    closed = windows(Hours(begin="00:00", end="24:00", sunday=None), EAST, moment("2026-07-15 12:00"))
    assert (moment("2026-07-19 00:00"), moment("2026-07-20 00:00")) == (closed[0][1], closed[1][0])
