import pytest

from tests.cases.listed import CASES, listed
from tests.command_line import handraise

CONTACTS = CASES / "region-name" / "contacts.csv"
COMMANDS = [
    ("campaign", "create", "Vote!", "--contacts", CONTACTS, "--script", "Hi"),
    ("check",),
    ("serve", "--port", "0"),
    ("carrier", "simulator"),
    ("demo", "--port", "0"),
    ("token", "ana@example.org"),
]


@pytest.mark.parametrize("name, meant", [("UK", "GB"), ("USA", "US"), ("44", "GB"), ("England", "GB"), ("XX", None)])
async def test_a_region_that_is_no_country_code_is_told_by_the_setting_and_the_code_that_was_meant(name, meant):
    ended = await handraise(*COMMANDS[0], HANDRAISE_REGION=name, REDIS_URL="unix:///nowhere")

    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("Error: HANDRAISE_REGION must be a country's code of two letters")
    assert ended.err.count("\n") == 1
    assert meant is None or f"For “{name}” that is {meant}." in ended.err


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
async def test_it_stops_every_command(command, tmp_path):
    ended = await handraise(*command, HANDRAISE_REGION="UK", HANDRAISE_DATA=tmp_path / "data")

    assert (ended.code, ended.out) == (1, "")
    assert "HANDRAISE_REGION" in ended.err
    assert not (tmp_path / "data").exists()


def test_with_the_right_code_both_come_in():
    contacts, rejected, _ = listed("region-name/contacts.csv", "GB")

    assert [contact.phone for contact in contacts] == ["+447700900101", "+447700900102"]
    assert rejected == []
