import pytest
from redis.asyncio import Redis

from server.store import keys, lookups
from server.store.scripts import Scripts


async def kept(scripts: Scripts) -> int:
    found = await lookups.schema(scripts)
    assert found
    return found.number


async def test_a_new_account_has_our_schema(scripts: Scripts, account: None) -> None:
    assert await kept(scripts) == keys.SCHEMA


async def test_one_that_an_older_version_has_changed_gets_an_identity_and_stays_older(
    scripts: Scripts, redis: Redis, account: None
) -> None:
    await redis.hdel(keys.ACCOUNT, "identity", "schema")
    await scripts.run("identify_account")
    assert await kept(scripts) == 1


async def test_the_next_schema_is_noted(scripts: Scripts, redis: Redis, account: None) -> None:
    await redis.hdel(keys.ACCOUNT, "schema")
    for to in (2, 3, 4):
        await scripts.run("set_schema", to=to)
        assert await kept(scripts) == to


@pytest.mark.parametrize("to", [5, 6, 8])
async def test_any_other_is_not(scripts: Scripts, redis: Redis, account: None, to: int) -> None:
    """Another process has noted it, or a later one; or an older state was put in place meanwhile."""
    await redis.hset(keys.ACCOUNT, "schema", 6)
    await scripts.run("set_schema", to=to)
    assert await kept(scripts) == 6


async def test_an_emptied_store_stays_empty(scripts: Scripts, redis: Redis) -> None:
    await scripts.run("set_schema", to=2)
    assert await redis.keys("*") == []
