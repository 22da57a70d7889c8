"""Measures how fast a campaign's conversations are exported.

    python -m tests.benchmarks.exports

100,000 people are imported, and each is texted once. The export is made as `GET /campaigns/ID/export.csv` makes it.
What counts is what this process and the store computed, as if they shared one core. Wanted: 50,000 rows a second.
"""

import asyncio
import tempfile
from pathlib import Path

import msgpack

from server.config import Config
from server.store import keys
from server.store.connecting import open_store
from server.store.scripts import Scripts
from server.web.export import rows
from tests.benchmarks.imports import ROWS, core_seconds, load, write_people


async def export(scripts: Scripts, campaign: int) -> float:
    """Export a campaign of ROWS rows; gives the seconds of a core that it took."""
    began, came = await core_seconds(scripts.redis), 0
    async for piece in rows(scripts, campaign, ["City"], {}):
        came += piece.count("\n")
    assert came == ROWS + 1
    return await core_seconds(scripts.redis) - began


async def text_all(scripts: Scripts, campaign: int) -> None:
    """Give each conversation a text as one that is kept. (Sending them all takes minutes.)"""
    text = msgpack.packb({"d": "out", "t": "Hi Maria!", "at": 1_700_000_000_000, "s": "delivered", "r": "SM123"})
    owner = keys.campaign(campaign)
    for first in range(1, ROWS + 1, 1_000):
        some = range(first, first + 1_000)
        async with scripts.redis.pipeline(transaction=False) as pipeline:
            pipeline.hset(keys.under(owner, "where"), mapping=dict.fromkeys(some, "1:quiet"))
            for n in some:
                pipeline.rpush(keys.under(owner, "texts", n), text)
            await pipeline.execute()


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="handraise-") as folder:
        path = Path(folder) / "people.csv"
        write_people(path)
        async with open_store(Config(data=Path(folder))) as store:
            scripts = Scripts(store.nodes)
            campaign, _ = await load(scripts, path)
            print(f"not texted yet: {ROWS / await export(scripts, campaign):9,.0f} rows a second (at least 50,000)")
            await text_all(scripts, campaign)
            print(f"texted once:    {ROWS / await export(scripts, campaign):9,.0f} rows a second (at least 50,000)")


if __name__ == "__main__":
    asyncio.run(main())
