"""The pages of one texter: one or two tabs, what the first of them shows, and the accidents that happen to them."""

import asyncio
import time
from collections.abc import Callable
from contextlib import AsyncExitStack

from server.load.history import Held, Stuck
from server.load.plan import Person
from server.load.tab import Answer, Tab, Where, Write, opened
from server.shown import Thing

SEEN_WITHIN_SECONDS = 1.0
"""Seconds that a texter waits at most to see what became of their last act, before the next."""

PAGE = 100
"""Conversations of a page."""


class Pages:
    """One or two tabs of the same member.

    leaving  once it is set, nobody waits for anything any more
    """

    def __init__(self, person: Person, where: Where, write: Write, leaving: asyncio.Event) -> None:
        self.person = person
        self.tabs: list[Tab] = []
        self._where = where
        self._write = write
        self._leaving = leaving
        self._open = [AsyncExitStack(), AsyncExitStack()]
        self._opened = 0

    @property
    def first(self) -> Tab:
        """The tab in which the texter works."""
        return self.tabs[0]

    @property
    def last(self) -> Tab:
        """The second tab if there is one, else the first."""
        return self.tabs[-1]

    @property
    def console(self) -> Thing | None:
        """The console that the first tab shows, if it shows one."""
        return self.first.console

    async def open(self, again: bool = False) -> None:
        """Open one more tab.

        Raises CantOpen.
        """
        nth = len(self.tabs)
        self._opened += 1
        session = f"{self.person.name}, tab {self._opened}"
        tab = opened(session, self._where, "texter", self.person, self._write, again)
        self.tabs.append(await self._open[nth].enter_async_context(tab))

    async def close(self) -> None:
        """Close all tabs."""
        for stack in reversed(self._open):
            await stack.aclose()
        self.tabs.clear()

    async def reload(self, _: float) -> None:
        """Close all tabs and open one anew."""
        await self.close()
        await self.open(again=True)

    async def cut(self, _: float) -> None:
        """Lose the connection of the first tab."""
        self.first.cut()

    async def second_tab(self, _: float) -> None:
        """Open a second tab, or close it."""
        if len(self.tabs) > 1:
            await self._open[len(self.tabs) - 1].aclose()
            self.tabs.pop()
        else:
            await self.open()

    async def until(self, holds: Callable[[Tab], bool], seconds: float) -> None:
        """Wait until it holds of the first tab, for so many seconds at most, or until it is time to leave."""
        tab = self.first
        waiting = asyncio.create_task(tab.client.until(lambda _: holds(tab), within=seconds))
        left = asyncio.create_task(self._leaving.wait())
        await asyncio.wait({waiting, left}, return_when=asyncio.FIRST_COMPLETED)
        for task in (waiting, left):
            task.cancel()
        await asyncio.gather(waiting, left, return_exceptions=True)

    async def see(self, answer: Answer | str) -> None:
        """Wait until the console shows what was done, as a person looks at it."""
        if isinstance(answer, dict):
            v = answer["v"]
            await self.until(lambda tab: (tab.console or {}).get("moved", v) >= v, SEEN_WITHIN_SECONDS)

    async def list(self, lane: str, count: int) -> list[int]:
        """List what the texter holds in a lane, `count` at most, and record it."""
        found: list[int] = []
        after = None
        while len(found) < count:
            began = time.monotonic()
            page = await self.first.ask("list_conversations", lane=lane, limit=PAGE, after=after)
            if isinstance(page, str):
                break
            held = [(one["id"], one["v"]) for one in page["conversations"]]
            self._write(Held(self.person.name, began, time.monotonic(), held))
            found += [id for id, _ in held]
            after = page.get("next")
            if after is None:
                break
        return found

    def stuck(self, sentence: str) -> None:
        """Record that the texter can't go on."""
        self._write(Stuck(self.person.name, time.monotonic(), sentence))
