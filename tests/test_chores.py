"""Each chore is done once a period, however many processes there are and whichever of them dies."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from redis.asyncio import Redis

from server.background import Background
from server.chores import CHORES, Chore, doing_chores
from server.config import Config
from server.errors import Refused
from server.store import keys
from server.store.scripts import Scripts
from tests.commands.test_take_texts import sent, take, time_passes
from tests.processes import ROOT
from tests.served import served
from tests.world import World

PERIOD = 0.4
PROCESSES = 3


@asynccontextmanager
async def processes(store_url: str, redis: Redis) -> AsyncIterator[dict[int, asyncio.subprocess.Process]]:
    """Three that take part in one chore, by their ids; killed when this is left."""
    started = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.chore_process", store_url, str(PERIOD), cwd=ROOT
        )
        for _ in range(PROCESSES)
    ]
    try:
        async with asyncio.timeout(20):
            while int(await redis.get("taking_part") or 0) < PROCESSES:
                await asyncio.sleep(0.02)
        yield {process.pid: process for process in started}
    finally:
        for process in started:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def done(redis: Redis, runs: int) -> list[tuple[int, int]]:
    """The moment (ms) and the process of each run, once there have been so many."""
    async with asyncio.timeout(20):
        while len(found := await redis.xrange("done")) < runs:
            await asyncio.sleep(0.02)
    return [(int(id.split(b"-")[0]), int(noted[b"by"])) for id, noted in found]


async def test_three_processes_do_a_chore_once_a_period_and_another_takes_over_from_one_that_is_killed(
    store_url: str, redis: Redis
) -> None:
    async with processes(store_url, redis) as alive:
        await redis.delete("done")  # those who began before the others were there
        runs = await done(redis, 6)
        took = (runs[-1][0] - runs[0][0]) / 1000
        assert took > 4 * PERIOD, "five periods lie between six runs"

        killed = runs[-1][1]
        alive[killed].kill()
        await alive.pop(killed).wait()
        after = await done(redis, len(runs) + 4)
        later = [(at, by) for at, by in after[len(runs) :] if by != killed]
        assert len(later) >= 3
        assert {by for _, by in later} <= alive.keys()
        assert later[0][0] - runs[-1][0] < 2.5 * PERIOD * 1000, "a period, and what two busy cores take"


async def test_a_hub_takes_part_in_every_chore(store_url: str, redis: Redis, world: World) -> None:
    campaign = await world.campaign(contacts=10)
    ana = await world.texter(campaign, "Ana")
    await ana.request()
    await world.scripts.run("remove_sender", campaign, member=ana.id, most=3)  # by a process that stopped then
    async with (
        served(Config(redis_url=store_url, secret_key="for tests", accept_loss=True)),
        asyncio.timeout(10),
    ):
        while (await world.counts(campaign))["unassigned"]["initial"] < 10:
            await asyncio.sleep(0.01)
        for chore in CHORES:
            while not await redis.exists(keys.under(keys.ACCOUNT, "chore", chore.name)):
                await asyncio.sleep(0.01)


async def test_a_hub_gives_up_what_a_killed_carrier_had_taken(store_url: str, world: World) -> None:
    first, second = await sent(world, 1), await sent(world, 1)
    await world.scripts.run("new_campaign")  # listed, and not made yet
    for campaign, _ in (first, second):
        await take(world, campaign, "killed")
        await time_passes(world, campaign, 61)
    async with (
        served(Config(redis_url=store_url, secret_key="for tests", accept_loss=True)),
        asyncio.timeout(10),
    ):
        for campaign, _ in (first, second):
            while (await world.conversation(campaign, 1))["texts"][0]["status"] != "unknown":
                await asyncio.sleep(0.01)


async def test_a_hub_finishes_a_deletion_that_a_killed_process_has_begun(store_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=300, launch=False)
    await world.scripts.run("erase_campaign", campaign, delete=True)
    async with (
        served(Config(redis_url=store_url, secret_key="for tests", accept_loss=True)),
        asyncio.timeout(10),
    ):
        while campaign in (await world.scripts.run("describe_account"))["campaigns"]:
            await asyncio.sleep(0.01)
    names = await world.scripts.redis.keys(f"{keys.campaign(campaign)}*")
    assert names == [keys.campaign(campaign).encode()]


async def test_a_store_that_is_away_costs_one_period(scripts: Scripts) -> None:
    faults, again = [Refused("try_again")], asyncio.Event()

    async def do(_: Scripts) -> None:
        if faults:
            raise faults.pop()
        again.set()

    background = Background()
    async with doing_chores(background, scripts, [Chore("note", 0.02, do)]), asyncio.timeout(10):
        await again.wait()
    assert background.failed == {}


@pytest.mark.parametrize("fault", [KeyError("v"), Refused("unknown_campaign")], ids=repr)
async def test_a_chore_that_fails_is_a_loop_that_is_down(scripts: Scripts, fault: Exception) -> None:
    async def do(_: Scripts) -> None:
        raise fault

    background = Background()
    async with doing_chores(background, scripts, [Chore("note", 0.02, do)]), asyncio.timeout(10):
        while not background.down():
            await asyncio.sleep(0.005)
        assert background.down() == ["note"]
