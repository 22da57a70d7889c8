from tests.labels import ask, tag, with_tags
from tests.world import World


async def test_texters_are_offered_those_that_are_chosen_in_their_order(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    one, two, three = await with_tags(world, campaign, "One", "Two", "Three")
    await ask(world, "set_campaign_tags", campaign=campaign, tags=[three, one, three])
    at_hand = await ask(world, "list_at_hand", campaign=campaign)
    assert at_hand["tags"] == [{"id": three, "name": "Three"}, {"id": one, "name": "One"}]
    assert [tag["id"] for tag in (await world.counts(campaign))["tags"]] == [three, one]
    await tag(world, campaign, 1, one)
    async with world.refused("unknown_tag"):
        await tag(world, campaign, 1, two)


async def test_one_that_is_taken_off_stays_with_the_conversations_that_have_it(world: World) -> None:
    campaign = await world.campaign(contacts=2)
    one, two = await with_tags(world, campaign, "One", "Two")
    await tag(world, campaign, 1, one)
    thing = await ask(world, "set_campaign_tags", campaign=campaign, tags=[])
    assert thing["tags"] == [{"id": one, "name": "One", "count": 1, "offered": False}]
    assert (await world.conversation(campaign, 1))["tags"] == [one]
    async with world.refused("unknown_tag"):
        await tag(world, campaign, 2, one)
    await ask(world, "set_campaign_tags", campaign=campaign, tags=[two, one])
    assert [tag["offered"] for tag in (await world.counts(campaign))["tags"]] == [True, True]
    await ask(world, "set_campaign_tags", campaign=campaign, tags=[])
    await tag(world, campaign, 1, one, on=False)
    assert (await ask(world, "set_campaign_tags", campaign=campaign, tags=[]))["tags"] == []


async def test_the_same_again_is_told_to_nobody(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ids = await with_tags(world, campaign, "One")
    async with world.listening(campaign) as heard:
        await ask(world, "set_campaign_tags", campaign=campaign, tags=ids)
        assert await heard.news() == []


async def test_an_archived_or_unknown_campaign_gets_none(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await with_tags(world, campaign, "One")
    await world.scripts.run("archive_campaign", campaign)
    async with world.refused("archived"):
        await ask(world, "set_campaign_tags", campaign=campaign, tags=[])
    async with world.refused("unknown_campaign"):
        await ask(world, "set_campaign_tags", campaign=99, tags=[])
