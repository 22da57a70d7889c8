from tests.world import World


async def test_putting_away_what_isnt_there_announces_nothing(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    before = (await world.counts(campaign))["v"]
    assert await world.scripts.run("dismiss_message", campaign, texter=ana.id, message=1) is False
    assert (await world.counts(campaign))["v"] == before
    async with world.refused("unknown_campaign"):
        await world.scripts.run("dismiss_message", 9, texter=ana.id, message=1)
