"""Measures how long a private store with a million conversations is away after kill -9, and why.

    python -m tests.benchmarks.recovery

It is killed as it stands after an import, and again after its file was rewritten. What it reads when it starts is a
base (a snapshot, quick to read) and the commands since then (each is run again). Prints the size of both beside the
time.
"""

import asyncio
import os
import signal
import tempfile
import time
from pathlib import Path

from server.campaigns import launching, settings
from server.config import Config
from server.errors import Refused
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.benchmarks.contacts import fill

CONVERSATIONS = 1_000_000
LOOK_SECONDS = 0.01


def sizes(folder: Path) -> str:
    """Megabytes of the base and of the commands since."""
    files = {path.name: path.stat().st_size / 1e6 for path in (folder / "appendonlydir").iterdir()}
    base = sum(size for name, size in files.items() if ".base." in name)
    since = sum(size for name, size in files.items() if ".incr." in name)
    return f"base {base:4.0f} MB, commands since {since:4.0f} MB"


async def away(scripts: Scripts, what: str, folder: Path) -> None:
    """Kill the store, and print how long it took until it answers again, with all that it held."""
    read = sizes(folder)
    before = await scripts.run("snapshot", 1, texters=[], rows=False)
    pid = (await scripts.redis.info("server"))["process_id"]
    began = time.perf_counter()
    os.kill(pid, signal.SIGKILL)
    while True:
        try:
            after = await scripts.run("snapshot", 1, texters=[], rows=False)
            break
        except Refused:
            await asyncio.sleep(LOOK_SECONDS)
    took = time.perf_counter() - began
    assert after == before
    computed = (await scripts.redis.info("cpu"))["used_cpu_user_main_thread"]
    print(f"{what:15} {read}: away for {took:4.1f} s, of which it computed {computed:4.1f} s", flush=True)


async def rewritten(scripts: Scripts) -> None:
    """Wait until the store has rewritten its file."""
    while (await scripts.redis.info("persistence"))["aof_rewrite_in_progress"]:
        await asyncio.sleep(0.1)


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="handraise-") as name:
        folder = Path(name)
        async with open_store(Config(data=folder)) as store:
            scripts = Scripts(store.nodes)
            new = settings.NewCampaign(title="Recovery", script="Hi!", self_assign=True, batch_size=300)
            campaign = await settings.create(scripts, new)
            await store.redis.config_set("appendfsync", "no")  # writes the same, only sooner
            await fill(scripts, campaign, CONVERSATIONS)
            await launching.launch(scripts, campaign)
            print(f"{store.where}, {CONVERSATIONS:,} conversations")
            await away(scripts, "just imported", folder)
            await rewritten(scripts)
            await store.redis.bgrewriteaof()
            await asyncio.sleep(0.2)
            await rewritten(scripts)
            await away(scripts, "rewritten", folder)


if __name__ == "__main__":
    asyncio.run(main())
