"""A process of its own that takes part in one chore: `python -m tests.chore_process STORE_URL PERIOD`, until killed.

Each time that it does the chore, it notes its process id in the stream `done`, whose ids are the store's time in ms.
"""

import asyncio
import os
import sys

from redis.asyncio import Redis

from server.background import Background
from server.chores import Chore, doing_chores
from server.store.nodes import Nodes
from server.store.scripts import Scripts


async def note(scripts: Scripts) -> None:
    """The chore."""
    await scripts.redis.xadd("done", {"by": os.getpid()})


async def main(store_url: str, period: float) -> None:
    """Take part."""
    async with Redis.from_url(store_url) as redis:
        await redis.incr("taking_part")
        async with doing_chores(Background(), Scripts(Nodes(redis)), [Chore("note", period, note)]):
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
