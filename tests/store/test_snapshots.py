import os
import signal
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from redis.asyncio import Redis

from server.errors import StoreTrouble
from server.store.snapshots import PIECE_BYTES, snapshot
from tests.faults.stores import address, server, store

AT_ONCE = ("--repl-diskless-sync-delay", "0")


async def whole(redis: Redis) -> bytes:
    return b"".join([piece async for piece in snapshot(redis, "at here")])


async def loaded(stack: AsyncExitStack, binary: str, folder: Path, rdb: bytes) -> Redis:
    """A store that holds what a snapshot does."""
    folder.mkdir()
    (folder / "dump.rdb").write_bytes(rdb)
    return (await stack.enter_async_context(server(binary, folder, "--appendonly", "no"))).redis


@pytest.mark.parametrize("diskless", ["yes", "no"])
async def test_a_snapshot_holds_all_that_the_store_held(store_binary: str, tmp_path: Path, diskless: str) -> None:
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(store(store_binary, *AT_ONCE, "--repl-diskless-sync", diskless))
        random = os.urandom(3 * PIECE_BYTES)  # nothing that the store could pack
        await here.redis.mset({"big": random, "small": b"$EOF:1"})

        there = await loaded(stack, store_binary, tmp_path / "there", await whole(here.redis))

        assert sorted(await there.keys()) == [b"big", b"small"]
        assert await there.mget("big", "small") == [random, b"$EOF:1"]


async def test_an_empty_store_has_one_too(store_binary: str, tmp_path: Path) -> None:
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(store(store_binary, *AT_ONCE))
        there = await loaded(stack, store_binary, tmp_path / "there", await whole(here.redis))
        assert await there.dbsize() == 0


async def test_it_comes_over_a_network_with_a_password(store_binary: str) -> None:
    async with store(store_binary, *AT_ONCE) as here, address(here.path) as at:
        await here.redis.set("a", "1")
        await here.redis.acl_setuser("backup", enabled=True, passwords="+secret", commands=["+sync", "+replconf"])
        url = at.url.replace("redis://", "redis://backup:secret@")
        async with Redis.from_url(url) as redis:
            assert (await whole(redis)).startswith((b"REDIS", b"VALKEY"))


async def test_the_store_goes_on_meanwhile_and_we_are_no_replica_that_acknowledges(
    store_binary: str, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(store(store_binary, *AT_ONCE, "--rdb-key-save-delay", "20000"))
        await here.redis.mset({f"before:{n}": os.urandom(2 * PIECE_BYTES) for n in range(4)})
        pieces = snapshot(here.redis, "at here")
        got = [await anext(pieces)]
        await here.redis.set("after", 1)
        assert await here.redis.wait(1, 100) == 0
        got += [piece async for piece in pieces]
        there = await loaded(stack, store_binary, tmp_path / "there", b"".join(got))
        assert sorted(await there.keys()) == [b"before:0", b"before:1", b"before:2", b"before:3"]


async def test_changes_meanwhile_are_not_kept_for_us(store_binary: str) -> None:
    """A replica's are, until the store has no memory left or drops the replica."""
    async with store(store_binary, *AT_ONCE, "--rdb-key-save-delay", "100000", "--repl-backlog-size", "1mb") as here:
        await here.redis.mset({f"{n}": os.urandom(PIECE_BYTES) for n in range(40)})
        pieces = snapshot(here.redis, "at here")
        await anext(pieces)
        for _ in range(30):
            await here.redis.set("changing", os.urandom(10**6))
        assert (await here.redis.info("memory"))["mem_total_replication_buffers"] < 10**7
        await pieces.aclose()


@pytest.mark.parametrize("how", ["not allowed", "not there"])
async def test_a_store_that_gives_none_is_told_in_a_sentence(store_binary: str, how: str) -> None:
    settings = ("--rename-command", "SYNC", "") if how == "not there" else ()
    async with store(store_binary, *settings) as here:
        if how == "not allowed":
            await here.redis.acl_setuser("default", enabled=True, nopass=True, commands=["+@all", "-sync"])
        with pytest.raises(StoreTrouble, match=r"The store at here gives no snapshot .* use its provider's snapshots"):
            await whole(here.redis)


async def test_one_that_breaks_off_is_told_in_a_sentence(store_binary: str) -> None:
    async with store(store_binary, *AT_ONCE, "--rdb-key-save-delay", "20000") as here:
        await here.redis.mset({f"{n}": os.urandom(2 * PIECE_BYTES) for n in range(8)})
        pieces = snapshot(here.redis, "at here")
        await anext(pieces)
        os.kill(int((await here.redis.info("server"))["process_id"]), signal.SIGKILL)
        with pytest.raises(StoreTrouble, match="broke off its snapshot"):
            async for _ in pieces:
                pass


async def test_a_snapshot_that_is_left_half_way_leaves_no_connection(store_binary: str) -> None:
    async with store(store_binary, *AT_ONCE, "--rdb-key-save-delay", "20000") as here:
        await here.redis.mset({f"{n}": os.urandom(2 * PIECE_BYTES) for n in range(8)})
        pieces = snapshot(here.redis, "at here")
        await anext(pieces)
        await pieces.aclose()
        while (await here.redis.info("replication"))["connected_slaves"]:
            pass
