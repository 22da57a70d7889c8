import re
from typing import Any, Literal, get_args, get_type_hints

import pytest

from server.campaigns.settings import Settings
from server.errors import Refused
from server.shown import Thing
from server.store.verbs import source
from server.wire.things import Campaign
from tests.world import World


async def update(world: World, campaign: int, **settings: Any) -> Thing:
    """Change settings, as an admin."""
    root = await world.member("Root", "admin")
    thing: Thing = await world.ask(root, "update_campaign", campaign=campaign, **settings)
    return thing


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Vote now!"),
        ("script", "Hello {last_name}"),
        ("script", ""),
        ("self_assign", False),
        ("self_assign", True),
        ("batch_size", 1),
        ("batch_size", 5000),
        ("bulk_send", True),
        ("bulk_send", False),
        ("carrier", "simulator"),
        ("hours", {"from": "10:00", "to": "20:00", "sunday": None, "holidays": ["2026-12-25"]}),
        ("hours", None),
        ("answer_hours", 0),
        ("answer_hours", 24),
        ("take_back_initials", 20),
        ("take_back_initials", 0),
        ("ledger_entries", 5_000),
        ("take_back_replies", 1440),
        ("numbers", "MG0123456789abcdef0123456789abcdef"),
        ("numbers", "+12025550123,+12025550124"),
        ("per_second", 0.1),
        ("per_second", 75.0),
        ("per_second", 0.0),
        ("per_day", 2000),
        ("per_day", 0),
        ("budget", "50.00"),
        ("budget", ""),
        ("fair_tail", True),
        ("fair_tail", False),
        ("undo_initials", 10),
        ("undo_replies", 10),
        ("undo_replies", 0),
        ("most_held", 50),
        ("most_held", 0),
        ("most_a_day", 500),
        ("first_needs_yes", True),
        ("link_lane", "reply"),
        ("link_lane", ""),
    ],
)
async def test_one_setting_changes_and_the_others_stay(world: World, name: str, value: object) -> None:
    campaign = await world.campaign(contacts=1, launch=False)
    before = await world.counts(campaign)
    thing = await update(world, campaign, **{name: value})
    v = before["v"] + (before[name] != value)  # what is so already is no change
    follows = {"later": thing["later"], "closes": thing["closes"]}  # from the hours
    assert thing == {**before, **follows, name: value, "v": v} == await world.counts(campaign)


def test_the_settings_in_lua_are_those_in_python() -> None:
    [table] = re.findall(r"local SETTINGS = (\{.*?\})", source("update_campaign"), re.DOTALL)
    in_lua = dict(re.findall(r'(\w+) = "(\w+)"', table))
    kinds = {str: "text", bool: "flag", int: "number", float: "number"}
    kinds[Literal["", "initial", "reply"]] = "text"
    in_python = {name: kinds.get(get_args(hint)[0], "json") for name, hint in get_type_hints(Settings).items()}
    del in_python["sender_link"]  # kept as its token
    assert in_lua == in_python
    assert {*in_python, "sender_link"} <= set(Campaign.__struct_fields__)


async def test_title_is_kept_without_space_around_it(world: World) -> None:
    assert (await update(world, await world.campaign(), title="  Vote \n"))["title"] == "Vote"


async def test_first_enabling_takes_the_accounts_batch_size(world: World) -> None:
    campaign = await world.campaign(self_assign=False, batch_size=None)
    await world.scripts.run("set_default_batch_size", size=20)
    assert (await update(world, campaign, self_assign=True))["batch_size"] == 20


async def test_switching_off_and_on_again_keeps_the_batch_size(world: World) -> None:
    campaign = await world.campaign(self_assign=True, batch_size=None)
    await world.scripts.run("set_default_batch_size", size=20)
    await update(world, campaign, self_assign=False)
    assert (await update(world, campaign, self_assign=True))["batch_size"] == 300


async def test_a_batch_size_set_before_enabling_is_kept(world: World) -> None:
    campaign = await world.campaign(self_assign=False, batch_size=None)
    await update(world, campaign, batch_size=7)
    assert (await update(world, campaign, self_assign=True))["batch_size"] == 7


async def test_a_batch_size_given_while_enabling_counts(world: World) -> None:
    campaign = await world.campaign(self_assign=False, batch_size=None)
    assert (await update(world, campaign, self_assign=True, batch_size=9))["batch_size"] == 9


