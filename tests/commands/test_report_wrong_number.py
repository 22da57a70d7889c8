import pytest

from tests.world import Texter, World


async def at(world: World, lane: str) -> tuple[int, Texter]:
    """A campaign, and a texter who holds one conversation in this lane."""
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    if lane != "initial":
        await ana.send_initial(1)
    if lane == "reply":
        await world.contact_writes(campaign, 1)
    return campaign, ana


@pytest.mark.parametrize("lane", ["initial", "reply", "quiet"])
async def test_a_wrong_number_is_closed_and_says_so(world: World, lane: str) -> None:
    campaign, ana = await at(world, lane)
    thing = await ana.report_wrong_number(1)
    assert (thing["lane"], thing["wrong_number"], thing["holder"]) == ("closed", True, ana.id)
    counts = await world.counts(campaign)
    assert (counts["closed"], counts["sent"]) == (1, int(lane != "initial"))


async def test_nothing_is_sent_to_it(world: World) -> None:
    _, ana = await at(world, "initial")
    await ana.report_wrong_number(1)
    async with world.refused("wrong_number"):
        await ana.send_initial(1)
    async with world.refused("closed"):
        await ana.send_reply(1, last_seen=0)


async def test_it_opens_again_when_somebody_writes_from_there(world: World) -> None:
    campaign, ana = await at(world, "initial")
    await ana.report_wrong_number(1)
    thing = await world.contact_writes(campaign, 1, "It's me")
    assert (thing["lane"], thing.get("wrong_number")) == ("reply", None)
    assert "wrong_number" not in await ana.close(1)


async def test_reporting_it_again_changes_nothing(world: World) -> None:
    _campaign, ana = await at(world, "quiet")
    first = await ana.report_wrong_number(1)
    before = await world.kept()
    assert await ana.report_wrong_number(1) == first
    assert await world.kept() == before


async def test_only_an_open_conversation_of_mine_can_be_reported(world: World) -> None:
    campaign, ana = await at(world, "quiet")
    ben = await world.texter(campaign, "Ben")
    async with world.refused("not_yours"):
        await ben.report_wrong_number(1)
    await ana.close(1)
    async with world.refused("closed"):
        await ana.report_wrong_number(1)
    await world.scripts.run("opt_out", campaign, conversation=1)
    async with world.refused("opted_out"):
        await ana.report_wrong_number(1)


async def test_it_stays_closed_when_its_contact_is_opted_out_and_in_again(world: World) -> None:
    """It would be a first message that can neither be sent nor reported, and locks the replies of its texter."""
    campaign, ana = await at(world, "initial")
    await ana.report_wrong_number(1)
    await world.scripts.run("opt_out", campaign, conversation=1, at=5)
    await world.scripts.run("opt_in", campaign, conversation=1, at=6)
    thing = await world.conversation(campaign, 1)
    assert (thing["lane"], thing["wrong_number"], thing["holder"]) == ("closed", True, ana.id)
    assert (await world.counts(campaign))["closed"] == 1
