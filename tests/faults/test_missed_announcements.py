"""Whatever is lost on the way, every open console soon equals a fresh snapshot, and versions never go backwards."""

import msgpack
import pytest
from redis.asyncio import Redis

from server.client import Client
from server.shown import Thing
from server.store import keys
from server.store.verbs import source
from tests.world import Texter, World

WITHIN = 10.0
"""Seconds: promise 5."""


def screen(client: Client, texter: Texter) -> Thing:
    """The console that a client shows."""
    thing = client.thing("console", texter.id, texter.campaign)
    assert thing
    return thing


async def silently(redis: Redis, verb: str, campaign: int, **args: object) -> None:
    """Run a verb whose announcement is lost: the store has the change, no hub has heard of it."""
    text = source(verb).replace('":changes"', '":nowhere"')
    assert text != source(verb)
    await redis.eval(text, 1, keys.campaign(campaign), msgpack.packb(args))


async def test_a_gap_in_the_versions_is_noticed_and_read_again(hub_url: str, world: World, redis: Redis) -> None:
    campaign = await world.campaign(contacts=15)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    token = await world.members.token(await world.member("Ana"))
    async with Client(hub_url, token) as client:
        await client.ask("open_console")
        await silently(redis, "request_conversations", campaign, texter=ana.id, request_id="lost")
        assert screen(client, ana)["screen"] == "looking"
        await ben.request()
        await client.until(lambda c: screen(c, ana)["screen"] == "initials", within=1.0)


async def test_a_lost_last_announcement_is_found_by_asking(hub_url: str, world: World, redis: Redis) -> None:
    campaign = await world.campaign(contacts=15)
    ana = await world.texter(campaign, "Ana")
    token = await world.members.token(await world.member("Ana"))
    async with Client(hub_url, token) as client:
        await client.ask("open_console")
        await silently(redis, "request_conversations", campaign, texter=ana.id, request_id="lost")
        await client.until(lambda c: screen(c, ana)["screen"] == "initials", within=WITHIN)


@pytest.mark.parametrize("kind", ["pubsub", "normal"])
async def test_lost_connections_to_the_store_are_made_good(hub_url: str, world: World, redis: Redis, kind: str) -> None:
    campaign = await world.campaign(contacts=50)
    ana = await world.texter(campaign, "Ana")
    token = await world.members.token(await world.member("Ana"))
    seen: list[int] = []
    async with Client(hub_url, token) as client:
        await client.ask("open_console")
        for _ in range(3):
            await redis.execute_command("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")
            await ana.request()
            await ana.send_initials()
            want = (await ana.counts())["quiet"]
            await client.until(lambda c, want=want: screen(c, ana)["quiet"] == want, within=WITHIN)
            seen.append(screen(client, ana)["v"])
    assert seen == sorted(seen)


async def test_an_open_conversation_that_was_missed_is_read_again(hub_url: str, world: World, redis: Redis) -> None:
    campaign = await world.campaign(contacts=3)
    ana = await world.texter(campaign, "Ana")
    await ana.request()
    await ana.send_initials()
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token, "/ws/admin") as client:
        await client.ask("open_admin")
        await client.ask("open_conversation", campaign=campaign, conversation=2)
        lost = {"conversation": 2, "text": "Hello?", "reference": "lost", "stop": False}
        await silently(redis, "receive_text", campaign, **lost)
        await world.contact_writes(campaign, 3, "Me too")
        thing = await client.until(lambda c: c.thing("conversation", 2, campaign), within=1.0)
    assert [text["text"] for text in thing["texts"]] == ["Hi Contact 2!", "Hello?"]


async def test_an_announcement_of_the_past_changes_nothing(hub_url: str, world: World, redis: Redis) -> None:
    campaign = await world.campaign(contacts=15)
    ana = await world.texter(campaign, "Ana")
    token = await world.members.token(await world.member("Ana"))
    old = await world.scripts.run("snapshot", campaign, texters=[ana.id], rows=False)
    async with Client(hub_url, token) as client:
        await client.ask("open_console")
        await ana.request()
        await client.until(lambda c: screen(c, ana)["screen"] == "initials")
        await redis.publish(keys.changes(keys.campaign(campaign)), msgpack.packb(old))
        await world.scripts.run("update_campaign", campaign, title="New", default_batch_size=1, token="t")
        await client.until(lambda c: screen(c, ana)["title"] == "New")
        assert screen(client, ana)["screen"] == "initials"
