import asyncio

import pytest
from redis.asyncio import Redis

from server.errors import Refused
from server.store import keys, lookups
from server.store.nodes import Nodes
from server.store.same_store import SameStore
from server.store.scripts import Scripts
from tests.account import add
from tests.world import World


async def account(scripts: Scripts) -> str | None:
    return (await lookups.epoch(scripts)).account


async def test_an_account_has_an_identity_from_its_first_member_on_and_keeps_it(scripts: Scripts, redis: Redis) -> None:
    await add(scripts, "Ana")
    made = await redis.hget(keys.ACCOUNT, "identity")
    await add(scripts, "Ben")
    assert made
    assert await account(scripts) == made.decode()


async def test_an_account_with_a_campaign_and_no_member_has_one_too(world: World) -> None:
    await world.campaign()
    assert await account(world.scripts)


async def test_no_two_accounts_have_the_same(scripts: Scripts, redis: Redis) -> None:
    found = set()
    for _ in range(20):
        await redis.flushall()
        await add(scripts, "Ana")
        found.add(await account(scripts))
    assert len(found) == 20


async def test_a_store_that_nobody_has_used_has_none_and_stays_as_it_is(scripts: Scripts, redis: Redis) -> None:
    assert await account(scripts) is None
    await scripts.run("secret_key", offered="secret")  # somebody's browser had a cookie
    assert await account(scripts) is None
    assert await redis.hgetall(keys.ACCOUNT) == {b"secret_key": b"secret"}


class Memory:
    """Counts how often all was forgotten."""

    def __init__(self, scripts: Scripts, *, binds: bool = True) -> None:
        self.forgotten = 0
        self.store = SameStore(scripts, self.forget, binds=binds)

    def forget(self) -> None:
        self.forgotten += 1


async def test_the_same_store_is_gone_on_with(scripts: Scripts) -> None:
    memory = Memory(scripts)
    await add(scripts, "Ana")
    for _ in range(3):
        await memory.store.look()
    assert memory.forgotten == 0


async def test_the_first_account_of_a_store_is_gone_on_with(scripts: Scripts) -> None:
    memory = Memory(scripts)
    await memory.store.look()
    await add(scripts, "Ana")
    await memory.store.look()
    assert (memory.forgotten, memory.store.lost) == (0, False)


async def test_an_emptied_store_is_forgotten_once_and_its_next_account_gone_on_with(
    scripts: Scripts, redis: Redis
) -> None:
    memory = Memory(scripts)
    await add(scripts, "Ana")
    await memory.store.look()
    await redis.flushall()
    await memory.store.look()
    await memory.store.look()
    assert (memory.forgotten, memory.store.lost) == (1, True)
    await add(scripts, "Ben")
    await memory.store.look()
    assert (memory.forgotten, memory.store.lost) == (1, False)


async def test_a_verb_of_the_account_does_nothing_on_another_account(scripts: Scripts, redis: Redis) -> None:
    memory = Memory(scripts)
    await add(scripts, "Ana")
    await memory.store.look()
    await redis.flushall()
    others = Scripts(Nodes(redis))
    await add(others, "Eve")
    before = await redis.hgetall(keys.ACCOUNT)
    with pytest.raises(Refused, match="try_again"):
        await scripts.run("set_default_batch_size", size=5)
    assert await redis.hgetall(keys.ACCOUNT) == before
    await memory.store.look()
    await scripts.run("set_default_batch_size", size=5)


async def test_who_asks_at_the_same_time_shares_a_question(scripts: Scripts, redis: Redis) -> None:
    memory = Memory(scripts)
    await add(scripts, "Ana")
    await memory.store.look()
    before = (await redis.info("commandstats"))["cmdstat_info"]["calls"]
    await asyncio.gather(*(memory.store.look() for _ in range(200)))
    asked = (await redis.info("commandstats"))["cmdstat_info"]["calls"] - before - 1  # and this one
    assert asked <= 2 * 2
