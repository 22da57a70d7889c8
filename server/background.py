"""Loops that go on for as long as the process does."""

import asyncio
import logging
from collections.abc import Callable, Collection, Coroutine
from typing import Any

log = logging.getLogger(__name__)

BEGIN_AGAIN_AFTER = 1.0
"""Seconds before a loop that ended by a fault begins again."""

CANCEL_AGAIN_AFTER = 0.5
"""Seconds before a task that was cancelled and goes on is cancelled again."""


async def for_ever(loop: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a loop until cancelled. If a fault of ours ends it, log that and begin it again."""
    while True:
        try:
            await loop()
        except Exception:
            log.exception("The loop %s failed; it begins again.", loop.__name__)
        await asyncio.sleep(BEGIN_AGAIN_AFTER)


async def end(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel tasks until all have ended.

    Once may not be enough: when a time limit of redis-py runs out at the same moment, asyncio takes the cancellation
    for that limit's own (asyncio.timeout compares counts of `cancelling`), and a loop would go on for ever.
    """
    while going := [task for task in tasks if not task.done()]:
        for task in going:
            task.cancel()
        await asyncio.wait(going, timeout=CANCEL_AGAIN_AFTER)
