"""A hub notes when something was away for people: then nothing is taken from them for want of doing."""

import asyncio

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from server.config import Config
from server.live.disturbances import Disturbances
from server.store import keys
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests.faults.stores import address
from tests.served import served
from tests.world import World


async def noted(redis: Redis, after: int = 0) -> int:
    """When a disturbance was noted, in ms, once one was after this time."""
    async with asyncio.timeout(10):
        while (at := int(await redis.hget(keys.ACCOUNT, "disturbed_at") or 0)) <= after:
            await asyncio.sleep(0.02)
    return at


async def test_a_hub_that_starts_is_one_and_so_is_each_time_that_it_did_not_hear_the_store(
    store_url: str, redis: Redis, world: World
) -> None:
    await world.campaign()
    async with served(Config(redis_url=store_url, secret_key="for tests", accept_loss=True)):
        started = await noted(redis)
        await redis.execute_command("CLIENT", "KILL", "TYPE", "pubsub")
        interrupted = await noted(redis, after=started)
        await asyncio.sleep(1.5)  # some looks at the store
        assert await noted(redis) == interrupted


async def test_one_that_the_store_was_away_for_is_noted_when_it_is_back(
    store_url: str, redis: Redis, world: World
) -> None:
    await world.campaign()
    async with (
        address(store_url.removeprefix("unix://")) as at,
        Redis.from_url(at.url, retry=Retry(NoBackoff(), 0)) as far,
    ):
        at.leads_to(None)
        disturbances = Disturbances(Scripts(Nodes(far)))
        noting = asyncio.create_task(disturbances.keep_noting())
        disturbances.over()
        await asyncio.sleep(0.2)
        assert not await redis.hexists(keys.ACCOUNT, "disturbed_at")
        at.leads_to(store_url.removeprefix("unix://"))
        await noted(redis)
        noting.cancel()
        await asyncio.gather(noting, return_exceptions=True)
