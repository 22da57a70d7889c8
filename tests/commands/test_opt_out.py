import json

import pytest

from tests.world import World, columns


@pytest.mark.parametrize("lane", ["initial", "quiet", "reply", "closed"])
async def test_a_contact_opts_out_from_wherever_they_are_and_stays_their_holders(world: World, lane: str) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    if lane != "initial":
        await ana.send_initial(1)
    if lane == "reply":
        await world.contact_writes(campaign, 1)
    if lane == "closed":
        await ana.close(1)
    assert (await world.conversation(campaign, 1))["lane"] == lane
    thing = await world.scripts.run("opt_out", campaign, conversation=1)
    assert (thing["lane"], thing["holder"]) == ("opted_out", ana.id)
    assert (await world.counts(campaign))["opted_out"] == 1


async def test_who_is_unassigned_leaves_the_pool(world: World) -> None:
    campaign = await world.campaign(contacts=2)
    await world.scripts.run("opt_out", campaign, conversation=1)
    ana = await world.texter(campaign)
    assert (await ana.request())["assigned"] == 1
    assert await ana.holds("initial") == [2]


async def test_opting_out_again_changes_nothing(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await world.scripts.run("opt_out", campaign, conversation=1, at=5)
    before = await world.kept()
    await world.scripts.run("opt_out", campaign, conversation=1, at=5)
    assert await world.kept() == before
    assert (await world.counts(campaign))["opted_out"] == 1


async def test_it_is_told_to_its_holder_and_to_who_has_it_open(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    async with world.listening(campaign) as heard:
        await world.scripts.run("opt_out", campaign, conversation=1)
        (message,) = await heard.news()
    assert [(texter["id"], texter["opted_out"]) for texter in message["texters"]] == [(ana.id, 1)]
    assert message["conversation"]["lane"] == "opted_out"


async def test_unknown_ones_are_refused(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    async with world.refused("unknown_conversation"):
        await world.scripts.run("opt_out", campaign, conversation=2)
    async with world.refused("unknown_campaign"):
        await world.scripts.run("opt_out", 9, conversation=1)


async def test_a_texter_opts_a_contact_out_of_every_campaign(world: World) -> None:
    first, second = await world.campaign(), await world.campaign()
    row = ["+12025550177", json.dumps(["Bo", "Doe", "+12025550177", {}])]
    for campaign in (first, second):
        await world.scripts.run("add_contacts", campaign, contacts=[row], columns=columns())
        await world.scripts.run("launch_campaign", campaign, most=1000)
    ana = await world.texter(first)
    await ana.request()
    thing = await world.ask(await world.member("Ana"), "opt_out", campaign=first, conversation=1)
    assert (thing["kind"], thing["lane"]) == ("conversation", "opted_out")
    assert (await world.conversation(second, 1))["lane"] == "opted_out"
    assert await world.scripts.redis.smembers("{a}:opted_out") == {b"+12025550177"}


async def test_a_texter_opts_out_nobody_elses_contacts(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await (await world.texter(campaign, "Ana")).request()
    ben = await world.member("Ben")
    async with world.refused("not_yours"):
        await world.ask(ben, "opt_out", campaign=campaign, conversation=1)
