"""Measures how fast contacts come in, and how much memory they take in the store.

    python -m tests.benchmarks.imports

A CSV file of 100,000 people goes the way of every import: read in a process of its own, then added chunk by chunk.
What counts is what all processes computed, the store's too, so it is as if they shared one core and nobody else was
there. Wanted: 25,000 rows a second or more, and at most 240 bytes of store memory per contact, 280 once all are held.
"""

import asyncio
import csv
import os
import tempfile
import uuid
from collections.abc import Awaitable
from itertools import product
from pathlib import Path
from typing import cast

from redis.asyncio import Redis

from server.campaigns import launching, settings
from server.campaigns.imports import import_contacts, read_contacts
from server.config import Config
from server.store import keys
from server.store.connecting import open_store
from server.store.scripts import Scripts

ROWS = 100_000
BATCH = 5_000
SENDS_AT_ONCE = 200
FIRST = ("Ada", "Mateo", "Priya", "José", "Oluwaseun", "Siobhán", "Mary Jo", "Max")
LAST = ("Alvarez", "Begum", "Chen", "Dubois", "García", "O'Brien", "Smith-Jones", "Tran")
CITIES = ("Springfield", "Riverside", "Maple Hill", "Harbor East")


def write_people(path: Path) -> None:
    """A file with a header and ROWS people, each with their own valid number."""
    people = list(product(FIRST, LAST, CITIES))
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["First name", "Last name", "Cell", "City"])
        for n in range(ROWS):
            first, last, city = people[n % len(people)]
            out.writerow([first, last, f"(212) {200 + n // 10_000}-{n % 10_000:04}", city])


async def memory(redis: Redis) -> int:
    """Bytes that the store's allocator has given out, its rounding included."""
    return int((await redis.info("memory"))["used_memory"])


async def core_seconds(redis: Redis) -> float:
    """Seconds that this process, its children that have ended and the store have spent computing."""
    own, store = os.times(), await redis.info("cpu")
    return float(sum(own[:4]) + store["used_cpu_sys"] + store["used_cpu_user"])


async def load(scripts: Scripts, path: Path) -> tuple[int, float]:
    """Import the file into a new campaign; gives its id and the seconds of a core that it took."""
    campaign = await settings.create(
        scripts, settings.NewCampaign(title="Import", script="Hi {first_name}!", self_assign=True, batch_size=BATCH)
    )
    began = await core_seconds(scripts.redis)
    added = 0
    with path.open("rb") as file:
        async with read_contacts(file, "US") as source:
            async for progress in import_contacts(scripts, campaign, source):
                added = progress.added
    took = await core_seconds(scripts.redis) - began
    assert added == ROWS, f"only {added} came in"
    return campaign, took


async def hold_all(scripts: Scripts, campaign: int) -> list[int]:
    """Have texters request until nobody is left; gives their ids."""
    texters = list(range(1, ROWS // BATCH + 1))
    await launching.launch(scripts, campaign)
    await scripts.run("add_senders", campaign, members=texters)
    for texter in texters:
        await scripts.run("request_conversations", campaign, texter=texter, request_id=str(uuid.uuid4()))
    return texters


async def send_all(scripts: Scripts, campaign: int) -> None:
    """Send every first message, and have it delivered, as carriers/handover.py does."""
    for first in range(1, ROWS + 1, SENDS_AT_ONCE):
        sends = range(first, first + SENDS_AT_ONCE)
        await asyncio.gather(*(scripts.run("send_initial", campaign, conversation=n) for n in sends))
        texts = await scripts.run("take_texts", campaign, carrier="benchmark", count=SENDS_AT_ONCE)
        phones = {text["phone"]: f"{campaign}:{text['conversation']}" for text in texts}
        await cast(Awaitable[int], scripts.redis.hset(keys.under(keys.ACCOUNT, "phones"), mapping=phones))
        reports = ({"conversation": n, "text": 1, "status": "delivered"} for n in sends)
        await asyncio.gather(*(scripts.run("report_text", campaign, **report) for report in reports))


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="handraise-") as folder:
        path = Path(folder) / "people.csv"
        write_people(path)
        async with open_store(Config(data=Path(folder))) as store:
            scripts, redis = Scripts(store.nodes), store.redis
            print(f"{store.where}, {ROWS:,} rows")
            before = await memory(redis)
            campaign, took = await load(scripts, path)
            print(f"imported in {took:.2f} s of one core: {ROWS / took:,.0f} rows a second (at least 25,000)")

            async def report(what: str) -> None:
                each = (await memory(redis) - before) / ROWS
                print(f"{what:25} {each:4.0f} bytes per contact")

            await report("imported (at most 240)")
            await hold_all(scripts, campaign)
            await report("all held (at most 280)")
            await send_all(scripts, campaign)
            await report("all texted once")


if __name__ == "__main__":
    asyncio.run(main())
