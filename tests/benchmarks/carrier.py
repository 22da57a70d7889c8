"""Measures how fast one process carries texts, and what each costs it, with a carrier that answers after some time.

Beside it runs, in turn, a bare loop: as many workers, the same carrier, and no store.

    python -m tests.benchmarks.carrier [TEXTS] [SECONDS]
"""

import asyncio
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import uvloop

from server.carriers.carrier import Answer, Sent, Text
from server.carriers.handover import TEXTS_AT_ONCE, Handover
from server.carriers.patience import Patience
from server.config import Config
from server.people.members import Members
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.carriers.carrying import Remembering, queued
from tests.world import World

ROUNDS = 3


class Slow(Remembering):
    """A carrier that answers after `seconds`, and says when it has accepted so many texts."""

    def __init__(self, texts: int, seconds: float) -> None:
        super().__init__()
        self.done = asyncio.Event()
        self._texts = texts
        self._seconds = seconds

    async def send(self, text: Text) -> Answer:
        """Accept a text."""
        await asyncio.sleep(self._seconds)
        self.accepted.append(text)
        if len(self.accepted) == self._texts:
            self.done.set()
        return Sent(f"SM{len(self.accepted)}")


async def carried(world: World, texts: int, seconds: float) -> None:
    """Carry the texts of a campaign."""
    carrier, patience = Slow(texts, seconds), Patience()
    running = asyncio.create_task(Handover(world.scripts, carrier, patience).run())
    await carrier.done.wait()
    patience.leaving.set()
    await running


async def bare(texts: int, seconds: float) -> None:
    """Hand over as many texts to such a carrier, without a store."""
    carrier, left = Slow(texts, seconds), iter(range(texts))
    text = Text(1, 1, 1, "+12025550101", "Hi!", 0.0, 0, "")

    async def work() -> None:
        for _ in left:
            await carrier.send(text)

    await asyncio.gather(*(work() for _ in range(TEXTS_AT_ONCE)))


async def main(texts: int, seconds: float) -> None:
    """Measure in turn, and print medians."""
    with TemporaryDirectory() as folder:
        config = Config(data=Path(folder))
        async with open_store(config) as store:
            scripts = Scripts(store.redis)
            world = World(scripts, Members(scripts, config))
            found: dict[str, list[tuple[float, float]]] = {"handraise": [], "bare loop": []}
            for _ in range(ROUNDS):
                texter = await queued(world, texts)
                for name, doing in (("handraise", carried(world, texts, seconds)), ("bare loop", bare(texts, seconds))):
                    began, used = time.perf_counter(), time.process_time()
                    await doing
                    found[name].append((time.perf_counter() - began, time.process_time() - used))
                await scripts.run("archive_campaign", texter.campaign)
    for name, runs in found.items():
        wall, cpu = (statistics.median(run[place] for run in runs) for place in (0, 1))
        print(f"{name:10} {texts / wall:8.0f} texts a second {cpu / texts * 1e6:8.0f} µs of CPU each")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    uvloop.run(main(int(arguments[0]) if arguments else 2000, float(arguments[1]) if arguments[1:] else 0.1))
