from server.campaigns.hours import refresh
from server.campaigns.launching import launch
from server.wire.hours import USUAL
from tests.clock import Clock
from tests.world import World


async def launched(world: World) -> int:
    """A launched campaign of three people in New York, with the usual hours."""
    campaign = await world.campaign(hours=USUAL)
    await world.add_contacts(campaign, 3)
    await launch(world.scripts, campaign)
    return campaign


async def test_nothing_happens_before_a_zone_opens_or_closes(world: World, clock: Clock) -> None:
    campaign = await launched(world)
    await clock.set("2026-07-01 20:59")
    before = await world.kept()
    assert await world.scripts.run("turn_hours", campaign) is False
    assert await world.kept() == before


async def test_those_who_hold_first_messages_are_told_and_the_campaign(world: World, clock: Clock) -> None:
    campaign = await launched(world)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    await clock.set("2026-07-01 21:00")
    async with world.listening(campaign) as heard:
        assert await world.scripts.run("turn_hours", campaign) is True
        assert await world.scripts.run("turn_hours", campaign) is False
        (message,) = await heard.news()
    assert [texter["id"] for texter in message["texters"]] == [ana.id]
    assert message["texters"][0]["later"]["initial"] == 3
    assert await ben.holds("initial") == []


async def test_a_night_that_nobody_has_noticed_is_noticed_afterwards(world: World, clock: Clock) -> None:
    campaign = await launched(world)
    closes = (await world.counts(campaign))["closes"]["at"]
    await clock.set("2026-07-02 10:00")  # all processes were away
    assert await world.scripts.run("turn_hours", campaign) is True
    assert (await world.counts(campaign))["closes"]["at"] - closes == 24 * 60 * 60 * 1000


async def test_without_hours_there_is_nothing_to_turn(world: World, clock: Clock) -> None:
    campaign = await world.campaign(contacts=3)
    await clock.set("2026-07-02 03:00")
    assert await world.scripts.run("turn_hours", campaign) is False
    await refresh(world.scripts, campaign)
    assert (await world.counts(campaign))["later"] is None


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await world.scripts.run("turn_hours", 9)
