"""The time zone of a contact: by a column of the list, and by the number. Pure.

A column says it best: a time zone, else a ZIP code, else a state. A number says where it was given out, and its owner
may have moved since. Where both speak they must agree; who is anywhere in a country is texted in the hours that are
right in all of it.

A zone is kept as names of IANA with blanks between them. Several names: the contact is in one of these zones, nobody
knows which, so they are texted when it is the right hour in each. Zones whose clocks always agree get one name.
"""

from bisect import bisect
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
from phonenumbers import timezone
from phonenumbers.tzdata import TIMEZONE_DATA

from server.contacts.columns import Column
from server.contacts.states import (
    BY_ZIP,
    CENTRAL,
    CHICAGO,
    DENVER,
    EASTERN,
    LOS_ANGELES,
    MOUNTAIN,
    NAMES,
    NEW_YORK,
    PACIFIC,
    PHOENIX,
    STATES,
)
from server.words.comparable import comparable_name

COAST_TO_COAST = frozenset((NEW_YORK, CHICAGO, DENVER, PHOENIX, LOS_ANGELES))
"""The zones of somebody with a number of North America about whom nothing else is known."""


def _compared(names: str) -> list[str]:
    return [comparable_name(name) for name in names.split(",")]


ZONE_COLUMNS = _compared("time zone, tz, zone, tzid, iana time zone")
ZIP_COLUMNS = _compared("zip, zip code, zip5, postal code, postcode, zip/postal code, mailing zip, home zip")
STATE_COLUMNS = _compared("state, province, state/province, st, state code, mailing state, home state")
"""Names of columns that say where a contact is, the best first."""

WORDS: dict[str, tuple[str, ...]] = {
    word: zones
    for words, zones in {
        "eastern et est edt": EASTERN,
        "central ct cst cdt": CENTRAL,
        "mountain mt mst mdt": MOUNTAIN,
        "pacific pt pst pdt": PACIFIC,
        "alaska alaskan akst akdt": ("America/Anchorage",),
        "hawaii hawaiian hst": ("Pacific/Honolulu",),
    }.items()
    for word in words.split()
}
"""Zones as people in the US write them."""

BY_STATE = STATES | {
    comparable_name(name): STATES[code]
    for code, _, name in (entry.strip().partition(" ") for entry in NAMES.split(","))
}
BEGIN, HOURS, WEEK = datetime(2026, 1, 1, tzinfo=UTC), 12 * 365 * 24, 7 * 24
FIRST_NAMED = (
    *(NEW_YORK, CHICAGO, DENVER, PHOENIX, LOS_ANGELES),
    *("America/Anchorage", "America/Halifax", "Europe/London", "Europe/Berlin"),
)
"""The names that stand for all zones whose clocks agree with theirs."""


class Zones:
    """The zones of a list's contacts, by its columns."""

    def __init__(self, columns: Sequence[Column]) -> None:
        names = [comparable_name(column.name) if column.meaning == "field" else "" for column in columns]
        self._places = [
            next((names.index(name) for name in known if name in names), -1)
            for known in (ZONE_COLUMNS, ZIP_COLUMNS, STATE_COLUMNS)
        ]

    def of(self, phone: str, cells: Sequence[str]) -> str:
        """Return the zone of a contact with this phone (E.164) and these cells; the last cell is an empty one."""
        zone, zip_code, state = (cells[place] for place in self._places)
        return zone_of(phone, zone, zip_code, state)


def zone_of(phone: str, zone: str = "", zip_code: str = "", state: str = "") -> str:
    """Return the zone of a phone in E.164, and of what columns say: a time zone, a ZIP code, a state."""
    digits = zip_code.partition("-")[0].strip()
    zip3 = digits.zfill(5)[:3] if digits.isdecimal() and 3 <= len(digits) <= 5 else ""  # spreadsheets drop zeros
    return _agreed(_decisive(phone), zone, zip3, state)


