"""Two hubs and a carrier become a newer version, one after the other, while texters work on both: nobody loses work."""

import asyncio
import os
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis

from server.campaigns.check import check
from server.client import Client
from server.store import keys, lookups
from tests.command_line import handraise as ended
from tests.journeys.test_many_texters import work
from tests.processes import ROOT, Process, free_port, handraise, hub_process
from tests.world import World

CONTACTS, TEXTERS = 480, 12
SIMULATOR = ("carrier", "simulator", "--delay", "0", "--reply-rate", "0")


@asynccontextmanager
async def newer(says: str, *arguments: str, **settings: str) -> AsyncIterator[Process]:
    """A command of the newer program that has said these words, ended when this is left."""
    surroundings = {**os.environ, "HANDRAISE_ACCEPT_LOSS": "1", "SECRET_KEY": "for tests", **settings}
    command = (sys.executable, "-m", "tests.upgrades.newer", *arguments)
    with tempfile.NamedTemporaryFile(suffix=".log") as log:
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=surroundings, stdout=log, stderr=log)
        running = Process(process, Path(log.name))
        try:
            await running.says(says)
            yield running
        finally:
            await running.stop()


@pytest.mark.timeout(240)
async def test_one_process_after_the_other_becomes_the_newer_version(
    store_url: str, redis: Redis, world: World
) -> None:
    campaign = await world.campaign(contacts=CONTACTS)
    texters = [await world.texter(campaign, f"Texter{n}") for n in range(TEXTERS)]
    people = {member.id: member for member in await world.members.all()}
    tokens = [await world.members.token(people[texter.id]) for texter in texters]
    ports, here = (free_port(), free_port()), {"REDIS_URL": store_url}
    batches: list[int] = []
    part = 0.4  # of all contacts: more aren't texted yet, so that work is left for the processes to come

    async def think() -> None:
        await asyncio.sleep(0.1)
        while sum(batches) > CONTACTS * part:
            await asyncio.sleep(0.05)

    async def one(n: int) -> list[list[int]]:
        async with Client(f"http://127.0.0.1:{ports[n % 2]}", tokens[n]) as client:
            await client.ask("open_console")
            return await work(client, campaign, batches, think)

    async def until(reached: float) -> None:
        async with asyncio.timeout(60):
            while sum(batches) < CONTACTS * reached:
                await asyncio.sleep(0.02)

    def hub(port: int) -> tuple[str, ...]:
        return ("serve", "--port", str(port))

    async with (
        hub_process(store_url, ports[0]) as first,
        hub_process(store_url, ports[1]) as second,
        handraise(*SIMULATOR, **here) as carrier,
        AsyncExitStack() as ours,
    ):
        working = asyncio.gather(*(one(n) for n in range(TEXTERS)))
        await until(0.25)
        assert await second.stop() == 0
        upgraded = await ours.enter_async_context(newer("serves", *hub(ports[1]), **here))
        assert f"The store is upgraded to schema {keys.SCHEMA + 1}" in upgraded.log()
        part = 0.7
        await until(0.5)  # the old hub and the old carrier work beside it
        refused = await ended("status", REDIS_URL=store_url)
        assert (refused.code, f"schema {keys.SCHEMA + 1}" in refused.err) == (1, True)

        await carrier.stop()
        await ours.enter_async_context(newer("carries", *SIMULATOR, **here))
        assert await first.stop() == 0
        assert "Traceback" not in first.log() + second.log()
        last = await ours.enter_async_context(newer("serves", *hub(ports[0]), **here))
        part = 1.0
        held = Counter(id for mine in await working for id in {id for batch in mine for id in batch})
        owner = keys.campaign(campaign)
        async with asyncio.timeout(30):
            while await redis.llen(keys.under(owner, "outbox")) or await redis.hlen(keys.under(owner, "sending")):
                await asyncio.sleep(0.05)
        assert "Traceback" not in upgraded.log() + last.log()

    assert (len(held), set(held.values())) == (CONTACTS, {1}), "each conversation was one texter's"
    lengths = [await redis.llen(keys.under(owner, "texts", id)) for id in range(1, CONTACTS + 1)]
    assert set(lengths) == {1}, "each contact was texted once"
    assert (await check(world.scripts)).faults == []
    schema = await lookups.schema(world.scripts)
    assert schema and schema.number == keys.SCHEMA + 1
