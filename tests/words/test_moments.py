import pytest

from server.words.moments import city, closing, iso, opening
from tests.clock import moment

NINE = moment("2026-07-06 09:00", "America/Denver")


@pytest.mark.parametrize(
    ("at", "zone", "people", "names_day", "sentence"),
    [
        (NINE, "America/Denver", 80, False, "Opens at 9:00 in Denver for 80 people."),
        (NINE, "America/Denver", 1, True, "Opens on Monday at 9:00 in Denver for 1 person."),
        (NINE, "America/Denver", 0, False, "Opens at 9:00 in Denver."),
        (
            *(NINE, "America/New_York America/Denver", 1204, False),
            "Opens at 11:00 in New York for 1,204 people. Their time zone isn't certain.",
        ),
        (None, "Asia/Tokyo", 2, True, "No hour is right for 2 people: texting hours leave none for their time zones."),
        (None, "", 2, True, "Texting hours are being worked out for 2 people."),
    ],
)
def test_a_sentence_says_when_hours_open_and_for_whom(
    at: int | None, zone: str, people: int, names_day: bool, sentence: str
) -> None:
    assert opening(at, zone, people, names_day) == sentence


def test_a_sentence_says_when_hours_close_and_for_whom() -> None:
    at = moment("2026-07-06 21:00")
    assert closing(at, "America/New_York", 1204) == "Closes at 21:00 in New York for 1,204 people."


def test_a_city_is_written_as_people_write_it() -> None:
    assert city("America/Argentina/Buenos_Aires") == "Buenos Aires"


def test_reports_tell_a_moment_by_the_clocks_of_a_zone_or_in_utc() -> None:
    assert iso(NINE, "America/Denver") == "2026-07-06T09:00:00-06:00"
    assert iso(NINE, None) == "2026-07-06T15:00:00+00:00"
    assert iso(None, "America/Denver") == iso(0, None) == ""
