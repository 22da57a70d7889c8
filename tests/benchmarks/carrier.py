"""Measures how fast one process carries texts, and what each costs it, with a carrier that answers after some time.

Beside it runs, in turn, a bare loop: as many workers, the same carrier, and no store. With --twilio the carrier is
Twilio's, which uses its SDK against the stand-in, a process of its own; the bare loop is the SDK's own client then.

    python -m tests.benchmarks.carrier [--texts 2000] [--seconds 0.1] [--rounds 3] [--twilio]
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
import uvloop

from server.carriers.carrier import Answer, Carrier, Sent, Text
from server.carriers.handover import TEXTS_AT_ONCE, Handover
from server.carriers.patience import Patience
from server.carriers.twilio.carrier import Twilio
from server.config import Config
from server.measures.declared import TEXTS
from server.people.members import Members
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.benchmarks.beside import Send
from tests.benchmarks.twilio_send import PUBLIC, sdk_alone, settings, standing_in, text
from tests.carriers.carrying import Remembering, queued
from tests.world import World


class Slow(Remembering):
    """A carrier that answers after `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds

    async def send(self, text: Text) -> Answer:
        """Accept a text."""
        await asyncio.sleep(self._seconds)
        return Sent(f"SM{text.conversation}.{text.at}")


@dataclass
class Both:
    """A carrier, and what sends without a process that carries.

    elsewhere  seconds of CPU that the carrier's other side has taken
    """

    carrier: Carrier
    bare: Send
    elsewhere: Callable[[], float] = lambda: 0.0


@asynccontextmanager
async def simulated(scripts: Scripts, seconds: float) -> AsyncIterator[Both]:
    """A carrier within this process."""
    carrier = Slow(seconds)

    async def bare(number: int) -> None:
        await carrier.send(text(number))

    yield Both(carrier, bare)


@asynccontextmanager
async def twilio(scripts: Scripts, seconds: float) -> AsyncIterator[Both]:
    """Twilio's, and its SDK alone."""
    async with (
        standing_in(answer=seconds, mute=True) as (url, process),
        sdk_alone(url) as bare,
        Twilio(settings(url), PUBLIC, scripts) as carrier,
    ):
        side = psutil.Process(process)
        yield Both(carrier, bare, lambda: sum(side.cpu_times()[:2]))


async def carried(scripts: Scripts, carrier: Carrier, texts: int) -> None:
    """Carry the texts of a campaign."""
    patience, before = Patience(), TEXTS.so_far(carrier.name, "sent")
    running = asyncio.create_task(Handover(scripts, carrier, patience).run())
    while TEXTS.so_far(carrier.name, "sent") - before < texts:
        await asyncio.sleep(0.01)
    patience.leaving.set()
    await running


async def alone(bare: Send, texts: int) -> None:
    """Hand over as many texts without a store."""
    left = iter(range(texts))

    async def work() -> None:
        for number in left:
            await bare(number)

    await asyncio.gather(*(work() for _ in range(TEXTS_AT_ONCE)))


async def main(texts: int, seconds: float, rounds: int, by_twilio: bool) -> None:
    """Measure in turn, and print medians."""
    with TemporaryDirectory() as folder:
        config = Config(data=Path(folder))
        async with open_store(config) as store:
            scripts = Scripts(store.nodes)
            world = World(scripts, Members(scripts, config))
            found: dict[str, list[tuple[float, float, float]]] = {"handraise": [], "bare loop": []}
            async with (twilio if by_twilio else simulated)(scripts, seconds) as both:
                for _ in range(rounds):
                    texter = await queued(world, texts)
                    for name, doing in (
                        ("handraise", carried(scripts, both.carrier, texts)),
                        ("bare loop", alone(both.bare, texts)),
                    ):
                        began, used, there = time.perf_counter(), time.process_time(), both.elsewhere()
                        await doing
                        took = time.perf_counter() - began
                        found[name].append((took, time.process_time() - used, both.elsewhere() - there))
                    await scripts.run("archive_campaign", texter.campaign)
    for name, runs in found.items():
        wall, cpu, there = (statistics.median(run[place] for run in runs) for place in (0, 1, 2))
        print(
            f"{name:10} {texts / wall:8.0f} texts a second {cpu / texts * 1e6:8.0f} µs of CPU each, "
            f"{100 * cpu / wall:3.0f} % of a core; the carrier's other side {100 * there / wall:3.0f} %"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--texts", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=0.1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--twilio", action="store_true")
    asked = parser.parse_args()
    uvloop.run(main(asked.texts, asked.seconds, asked.rounds, asked.twilio))
