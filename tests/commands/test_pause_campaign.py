import pytest

from tests.world import World


async def test_nobody_requests_or_sends_while_it_is_paused(world: World) -> None:
    campaign = await world.campaign(contacts=15)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    await ana.send_initial(1)
    root = await world.member("Root", "admin")
    thing = await world.ask(root, "pause_campaign", campaign=campaign)
    assert thing["status"] == "paused"
    for attempt in (ben.request, lambda: ana.send_initial(2), lambda: ana.send_reply(1, last_seen=1)):
        async with world.refused("not_active"):
            await attempt()


async def test_contacts_go_on_writing_and_saying_stop(world: World) -> None:
    campaign = await world.campaign(contacts=2)
    await world.scripts.run("pause_campaign", campaign)
    assert (await world.contact_writes(campaign, 1))["lane"] == "reply"
    assert (await world.contact_writes(campaign, 2, "STOP", stop=True))["lane"] == "opted_out"


@pytest.mark.parametrize("status", ["draft", "paused", "archived"])
async def test_only_an_active_campaign_is_paused(world: World, status: str) -> None:
    campaign = await world.campaign(contacts=1, launch=status != "draft")
    if status != "draft":
        await world.scripts.run({"paused": "pause_campaign", "archived": "archive_campaign"}[status], campaign)
    async with world.refused("not_active"):
        await world.scripts.run("pause_campaign", campaign)


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await world.scripts.run("pause_campaign", 9)
