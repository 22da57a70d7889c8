from tests.paces import queue_texts, soon, time_passes
from tests.world import World


async def sizes(world: World, campaign: int, count: int = 10, **known: object) -> list[int]:
    """The segments of the next texts."""
    found: list[int] = await world.scripts.run("next_segments", campaign, count=count, **known)
    return found


async def test_they_are_told_in_order_and_nothing_changes(world: World) -> None:
    campaign = await queue_texts(world, "a", "a" * 161, "ж" * 141)
    before = await world.kept()

    assert await sizes(world, campaign) == [1, 2, 3]
    assert await sizes(world, campaign, count=2) == [1, 2]
    assert await sizes(world, campaign, count=0) == []
    assert await world.kept() == before


async def test_those_of_a_campaign_with_another_carrier_or_not_active_are_not_told(world: World) -> None:
    campaign = await queue_texts(world, "a", carrier="simulator")
    assert await sizes(world, campaign) == await sizes(world, campaign, name="another") == []
    assert await sizes(world, campaign, name="simulator") == [1]
    await world.scripts.run("pause_campaign", campaign)
    assert await sizes(world, campaign, name="simulator") == []


async def test_no_more_are_told_than_the_campaign_may_send_now(world: World) -> None:
    campaign = await queue_texts(world, *["a"] * 9, per_second=2.0)
    assert await sizes(world, campaign) == [1, 1, 1]
    await world.scripts.run("take_texts", campaign, carrier="one", count=9, midnights=await soon(world.scripts))
    await time_passes(world.scripts.redis, 0, campaign)
    assert await sizes(world, campaign) == []
    await time_passes(world.scripts.redis, 1000, campaign)
    assert await sizes(world, campaign) == [1, 1]


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await world.scripts.run("next_segments", 9, count=1)
