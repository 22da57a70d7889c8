"""Stores that are backed up and restored, as the commands open them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from redis.asyncio import Redis

from server.backup.archive import About, opened
from server.backup.claiming import PASSING
from server.backup.making import back_up
from server.backup.restoring import Restored, restore
from server.config import Config
from server.store.connecting import Store, open_store
from tests.faults import stores
from tests.stored import everything

AT_ONCE = ("--repl-diskless-sync-delay", "0")
"""Settings of a server that gives its snapshot without waiting for replicas."""


@asynccontextmanager
async def store(binary: str, *settings: str) -> AsyncIterator[stores.Store]:
    """An empty server."""
    async with stores.store(binary, *AT_ONCE, *settings) as running:
        yield running


@asynccontextmanager
async def used(server: stores.Store, database: int = 0) -> AsyncIterator[Store]:
    """The same, opened by a process of its own, as it were."""
    url = f"unix://{server.path}?db={database}"
    async with open_store(Config(redis_url=url, accept_loss=True)) as opened_store:
        yield opened_store


async def backed_up(server: stores.Store, path: Path, database: int = 0) -> About:
    """Back a server up."""
    async with used(server, database) as it:
        return await back_up(it, path, replace=True)


async def restored(
    server: stores.Store, path: Path, *, as_is: bool = False, again: bool = False, database: int = 0
) -> Restored:
    """Restore a backup into a server."""
    async with used(server, database) as it:
        with opened(path) as backup:
            return await restore(it, backup, as_is=as_is, again=again, progress=lambda size, more: None)


async def kept(redis: Redis) -> dict[str, Any]:
    """Everything that a restore brings back as it was: without versions, and what tells only what runs."""
    found = {}
    for name, (kind, value) in (await everything(redis)).items():
        if PASSING.match(name.encode()) or name.endswith((":readings", ":history")):
            continue
        if kind == "hash":
            value = dict(zip(value[::2], value[1::2], strict=True))
            value = {field: one for field, one in value.items() if field != b"v"}
        found[name] = (kind, value)
    return found
