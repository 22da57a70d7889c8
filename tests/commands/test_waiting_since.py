"""A campaign says since when its longest waiting reply waits, and how many of its senders are here."""

from server.store import keys
from tests.world import World


async def since(world: World, campaign: int) -> int | None:
    counts = await world.counts(campaign)
    found: int | None = counts.get("waiting_since")
    return found


async def test_it_is_when_the_longest_waiting_contact_wrote_first_whoever_holds_it(world: World) -> None:
    campaign = await world.campaign(contacts=4)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    assert await since(world, campaign) is None
    for conversation in (2, 3, 2):
        await world.contact_writes(campaign, conversation)
    first = (await world.conversation(campaign, 2))["waiting_since"]
    assert await since(world, campaign) == first
    await ana.release()
    assert await since(world, campaign) == first
    ben = await world.texter(campaign, "Ben")
    await ben.request()
    await world.contact_writes(campaign, 2, stop=True)
    assert await since(world, campaign) == (await world.conversation(campaign, 3))["waiting_since"]
    await world.contact_writes(campaign, 3, stop=True)
    assert await since(world, campaign) is None


async def test_what_an_older_version_left_out_is_there_with_the_next_change(world: World) -> None:
    campaign = await world.campaign(contacts=4)
    await world.contact_writes(campaign, 2)
    first = await since(world, campaign)
    assert first
    await world.scripts.ask(("DEL", keys.under(keys.campaign(campaign), "replying")))
    await world.add_contacts(campaign, 1)
    assert await since(world, campaign) == first


async def test_the_campaign_says_how_many_senders_are_here(world: World) -> None:
    campaign = await world.campaign(contacts=4, self_assign=False)
    ana, ben = await world.texter(campaign), await world.texter(campaign, "Ben")
    assert await world.scripts.run("vouch_here", campaign, texters=[ana.id, ben.id])
    assert (await world.counts(campaign))["here"] == 0, "it is announced by the verb that serves the room"
    assert await world.scripts.run("serve_room", campaign)
    assert (await world.counts(campaign))["here"] == 2
    assert not await world.scripts.run("vouch_here", campaign, texters=[ana.id])
    await world.scripts.ask(("ZADD", keys.under(keys.campaign(campaign), "here"), 1, ana.id))
    assert await world.scripts.run("serve_room", campaign), "nobody vouches for Ana any more"
    assert (await world.counts(campaign))["here"] == 1
    await world.scripts.run("remove_sender", campaign, member=ben.id, most=10)
    assert (await world.counts(campaign))["here"] == 0
