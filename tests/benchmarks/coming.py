"""Measures what consoles cost that come all at once, are told of a change just then, and go all at once.

    python -m tests.benchmarks.coming [CONSOLES [OTHER]]

OTHER is the folder of another version of the project; the two take turns, each on a store of its own. Every token is
used for the first time. Wanted: a change reaches every console within a second, going costs no more than coming, and
a console that is open takes at most 28 KiB.
"""

import asyncio
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import uvloop

from server.campaigns import launching, senders, settings
from server.config import Config
from server.people.members import Members
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.benchmarks.contacts import fill
from tests.benchmarks.crowd import PER_ADDRESS, Socket, core_seconds
from tests.benchmarks.hub import ENDPOINTS, people, serving

ROUNDS, CHANGES, AT_ONCE = 3, 4, 200
HERE = Path(__file__).parent.parent.parent
QUIET_SECONDS = 0.5
"""Seconds in which a hub that has nothing more to do computes next to nothing."""


async def quiet(pid: int) -> None:
    """Wait until a process has little to do."""
    before, now = -1.0, core_seconds(pid)
    while now - before > 0.1 * QUIET_SECONDS:
        await asyncio.sleep(QUIET_SECONDS)
        before, now = now, core_seconds(pid)


def kib(pid: int) -> int:
    """Return how much memory a process has."""
    [line] = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1])


async def come(url: str, texters: list[tuple[int, str]]) -> list[Socket]:
    """Open a console for each of these texters, many at once."""
    at, loop, room = urlsplit(url), asyncio.get_running_loop(), asyncio.Semaphore(AT_ONCE)

    async def open_one(nth: int, member: int, token: str) -> Socket:
        told = asyncio.Event()
        local = (f"127.0.0.{1 + nth // PER_ADDRESS}", 0)
        async with room:
            _, socket = await loop.create_connection(
                lambda: Socket(member, lambda _: told.set()), at.hostname, at.port, local_addr=local
            )
            socket.upgrade(at.netloc, "/ws/texter", token)
            await told.wait()
            told.clear()
            socket.ask(0, "open_console")
            await told.wait()
        return socket

    return await asyncio.gather(*(open_one(nth, *texter) for nth, texter in enumerate(texters)))


async def tell(scripts: Scripts, campaign: int, consoles: int) -> float:
    """Change every console by turns; returns the longest time in seconds until all were told."""
    longest = 0.0
    for change in ("pause_campaign", "resume_campaign") * (CHANGES // 2):
        before, began = Socket.pushes, time.perf_counter()
        await scripts.run(change, campaign)
        async with asyncio.timeout(60):
            while Socket.pushes < before + consoles:
                await asyncio.sleep(0.005)
        longest = max(longest, time.perf_counter() - began)
    return longest


async def measure(folder: str, consoles: int) -> dict[str, float]:
    """Have consoles come and go at a hub of the version in this folder; returns seconds, and µs and KiB of each."""
    with tempfile.TemporaryDirectory(prefix="handraise-") as data:
        async with open_store(Config(data=Path(data))) as store:
            scripts = Scripts(store.nodes)
            texters = await people(Members(scripts, Config()), consoles, "texter")
            campaign = await settings.create(scripts, settings.NewCampaign(title="Crowd", script="Hi!"))
            await fill(scripts, campaign, 10)
            await launching.launch(scripts, campaign)
            await senders.add(scripts, campaign, [member for member, _ in texters])
            async with serving(ENDPOINTS["the hub"], data, folder) as (url, pid):
                found: defaultdict[str, Any] = defaultdict(float)
                await come(url, texters[:1])
                empty = kib(pid)
                began, computed = time.perf_counter(), core_seconds(pid)
                sockets = await come(url, texters)
                found["seconds to come"] = time.perf_counter() - began
                found["µs to come"] = (core_seconds(pid) - computed) / consoles * 1e6
                found["seconds until told at once"] = await tell(scripts, campaign, consoles)
                await quiet(pid)
                found["KiB each"] = (kib(pid) - empty) / consoles
                computed = core_seconds(pid)
                found["seconds until told later"] = await tell(scripts, campaign, consoles)
                found["µs to be told"] = (core_seconds(pid) - computed) / consoles / CHANGES * 1e6
                await quiet(pid)
                began, computed = time.perf_counter(), core_seconds(pid)
                for socket in sockets:
                    socket.hang_up()
                await quiet(pid)
                found["seconds to go"] = time.perf_counter() - began - QUIET_SECONDS
                found["µs to go"] = (core_seconds(pid) - computed) / consoles * 1e6
                return found


async def main(consoles: int, *others: str) -> None:
    """Measure and print."""
    found: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for _ in range(ROUNDS):
        for folder in (str(HERE), *others):
            for what, figure in (await measure(folder, consoles)).items():
                found[what][folder].append(figure)
    print(f"{consoles} consoles")
    for what, figures in found.items():
        print(f"{what:28}", *(f"{median(of_folder):10,.2f} {folder}" for folder, of_folder in figures.items()))


if __name__ == "__main__":
    with suppress(ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    uvloop.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000, *sys.argv[2:]))
