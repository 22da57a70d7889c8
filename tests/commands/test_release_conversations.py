import pytest

from tests.world import Texter, World


async def busy(world: World, campaign: int) -> Texter:
    """A texter who holds 4 as a reply, 1 to 3 quiet, 5 closed."""
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await ana.close(5)
    await world.contact_writes(campaign, 4)
    return ana


async def test_everything_open_goes_back_each_in_its_lane(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await busy(world, campaign)
    assert await ana.release() == 4
    counts = await world.counts(campaign)
    assert (counts["unassigned"], counts["closed"]) == ({"initial": 0, "reply": 1, "quiet": 3}, 1)
    assert (await ana.counts())["closed"] == 1


async def test_one_lane_goes_back_alone(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await busy(world, campaign)
    assert await ana.release(lanes=("reply",)) == 1
    assert await ana.holds("quiet") == [1, 2, 3]


async def test_a_lot_goes_back_in_pieces_of_at_most_so_many(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await busy(world, campaign)
    assert [await ana.release(most=3) for _ in range(3)] == [3, 1, 0]


async def test_released_replies_keep_their_place_among_those_who_wait(world: World) -> None:
    campaign = await world.campaign(contacts=2, batch_size=1)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    for texter in (ana, ben):
        await texter.request()
        await texter.send_initials()
    for conversation in (2, 1):
        await world.contact_writes(campaign, conversation)
        await world.a_moment()
    await ana.release()
    await ben.release()
    await ana.request()
    assert await ana.holds("reply") == [2]


async def test_released_initials_are_handed_out_again(world: World) -> None:
    campaign = await world.campaign(contacts=15)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    await ana.release()
    await ben.request()
    assert await ben.holds("initial") == list(range(1, 11))


async def test_who_holds_nothing_gives_nothing_back_and_nobody_is_told(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign)
    async with world.listening(campaign) as heard:
        assert await ana.release() == 0
        assert await heard.news() == []


async def test_hubs_hear_that_conversations_were_taken(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await busy(world, campaign)
    async with world.listening(campaign) as heard:
        await ana.release()
        (message,) = await heard.news()
    assert message["taken"] is True
    assert [(texter["id"], texter["reply"], texter["quiet"]) for texter in message["texters"]] == [(ana.id, 0, 0)]


@pytest.mark.parametrize("verb", ["pause_campaign", "archive_campaign"])
async def test_it_goes_back_while_nothing_is_sent_too(world: World, verb: str) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await busy(world, campaign)
    await world.scripts.run(verb, campaign)
    assert await ana.release() == 4


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await Texter(world.scripts, 9, 1).release()


async def test_a_socket_gives_everything_back_by_default(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    await busy(world, campaign)
    ana = await world.member("Ana")
    assert await world.ask(ana, "release_conversations", campaign=campaign, lanes=["reply"]) == {"moved": 1}
    assert await world.ask(ana, "release_conversations", campaign=campaign) == {"moved": 3}
    assert await world.ask(ana, "release_conversations", campaign=campaign) == {"moved": 0}
