"""Notes in the store that something was away for people, so that nothing is taken from them for want of doing."""

import asyncio

from server.errors import Refused
from server.store.scripts import Scripts

AGAIN_AFTER_SECONDS = 1.0
"""Seconds after which it is tried again to note it."""


class Disturbances:
    """A disturbance is noted when this hub hears the store for the first time, or again: it was away for its sockets,
    or the store was, or another store has taken its place."""

    def __init__(self, scripts: Scripts) -> None:
        self._scripts = scripts
        self._over = asyncio.Event()

    def over(self) -> None:
        """A disturbance is over by now; it is yet to be noted."""
        self._over.set()

    async def keep_noting(self) -> None:
        """Note each disturbance, without end."""
        while True:
            await self._over.wait()
            self._over.clear()
            try:
                await self._scripts.run("note_disturbance")
            except Refused:
                self._over.set()
                await asyncio.sleep(AGAIN_AFTER_SECONDS)
