from typing import Any

from tests.paces import queue_texts, soon
from tests.world import World


async def counted(world: World, campaign: int, first: int = 1, most: int = 1000) -> dict[str, Any]:
    """The first messages of some conversations."""
    found: dict[str, Any] = await world.scripts.run("estimate_messages", campaign, first=first, most=most)
    return found


async def test_each_first_message_counts_as_it_would_be_sent(world: World) -> None:
    campaign = await world.campaign(
        contacts=3, launch=False, script="Hi {first_name} {team}", fields={"team": "é" * 150}
    )
    await world.add_contacts(campaign, 2, {"team": "ж" * 70})
    assert await counted(world, campaign) == {"texts": 5, "segments": 3 * 2 + 2 * 2, "used": 0}


async def test_they_are_counted_some_at_a_time(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    assert await counted(world, campaign, 1, 2) == {"texts": 2, "segments": 2, "next": 3, "used": 0}
    assert await counted(world, campaign, 3, 2) == {"texts": 2, "segments": 2, "next": 5, "used": 0}
    assert await counted(world, campaign, 5, 2) == {"texts": 1, "segments": 1, "used": 0}


async def test_what_is_sent_or_would_be_empty_does_not_count(world: World) -> None:
    campaign = await world.campaign(contacts=3, script="{first_name}")
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(2)
    assert (await counted(world, campaign))["texts"] == 2
    silent = await world.campaign(contacts=3, launch=False, script="")
    assert await counted(world, silent) == {"texts": 0, "segments": 0, "used": 0}


async def test_it_says_what_the_campaign_has_used_today(world: World) -> None:
    campaign = await queue_texts(world, "a", "a" * 161)
    await world.scripts.run("take_texts", campaign, carrier="one", count=9, midnights=await soon(world.scripts))
    assert (await counted(world, campaign))["used"] == 3


async def test_a_campaign_without_contacts_has_none(world: World) -> None:
    assert await counted(world, await world.campaign()) == {"texts": 0, "segments": 0, "used": 0}


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await counted(world, 9)
