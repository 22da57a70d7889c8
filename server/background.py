"""Loops that go on for as long as the process does, under one rule: a fault ends none of them for good.

A loop that fails is logged with its traceback, counted, and begun again after a pause that doubles each time. Until
then it is down, and `/health/ready` says so.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Collection, Coroutine
from contextlib import asynccontextmanager
from typing import Any, cast

from server.errors import SENTENCES, Refused
from server.measures.declared import LOOPS_DOWN, LOOPS_FAILED

log = logging.getLogger(__name__)

BEGIN_AGAIN_AFTER_SECONDS = 1.0
"""Seconds before a loop that failed begins again; each time that it fails soon after, twice as many."""

LONGEST_PAUSE_SECONDS = 30.0
"""Seconds that a loop is down at most, and for which it must have run to count as sound again."""

CANCEL_AGAIN_AFTER_SECONDS = 0.5
"""Seconds before a task that was cancelled and goes on is cancelled again."""

Loop = Callable[[], Coroutine[Any, Any, None]]


class Background:
    """The loops of one process, by their names.

    failed  how many times each loop has failed so far
    """

    def __init__(self) -> None:
        self.failed: Counter[str] = Counter()
        self._down: set[str] = set()

    @asynccontextmanager
    async def running(self, **loops: Loop) -> AsyncIterator[None]:
        """Run these loops while this lasts."""
        tasks = [asyncio.create_task(self._supervise(name, loop), name=name) for name, loop in loops.items()]
        try:
            yield
        finally:
            await end(tasks)

    def down(self) -> list[str]:
        """Return the names of the loops that have failed and not begun again yet."""
        return sorted(self._down)

    def check(self) -> None:
        """Raise Refused (loop_down) if a loop is down; its sentence names each."""
        if down := self.down():
            raise Refused("loop_down", SENTENCES["loop_down"].format(loops=", ".join(down)))

    async def _supervise(self, name: str, loop: Loop) -> None:
        LOOPS_DOWN.add(0, name)
        this, pause = cast(asyncio.Task[None], asyncio.current_task()), BEGIN_AGAIN_AFTER_SECONDS
        while True:
            began = time.monotonic()
            try:
                await loop()
                raise RuntimeError("a loop goes on until it is cancelled")
            except (Exception, asyncio.CancelledError) as fault:
                if isinstance(fault, asyncio.CancelledError) and this.cancelling():
                    raise
                if time.monotonic() - began > LONGEST_PAUSE_SECONDS:
                    pause = BEGIN_AGAIN_AFTER_SECONDS
                self.failed[name] += 1
                LOOPS_FAILED.add(name)
                log.exception("The loop %s failed; it begins again in %g s.", name, pause)
            self._down.add(name)
            LOOPS_DOWN.add(1, name)
            try:
                await asyncio.sleep(pause)
            finally:
                self._down.discard(name)
                LOOPS_DOWN.add(-1, name)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


async def end(tasks: Collection[asyncio.Task[Any]]) -> None:
    """Cancel tasks until all have ended.

    Once may not be enough: when a time limit of redis-py runs out at the same moment, asyncio takes the cancellation
    for that limit's own (asyncio.timeout compares counts of `cancelling`), and a loop would go on for ever.
    """
    while going := [task for task in tasks if not task.done()]:
        for task in going:
            task.cancel()
        await asyncio.wait(going, timeout=CANCEL_AGAIN_AFTER_SECONDS)
