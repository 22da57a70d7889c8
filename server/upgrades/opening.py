"""The door of every process to the store: once it is open, the store is whole, and of this version's schema."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.config import Config
from server.store.connecting import Store, open_store
from server.store.half_restored import refuse_half_restored
from server.store.scripts import Scripts
from server.store.verbs import read_all
from server.upgrades.upgrading import upgrade


@asynccontextmanager
async def open_account(config: Config) -> AsyncIterator[tuple[Store, Scripts]]:
    """Open the store, read all verbs, and bring what is stored up to this version.

    Raises StoreTrouble and Refused (try_again), at the opening only.
    """
    async with open_to_restore(config) as store:
        scripts = Scripts(store.nodes)
        await refuse_half_restored(scripts, store.where)
        await upgrade(scripts)
        yield store, scripts


@asynccontextmanager
async def open_to_restore(config: Config) -> AsyncIterator[Store]:
    """Open a store that holds nothing, or a part of a backup, and read all verbs.

    Raises StoreTrouble, at the opening only.
    """
    async with open_store(config) as store:
        await asyncio.to_thread(read_all, store.nodes.sharded)
        yield store