async def test_a_sender_link_stays_while_enabled_and_is_another_after(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    first = (await update(world, campaign, sender_link=True))["sender_link"]
    assert first
    assert (await update(world, campaign, sender_link=True))["sender_link"] == first
    assert (await update(world, campaign, sender_link=False))["sender_link"] is None
    assert (await update(world, campaign, sender_link=True))["sender_link"] not in (None, first)


async def test_settings_are_changed_while_active_and_paused(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    assert (await update(world, campaign, batch_size=3))["batch_size"] == 3
    await world.scripts.run("pause_campaign", campaign)
    assert (await update(world, campaign, batch_size=4))["batch_size"] == 4


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"title": " "}, "empty_title"),
        ({"batch_size": 0}, "batch_size_out_of_range"),
        ({"batch_size": 5001}, "batch_size_out_of_range"),
        ({"script": "x" * 1601}, "text_too_long"),
        ({"script": "Hi {nickname}!"}, "unknown_field"),
        ({"script": "Hi {{first_name}}!"}, "bad_braces"),
        ({"self_assign": False, "sender_link": True}, "self_assign_off"),
        ({"hours": {"from": "21:00", "to": "09:00"}}, "bad_hours"),
        ({"hours": {"from": "9:00", "to": "21:00"}}, "bad_hours"),
        ({"hours": {"from": "09:00", "to": "24:30"}}, "bad_hours"),
        ({"hours": {"from": "09:00", "to": "21:00", "sunday": {"from": "12:00", "to": "12:00"}}}, "bad_hours"),
        ({"hours": {"from": "09:00", "to": "21:00", "holidays": ["2026-02-30"]}}, "bad_holidays"),
        ({"hours": {"from": "09:00", "to": "21:00", "holidays": ["25.12.2026"]}}, "bad_holidays"),
        ({"hours": {"from": "09:00", "to": "21:00", "holidays": ["2026-12-25"] * 401}}, "bad_holidays"),
        ({"hours": {"from": "09:00"}}, "bad_arguments"),
        ({"answer_hours": 25}, "answer_hours_out_of_range"),
        ({"take_back_initials": -1}, "minutes_out_of_range"),
        ({"ledger_entries": -1}, "entries_out_of_range"),
        ({"ledger_entries": 10_000_001}, "entries_out_of_range"),
        ({"take_back_replies": 1441}, "minutes_out_of_range"),
        ({"answer_hours": -1}, "answer_hours_out_of_range"),
    ],
)
async def test_settings_that_cannot_be_change_nothing(world: World, settings: dict, code: str) -> None:
    campaign = await world.campaign(contacts=1, launch=False)
    await world.member("Root", "admin")
    async with world.refused(code):
        await update(world, campaign, **{"title": "Other", **settings})


