import asyncio

from redis.asyncio import Redis

from server.store import keys
from server.store.scripts import Scripts


async def test_the_first_that_asks_does_it_and_the_others_are_told_how_long_to_wait(scripts: Scripts) -> None:
    async def ask(process: str, chore: str = "sweep") -> int:
        return await scripts.run("begin_chore", chore=chore, period=10_000, process=process)

    assert await ask("one") == 0
    assert 9_000 < await ask("two") <= 10_000
    assert 9_000 < await ask("one") <= 10_000
    assert await ask("two", "another chore") == 0


async def test_once_the_period_is_over_whoever_asks_does_it(scripts: Scripts, redis: Redis) -> None:
    assert await scripts.run("begin_chore", chore="sweep", period=30, process="one") == 0
    assert await redis.get(keys.under(keys.ACCOUNT, "chore", "sweep")) == b"one"
    await asyncio.sleep(0.05)
    assert await scripts.run("begin_chore", chore="sweep", period=10_000, process="two") == 0
    assert await redis.get(keys.under(keys.ACCOUNT, "chore", "sweep")) == b"two"