@cache
def anywhere(country: str) -> frozenset[str]:
    """Return the zones of a number of this country code about which nothing else is known."""
    return COAST_TO_COAST if country == "1" else _alike(TIMEZONE_DATA.get(country, ())) or COAST_TO_COAST


def _decisive(phone: str) -> str:
    """Return a number with only those digits that can decide where it was given out."""
    country = _country(phone[1:4])
    if country == "1":
        return phone[:8]
    return f"+{country}" if len(anywhere(country)) == 1 else phone[:9].ljust(len(phone), "0")


@cache
def _country(digits: str) -> str:
    return next((digits[:count] for count in (1, 2, 3) if digits[:count] in TIMEZONE_DATA), "")


@lru_cache(maxsize=2**17)
def _agreed(number: str, zone: str, zip3: str, state: str) -> str:
    country = _country(number[1:4])
    said, by_number = _said(country, zone, zip3, state), _by_number(country, number)
    if said and by_number:
        return _named(said & by_number or said | by_number | COAST_TO_COAST)
    return _named(said or by_number or anywhere(country))


def _said(country: str, zone: str, zip3: str, state: str) -> frozenset[str]:
    """Return the zones that the columns say; empty when they say nothing that can be read."""
    if named := _iana().get(zone.strip().casefold().replace(" ", "_")):
        return _alike([named])
    if country != "1":
        return frozenset()
    word = zone.casefold().split()[:1]
    written = WORDS.get(word[0]) if word else None
    found = written or (BY_ZIP.get(int(zip3)) if zip3 else None)
    return _alike(found or BY_STATE.get(state.strip().upper()) or BY_STATE.get(comparable_name(state)) or ())


def _by_number(country: str, number: str) -> frozenset[str]:
    """Return the zones that a number was given out in; empty when that is anywhere in its country, or isn't known."""
    if country == "1":  # all of them are given out by place
        found = next(
            TIMEZONE_DATA[number[1:end]] for end in range(len(number), 1, -1) if number[1:end] in TIMEZONE_DATA
        )
        zones = _alike(found)
    elif not country or len(anywhere(country)) == 1:
        return anywhere(country) if country else frozenset()
    else:
        zones = _alike(timezone.time_zones_for_number(phonenumbers.parse(number, None)))
    return frozenset() if zones >= anywhere(country) or "Etc/Unknown" in zones else zones


def _alike(zones: Iterable[str]) -> frozenset[str]:
    return frozenset(map(alike, zones))


@cache
def alike(zone: str) -> str:
    """Return the name that stands for all zones whose clocks agree with this one's until 2037."""
    return next((name for name in FIRST_NAMED if zone != "Etc/Unknown" and _changes(name) == _changes(zone)), zone)


@cache
def _changes(zone: str) -> list[tuple[int, timedelta | None]]:
    """Return (hour, offset from UTC) for each change of a zone's offset from 2026 on, and its first offset."""
    clock = ZoneInfo(zone)

    def offset(hour: int) -> timedelta | None:
        return (BEGIN + timedelta(hours=hour)).astimezone(clock).utcoffset()

    changes = [(0, offset(0))]
    for week in range(0, HOURS, WEEK):
        now, then = changes[-1][1], offset(week + WEEK)
        if then != now:
            hour = bisect(range(week, week + WEEK), False, key=lambda hour: offset(hour) != now)
            changes.append((week + hour, then))
    return changes


@cache
def _iana() -> dict[str, str]:
    """Return the names of IANA by themselves in small letters; words that people in the US write aren't among them."""
    return {name.casefold(): name for name in available_timezones() if name.casefold() not in WORDS}


def time_zone(name: str) -> str | None:
    """Return the time zone with this name of IANA, as it is written there; None if there is none."""
    return _iana().get(name.strip().casefold())


def _named(zones: frozenset[str]) -> str:
    """Return several zones as one string; the best known come first."""
    return " ".join(sorted(zones, key=lambda zone: (_rank(zone), zone)))


def _rank(zone: str) -> int:
    return FIRST_NAMED.index(zone) if zone in FIRST_NAMED else len(FIRST_NAMED)
