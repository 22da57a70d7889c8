from tests.labels import ask, counts, tag, with_tags
from tests.world import World


async def test_a_holder_puts_a_tag_on_and_takes_it_off(world: World) -> None:
    campaign = await world.campaign(contacts=2)
    ana = await world.texter(campaign)
    await ana.request()
    one, two = await with_tags(world, campaign, "One", "Two")
    args = {"campaign": campaign, "conversation": 1}
    me = await world.member("Ana")
    await world.ask(me, "tag_conversation", **args, tag=two, on=True)
    thing = await world.ask(me, "tag_conversation", **args, tag=one, on=True)
    assert thing["tags"] == [one, two]
    assert await counts(world, campaign) == ({"One": 1, "Two": 1}, [])
    assert (await world.ask(me, "tag_conversation", **args, tag=two, on=False))["tags"] == [one]
    assert (await world.conversation(campaign, 1))["tags"] == [one]
    assert await counts(world, campaign) == ({"One": 1, "Two": 0}, [])
    page = await world.ask(me, "list_conversations", campaign=campaign, lane="initial")
    assert [thing["tags"] for thing in page["conversations"]] == [[one], []]


async def test_doing_it_again_changes_nothing(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    [one] = await with_tags(world, campaign, "One")
    await tag(world, campaign, 1, one)
    async with world.listening(campaign) as heard:
        await tag(world, campaign, 1, one)
        assert await heard.news() == []
        await tag(world, campaign, 1, one, on=False)
        (message,) = await heard.news()
        await tag(world, campaign, 1, one, on=False)
        assert await heard.news() == []
    assert message["conversation"]["tags"] == []
    assert message["campaign"]["tags"][0]["count"] == 0


async def test_only_the_holder_and_admins_may(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await world.texter(campaign, "Ben")
    [one] = await with_tags(world, campaign, "One")
    args = {"campaign": campaign, "conversation": 1, "tag": one, "on": True}
    async with world.refused("not_yours"):
        await world.ask(await world.member("Ben"), "tag_conversation", **args)
    await ask(world, "tag_conversation", **args)
    for wrong, code in (({"tag": 9}, "unknown_tag"), ({"conversation": 2}, "unknown_conversation")):
        async with world.refused(code):
            await ask(world, "tag_conversation", **{**args, **wrong})
    async with world.refused("unknown_campaign"):
        await ask(world, "tag_conversation", **{**args, "campaign": 99})
    await world.scripts.run("erase_contact", campaign, conversation=1)
    async with world.refused("erased"):
        await ask(world, "tag_conversation", **args)
