import pytest

from server.shown import Thing
from tests.world import World

HELLO = {"title": "Hello", "text": "Hello {first_name}!"}


async def test_they_are_the_members_own_and_keep_their_order_and_ids(world: World) -> None:
    ana, ben = await world.member("Ana"), await world.member("Ben")
    campaign = await world.campaign(contacts=1)
    for name in ("Ana", "Ben"):
        await world.texter(campaign, name)
    [hello, bye] = (await world.ask(ana, "set_own_replies", replies=[HELLO, {"title": "Bye", "text": "Bye!"}]))["own"]
    assert (hello, bye["id"]) == ({"id": 1, **HELLO}, 2)
    assert (await world.ask(ana, "set_own_replies", replies=[bye]))["own"] == [bye]
    assert (await world.ask(ana, "set_own_replies", replies=[HELLO, bye]))["own"] == [{"id": 3, **HELLO}, bye]
    async with world.refused("unknown_reply"):
        await world.ask(ana, "set_own_replies", replies=[{"id": 1, **HELLO}])
    assert (await world.ask(ben, "list_at_hand", campaign=campaign))["own"] == []


@pytest.mark.parametrize(
    ("replies", "code"),
    [
        ([{"title": "", "text": "x"}], "empty_label"),
        ([{"title": "x", "text": " "}], "empty_text"),
        ([{"title": "x", "text": "{"}], "bad_braces"),
        ([{"title": "x", "text": "a" * 1601}], "text_too_long"),
        ([HELLO] * 201, "too_many"),
    ],
)
async def test_they_are_checked_for_form(world: World, replies: list[Thing], code: str) -> None:
    ana = await world.member("Ana")
    async with world.refused(code):
        await world.ask(ana, "set_own_replies", replies=replies)


async def test_they_go_with_the_member(world: World) -> None:
    ana = await world.member("Ana")
    await world.ask(ana, "set_own_replies", replies=[HELLO])
    await world.scripts.run("disable_member", member=ana.id)
    async with world.refused("unknown_member"):
        await world.ask(ana, "set_own_replies", replies=[])
    await world.members.forget(ana)
    assert not [name for name in await world.kept() if "own_replies" in name]
