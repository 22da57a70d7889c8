"""A hub vouches for the texters who have a console open, and so they keep their places in the waiting room."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from server.background import Background
from server.client import Client
from server.live import here
from server.live.hub import Hub
from server.live.mailbox import Mailbox
from server.live.watch import Connection
from server.store import keys
from tests.replicated.parts import on_each_primary, store_in_parts
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


async def until(holds: Callable[[], bool]) -> None:
    """Wait until it holds."""
    async with asyncio.timeout(10):
        while not holds():
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
        await until(lambda: one._presence.is_elsewhere(ana.id) and other._presence.is_elsewhere(ana.id))
        one.leave(first)
        await until(lambda: campaign not in one._here._words or not one._here._words[campaign].texters)
        await until(lambda: not other._presence.is_elsewhere(ana.id))
        assert await seconds_left() > 5
        other.leave(second)
        async with asyncio.timeout(10):
            while await seconds_left() > 0:
                await asyncio.sleep(0.05)


async def test_a_primary_that_does_not_answer_keeps_nobody_from_being_here_elsewhere(
    store_binary: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here, "LOOK_EVERY_SECONDS", 0.1)
    monkeypatch.setattr(here, "RENEWED_AFTER_SECONDS", 0.2)
    async with store_in_parts(store_binary) as (cluster, world):
        for node in await cluster.primaries():
            await node.redis.config_set("cluster-require-full-coverage", "no")
        beside, others = await on_each_primary(cluster, lambda: world.campaign(contacts=1))
        away = next(iter(others))
        ana, _ = [await world.texter(campaign) for campaign in (beside, others[away])]
        near = keys.under(keys.campaign(beside), "here")

        async def until_when() -> float:
            return float((await world.scripts.ask(("ZSCORE", near, ana.id)))[0] or 0)

        hub = Hub(world.scripts, world.members.still_valid)
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
