from typing import Any

import pytest

from tests.labels import answer, ask, tag, with_survey, with_tags
from tests.world import World


async def listed(world: World, campaign: int, **which: Any) -> list[list[int]]:
    """The ids on each page."""
    pages = []
    after = None
    while not pages or after:
        page = await ask(world, "list_conversations", campaign=campaign, after=after, **which)
        pages.append([thing["id"] for thing in page["conversations"]])
        after = page["next"]
    return pages


async def test_pages_have_those_with_a_tag_or_an_answer_in_the_order_of_import(world: World) -> None:
    campaign = await world.campaign(contacts=12)
    one, two = await with_tags(world, campaign, "One", "Two")
    await with_survey(world, campaign)
    for conversation in (11, 2, 10, 9, 3):
        await tag(world, campaign, conversation, one)
    await tag(world, campaign, 4, two)
    await answer(world, campaign, 12, 1, 1)
    await answer(world, campaign, 5, 1, 1)
    assert await listed(world, campaign, tag=one, limit=2) == [[2, 3], [9, 10], [11]]
    assert await listed(world, campaign, tag=one, limit=5) == [[2, 3, 9, 10, 11]]
    assert await listed(world, campaign, tag=two) == [[4]]
    assert await listed(world, campaign, answer=1) == [[5, 12]]
    assert await listed(world, campaign, answer=2) == [[]]


async def test_between_pages_conversations_may_come_and_go(world: World) -> None:
    campaign = await world.campaign(contacts=9)
    [one] = await with_tags(world, campaign, "One")
    for conversation in (1, 3, 5):
        await tag(world, campaign, conversation, one)
    page = await ask(world, "list_conversations", campaign=campaign, tag=one, limit=2)
    await tag(world, campaign, 3, one, on=False)
    await tag(world, campaign, 2, one)
    rest = await ask(world, "list_conversations", campaign=campaign, tag=one, limit=2, after=page["next"])
    assert [thing["id"] for thing in rest["conversations"]] == [5]


@pytest.mark.parametrize("more", [{"holder": None}, {"lane": "reply"}, {"answer": 1}, {"after": "x"}])
async def test_a_tag_stands_alone(world: World, more: dict[str, Any]) -> None:
    campaign = await world.campaign(contacts=1)
    await world.member("Root", "admin")
    async with world.refused("bad_arguments"):
        await ask(world, "list_conversations", campaign=campaign, tag=1, **more)
    async with world.refused("unknown_campaign"):
        await ask(world, "list_conversations", campaign=99, tag=1)
