from typing import Any

import msgspec
import pytest

from server.campaigns import contact
from server.campaigns.reading import campaign_now
from server.campaigns.settings import Settings
from server.errors import Refused
from server.limits import LIMITS
from server.people.members import Member
from server.store.scripts import Scripts
from server.wire.things import Campaign
from tests.world import World

HOURS: dict[str, Any] = {"from": "09:00", "to": "20:00", "sunday": None, "holidays": ["2026-12-25"]}
OTHERS: dict[str, Any] = {
    "title": "Vote!",
    "script": "Hi {first_name} of {town|your town}",
    "self_assign": True,
    "batch_size": 17,
    "sender_link": True,
    "bulk_send": True,
    "carrier": "simulator",
    "fair_tail": False,
    "most_held": 12,
    "most_a_day": 34,
    "first_needs_yes": True,
    "link_lane": "reply",
    "hours": HOURS,
    "answer_hours": 3,
    "numbers": "12345",
    "per_second": 1.5,
    "per_day": 5000,
    "budget": "12.50",
    "take_back_initials": 11,
    "take_back_replies": 22,
    "picture_first": True,
    "picture_replies": True,
    "undo_initials": 4,
    "undo_replies": 5,
    "ledger_entries": 50_000,
}
"""A value for every setting, none of them the one of a new campaign."""


async def everything(world: World) -> tuple[Member, int]:
    """An admin, and a draft in which everything is set."""
    root = await world.member("Root", "admin")
    tag = (await world.ask(root, "set_tags", tags=[{"name": "Yard sign"}, {"name": "Call"}]))["tags"][0]["id"]
    given = {name: value for name, value in OTHERS.items() if not name.startswith("picture")}
    campaign = (await world.ask(root, "create_campaign", **given))["campaign"]
    await world.scripts.run("set_picture", campaign, token=f"{campaign}-p", picture="/9g=")
    await world.ask(root, "update_campaign", campaign=campaign, picture_first=True, picture_replies=True)
    await world.ask(root, "set_canned_replies", campaign=campaign, replies=[{"title": "Where", "text": "In {town}"}])
    await world.ask(root, "set_campaign_tags", campaign=campaign, tags=[tag])
    asked = {"question": "Coming?", "answers": [{"answer": "Yes", "reply": "Great, {first_name}!"}, {"answer": "No"}]}
    await world.ask(root, "set_survey", campaign=campaign, questions=[asked])
    return root, campaign


def set_in(thing: Campaign) -> dict[str, Any]:
    found = {name: getattr(thing, name) for name in Settings.__struct_fields__ if name != "sender_link"}
    return msgspec.to_builtins({**found, "sender_link": thing.sender_link_enabled})  # type: ignore[no-any-return]


async def test_every_setting_comes_along(world: World) -> None:
    assert set(OTHERS) == set(Settings.__struct_fields__)
    root, campaign = await everything(world)
    plain = (await world.ask(root, "create_campaign", title="Plain"))["campaign"]
    before = await campaign_now(world.scripts, campaign)
    assert not [
        name for name, value in set_in(await campaign_now(world.scripts, plain)).items() if value == OTHERS[name]
    ]
    for source in (campaign, plain):
        made = (await world.ask(root, "copy_campaign", campaign=source))["campaign"]
        was, now = (await campaign_now(world.scripts, source), await campaign_now(world.scripts, made))
        assert set_in(now) == {**set_in(was), "title": f"Copy of {was.title}"}
        assert now.status == "draft"
    assert await campaign_now(world.scripts, campaign) == before


async def test_a_link_stays_set_though_self_assignment_is_off(world: World) -> None:
    root, campaign = await everything(world)
    await world.ask(root, "update_campaign", campaign=campaign, self_assign=False)
    made = (await world.ask(root, "copy_campaign", campaign=campaign))["campaign"]
    thing = await campaign_now(world.scripts, made)
    assert (thing.self_assign, thing.sender_link_enabled, thing.batch_size) == (False, True, 17)


