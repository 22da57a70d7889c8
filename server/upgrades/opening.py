"""The door of every process to the store: what it holds is of this version's schema once the door is open."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.config import Config
from server.store.connecting import Store, open_store
from server.store.scripts import Scripts
from server.store.verbs import read_all
from server.upgrades.upgrading import upgrade


@asynccontextmanager
async def open_account(config: Config) -> AsyncIterator[tuple[Store, Scripts]]:
    """Open the store, read all verbs, and bring what is stored up to this version.

    Raises StoreTrouble and Refused (try_again), at the opening only.
    """
    async with open_store(config) as store:
        scripts = Scripts(store.nodes)
        await asyncio.to_thread(read_all, store.nodes.sharded)
        await upgrade(scripts)
        yield store, scripts
