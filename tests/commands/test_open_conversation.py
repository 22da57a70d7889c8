from server.client import Client
from tests.world import World


async def test_a_conversation_shows_all_its_texts(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    await world.contact_writes(campaign, 1, "Who is this?")
    thing = await world.scripts.run("open_conversation", campaign, conversation=1, texter=ana.id)
    assert [(text["id"], text["direction"], text["text"], text["status"]) for text in thing["texts"]] == [
        (1, "out", "Hi Contact 1!", "queued"),
        (2, "in", "Who is this?", "received"),
    ]
    assert (thing["holder"], thing["lane"]) == (ana.id, "reply")
    assert thing["texts"][0]["at"] <= thing["texts"][1]["at"]
    assert "draft" not in thing


async def test_an_unsent_initial_shows_the_message_as_it_will_be_sent(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    assert (await world.conversation(campaign, 1))["draft"] == "Hi Contact 1!"


async def test_it_tells_the_version_at_which_it_looks_so(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    assert (await world.conversation(campaign, 1))["v"] == (await world.counts(campaign))["v"]


async def test_other_peoples_conversations_are_not_shown(world: World) -> None:
    campaign = await world.campaign(contacts=15)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ben.request()
    for conversation in (1, 11):
        async with world.refused("not_yours"):
            await world.scripts.run("open_conversation", campaign, conversation=conversation, texter=ana.id)


async def test_unknown_ones_are_refused(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    for conversation in (0, 2, -1):
        async with world.refused("unknown_conversation"):
            await world.scripts.run("open_conversation", campaign, conversation=conversation)
    async with world.refused("unknown_campaign"):
        await world.scripts.run("open_conversation", 9, conversation=1)


async def test_what_happens_in_an_open_conversation_is_pushed_to_an_admin(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=2)
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token, "/ws/admin") as client:
        await client.ask("open_admin")
        opened = await client.ask("open_conversation", campaign=campaign, conversation=1)
        assert opened["lane"] == "initial"
        await world.contact_writes(campaign, 2, "not this one")
        await world.contact_writes(campaign, 1, "this one")
        thing = await client.until(lambda c: c.thing("conversation", 1, campaign))
        assert thing["texts"][0]["text"] == "this one"
        assert client.thing("conversation", 2, campaign) is None