async def test_what_is_at_hand_and_the_picture_come_along(world: World) -> None:
    root, campaign = await everything(world)
    ana = await world.member("Ana")
    await world.ask(root, "add_senders", campaign=campaign, members=[ana.id])
    made = (await world.ask(root, "copy_campaign", campaign=campaign, title="Second round"))["campaign"]
    was, now = [await world.ask(root, "list_at_hand", campaign=each) for each in (campaign, made)]
    assert [[one["text"] for one in each["canned"]] for each in (was, now)] == [["In {town}"]] * 2
    assert (now["tags"], [one["question"] for one in now["survey"]]) == (was["tags"], ["Coming?"])
    assert [(one["answer"], one.get("reply")) for one in now["survey"][0]["answers"]] == [
        ("Yes", "Great, {first_name}!"),
        ("No", None),
    ]
    thing, source = await campaign_now(world.scripts, made), await campaign_now(world.scripts, campaign)
    assert (thing.title, thing.senders, thing.contacts) == ("Second round", 0, 0)
    assert thing.picture and thing.picture != source.picture
    tokens = [await world.scripts.ask(("HGET", f"{{c:{each}}}", "sender_token")) for each in (campaign, made)]
    assert tokens[0] != tokens[1]


async def test_its_contacts_come_along_but_not_who_went(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(contacts=6, launch=False, fields={"town": "Troy"})
    await world.ask(root, "remove_contacts", campaign=campaign, conversations=[1])
    phones = [(await world.conversation(campaign, id))["contact"]["phone"] for id in (2, 3, 4, 5, 6)]
    await world.ask(root, "launch_campaign", campaign=campaign)
    await contact.opt_out_everywhere(world.scripts, phones[0], how="command")
    await world.ask(root, "erase_person", phone=phones[1])
    await world.scripts.run("archive_campaign", campaign)
    made = (await world.ask(root, "copy_campaign", campaign=campaign, contacts=True))["campaign"]
    thing = await campaign_now(world.scripts, made)
    assert (thing.status, thing.contacts, thing.unassigned.initial, thing.fields) == ("draft", 3, 3, ["town"])
    copied = [await world.conversation(made, id) for id in (1, 2, 3)]
    assert [each["contact"]["phone"] for each in copied] == phones[2:]
    old = await world.conversation(campaign, 4)
    assert copied[0]["contact"] == old["contact"]
    merged = [(field.field, field.contacts) for field in thing.merge_fields]
    assert ("town", 3) in merged


async def test_many_contacts_come_in_pieces(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(contacts=450, launch=False)
    made = (await world.ask(root, "copy_campaign", campaign=campaign, contacts=True))["campaign"]
    assert (await world.counts(made))["contacts"] == 450


async def test_of_deleted_data_none_come(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(contacts=2)
    await world.scripts.run("archive_campaign", campaign)
    await world.scripts.run("erase_campaign", campaign)
    made = (await world.ask(root, "copy_campaign", campaign=campaign, contacts=True))["campaign"]
    assert (await world.counts(made))["contacts"] == 0


async def test_a_long_title_is_cut_and_a_blank_one_refused(world: World) -> None:
    root, title = await world.member("Root", "admin"), "x" * LIMITS.title
    campaign = (await world.ask(root, "create_campaign", title=title))["campaign"]
    made = (await world.ask(root, "copy_campaign", campaign=campaign))["campaign"]
    assert (await world.counts(made))["title"] == f"Copy of {title}"[: LIMITS.title]
    async with world.refused("empty_title"):
        await world.ask(root, "copy_campaign", campaign=campaign, title=" ")
    async with world.refused("unknown_campaign"):
        await world.ask(root, "copy_campaign", campaign=99)


async def test_a_copy_that_was_stopped_says_that_it_was_begun(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(contacts=2, launch=False)
    run = Scripts.run

    async def goes_away(scripts: Scripts, verb: str, *args: Any, **given: Any) -> Any:
        if verb == "add_contacts":
            raise Refused("try_again")
        return await run(scripts, verb, *args, **given)

    monkeypatch.setattr(Scripts, "run", goes_away)
    with pytest.raises(Refused, match="was begun"):
        await world.ask(root, "copy_campaign", campaign=campaign, title="Again", contacts=True)
    assert (await world.counts(campaign + 1))["title"] == "Again"
