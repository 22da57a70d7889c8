"""A large store is backed up and restored whole, by processes that don't hold it in memory. `--long`: a million."""

import asyncio
import re
import time
from pathlib import Path

import pytest
from redis.asyncio import Redis

from server.campaigns import launching
from server.campaigns.check import check
from tests.backup.stores import kept, store
from tests.benchmarks.contacts import fill
from tests.command_line import start

MEGABYTES = 150
"""The most that a process may need: with the program itself, about a hundred."""


async def peak(*command: str | Path, url: str) -> int:
    """Run a command to its end; returns the megabytes that it needed at most, and prints how long it took."""
    began, most = time.perf_counter(), 0
    process = await start(*command, REDIS_URL=url)
    ending = asyncio.create_task(process.communicate())
    while not ending.done():
        try:
            told = Path(f"/proc/{process.pid}/status").read_text()
        except OSError:
            break
        if found := re.search(r"VmHWM:\s+(\d+) kB", told):
            most = max(most, int(found[1]) // 1024)
        await asyncio.sleep(0.02)
    _, err = await ending
    assert process.returncode == 0, err.decode()
    print(f"{command[0]}: {time.perf_counter() - began:.1f} s, {most} MB of memory")
    return most


@pytest.mark.timeout(1800)
async def test_many_conversations_are_backed_up_and_restored(
    store_binary: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    contacts, texted = (1_000_000, 100_000) if request.config.getoption("--long") else (5_000, 1_500)
    file = tmp_path / "b.zip"
    async with store(store_binary) as here, store(store_binary) as there:
        campaign = await here.world.campaign(0, batch_size=500)
        await fill(here.world.scripts, campaign, contacts)
        await launching.launch(here.world.scripts, campaign)
        ana = await here.world.texter(campaign)
        for _ in range(texted // 500):
            await ana.request()
            await asyncio.gather(*(ana.send_initial(id) for id in await ana.holds("initial")))

        needed = await peak("backup", file, url=f"unix://{here.path}")
        print(f"the file: {file.stat().st_size / 1e6:.1f} MB")
        needed = max(needed, await peak("restore", file, "--as-is", url=f"unix://{there.path}"))

        assert needed < MEGABYTES
        findings = await check(there.world.scripts)
        assert (findings.conversations, findings.faults) == (contacts, [])
        contents = []
        for one in (here, there):
            async with Redis(unix_socket_path=one.path, socket_timeout=600) as redis:
                contents.append(await kept(redis))
        assert contents[0] == contents[1]
