import shutil

import pytest
from redis.asyncio import Redis

from server.store.copying import ELEMENTS_PER_PIECE, Copied, copy_keys
from tests.faults.stores import store
from tests.stored import everything

MANY = 2 * ELEMENTS_PER_PIECE + 1
FAR = 4_102_444_800_000


async def fill(redis: Redis, part: float = 1 / 3) -> None:
    """Keys of each type, small ones and some that take several pieces, with and without expiry; scores have a part."""
    await redis.set("string", b"\x00\xff")
    await redis.set("", "the key without a name")
    await redis.set("empty", "")
    for count, size in ((3, "few"), (MANY, "many"), (ELEMENTS_PER_PIECE, "just one piece")):
        names = [f"{n}" for n in range(count)]
        await redis.hset(f"hash {size}", mapping={name: f"value {name}" for name in names})
        await redis.sadd(f"set {size}", *(f"member {name}" for name in names))
        await redis.zadd(f"zset {size}", {name: float(name) + part for name in names})
        await redis.rpush(f"list {size}", *names, *names[:1])
        async with redis.pipeline(transaction=False) as pipeline:
            for name in names:
                pipeline.xadd(f"stream {size}", {"deed": name, "by": "Root"})
            await pipeline.execute()
    await redis.zadd("places", {"far": 2**53 - 1, "for ever": float("inf"), "part": part})
    for name in ("string", "hash few", "list many"):
        await redis.pexpireat(name, FAR)


async def names(redis: Redis) -> list[bytes]:
    return list(await redis.keys())


async def test_keys_of_every_type_and_size_come_over_as_they_are(store_binary: str) -> None:
    async with store(store_binary) as source, store(store_binary) as target:
        await fill(source.redis)
        found = await names(source.redis)

        copied = await copy_keys(source.redis, lambda _: target.redis, found)

        assert copied == Copied(len(found), len(found) - 3)
        assert await everything(target.redis) == await everything(source.redis)
        for name in found:
            assert await target.redis.pexpiretime(name) == await source.redis.pexpiretime(name)


async def test_a_key_that_comes_twice_is_copied_once(store_binary: str) -> None:
    """SCAN may name one again, also much later."""
    async with store(store_binary) as source, store(store_binary) as target:
        await fill(source.redis)
        found = await names(source.redis)
        await copy_keys(source.redis, lambda _: target.redis, [*found, *found])
        await copy_keys(source.redis, lambda _: target.redis, found)
        assert await everything(target.redis) == await everything(source.redis)


async def test_each_key_goes_to_the_server_that_is_to_have_it(store_binary: str) -> None:
    async with store(store_binary) as source, store(store_binary) as one, store(store_binary) as other:
        await fill(source.redis)
        await copy_keys(
            source.redis,
            lambda name: one.redis if name.startswith(b"list") else other.redis,
            await names(source.redis),
        )
        there = await everything(one.redis), await everything(other.redis)
        assert {**there[0], **there[1]} == await everything(source.redis)
        assert [name.split()[0] for name in there[0]] == ["list"] * 3


async def test_a_key_that_has_gone_is_passed_over(store_binary: str) -> None:
    async with store(store_binary) as source, store(store_binary) as target:
        await source.redis.set("here", 1)
        assert await copy_keys(source.redis, lambda _: target.redis, [b"gone", b"here"]) == Copied(1, 1)
        assert await target.redis.keys() == [b"here"]


async def test_an_older_server_takes_it_too(store_binary: str) -> None:
    """Its own DUMP and RESTORE wouldn't: each only reads what was dumped by one no newer."""
    older = shutil.which("redis-server")
    if not older:
        pytest.skip("redis-server isn't installed")
    async with store(store_binary) as source, store(older) as target:
        await fill(source.redis, part=0.25)  # others are told with more digits by it
        await copy_keys(source.redis, lambda _: target.redis, await names(source.redis))
        assert await everything(target.redis) == await everything(source.redis)
