"""Ends what is under way on Ctrl-C or SIGTERM, in order: files and processes of ours are gone then."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from server.backup.archive import BadBackup
from server.host.signals import on_signals

T = TypeVar("T")

TOLD_AGAIN_SECONDS = 0.5


async def to_its_end(doing: Coroutine[Any, Any, T], otherwise: str) -> T:
    """Do it, and return its result.

    Raises BadBackup when it is ended before; `otherwise` says what that means, after "It was ended half-way, ".
    """
    leaving = asyncio.Event()
    task = asyncio.ensure_future(doing)
    told = asyncio.ensure_future(leaving.wait())
    with on_signals(leaving.set):
        await asyncio.wait([task, told], return_when=asyncio.FIRST_COMPLETED)
        told.cancel()
        while not task.done():  # before Python 3.12 `wait_for`, which redis-py sends with, may lose a cancellation
            task.cancel()
            await asyncio.wait([task], timeout=TOLD_AGAIN_SECONDS)
    if task.cancelled():
        raise BadBackup(f"It was ended half-way, {otherwise}.")
    return task.result()
