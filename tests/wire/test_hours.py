from datetime import date

import pytest

from server.errors import Refused
from server.wire.hours import USUAL, Hours, Span, checked_hours

SUNDAY, MONDAY, CHRISTMAS = date(2026, 12, 20), date(2026, 12, 21), date(2026, 12, 25)


def test_sundays_and_days_without_texts_have_hours_of_their_own() -> None:
    noon = Span(begin="12:00", end="17:00")
    hours = Hours(begin="09:00", end="21:00", sunday=noon, holidays=["2026-12-25"])
    assert [hours.on(day) for day in (SUNDAY, MONDAY, CHRISTMAS)] == [noon, hours, None]
    assert USUAL.on(SUNDAY) == USUAL
    assert Hours(begin="09:00", end="21:00", sunday=None).on(SUNDAY) is None


def test_hours_are_said_in_words() -> None:
    assert str(USUAL) == "09:00 to 21:00"
    hours = Hours(begin="09:00", end="21:00", sunday=Span(begin="12:00", end="17:00"), holidays=["2026-12-25"])
    assert str(hours) == "09:00 to 21:00, on Sundays 12:00 to 17:00, not on 2026-12-25"
    assert str(Hours(begin="09:00", end="21:00", sunday=None)) == "09:00 to 21:00, on Sundays none"


@pytest.mark.parametrize(
    ("begin", "end"), [("21:00", "09:00"), ("09:00", "09:00"), ("9:00", "21:00"), ("09:00", "25:00")]
)
def test_hours_that_make_no_sense_are_refused(begin: str, end: str) -> None:
    with pytest.raises(Refused, match="bad_hours"):
        checked_hours(Hours(begin=begin, end=end))
    with pytest.raises(Refused, match="bad_hours"):
        checked_hours(Hours(begin="09:00", end="21:00", sunday=Span(begin=begin, end=end)))


@pytest.mark.parametrize("day", ["2026-02-30", "20261225", "Christmas", "", "2026-W52-5"])
def test_a_day_that_isnt_one_is_refused(day: str) -> None:
    with pytest.raises(Refused, match="bad_holidays"):
        checked_hours(Hours(begin="09:00", end="21:00", holidays=[day]))
