import pytest

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
