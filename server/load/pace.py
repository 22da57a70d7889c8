"""The times at which people act: after thinking (closed loop), or at a given rate (open loop)."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from math import log
from random import Random
from typing import Protocol

SPREAD = 0.6
"""The sigma of the lognormal distribution of think times: most are shorter than the mean, and a few much longer."""


class Pace(Protocol):
    """Gives turns to act."""

    def turn(self) -> AbstractAsyncContextManager[float]:
        """Wait for a turn, and hold it; yields when it was due, in seconds of the monotonic clock."""


class Thinking:
    """A person who thinks before each act, `mean` seconds on average: whoever is held up does less.

    leaving  once it is set, nobody thinks any more
    """

    def __init__(self, dice: Random, mean: float, leaving: asyncio.Event) -> None:
        self._dice = dice
        self._mean = mean
        self._leaving = leaving

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[float]:
        """Think, then act."""
        if self._mean:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._dice.lognormvariate(log(self._mean) - SPREAD**2 / 2, SPREAD)):
                    await self._leaving.wait()
        yield time.monotonic()


class Arrivals:
    """Turns that come at random times, `rate` a second for all people together, however long an act takes.

    A turn goes to the person who has waited longest. One that comes while everybody is held up waits, and is timed from
    when it was due: so a stall of the hub isn't hidden. One that comes while nobody has anything to do is let go.

    spare  how many were let go
    """

    def __init__(self, dice: Random, rate: float) -> None:
        self._dice = dice
        self._rate = rate
        self._waiting: deque[asyncio.Future[float]] = deque()
        self._due: deque[float] = deque()
        self._acting = 0
        self._ended = False
        self.spare = 0

    async def run(self) -> None:
        """Give turns, without end."""
        due = time.monotonic()
        while True:
            due += self._dice.expovariate(self._rate)
            await asyncio.sleep(due - time.monotonic())
            while self._waiting and self._waiting[0].done():  # cancelled
                self._waiting.popleft()
            if self._waiting:
                self._waiting.popleft().set_result(due)
            elif self._acting:
                self._due.append(due)
            else:
                self.spare += 1

    def end(self) -> None:
        """Let everybody who waits for a turn go on: it is time to leave."""
        self._ended = True
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(time.monotonic())

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[float]:
        """Wait for one, unless one has waited already."""
        if self._ended:
            due = time.monotonic()
        elif self._due:
            due = self._due.popleft()
        else:
            future = asyncio.get_running_loop().create_future()
            self._waiting.append(future)
            due = await future
        self._acting += 1
        try:
            yield due
        finally:
            self._acting -= 1