async def test_a_field_that_no_contact_has_is_named(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    with pytest.raises(Refused, match="unknown_field") as refused:
        await update(world, campaign, script="{first_name} {shoe size} {hat}")
    assert refused.value.details == {"field": "shoe size"}


@pytest.mark.parametrize("field", ["teams", "e-mail", "%", "shoe size", "👋"])
async def test_any_name_that_no_column_has_is_named(world: World, field: str) -> None:
    campaign = await world.campaign(contacts=1, fields={"Team": "Red"}, launch=False)
    with pytest.raises(Refused, match="unknown_field") as refused:
        await update(world, campaign, script=f"{{first_name}} {{team}} {{{field}|x}}")
    assert (refused.value.details or {})["field"] == field


@pytest.mark.parametrize("field", ["a\nb", "a script: b", "x" * 600, "%0"])
async def test_an_odd_name_is_told_whole_on_one_line(world: World, field: str) -> None:
    campaign = await world.campaign(contacts=1)
    with pytest.raises(Refused, match="unknown_field") as refused:
        await update(world, campaign, script=f"Hi\n {{{field}}}")
    assert refused.value.details == {"field": field.replace("\n", " ")}
    assert refused.value.sentence.startswith("Line 2, character 2: no contact has {")


@pytest.mark.parametrize("script", ["{team}", "{TEAM*}", "{ t-e_a m }", "{phone}{first}{surname}", "{ＴＥＡＭ}"])
async def test_fields_that_contacts_have_are_known_however_they_are_written(world: World, script: str) -> None:
    campaign = await world.campaign(contacts=1, fields={"Team": "Red"}, launch=False)
    assert (await update(world, campaign, script=script))["script"] == script


@pytest.mark.parametrize("field", ["first_name", "last_name", "First", "surname", "Town", "first_name|friend"])
@pytest.mark.parametrize(
    "content", ["Phone\n2125550101", "Phone,First,Last,Town\n2125550101,,\u200b,\u00a0\n2125550102,, ,"]
)
async def test_a_name_that_nobody_in_the_list_has_is_refused_when_set_and_at_launch(
    world: World, content: str, field: str
) -> None:
    campaign, root = await world.campaign(script=f"Hi {{{field}}}!"), await world.member("Root", "admin")
    await world.imported(campaign, content)
    name = field.split("|")[0]
    assert (await world.counts(campaign))["unknown_field"] == name
    for verb, args in (("launch_campaign", {}), ("update_campaign", {"script": f"Hey {{{field}}}"})):
        async with world.refused("unknown_field"):
            await world.ask(root, verb, campaign=campaign, **args)
    with pytest.raises(Refused) as refused:
        await world.ask(root, "launch_campaign", campaign=campaign)
    assert refused.value.details == {"field": name}
    assert refused.value.sentence == f"Line 1, character 4: no contact has {{{name}}}. Contacts have {{phone}}."


async def test_what_each_field_is_lacking_follows_the_script_and_the_contacts(world: World) -> None:
    campaign = await world.campaign(script="{town}")
    assert (await world.counts(campaign))["lacking"] == []
    await world.imported(campaign, "Phone,First,Town\n2125550101,Ana,Bath\n2125550102,,\n2125550103,Cy,NONE of it")
    assert (await world.counts(campaign))["lacking"] == [{"field": "town", "contacts": 1}]
    merge_fields = [{"field": "first_name", "contacts": 2}, {"field": "Town", "contacts": 2}]
    assert (await world.counts(campaign))["merge_fields"] == merge_fields
    thing = await update(world, campaign, script="{first_name} {town|your town}")
    assert thing["lacking"] == [{"field": "first_name", "contacts": 1}]
    await world.imported(campaign, "Phone,First\n2125550104,\n2125550101,Again")
    assert (await world.counts(campaign))["lacking"] == [{"field": "first_name", "contacts": 2}]


async def test_any_field_will_do_until_there_are_contacts(world: World) -> None:
    campaign = await world.campaign()
    assert (await update(world, campaign, script="Hi {nickname}!"))["script"] == "Hi {nickname}!"


async def test_a_sender_link_needs_self_assignment(world: World) -> None:
    campaign = await world.campaign(self_assign=False)
    await world.member("Root", "admin")
    async with world.refused("self_assign_off"):
        await update(world, campaign, sender_link=True)
    assert (await update(world, campaign, sender_link=True, self_assign=True))["sender_link_enabled"]


async def test_bulk_send_is_decided_before_launch(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await world.member("Root", "admin")
    async with world.refused("not_draft"):
        await update(world, campaign, bulk_send=True)
    async with world.refused("not_draft"):
        await update(world, campaign, bulk_send=False)


async def test_an_archived_campaign_stays_as_it_is(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await world.scripts.run("archive_campaign", campaign)
    await world.member("Root", "admin")
    async with world.refused("archived"):
        await update(world, campaign, title="Other")


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    await world.member("Root", "admin")
    async with world.refused("unknown_campaign"):
        await update(world, 9, title="Other")


@pytest.mark.parametrize("script", ["", " \n"])
async def test_once_launched_a_campaign_keeps_a_message(world: World, script: str) -> None:
    campaign, root = await world.campaign(contacts=2), await world.member("Root", "admin")
    for status in ("active", "paused"):
        async with world.refused("empty_text"):
            await world.ask(root, "update_campaign", campaign=campaign, script=script)
        assert (await world.counts(campaign))["status"] == status
        if status == "active":
            await world.ask(root, "pause_campaign", campaign=campaign)
    draft = await world.campaign(contacts=2, launch=False)
    assert (await world.ask(root, "update_campaign", campaign=draft, script=script))["script"] == script


async def test_who_holds_first_messages_is_told_when_they_read_differently_and_nobody_else(world: World) -> None:
    campaign, root = await world.campaign(contacts=25), await world.member("Root", "admin")
    ana, ben, _ = [await world.texter(campaign, name) for name in ("Ana", "Ben", "Cleo")]
    await ana.request()
    await ben.request()
    await ben.send_initials()
    async with world.listening(campaign) as heard:
        for settings in ({"script": "Hello {first_name}!"}, {"script": "Hello {first_name}!"}, {"title": "New"}):
            await world.ask(root, "update_campaign", campaign=campaign, **settings)
        told = [[texter["id"] for texter in message["texters"]] for message in await heard.news()]
    assert told == [[ana.id], []]  # the same script again is no change
    assert (await ana.counts())["moved"] == (await world.counts(campaign))["v"] - 1
