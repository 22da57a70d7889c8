"""The rate of a carrier: texts go out evenly, so many a second."""

import asyncio
import math


class Pace:
    """Lets so many texts a second through, evenly; 0: as many as come."""

    def __init__(self, rate: float) -> None:
        self._every = 1 / rate if rate else 0.0
        self._next = -math.inf

    @property
    def wait(self) -> float:
        """Seconds until the next text may go."""
        return max(0.0, self._next - asyncio.get_running_loop().time())

    async def turn(self) -> None:
        """Wait until one more text may go."""
        wait = self.wait
        self._next = asyncio.get_running_loop().time() + wait + self._every
        await asyncio.sleep(wait)
