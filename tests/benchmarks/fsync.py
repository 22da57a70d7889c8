"""Measures what it costs that the private store syncs to the disk before it answers, for each kind of work.

    python -m tests.benchmarks.fsync

The same work by turns with `appendfsync always` (as it is) and `everysec` (an answer may be lost), one at a time and
many at once. A sync takes in all that came while the one before ran, so it costs the more the less is done at once.
"""

import asyncio
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import uvloop

from server.campaigns import launching, settings
from server.config import Config
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.benchmarks.contacts import COLUMNS, fill

CONTACTS, BATCH, SENDERS = 400_000, 10, 40_000
AT_ONCE, ROUNDS, SECONDS = 50, 3, 1.0
CHUNKS_AT_ONCE = 4
"""Imports at the same time."""


def works(scripts: Scripts, campaign: int, other: int) -> dict[str, Callable[[], Awaitable[Any]]]:
    """Each kind of work: what does one of it."""
    texters, senders, writers, chunks = count(1), count(CONTACTS // 2), count(CONTACTS // 4), count()

    def request() -> Awaitable[Any]:
        texter = next(texters)
        return scripts.run("request_conversations", campaign, texter=texter, request_id=str(texter))

    def send() -> Awaitable[Any]:
        return scripts.run("send_initial", campaign, conversation=next(senders))

    def receive() -> Awaitable[Any]:
        conversation = next(writers)
        return scripts.run(
            "receive_text", campaign, conversation=conversation, text="Yes!", reference=f"SM{conversation}"
        )

    def add() -> Awaitable[Any]:
        first = next(chunks) * 1_000
        phones = [f"+1556{n:07}" for n in range(first, first + 1_000)]
        contacts = [(phone, f'["Maria","Kowalski","{phone}",{{"city":"Springfield"}}]') for phone in phones]
        return scripts.run("add_contacts", other, contacts=contacts, columns=COLUMNS)

    return {f"request of {BATCH}": request, "first message": send, "a contact's text": receive, "1,000 contacts": add}


async def for_a_while(do: Callable[[], Awaitable[Any]], at_once: int) -> float:
    """Do it again and again; returns how many a second."""
    until, began, done = time.perf_counter() + SECONDS, time.perf_counter(), 0

    async def one_after_the_other() -> None:
        nonlocal done
        while time.perf_counter() < until:
            await do()
            done += 1

    await asyncio.gather(*(one_after_the_other() for _ in range(at_once)))
    return done / (time.perf_counter() - began)


def turns(many: int) -> Iterator[tuple[str, int]]:
    """Each way of syncing, one at a time and many at once, by turns."""
    for _ in range(ROUNDS):
        for at_once in (1, many):
            for sync in ("always", "everysec"):
                yield sync, at_once


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="handraise-") as folder:
        async with open_store(Config(data=Path(folder))) as store:
            scripts = Scripts(store.nodes)
            new = settings.NewCampaign(title="Synced", script="Hi!", self_assign=True, batch_size=BATCH)
            campaign, other = await settings.create(scripts, new), await settings.create(scripts, new)
            await fill(scripts, campaign, CONTACTS)
            await launching.launch(scripts, campaign)
            for first in range(1, SENDERS, 1_000):
                await scripts.run("add_senders", campaign, members=list(range(first, first + 1_000)))
            for name, do in works(scripts, campaign, other).items():
                rates = defaultdict[tuple[str, int], list[float]](list)
                many = CHUNKS_AT_ONCE if "contacts" in name else AT_ONCE
                for sync, at_once in turns(many):
                    await store.redis.config_set("appendfsync", sync)
                    rates[sync, at_once].append(await for_a_while(do, at_once))
                each = {turn: median(found) for turn, found in rates.items()}
                print(f"{name:18}", end="")
                for at_once in (1, many):
                    always, seldom = each["always", at_once], each["everysec", at_once]
                    print(f"{at_once:4} at once: {always:7,.0f}/s, ", end="")
                    print(f"unsynced {seldom:7,.0f}/s ({always / seldom:.2f})", end="")
                print()


if __name__ == "__main__":
    uvloop.run(main())
