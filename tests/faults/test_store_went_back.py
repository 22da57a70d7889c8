"""A store that went back to an earlier state is noticed, and everything shown is soon what it holds, never the old."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis

from server.background import Background
from server.client import Client, ConnectionLost
from server.errors import Refused
from server.live import audit
from server.live.hub import Hub
from server.live.mailbox import Mailbox
from server.live.watch import Connection
from server.shown import Thing
from server.store import lookups, same_store
from server.wire.things import AnyThing, Console
from tests.carriers.carrying import Remembering, carrying, queued, settled
from tests.faults.stores import Address, Store, address, server, store
from tests.processes import hub_process
from tests.world import Texter, World

WITHIN = 10.0
"""Seconds: promise 5."""


@asynccontextmanager
async def replica(binary: str, primary: Store) -> AsyncIterator[tuple[Store, Address]]:
    """A server that follows this one and has all of it, and the link between the two."""
    async with address(primary.path) as link, store(binary) as follower:
        host, port = link.url.removeprefix("redis://").removesuffix("/0").split(":")
        await follower.redis.replicaof(host, port)
        await in_step(follower.redis)
        yield follower, link


async def in_step(follower: Redis) -> None:
    """Wait until a replica has all that its primary had when this was asked."""
    async with asyncio.timeout(WITHIN):
        while (await follower.info("replication"))["master_link_status"] != "up":
            await asyncio.sleep(0.02)


async def opened(url: str, token: str, path: str = "/ws/texter") -> dict[tuple[str, int, int | None], Thing]:
    """The things on a console or a board that is opened now. Opening is tried until it succeeds."""
    async with asyncio.timeout(WITHIN), Client(url, token, path) as client:
        while True:
            try:
                await client.ask("open_console" if path == "/ws/texter" else "open_admin")
                return client.things
            except (Refused, ConnectionLost):
                await asyncio.sleep(0.05)


def shows(client: Client, texter: Texter, **counts: object) -> bool:
    """Return whether the client shows the texter's console with these values."""
    thing = client.thing("console", texter.id, texter.campaign)
    return thing is not None and {name: thing[name] for name in counts} == counts


def unassigned(client: Client, campaign: int) -> int | None:
    """The number of unassigned initials on the client's board; None while the campaign isn't there."""
    thing = client.thing("campaign", campaign, campaign)
    return thing["unassigned"]["initial"] if thing else None


