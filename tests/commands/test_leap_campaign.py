from tests.world import World

TO = 1_800_000_000_000


async def test_the_version_leaps_and_the_campaign_is_announced_at_it(world: World) -> None:
    campaign = await world.campaign(3)
    async with world.listening(campaign) as heard:
        assert await world.scripts.run("leap_campaign", campaign, to=TO) == TO
        [news] = await heard.news()
    assert (news["v"], (await world.counts(campaign))["v"]) == (TO, TO)


async def test_the_next_change_goes_on_from_there(world: World) -> None:
    campaign = await world.campaign(3)
    await world.scripts.run("leap_campaign", campaign, to=TO)
    ana = await world.texter(campaign)
    before = (await world.counts(campaign))["v"]
    await ana.request()
    assert (await world.counts(campaign))["v"] == before + 1 > TO
    assert (await ana.counts())["moved"] == before + 1


async def test_a_version_that_is_higher_stays(world: World) -> None:
    campaign = await world.campaign(3)
    await world.scripts.run("leap_campaign", campaign, to=TO)
    before = await world.kept()
    assert await world.scripts.run("leap_campaign", campaign, to=TO - 1) == TO
    assert await world.kept() == before


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await world.scripts.run("leap_campaign", 9, to=TO)
