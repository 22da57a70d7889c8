"""The first message to a contact: lua/shared/draft.lua, as listing, opening and sending show it."""

import json

import pytest

from server.errors import Refused
from tests.world import World

BO = ["Bo", "Doe", "+12025550101"]


async def draft(world: World, script: str, contact: list[str] = BO, **fields: str) -> str:
    """The message that this script makes for this contact."""
    campaign = await world.campaign(script=script)
    row = [contact[2], json.dumps([*contact, fields])]
    await world.scripts.run("add_contacts", campaign, contacts=[row], fields=list(fields))
    return str((await world.conversation(campaign, 1))["draft"])


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("Hi {first_name} {last_name}!", "Hi Bo Doe!"),
        ("Hi {First Name}, {LAST-NAME}, {firstname}", "Hi Bo, Doe, Bo"),
        ("{first} {given name} {last} {surname}", "Bo Bo Doe Doe"),
        ("{phone} {cell} {Cell Phone} {mobile} {phone_number}", " ".join(["+12025550101"] * 5)),
        ("no fields at all", "no fields at all"),
        ("{} { {{first_name}} }", "{} { {Bo} }"),
        ("100 % of {first_name}, %1 %s", "100 % of Bo, %1 %s"),
        ("Zoë 👋 {first_name}\n\nBye", "Zoë 👋 Bo\n\nBye"),
        ("", ""),
    ],
)
async def test_names_are_filled_in_however_they_are_written(world: World, script: str, message: str) -> None:
    assert await draft(world, script) == message


async def test_any_column_may_be_used(world: World) -> None:
    fields = {"Polling Place": "City Hall", "age": "42"}
    assert await draft(world, "{polling_place}, {AGE}, {PollingPlace}", **fields) == "City Hall, 42, City Hall"


@pytest.mark.parametrize("value", ["%1", "%%", "{last_name}", "{first_name}", "\\n", "$1", "<b>", "'\"", "👋", "%0{}"])
async def test_values_are_put_in_literally_in_a_single_pass(world: World, value: str) -> None:
    assert await draft(world, "<{first_name}|{note}>", [value, *BO[1:]], note=value) == f"<{value}|{value}>"


async def test_a_contact_without_a_value_has_nothing_there(world: World) -> None:
    campaign = await world.campaign(script="Hi {first_name}, {team}!")
    with_team = ["+12025550101", json.dumps(["", "Doe", "+12025550101", {"Team": "Red"}])]
    without = ["+12025550102", json.dumps(["", "Doe", "+12025550102", {}])]
    await world.scripts.run("add_contacts", campaign, contacts=[with_team, without], fields=["Team"])
    assert [(await world.conversation(campaign, id))["draft"] for id in (1, 2)] == ["Hi , Red!", "Hi , !"]


@pytest.mark.parametrize("script", ["{team}", "{TEAM}", "{ t-e_a m }", "{phone}{first}{surname}", "{}", "{{", "}{"])
async def test_fields_that_contacts_have_are_known_however_they_are_written(world: World, script: str) -> None:
    campaign = await world.campaign(contacts=1, fields={"Team": "Red"}, launch=False)
    thing = await world.scripts.run("update_campaign", campaign, script=script, default_batch_size=300, token="t")
    assert thing["script"] == script


@pytest.mark.parametrize("field", ["teams", "e-mail", "%", "shoe size", "👋"])
async def test_a_field_that_no_contact_has_is_named(world: World, field: str) -> None:
    campaign = await world.campaign(contacts=1, fields={"Team": "Red"}, launch=False)
    script = f"{{first_name}} {{team}} {{{field}}}"
    with pytest.raises(Refused, match="unknown_field") as refused:
        await world.scripts.run("update_campaign", campaign, script=script, default_batch_size=300, token="t")
    assert refused.value.details == {"field": field}


async def test_what_is_listed_opened_and_sent_is_the_same(world: World) -> None:
    campaign = await world.campaign(contacts=1, fields={"Team": "Red %1"}, script="{first_name} of {team}")
    ana = await world.texter(campaign)
    await ana.request()
    listed = (await world.scripts.run("list_conversations", campaign, limit=1))["conversations"][0]["draft"]
    opened = (await world.conversation(campaign, 1))["draft"]
    sent = (await ana.send_initial(1))["texts"][0]["text"]
    assert listed == opened == sent == "Contact 1 of Red %1"
