import pytest

from tests.world import World


@pytest.mark.parametrize("lane", ["reply", "quiet"])
async def test_a_conversation_is_closed_and_stays_its_holders(world: World, lane: str) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    if lane == "reply":
        await world.contact_writes(campaign, 1)
    thing = await ana.close(1)
    assert (thing["lane"], thing["holder"]) == ("closed", ana.id)
    counts = await world.counts(campaign)
    assert (counts["closed"], counts["held"]) == (1, {"initial": 0, "reply": 0, "quiet": 0})


async def test_it_opens_again_when_the_contact_writes(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    await ana.close(1)
    thing = await world.contact_writes(campaign, 1, "One more thing")
    assert (thing["lane"], thing["holder"]) == ("reply", ana.id)
    assert (await world.counts(campaign))["closed"] == 0


async def test_closing_it_again_changes_nothing(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    first = await ana.close(1)
    async with world.listening(campaign) as heard:
        assert await ana.close(1) == first
        assert await heard.news() == []
    assert (await ana.counts())["closed"] == 1


async def test_it_may_be_closed_while_paused(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    await world.scripts.run("pause_campaign", campaign)
    assert (await ana.close(1))["lane"] == "closed"


async def test_what_has_not_begun_is_not_closed(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    async with world.refused("not_sent_yet"):
        await ana.close(1)


async def test_who_has_opted_out_stays_so(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await world.scripts.run("opt_out", campaign, conversation=1)
    async with world.refused("opted_out"):
        await ana.close(1)


async def test_only_the_holder_closes(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    await ana.send_initial(1)
    async with world.refused("not_yours"):
        await ben.close(1)


async def test_unknown_ones_are_refused(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    async with world.refused("unknown_conversation"):
        await ana.close(2)
    ana.campaign = 9
    async with world.refused("unknown_campaign"):
        await ana.close(1)


async def test_the_texters_console_and_the_conversation_are_told(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    async with world.listening(campaign) as heard:
        await world.ask(await world.member("Ana"), "close_conversation", campaign=campaign, conversation=1)
        (message,) = await heard.news()
    assert [(texter["id"], texter["closed"]) for texter in message["texters"]] == [(ana.id, 1)]
    assert message["conversation"]["lane"] == "closed"
