"""The zone of a contact, by columns and number."""

import time
from random import Random
from zoneinfo import ZoneInfo

import pytest

from server.contacts.columns import columns_of
from server.contacts.states import BY_ZIP, STATES
from server.contacts.zones import BY_STATE, COAST_TO_COAST, Zones, alike, zone_of

EAST, CENTRAL, DENVER, WEST = "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"
PHOENIX = "America/Phoenix"
UNSURE = f"{EAST} {CENTRAL} {DENVER} {PHOENIX} {WEST}"
TOLL_FREE = "+18005550123"
"""A number that may be anywhere."""


@pytest.mark.parametrize(
    ("phone", "zone"),
    [
        ("+12125550123", EAST),
        ("+13035550123", DENVER),
        ("+18504320123", CENTRAL),
        ("+18502220123", EAST),
        ("+18085550123", "Pacific/Honolulu"),
        ("+19075550123", "America/Anchorage America/Adak"),
        ("+17875550123", "America/Puerto_Rico"),
        (TOLL_FREE, UNSURE),
        ("+15555550123", UNSURE),
        ("+447700900123", "Europe/London"),
        ("+33612345678", "Europe/Berlin"),
        ("+99900010000000", UNSURE),
    ],
)
def test_a_number_tells_the_zone_that_it_was_given_out_in(phone: str, zone: str) -> None:
    assert zone_of(phone) == zone


def test_a_cell_phone_of_a_wide_country_may_be_anywhere_in_it() -> None:
    assert {"Europe/Moscow", "Asia/Kamchatka"} <= set(zone_of("+79161234567").split())
    assert {"Australia/Perth", "Australia/Sydney"} <= set(zone_of("+61412345678").split())


@pytest.mark.parametrize(
    ("column", "value", "zone"),
    [
        ("Time zone", "America/Denver", DENVER),
        ("timezone", "us/pacific", WEST),
        ("TZ", "Eastern Time (US & Canada)", EAST),
        ("zone", "CST", CENTRAL),
        ("State", "CO", DENVER),
        ("state", "new jersey", EAST),
        ("State", "TX", f"{CENTRAL} {DENVER}"),
        ("ZIP", "75201-1234", CENTRAL),
        ("Zip Code", "79901", DENVER),
        ("postal_code", "02139", EAST),
        ("Province", "MB", CENTRAL),
        ("State", "Nowhere", UNSURE),
        ("ZIP", "2139", EAST),  # a spreadsheet has dropped the zero
        ("ZIP", "M5V 2T6", UNSURE),
        ("time zone", "half past nine", UNSURE),
        ("Town", "Denver", UNSURE),
    ],
)
def test_a_column_says_it_when_the_number_may_be_anywhere(column: str, value: str, zone: str) -> None:
    zones = Zones(columns_of(["Phone", column]))
    assert zones.of(TOLL_FREE, [TOLL_FREE, value, ""]) == zone


@pytest.mark.parametrize(
    ("said", "phone", "zone"),
    [
        ({"state": "NY"}, "+12125550123", EAST),
        ({"state": "TX"}, "+19155550123", DENVER),
        ({"state": "TN"}, TOLL_FREE, f"{EAST} {CENTRAL}"),
        ({"state": "NY"}, "+13035550123", UNSURE),
        ({"zone": "Pacific/Honolulu"}, "+13035550123", f"{UNSURE} Pacific/Honolulu"),
        ({"zone": "America/Denver", "state": "NY"}, "+13035550123", DENVER),
        ({"zip_code": "10001", "state": "CA"}, "+12125550123", EAST),
        ({"state": "WA"}, "+61391234567", "Australia/Sydney"),
        ({"zone": "CST"}, "+862131234567", "Asia/Shanghai"),
    ],
)
def test_a_column_and_a_number_must_agree(said: dict[str, str], phone: str, zone: str) -> None:
    assert zone_of(phone, **said) == zone


@pytest.mark.parametrize(
    ("zone", "other"),
    [
        ("America/Detroit", EAST),
        ("America/Indiana/Indianapolis", EAST),
        ("America/Boise", DENVER),
        ("America/Havana", "America/Havana"),
        ("America/Phoenix", "America/Phoenix"),
        ("Europe/Paris", "Europe/Berlin"),
        ("Etc/Unknown", "Etc/Unknown"),
    ],
)
def test_zones_whose_clocks_always_agree_have_one_name(zone: str, other: str) -> None:
    assert alike(zone) == other


def test_every_zone_of_the_tables_is_one() -> None:
    for zones in (*STATES.values(), *BY_ZIP.values(), COAST_TO_COAST, *BY_STATE.values()):
        assert zones and all(map(ZoneInfo, zones))
    assert len(STATES) == 56 + 13
    assert len(BY_STATE) == 2 * len(STATES)


def test_a_list_isnt_read_slower_for_it() -> None:
    dice = Random(1)
    phones = [f"+1{dice.randint(201, 989)}{dice.randint(2_000_000, 9_999_999)}" for _ in range(25_000)]
    states = [dice.choice([*STATES]) for _ in phones]
    began = time.process_time()
    for phone, state in zip(phones, states, strict=True):
        zone_of(phone, state=state)
    assert time.process_time() - began < 1
