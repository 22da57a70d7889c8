"""The people of one process: reads its orders, lets them live, and writes the record of it.

in   a line of JSON, the Orders; then a line when it is time to leave. The end of the input: leave at once
out  records (history.py)
"""

import asyncio
import itertools
import sys
import time
from contextlib import AsyncExitStack, suppress
from random import Random
from typing import BinaryIO

import msgspec

from server.load.board import approve, look_at_history
from server.load.history import AnyRecord, Lag, Stuck, packed
from server.load.pace import Arrivals, Pace, Thinking
from server.load.plan import Person
from server.load.tab import CantOpen, Tab, Where, opened
from server.load.texter import Texter

TICK_SECONDS = 0.25
"""Seconds between two records of what is only counted."""

COMPARED_AT_ONCE = 20
"""Sessions that are compared with one that has just opened, at a time."""

BEHIND_SECONDS = 0.01
"""Seconds that the event loop is asked to sleep; what it sleeps longer is its lag."""


class Orders(msgspec.Struct, frozen=True, kw_only=True):
    """The work of one process.

    rate   acts a second of its texters together; 0: each thinks for `think` seconds, on average
    begin  when it all begins, by the monotonic clock
    """

    url: str
    campaign: int
    texters: list[Person]
    admins: list[Person]
    think: float
    rate: float
    seed: str
    begin: float


LARGEST_ORDERS_BYTES = 2**26
"""Bytes of the orders, at most: a token is some fifty."""


class Crew:
    """Texters and admins at work."""

    def __init__(self, orders: Orders, out: BinaryIO) -> None:
        self._orders = orders
        self._out = out
        self._where = Where(orders.url, orders.campaign)
        self._leaving = asyncio.Event()
        self._dice = Random(f"{orders.seed}:acts")
        self._arrivals = Arrivals(self._dice, orders.rate) if orders.rate else None
        self._texters = [self._texter(person) for person in orders.texters]
        self._boards: list[tuple[Tab, Person]] = []

    def _texter(self, person: Person) -> Texter:
        dice = Random(f"{self._orders.seed}:{person.name}")
        pace: Pace = self._arrivals or Thinking(dice, self._orders.think, self._leaving)
        return Texter(person, self._where, pace, dice, self._write, self._leaving)

    def _write(self, record: AnyRecord) -> None:
        self._out.write(packed(record))

    async def run(self, told: asyncio.StreamReader) -> None:
        """Live until told to leave; then compare what each session shows with one that has just opened."""
        behind = asyncio.create_task(self._tick())
        arriving = [asyncio.create_task(self._arrivals.run())] if self._arrivals else []
        async with AsyncExitStack() as boards:
            texters = [asyncio.create_task(self._live(texter)) for texter in self._texters]
            admins = [asyncio.create_task(self._watch(admin, boards)) for admin in self._orders.admins]
            try:
                if await told.readline():
                    self._leaving.set()
                    if self._arrivals:
                        self._arrivals.end()
                    await asyncio.gather(*texters)
                    await self._compare()
            finally:
                for task in (*texters, *admins, *arriving, behind):
                    task.cancel()
                await asyncio.gather(*texters, *admins, *arriving, behind, return_exceptions=True)
                await asyncio.gather(*(texter.pages.close() for texter in self._texters))
        self._out.flush()

    async def _comes(self, person: Person) -> bool:
        """Wait until this person is to come; returns False if it is time to leave before."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.0, self._orders.begin + person.start - time.monotonic())):
                await self._leaving.wait()
        return not self._leaving.is_set()

    async def _live(self, texter: Texter) -> None:
        if not await self._comes(texter.person):
            return
        try:
            await texter.live()
        except CantOpen as error:
            self._write(Stuck(texter.person.name, time.monotonic(), f"its console doesn't open: {error}"))

    async def _watch(self, admin: Person, boards: AsyncExitStack) -> None:
        if not await self._comes(admin):
            return
        board = opened(admin.name, self._where, "admin", admin, self._write)
        try:
            tab = await boards.enter_async_context(board)
        except CantOpen as error:
            return self._write(Stuck(admin.name, time.monotonic(), f"its board doesn't open: {error}"))
        self._boards.append((tab, admin))
        await asyncio.gather(look_at_history(tab, self._dice), approve(tab, self._dice))

    async def _compare(self) -> None:
        tabs = [*self._boards, *((tab, texter.person) for texter in self._texters for tab in texter.pages.tabs)]
        room = asyncio.Semaphore(COMPARED_AT_ONCE)

        async def compare(tab: Tab, person: Person) -> None:
            async with room:
                await tab.compare(person)

        await asyncio.gather(*itertools.starmap(compare, tabs))

    async def _tick(self) -> None:
        late, ticked = 0.0, time.monotonic()
        while True:
            began = time.monotonic()
            await asyncio.sleep(BEHIND_SECONDS)
            now = time.monotonic()
            late = max(late, now - began - BEHIND_SECONDS)
            if now > ticked + TICK_SECONDS:
                self._write(Lag(self._orders.seed, now, late))
                late, ticked = 0.0, now
                for tab in [
                    *(tab for tab, _ in self._boards),
                    *(tab for one in self._texters for tab in one.pages.tabs),
                ]:
                    tab.tick()
                self._out.flush()


async def live(out: BinaryIO) -> None:
    """Be the people of the orders that come on standard input."""
    told = asyncio.StreamReader(limit=LARGEST_ORDERS_BYTES)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(told), sys.stdin)
    orders = msgspec.json.decode(await told.readline(), type=Orders)
    await Crew(orders, out).run(told)
