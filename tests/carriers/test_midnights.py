from datetime import UTC, datetime

import pytest

from server.carriers.midnights import midnights


def ms(written: str) -> int:
    """A moment of UTC in ms."""
    return round(datetime.fromisoformat(written).replace(tzinfo=UTC).timestamp() * 1000)


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ("2026-01-15 12:00", ["2026-01-16 08:00", "2026-01-17 08:00"]),
        ("2026-07-15 12:00", ["2026-07-16 07:00", "2026-07-17 07:00"]),
        ("2026-07-15 06:59", ["2026-07-15 07:00", "2026-07-16 07:00"]),
        ("2026-07-15 07:00", ["2026-07-16 07:00", "2026-07-17 07:00"]),
        ("2026-03-08 07:59", ["2026-03-08 08:00", "2026-03-09 07:00"]),  # this day has 23 hours
        ("2026-03-08 09:00", ["2026-03-09 07:00", "2026-03-10 07:00"]),
        ("2026-11-01 06:59", ["2026-11-01 07:00", "2026-11-02 08:00"]),  # and this one 25
        ("2026-11-01 09:30", ["2026-11-02 08:00", "2026-11-03 08:00"]),
        ("2026-12-31 23:00", ["2027-01-01 08:00", "2027-01-02 08:00"]),
    ],
)
def test_a_day_ends_at_midnight_in_the_pacific_zone_also_when_its_clocks_change(now: str, ends: list[str]) -> None:
    assert midnights(ms(now)) == [ms(end) for end in ends]
