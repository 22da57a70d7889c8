import pytest

from tests.labels import ask, with_survey
from tests.world import Texter, World

CANNED = [
    {"title": "Where", "text": "In {town|your town}, {first_name}."},
    {"title": "Nick", "text": "Hi {nick} , bye"},
]


@pytest.fixture
async def ana(world: World) -> Texter:
    campaign = await world.campaign()
    await world.add_contacts(campaign, 1, {"Nick": "Bo", "Town": "Bath"})
    await world.add_contacts(campaign, 1)
    await ask(world, "launch_campaign", campaign=campaign)
    texter = await world.texter(campaign)
    await texter.request()
    await ask(world, "set_canned_replies", campaign=campaign, replies=CANNED)
    await with_survey(world, campaign)
    return texter


async def draft(world: World, ana: Texter, conversation: int, **which: int) -> str:
    args = {"campaign": ana.campaign, "conversation": conversation, **which}
    answer = await world.ask(await world.member("Ana"), "draft_reply", **args)
    return str(answer["text"])


async def test_fields_are_filled_in_as_in_the_first_message(world: World, ana: Texter) -> None:
    assert await draft(world, ana, 1, canned=1) == "In Bath, Contact 1."
    assert await draft(world, ana, 2, canned=1) == "In your town, Contact 1."
    assert await draft(world, ana, 2, canned=2) == "Hi, bye"
    assert await draft(world, ana, 1, answer=1) == "Great, Contact 1!"


async def test_a_texters_own_are_filled_in_too_also_with_what_no_contact_has(world: World, ana: Texter) -> None:
    own = [{"title": "Mine", "text": "Hello {first_name} {street}!"}]
    await world.ask(await world.member("Ana"), "set_own_replies", replies=own)
    assert await draft(world, ana, 1, own=1) == "Hello Contact 1!"


async def test_what_is_not_there_or_not_theirs_is_refused(world: World, ana: Texter) -> None:
    for which in ({"canned": 9}, {"own": 1}, {"answer": 2}):
        async with world.refused("unknown_reply"):
            await draft(world, ana, 1, **which)
    for which in ({}, {"canned": 1, "own": 1}):
        async with world.refused("bad_arguments"):
            await draft(world, ana, 1, **which)
    await ana.release()
    async with world.refused("not_yours"):
        await draft(world, ana, 1, canned=1)
    async with world.refused("unknown_conversation"):
        await draft(world, ana, 9, canned=1)
