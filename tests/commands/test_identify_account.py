from redis.asyncio import Redis

from server.store import keys
from server.store.scripts import Scripts
from tests.account import add


async def test_an_account_that_has_an_identity_keeps_it(scripts: Scripts, redis: Redis) -> None:
    await add(scripts, "Ana")
    made = await redis.hget(keys.ACCOUNT, "identity")
    assert await scripts.run("identify_account") == made.decode()


async def test_an_account_without_one_gets_one_and_keeps_it(scripts: Scripts, redis: Redis) -> None:
    await add(scripts, "Ana")
    await redis.hdel(keys.ACCOUNT, "identity")
    made = await scripts.run("identify_account")
    assert made == await scripts.run("identify_account") == (await redis.hget(keys.ACCOUNT, "identity")).decode()
