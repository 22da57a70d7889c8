from server.campaigns.removals import finish_removals
from tests.world import World


async def interrupted(world: World, campaign: int) -> int:
    """A texter who was removed by a process that stopped after 3 of 10 conversations."""
    ana = await world.texter(campaign, "Ana")
    await ana.request()
    await world.scripts.run("remove_sender", campaign, member=ana.id, most=3)
    return ana.id


async def test_what_an_interrupted_removal_left_becomes_unassigned_in_pieces(world: World) -> None:
    campaign = await world.campaign(contacts=25)
    ben = await world.texter(campaign, "Ben")
    await ben.request()
    ana = await interrupted(world, campaign)

    async with world.listening(campaign) as heard:
        moved = [await world.scripts.run("finish_removals", campaign, disabled=[], most=5) for _ in range(3)]
        news = await heard.news()

    assert moved == [5, 2, 0]
    assert [[texter["id"] for texter in message["texters"]] for message in news] == [[ana], [ana]]
    assert all(message["taken"] for message in news)
    assert (await world.counts(campaign))["held"]["initial"] == len(await ben.holds("initial")) == 10


async def test_several_who_left_give_back_no_more_at_once_than_one(world: World) -> None:
    campaign = await world.campaign(contacts=20)
    for name in ("Ana", "Ben"):
        texter = await world.texter(campaign, name)
        await texter.request()
        await world.scripts.run("remove_sender", campaign, member=texter.id, most=5)

    moved = [await world.scripts.run("finish_removals", campaign, disabled=[], most=7) for _ in range(3)]

    assert moved == [7, 3, 0]


async def test_who_was_disabled_is_no_sender_any_more(world: World) -> None:
    campaign = await world.campaign(contacts=10)
    await world.member("Root", "admin")
    ana = await world.texter(campaign)
    await ana.request()
    await world.scripts.run("disable_member", member=ana.id)  # and the process stopped

    await finish_removals(world.scripts)

    counts = await world.counts(campaign)
    assert (counts["senders"], counts["unassigned"]["initial"]) == (0, 10)


async def test_where_all_is_well_nothing_is_announced(world: World) -> None:
    campaign = await world.campaign(contacts=20)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    await ben.request()
    await ben.send_initials()
    await ben.close(11)
    await world.scripts.run("remove_sender", campaign, member=ben.id, most=1000)

    async with world.listening(campaign) as heard:
        await finish_removals(world.scripts)
        assert await heard.news() == []
    assert (await ben.counts())["closed"] == 1


async def test_a_campaign_that_is_listed_and_not_made_is_passed_over(world: World) -> None:
    await world.scripts.run("new_campaign")
    campaign = await world.campaign(contacts=20)
    await interrupted(world, campaign)

    await finish_removals(world.scripts)

    assert (await world.counts(campaign))["unassigned"]["initial"] == 20
