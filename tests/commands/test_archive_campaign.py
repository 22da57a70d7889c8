import pytest

from tests.world import World


@pytest.mark.parametrize("before", ["draft", "active", "paused"])
async def test_a_campaign_is_put_away_from_wherever_it_is(world: World, before: str) -> None:
    campaign = await world.campaign(contacts=2, launch=before != "draft")
    if before == "paused":
        await world.scripts.run("pause_campaign", campaign)
    root = await world.member("Root", "admin")
    thing = await world.ask(root, "archive_campaign", campaign=campaign)
    assert thing["status"] == "archived" == (await world.counts(campaign))["status"]


async def test_nothing_in_it_is_sent_any_more(world: World) -> None:
    campaign = await world.campaign(contacts=15)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    await world.scripts.run("archive_campaign", campaign)
    async with world.refused("not_active"):
        await ana.send_initial(2)
    assert await world.scripts.run("take_texts", campaign, carrier="one", count=10) == []


async def test_it_is_archived_once(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await world.scripts.run("archive_campaign", campaign)
    async with world.refused("archived"):
        await world.scripts.run("archive_campaign", campaign)


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await world.scripts.run("archive_campaign", 9)
