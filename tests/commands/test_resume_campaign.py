import pytest

from tests.paces import queue_texts
from tests.world import World


async def test_everybody_goes_on_where_they_were(world: World) -> None:
    campaign = await world.campaign(contacts=15)
    ana = await world.texter(campaign)
    await ana.request()
    await world.scripts.run("pause_campaign", campaign)
    root = await world.member("Root", "admin")
    thing = await world.ask(root, "resume_campaign", campaign=campaign)
    assert thing["status"] == "active"
    assert (await ana.send_initial(1))["lane"] == "quiet"


@pytest.mark.parametrize("status", ["draft", "active", "archived"])
async def test_only_a_paused_campaign_is_resumed(world: World, status: str) -> None:
    campaign = await world.campaign(contacts=1, launch=status != "draft")
    if status == "archived":
        await world.scripts.run("archive_campaign", campaign)
    async with world.refused("not_paused"):
        await world.scripts.run("resume_campaign", campaign)


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await world.scripts.run("resume_campaign", 9)


async def test_one_that_its_budget_paused_is_resumed_when_the_budget_is_raised(world: World) -> None:
    campaign = await queue_texts(world, "a", "a", budget="0.01")
    await world.scripts.run("take_texts", campaign, carrier="one", count=9, price=7_900)
    root = await world.member("Root", "admin")
    async with world.refused("over_budget"):
        await world.ask(root, "resume_campaign", campaign=campaign)
    await world.ask(root, "update_campaign", campaign=campaign, budget="0.015")
    async with world.refused("over_budget"):
        await world.ask(root, "resume_campaign", campaign=campaign)

    thing = await world.ask(root, "update_campaign", campaign=campaign, budget="0.0158")

    assert thing["over_budget"] is False
    assert (await world.ask(root, "resume_campaign", campaign=campaign))["status"] == "active"
    assert len(await world.scripts.run("take_texts", campaign, carrier="two", count=9, price=7_900)) == 1


async def test_without_a_budget_it_is_resumed_too(world: World) -> None:
    campaign = await queue_texts(world, "a", "a", budget="0.01")
    await world.scripts.run("take_texts", campaign, carrier="one", count=9, price=7_900)
    root = await world.member("Root", "admin")
    await world.ask(root, "update_campaign", campaign=campaign, budget="")
    thing = await world.ask(root, "resume_campaign", campaign=campaign)
    assert (thing["status"], thing["over_budget"]) == ("active", False)