async def test_what_opens_is_asked_for_first_also_before_anybody_has_noticed(
    world: World, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(same_store, "LOOK_EVERY_SECONDS", 3600.0)
    monkeypatch.setattr(audit, "AUDIT_EVERY_SECONDS", 3600.0)
    ana = await world.texter(await world.campaign(5, title="Theirs"))
    theirs = await everything(redis)
    await redis.flushall()
    await world.texter(await world.campaign(5, title="Ours"))
    assert await everything(redis) != theirs

    def shown(things: list[AnyThing]) -> list[str]:
        return [thing.title for thing in things if isinstance(thing, Console)]

    hub = Hub(world.scripts, world.members.still_valid)
    async with hub.running(Background()):
        assert shown(await hub.open_console(await joined(hub, ana.id))) == ["Ours"]
        await put_in_place(redis, theirs)  # at the same versions
        assert shown(await hub.open_console(await joined(hub, ana.id))) == ["Theirs"]


async def joined(hub: Hub, member: int) -> Connection:
    """A socket, as the hub knows it."""
    connection = Connection(Mailbox(lambda: None), member, False, "token:1")
    hub.join(connection)
    return connection


async def everything(redis: Redis) -> dict[bytes, bytes]:
    """Every key, as the store dumps it."""
    return {name: await redis.dump(name) for name in await redis.keys("*")}


async def put_in_place(redis: Redis, dumped: dict[bytes, bytes]) -> None:
    """Replace everything in the store by these dumped keys, at once."""
    async with redis.pipeline(transaction=True) as pipeline:
        pipeline.flushall()
        for name, value in dumped.items():
            pipeline.restore(name, 0, value)
        await pipeline.execute()


async def is_shown_what_the_store_holds(
    hub_url: str, world: World, prepare: Callable[[], Awaitable[object]], go_back: Callable[[], Awaitable[World]]
) -> None:
    """The store goes back to what it was at `prepare`, before Ana took ten of forty: every console and board says so.

    So do those that open meanwhile, and what changes from then on is pushed within a second.
    """
    campaign = await world.campaign(40)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    token = await world.members.token(await world.member("Ana"))
    root = await world.members.token(await world.member("Root", "admin"))
    await lookups.epoch(world.scripts)  # the account has its identity
    await prepare()
    async with Client(hub_url, token) as console, Client(hub_url, root, "/ws/admin") as board:
        await console.ask("open_console")
        await board.ask("open_admin")
        for title in ("New", "Newer", "Newest"):
            await world.scripts.run("update_campaign", campaign, title=title, default_batch_size=1, token="t")
        await ana.request()
        await console.until(lambda c: shows(c, ana, screen="initials", title="Newest"), within=1.0)
        await board.until(lambda c: unassigned(c, campaign) == 30, within=1.0)

        now = await go_back()
        fresh = (await opened(hub_url, token))["console", ana.id, campaign]
        assert (fresh["screen"], fresh["title"]) == ("looking", "Vote!")
        fresh = (await opened(hub_url, root, "/ws/admin"))["campaign", campaign, campaign]
        assert (fresh["unassigned"]["initial"], fresh["title"]) == (40, "Vote!")
        await console.until(lambda c: shows(c, ana, screen="looking", title="Vote!"), within=WITHIN)
        await board.until(lambda c: unassigned(c, campaign) == 40, within=WITHIN)
        assert (console.close_code, board.close_code) == (1012, 1012)

        await Texter(now.scripts, campaign, ben.id).request()
        await board.until(lambda c: unassigned(c, campaign) == 30, within=1.0)
        await Texter(now.scripts, campaign, ana.id).request()
        await console.until(lambda c: shows(c, ana, screen="initials", initial=10), within=1.0)
        await board.until(lambda c: unassigned(c, campaign) == 20, within=1.0)


@pytest.mark.parametrize("caught_up", [False, True])
async def test_a_replica_that_lacks_the_last_writes_is_promoted(store_binary: str, caught_up: bool) -> None:
    """A replica that was written to since may have come to the same version with other contents."""
    async with (
        store(store_binary) as primary,
        replica(store_binary, primary) as (follower, link),
        address(primary.path) as at,
        hub_process(at.url) as hub,
    ):

        async def cut() -> None:
            assert await primary.redis.wait(1, 5000) == 1
            link.leads_to(None)

        async def fail_over() -> World:
            at.leads_to(None)
            await follower.redis.replicaof("NO", "ONE")
            lost = int(await primary.redis.hget("{c:1}", "v")) - int(await follower.redis.hget("{c:1}", "v"))
            assert lost == 4
            for _ in range(lost if caught_up else 0):
                await follower.world.scripts.run("update_campaign", 1, title="Vote!", default_batch_size=1, token="t")
            at.leads_to(follower.path)
            return follower.world

        await is_shown_what_the_store_holds(hub.url, primary.world, cut, fail_over)
        assert "Traceback" not in hub.log()


async def test_a_backup_is_put_in_place_and_the_server_started_again(store_binary: str, tmp_path: Path) -> None:
    log, backup = tmp_path / "appendonlydir", tmp_path / "backup"
    settings = ("--appendonly", "yes", "--appendfsync", "always")
    async with (
        AsyncExitStack() as later,
        server(store_binary, tmp_path, *settings) as before,
        hub_process(f"unix://{before.path}") as hub,
    ):

        async def back_up() -> None:
            shutil.copytree(log, backup)

        async def restore() -> World:
            await before.redis.shutdown(nosave=True)
            shutil.rmtree(log)
            shutil.copytree(backup, log)
            return (await later.enter_async_context(server(store_binary, tmp_path, *settings))).world

        await is_shown_what_the_store_holds(hub.url, before.world, back_up, restore)
        assert "Traceback" not in hub.log()


async def test_older_keys_are_put_in_place_in_the_same_server(store_binary: str) -> None:
    kept: dict[bytes, bytes] = {}
    async with store(store_binary) as here, hub_process(f"unix://{here.path}") as hub:

        async def back_up() -> None:
            kept.update(await everything(here.redis))

        async def restore() -> World:
            await put_in_place(here.redis, kept)
            return here.world

        await is_shown_what_the_store_holds(hub.url, here.world, back_up, restore)
        assert "Traceback" not in hub.log()


async def test_a_server_that_was_started_again_and_lost_nothing_is_gone_on_with(
    store_binary: str, tmp_path: Path
) -> None:
    settings = ("--appendonly", "yes", "--appendfsync", "always")
    async with (
        AsyncExitStack() as later,
        server(store_binary, tmp_path, *settings) as before,
        hub_process(f"unix://{before.path}") as hub,
    ):
        ana = await before.world.texter(await before.world.campaign(20))
        token = await before.world.members.token(await before.world.member("Ana"))
        async with Client(hub.url, token) as console:
            await console.ask("open_console")
            await ana.request()
            await before.redis.shutdown(nosave=True)
            now = (await later.enter_async_context(server(store_binary, tmp_path, *settings))).world
            await Texter(now.scripts, ana.campaign, ana.id).send_initials()
            await console.until(lambda c: shows(c, ana, screen="inbox_zero", quiet=10), within=WITHIN)


# The memory of a carrier.


async def test_a_text_that_was_handed_over_and_is_queued_again_is_not_sent_twice(world: World, redis: Redis) -> None:
    texter, carrier = await queued(world, 3), Remembering()
    before = await everything(redis)

    async with carrying(world.scripts, carrier):
        await settled(world, texter.campaign, *["sent"] * 3)
        await put_in_place(redis, before)
        await settled(world, texter.campaign, *["sent"] * 3)

    assert sorted(text.conversation for text in carrier.accepted) == [1, 2, 3]


async def test_another_text_in_the_place_of_one_that_was_handed_over_is_sent(world: World, redis: Redis) -> None:
    texter, carrier = await queued(world), Remembering()
    await world.contact_writes(texter.campaign, 1, "Who is this?")
    before = await everything(redis)

    async with carrying(world.scripts, carrier):
        await texter.send_reply(1, "It's the park crew!")
        await settled(world, texter.campaign, "sent")
        await put_in_place(redis, before)
        await world.a_moment()
        await texter.send_reply(1, "It's the park crew!")
        await settled(world, texter.campaign, "sent")

    said = [(text.id, text.text) for text in carrier.accepted]
    assert said == [(1, "Hi Contact 1!"), (3, "It's the park crew!"), (3, "It's the park crew!")]
