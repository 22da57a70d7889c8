from server.store.scripts import Scripts
from tests.commands.test_take_texts import sent, take, time_passes
from tests.world import World


async def give_up(scripts: Scripts, campaign: int) -> int:
    count: int = await scripts.run("give_up_texts", campaign)
    return count


async def test_what_a_carrier_never_reported_has_an_unknown_fate(world: World) -> None:
    campaign, _ = await sent(world, contacts=2)
    await take(world, campaign)
    await time_passes(world, campaign, 61)
    async with world.listening(campaign) as heard:
        assert await give_up(world.scripts, campaign) == 2
        news = await heard.news()
    assert sorted(message["conversation"]["texts"][0]["status"] for message in news) == ["unknown"] * 2
    assert [message["v"] for message in news] == [news[0]["v"], news[0]["v"] + 1]
    assert [message["conversation"]["v"] for message in news] == [message["v"] for message in news]
    assert (await world.conversation(campaign, 1))["texts"][0]["status"] == "unknown"
    assert await take(world, campaign) == await take(world, campaign, "two") == []


async def test_within_a_minute_it_may_still_be_reported(world: World) -> None:
    campaign, _ = await sent(world)
    await take(world, campaign)
    await time_passes(world, campaign, 55)
    before = await world.kept()
    assert await give_up(world.scripts, campaign) == 0
    assert await world.kept() == before


async def test_giving_up_again_changes_nothing_and_tells_nobody(world: World) -> None:
    campaign, _ = await sent(world)
    await take(world, campaign)
    await time_passes(world, campaign, 61)
    await give_up(world.scripts, campaign)
    before = await world.kept()
    assert await give_up(world.scripts, campaign) == 0
    assert await world.kept() == before


async def test_what_is_queued_waits_however_long(world: World) -> None:
    campaign, _ = await sent(world, contacts=2)
    await take(world, campaign, count=1)
    await time_passes(world, campaign, 3600)
    assert await give_up(world.scripts, campaign) == 1
    assert await take(world, campaign, "two") == [(2, 1)]


async def test_a_late_report_is_better_than_an_unknown_fate(world: World) -> None:
    campaign, _ = await sent(world, contacts=1)
    await take(world, campaign)
    await time_passes(world, campaign, 61)
    await give_up(world.scripts, campaign)
    await world.scripts.run("report_text", campaign, conversation=1, text=1, status="sent")
    assert (await world.conversation(campaign, 1))["texts"][0]["status"] == "sent"


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await give_up(world.scripts, 9)
