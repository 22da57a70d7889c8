"""A hub vouches for the texters who have a console open, and so they keep their places in the waiting room."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from server.background import Background
from server.client import Client
from server.config import Config
from server.live import here
from server.live.hub import Hub
from server.live.mailbox import Mailbox
from server.live.watch import Connection
from server.people.members import Members
from server.store import keys
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.replicated.cluster import cluster_deployment
from tests.world import World


async def test_who_waits_keeps_their_place_while_the_campaign_is_paused(
    hub_url: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here, "LOOK_EVERY_SECONDS", 0.02)
    monkeypatch.setattr(here, "RENEWED_AFTER_SECONDS", 0.2)
    campaign = await world.campaign(contacts=4)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    async with Client(hub_url, await world.members.token(await world.member("Ben"))) as client:
        await client.ask("open_console")
        await client.ask("wait_for_more", campaign=campaign)
        await world.scripts.run("pause_campaign", campaign)
        await client.until(lambda c: c.thing("console", ben.id, campaign)["request"]["reason"] == "not_active")
        await asyncio.sleep(0.5)
        named = keys.under(keys.campaign(campaign), "here")
        long_ago = await world.scripts.now() - 60 * 60_000
        await world.scripts.ask(("ZADD", named, long_ago, ben.id))
        async with asyncio.timeout(5):
            while float((await world.scripts.ask(("ZSCORE", named, ben.id)))[0]) == long_ago:
                await asyncio.sleep(0.02)


@asynccontextmanager
async def two_hubs(world: World) -> AsyncIterator[tuple[Hub, Hub]]:
    """Two hubs on one store."""
    one, other = [Hub(world.scripts, world.members.still_valid) for _ in range(2)]
    async with one.running(Background()), other.running(Background()):
        yield one, other


async def opened(hub: Hub, member: int) -> Connection:
    """A texter's socket, with its consoles open."""
    connection = Connection(Mailbox(lambda: None), member, False, "token:1")
    hub.join(connection)
    await hub.open_console(connection)
    return connection


async def test_who_closes_one_of_two_pages_on_different_hubs_stays_here(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here, "LOOK_EVERY_SECONDS", 0.05)
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)

    async def seconds_left() -> float:
        until = (await world.scripts.ask(("ZSCORE", keys.under(keys.campaign(campaign), "here"), ana.id)))[0]
        return (float(until or 0) - await world.scripts.now()) / 1000

    async with two_hubs(world) as (one, other):
        first, second = await opened(one, ana.id), await opened(other, ana.id)
        await asyncio.sleep(1.2)  # each has heard who is on the other
        one.leave(first)
        await asyncio.sleep(0.5)
        assert await seconds_left() > 5
        await asyncio.sleep(0.7)
        other.leave(second)
        async with asyncio.timeout(3):
            while await seconds_left() > 0:
                await asyncio.sleep(0.05)


async def test_a_primary_that_does_not_answer_keeps_nobody_from_being_here_elsewhere(
    store_binary: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here, "LOOK_EVERY_SECONDS", 0.1)
    monkeypatch.setattr(here, "RENEWED_AFTER_SECONDS", 0.2)
    async with (
        cluster_deployment(store_binary, shards=3, replicas=False) as cluster,
        open_store(Config(redis_url=cluster.url, accept_loss=True)) as store,
    ):
        scripts = Scripts(store.nodes)
        world = World(scripts, Members(scripts, Config()))
        account = await cluster.primary(keys.ACCOUNT)
        away = next(node for node in await cluster.primaries() if node is not account)
        for node in await cluster.primaries():
            await node.redis.config_set("cluster-require-full-coverage", "no")
        lying: dict[Any, int] = {}
        while not {account, away} <= lying.keys():
            campaign = await world.campaign(contacts=1)
            lying[await cluster.primary(keys.campaign(campaign))] = campaign
        ana, _ = [await world.texter(lying[node]) for node in (account, away)]
        near = keys.under(keys.campaign(lying[account]), "here")

        async def until_when() -> float:
            return float((await scripts.ask(("ZSCORE", near, ana.id)))[0] or 0)

        hub = Hub(scripts, world.members.still_valid)
        async with hub.running(Background()):
            await opened(hub, ana.id)
            async with asyncio.timeout(5):
                while not await until_when():
                    await asyncio.sleep(0.1)
            away.pause()
            await asyncio.sleep(1)
            before = await until_when()
            await asyncio.sleep(1)
            assert await until_when() > before
            away.resume()
