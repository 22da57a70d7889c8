"""Measures what it costs when the pool runs empty before many open consoles, and fills again.

    python -m tests.benchmarks.running_empty [CONSOLES]

A texter takes the last conversation, so every other console says that nobody is left; then gives it back. The seconds
are those until the texter has the answer, and until the last console is told. Wanted: the answer never waits for the
consoles, and each is told within a second.
"""

import asyncio
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from statistics import median

import uvloop

from server.campaigns import launching, senders, settings
from server.client import Client
from server.config import Config
from server.people.members import Members
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.benchmarks.coming import come, quiet
from tests.benchmarks.contacts import fill
from tests.benchmarks.crowd import Socket, core_seconds
from tests.benchmarks.hub import ENDPOINTS, people, serving

TURNS = 5


async def turn(asker: Client, consoles: int, name: str, **args: object) -> tuple[float, float]:
    """Have the texter ask; gives the seconds until the answer, and until all other consoles are told."""
    before, began = Socket.pushes, time.perf_counter()
    await asker.ask(name, **args)
    answered = time.perf_counter() - began
    async with asyncio.timeout(60):
        while Socket.pushes < before + consoles:
            await asyncio.sleep(0.005)
    return answered, time.perf_counter() - began


async def main(consoles: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="handraise-") as data:
        async with open_store(Config(data=Path(data))) as store:
            scripts = Scripts(store.nodes)
            await store.redis.config_set("appendfsync", "no")  # for the preparations alone
            (asker_id, token), *texters = await people(Members(scripts, Config()), 1 + consoles, "texter")
            new = settings.NewCampaign(title="Last", script="Hi!", self_assign=True, batch_size=1)
            campaign = await settings.create(scripts, new)
            await fill(scripts, campaign, 1)
            await launching.launch(scripts, campaign)
            await senders.add(scripts, campaign, [asker_id, *(member for member, _ in texters)])
            await store.redis.config_set("appendfsync", "always")
            async with serving(ENDPOINTS["the hub"], data) as (url, pid), Client(url, token) as asker:
                await asker.ask("open_console")
                sockets = await come(url, texters)
                await quiet(pid)
                computed, told = core_seconds(pid), []
                for nth in range(TURNS):
                    told.append(
                        await turn(asker, consoles, "request_conversations", campaign=campaign, request_id=f"{nth}")
                    )
                    told.append(await turn(asker, consoles, "release_conversations", campaign=campaign))
                await quiet(pid)
                each = (core_seconds(pid) - computed) / len(told) / consoles
                answers, lasts = zip(*told, strict=True)
                print(f"{consoles:,} consoles: answered in {median(answers) * 1e3:.0f} ms, at most ", end="")
                print(f"{max(answers) * 1e3:.0f}; all told in {median(lasts):.2f} s, at most {max(lasts):.2f} ", end="")
                print(f"(at most 1); {each * 1e6:.0f} µs of the hub's for each console")
                for socket in sockets:
                    socket.hang_up()


if __name__ == "__main__":
    with suppress(ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    uvloop.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000))
