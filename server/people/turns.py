"""Turns at expensive work, such as hashing: a queue that is short and fair, and forgets those who have left."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from server.errors import Refused

WAITING_PER_LINE = 20
"""Places in one line: those of one address, or of one browser that somebody has signed in with before."""
WAITING_IN_ALL = 40
"""Places in all lines of one class: on two cores that is a second's hashing."""

Line = deque[asyncio.Future[None]]


class Lines:
    """The lines of one class, known or strangers. The lines take turns, so that a long one holds up only itself."""

    def __init__(self) -> None:
        self._lines: OrderedDict[str, Line] = OrderedDict()

    def join(self, name: str) -> asyncio.Future[None]:
        """Wait in the line of that name. When the class is full, the last of the longest line gives way to a shorter.

        Raises Refused too_busy.
        """
        ahead = len(self._lines.get(name, ()))
        if ahead >= WAITING_PER_LINE:
            raise Refused("too_busy")
        if sum(map(len, self._lines.values())) >= WAITING_IN_ALL:
            longest = max(self._lines, key=lambda name: len(self._lines[name]))
            if len(self._lines[longest]) <= ahead + 1:
                raise Refused("too_busy")
            last = self._lines[longest][-1]
            self.leave(longest, last)
            if not last.done():
                last.set_exception(Refused("too_busy"))
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._lines.setdefault(name, deque()).append(turn)
        return turn

    def leave(self, name: str, turn: asyncio.Future[None]) -> None:
        """Forget one who waits, if they still do."""
        line = self._lines.get(name)
        if line and turn in line:
            line.remove(turn)
            if not line:
                del self._lines[name]

    def call_next(self) -> bool:
        """Give a turn to the first of the line whose turn it is. Returns False if nobody waits."""
        while self._lines:
            name, line = self._lines.popitem(last=False)
            turn = line.popleft()
            if line:
                self._lines[name] = line
            if not turn.done():  # else they have left this very moment
                turn.set_result(None)
                return True
        return False


class Turns:
    """At most `at_once` work at the same time. The others wait in two classes, served in alternation: those who come
    from where they have been before, and strangers, who may be many."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._known, self._strangers = Lines(), Lines()
        self._next = [self._known, self._strangers]

    @asynccontextmanager
    async def turn(self, line: str = "", known: bool = False) -> AsyncIterator[None]:
        """Wait for a turn, in a line of the known or of the strangers, and have it until the block ends.

        Raises Refused too_busy.
        """
        if self._free:
            self._free -= 1
        else:
            await self._wait(self._known if known else self._strangers, line)
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, lines: Lines, line: str) -> None:
        turn = lines.join(line)
        try:
            await turn
        except asyncio.CancelledError:
            lines.leave(line, turn)
            if turn.done() and not turn.cancelled() and turn.exception() is None:
                self._pass_on()  # it was their turn, and they have left
            raise

    def _pass_on(self) -> None:
        self._next.reverse()
        if not any(lines.call_next() for lines in self._next):
            self._free += 1
