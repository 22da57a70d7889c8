"""No command of a store has more arguments than the least that a store takes: 3,999 (Amazon's serverless one)."""

import asyncio

from redis.asyncio import Redis

from server.campaigns import moving
from tests.world import World

MOST = 3_999


async def test_even_the_largest_batch_takes_no_command_with_more(redis: Redis, world: World) -> None:
    longest: list[int] = []
    async with redis.monitor() as monitor:

        async def count() -> None:
            async for told in monitor.listen():
                if told["command"].startswith(("ZADD", "ZREM", "HSET {c:1}:where")):  # which hold no blanks else
                    longest.append(told["command"].count(" ") + 1)
                if told["command"] == "ECHO over":
                    return

        counting = asyncio.create_task(count())
        campaign = await world.campaign(contacts=12_000, batch_size=5_000)
        ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
        assert (await ana.request())["assigned"] == 5_000
        assert (await ben.request())["assigned"] == 5_000
        await moving.reassign(world.scripts, campaign, [ana.id], [ben.id], ["initial"], None, by="Root")
        await moving.unassign(world.scripts, campaign, None, ["initial"], by="Root")
        assert (await world.counts(campaign))["unassigned"]["initial"] == 12_000
        await redis.echo("over")
        await counting
    assert 2_000 < max(longest) <= MOST
