"""Most numbers in the US and Canada are read in a short way, and just as phonenumbers reads them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.contacts import american, numbers
from server.contacts.american import REGIONS, USUAL, read_american
from server.contacts.numbers import read_phone

USUAL_NUMBERS = st.from_regex(re.compile(USUAL.pattern, re.ASCII), fullmatch=True)


def the_long_way(written: str, region: str) -> object:
    """Read a number without the short way."""
    with pytest.MonkeyPatch.context() as without:
        without.setattr(numbers, "read_american", lambda written, region: None)
        return read_phone(written, region)


@given(USUAL_NUMBERS, st.sampled_from(REGIONS))
def test_the_short_way_reads_what_the_long_way_reads(written: str, region: str) -> None:
    if read := read_american(written, region):
        assert the_long_way(written, region) == read


@pytest.mark.parametrize(
    "written",
    ["2122000001", "(212) 200-0001", "(212)200-0001", "212-200-0001", "212 200 0001", "+12122000001", "1 212-200-0001"],
)
@pytest.mark.parametrize("region", REGIONS)
def test_usual_numbers_go_the_short_way(written: str, region: str) -> None:
    assert read_american(written, region) == "+12122000001"


@pytest.mark.parametrize(
    "written",
    [
        *("8002000001", "9002000001", "5002342345", "5552000001", "2120000001", "1122000001"),
        *("2122000000", "212.200.0001", "(212 200-0001", "212) 200-0001", "22122000001", "+2122000001", "٢١٢٢٠٠٠٠٠١"),
    ],
)
def test_all_others_are_left_to_the_long_way(written: str) -> None:
    assert read_american(written, "US") is None


def test_elsewhere_all_are_left_to_the_long_way() -> None:
    assert read_american("2122000001", "MX") is None


def test_a_number_that_is_special_by_the_plan_is_left_to_the_long_way(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = american.Plan(usual=re.compile(r"212\d{7}"), special=re.compile(r"212200\d{4}"))
    monkeypatch.setattr(american, "_plan", lambda: plan)
    assert (read_american("2122000001", "US"), read_american("2123000001", "US")) == (None, "+12123000001")
