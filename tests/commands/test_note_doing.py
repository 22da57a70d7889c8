"""A texter who says that they do something keeps their conversations (tests/commands/test_take_back.py)."""

import pytest

from server.store import keys
from tests.world import World


async def noted(world: World, campaign: int, name: str) -> dict[bytes, bytes]:
    """The time, or the place and the time, that is noted of each member."""
    found: dict[bytes, bytes] = await world.scripts.redis.hgetall(keys.under(keys.campaign(campaign), name))
    return found


async def test_it_is_noted_when_and_where_a_texter_types(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    ana = await world.texter(campaign)
    await ana.request()
    async with world.listening(campaign) as heard:
        at = await world.scripts.run("note_doing", campaign, texter=ana.id, conversation=2, typing=True)
        assert await noted(world, campaign, "doing") == {b"%d" % ana.id: b"%d" % at}
        assert await noted(world, campaign, "typing") == {b"%d" % ana.id: b"2:%d" % at}
        later = await world.scripts.run("note_doing", campaign, texter=ana.id, conversation=3)
        assert await noted(world, campaign, "typing") == {b"%d" % ana.id: b"2:%d" % at}
        assert await noted(world, campaign, "doing") == {b"%d" % ana.id: b"%d" % later}
        assert await heard.news() == []


@pytest.mark.parametrize("command", ["note_doing", "keep_conversations"])
async def test_only_a_sender_does_something(world: World, command: str) -> None:
    campaign = await world.campaign(contacts=3)
    ben = await world.member("Ben")
    async with world.refused("not_a_sender"):
        await world.ask(ben, command, campaign=campaign)
    async with world.refused("unknown_campaign"):
        await world.ask(ben, command, campaign=9)


async def test_a_texter_types_only_in_what_they_hold(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    ana = await world.texter(campaign)
    for conversation, code in ((1, "not_yours"), (9, "unknown_conversation")):
        async with world.refused(code):
            await world.scripts.run("note_doing", campaign, texter=ana.id, conversation=conversation, typing=True)
