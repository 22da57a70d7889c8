import pytest

from server.shown import Thing
from tests.account import listening
from tests.world import World

WHERE = {"title": "Where", "text": "At the park, {first_name}."}
TEAM = {"title": "Team", "text": "You are in {team}."}


async def test_they_keep_their_order_and_ids(world: World) -> None:
    root = await world.member("Root", "admin")
    [where, team] = (await world.ask(root, "set_account_canned", canned=[WHERE, TEAM]))["canned"]
    assert (where, team) == ({"id": 1, **WHERE}, {"id": 2, **TEAM})
    assert (await world.ask(root, "set_account_canned", canned=[team]))["canned"] == [team]
    assert (await world.ask(root, "set_account_canned", canned=[WHERE, team]))["canned"] == [{"id": 3, **WHERE}, team]
    assert (await world.ask(root, "list_account_canned"))["canned"] == [{"id": 3, **WHERE}, team]
    async with world.refused("unknown_reply"):
        await world.ask(root, "set_account_canned", canned=[{"id": 1, **WHERE}])


async def test_a_draft_is_made_with_them(world: World) -> None:
    root = await world.member("Root", "admin")
    before = (await world.ask(root, "create_campaign", title="Before"))["campaign"]
    await world.ask(root, "set_account_canned", canned=[WHERE, TEAM])
    campaign = (await world.ask(root, "create_campaign", title="Vote!"))["campaign"]
    canned = (await world.ask(root, "list_at_hand", campaign=campaign))["canned"]
    assert canned == [{"id": 1, **WHERE}, {"id": 2, **TEAM}]
    assert (await world.ask(root, "list_at_hand", campaign=before))["canned"] == []
    added = await world.ask(root, "set_canned_replies", campaign=campaign, replies=[*canned, WHERE])
    assert added["at_hand"] == added["v"]
    assert [each["id"] for each in (await world.ask(root, "list_at_hand", campaign=campaign))["canned"]] == [1, 2, 3]


async def test_a_texter_gets_one_filled_in(world: World) -> None:
    root = await world.member("Root", "admin")
    await world.ask(root, "set_account_canned", canned=[WHERE])
    settings = {"title": "Vote!", "script": "Hi!", "self_assign": True, "hours": None}
    campaign = (await world.ask(root, "create_campaign", **settings))["campaign"]
    await world.add_contacts(campaign, 1)
    await world.ask(root, "launch_campaign", campaign=campaign)
    ana = await world.texter(campaign)
    await ana.request()
    asked = {"campaign": campaign, "conversation": 1, "canned": 1}
    draft = await world.ask(await world.member("Ana"), "draft_reply", **asked)
    name = (await world.conversation(campaign, 1))["contact"]["first_name"]
    assert draft["text"] == f"At the park, {name}."


@pytest.mark.parametrize(
    ("replies", "code"),
    [
        ([{"title": "", "text": "x"}], "empty_label"),
        ([{"title": "x", "text": " "}], "empty_text"),
        ([{"title": "x", "text": "{"}], "bad_braces"),
        ([{"title": "x", "text": "a" * 1601}], "text_too_long"),
        ([WHERE] * 201, "too_many"),
    ],
)
async def test_they_are_checked_for_form(world: World, replies: list[Thing], code: str) -> None:
    root = await world.member("Root", "admin")
    async with world.refused(code):
        await world.ask(root, "set_account_canned", canned=replies)


async def test_a_change_is_announced_once_without_the_words(world: World) -> None:
    async with listening(world.scripts) as heard:
        await world.scripts.run("set_account_canned", replies=[WHERE])
        [news] = await heard.news()
        assert (news["account"]["canned_changed"], "canned" in news["account"]) == (1, False)
        await world.scripts.run("set_account_canned", replies=[WHERE])
        assert await heard.news() == []
