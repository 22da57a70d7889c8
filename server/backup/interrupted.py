"""Ends what is under way on Ctrl-C or SIGTERM, in order: files and processes of ours are gone then."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from server.backup.archive import BadBackup
from server.host.signals import on_signals

T = TypeVar("T")


async def to_its_end(doing: Coroutine[Any, Any, T], otherwise: str) -> T:
    """Do it, and return its result.

    Raises BadBackup when it is ended before; `otherwise` says what that means, after "It was ended half-way, ".
    """
    task = asyncio.ensure_future(doing)
    with on_signals(task.cancel):  # type: ignore[arg-type]
        await asyncio.wait([task])
    if task.cancelled():
        raise BadBackup(f"It was ended half-way, {otherwise}.")
    return task.result()
