"""A texter as people are: works a batch to its end, answers replies, and now and then does what people do."""

import asyncio
import time
import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from functools import partial
from random import Random

from server.campaigns.settings import SIMULATOR
from server.load.history import Held, Stuck
from server.load.pace import Pace
from server.load.plan import Person
from server.load.tab import ANSWERED_WITHIN_SECONDS, Answer, Tab, Where, Write, opened
from server.store.keys import OPEN_LANES

SEEN_WITHIN_SECONDS = 1.0
"""Seconds that a texter waits at most to see what became of their last act, before the next."""

LOOK_EVERY_SECONDS = 1.0
"""Seconds after which a texter with nothing to do looks again, if nothing was pushed."""

PAGE = 100
"""Conversations of a page."""

ACCIDENTS = {"reload": 0.01, "cut": 0.005, "second tab": 0.02, "release": 0.002}
"""Things that happen to people, with the part of their acts before which each happens."""

PRESSES_TWICE, PRESSES_AGAIN, OWN_WORDS = 0.15, 0.1, 0.05
CLOSES, OPTS_OUT, CLOSES_A_QUIET_ONE = 0.12, 0.03, 0.1
"""Parts of the requests that are pressed twice, and once more after the answer; of the first messages that are written
anew; of the replies that are answered by closing or opting out; of the idle moments in which a quiet conversation is
closed."""

Act = Callable[[float], Awaitable[None]]


class Texter:
    """Lives in one or two tabs of the same member. `leaving`: finish the act that is under way, then rest."""

    def __init__(
        self,
        person: Person,
        where: Where,
        pace: Pace,
        dice: Random,
        write: Write,
        leaving: asyncio.Event,
    ) -> None:
        self.person = person
        self.tabs: list[Tab] = []
        self._where = where
        self._pace = pace
        self._dice = dice
        self._write = write
        self._leaving = leaving
        self._open = [AsyncExitStack(), AsyncExitStack()]
        self._firsts: deque[int] = deque()
        self._opened = 0

    @property
    def _tab(self) -> Tab:
        return self.tabs[0]

    async def live(self) -> None:
        """Open a console and work, until it is time to leave or there is no going on."""
        await self._open_tab()
        while not self._leaving.is_set():
            console = self._tab.console
            if console is None:
                return self._stuck("the console isn't shown: is this member a sender of the campaign?")
            if console["carrier"] != SIMULATOR:
                return self._stuck("the campaign may be carried to real people")
            act = self._next(console)
            if act is None:
                await self._until(partial(_differs, console), LOOK_EVERY_SECONDS)
                continue
            async with self._pace.turn() as intended:
                if self._leaving.is_set():
                    return
                await act(intended)

    async def go(self) -> None:
        """Close all tabs."""
        for stack in reversed(self._open):
            await stack.aclose()
        self.tabs.clear()

    def _stuck(self, sentence: str) -> None:
        self._write(Stuck(self.person.name, time.monotonic(), sentence))

    # The tabs.

    async def _open_tab(self, again: bool = False) -> None:
        nth = len(self.tabs)
        self._opened += 1
        session = f"{self.person.name}, tab {self._opened}"
        tab = opened(session, self._where, "texter", self.person, self._write, again)
        self.tabs.append(await self._open[nth].enter_async_context(tab))

    async def _close_tab(self) -> None:
        await self._open[len(self.tabs) - 1].aclose()
        self.tabs.pop()

    async def _until(self, holds: Callable[[Tab], bool], seconds: float) -> None:
        """Wait until it holds of the first tab, for a while at most."""
        waiting = asyncio.create_task(self._tab.client.until(lambda _: holds(self._tab), within=seconds))
        left = asyncio.create_task(self._leaving.wait())
        await asyncio.wait({waiting, left}, return_when=asyncio.FIRST_COMPLETED)
        for task in (waiting, left):
            task.cancel()
        await asyncio.gather(waiting, left, return_exceptions=True)

    # The next act.

    def _next(self, console: Answer) -> Act | None:
        accidents: dict[str, Act] = {
            "reload": self._reload,
            "cut": self._cut,
            "second tab": self._second_tab,
            "release": self._release,
        }
        accident = self._dice.random()
        for name, part in ACCIDENTS.items():
            if accident < part:
                return accidents[name]
            accident -= part
        if console["initial"]:
            return self._send_first
        if console["reply"]:
            return self._answer
        if console["request"]["allowed"]:
            return self._request
        if console["quiet"] and self._dice.random() < CLOSES_A_QUIET_ONE:
            return self._close_a_quiet_one
        return None

    async def _reload(self, _: float) -> None:
        while self.tabs:
            await self._close_tab()
        self._open = [AsyncExitStack(), AsyncExitStack()]
        await self._open_tab(again=True)

    async def _cut(self, _: float) -> None:
        self._tab.cut()

    async def _second_tab(self, _: float) -> None:
        if len(self.tabs) > 1:
            await self._close_tab()
        else:
            await self._open_tab()

    async def _release(self, intended: float) -> None:
        await self._tab.ask("release_conversations", intended)
        self._firsts.clear()

    async def _request(self, intended: float) -> None:
        """Take a batch. A press that got no answer is pressed again, with the same request id."""
        request = str(uuid.uuid4())
        before = self._tab.console
        presses = [self._ask_for(request, self._tab, intended)]
        if self._dice.random() < PRESSES_TWICE:
            presses.append(self._ask_for(request, self.tabs[-1], intended))
        answer, *_ = await asyncio.gather(*presses)
        if self._dice.random() < PRESSES_AGAIN:
            await self._ask_for(request, self.tabs[-1], time.monotonic())
        if isinstance(answer, dict):
            self._firsts.clear()
            for lane in OPEN_LANES:
                if answer[lane]:
                    found = await self._list(lane, answer[lane])
                    if lane == "initial":
                        self._firsts.extend(found)
            await self._until(partial(_differs, before or {}), SEEN_WITHIN_SECONDS)

    async def _ask_for(self, request: str, tab: Tab, intended: float) -> Answer | str:
        deadline = time.monotonic() + ANSWERED_WITHIN_SECONDS
        while True:
            answer = await tab.ask("request_conversations", intended, request_id=request)
            if answer not in ("lost", "try_again"):
                return answer
            if time.monotonic() > deadline:
                self._stuck(f"a request for conversations got no answer for {ANSWERED_WITHIN_SECONDS:.0f} s")
                return answer
            await asyncio.sleep(0.2)

    async def _list(self, lane: str, count: int) -> list[int]:
        """List what the texter holds in a lane, `count` at most, and record it."""
        found: list[int] = []
        after = None
        while len(found) < count:
            began = time.monotonic()
            page = await self._tab.ask("list_conversations", lane=lane, limit=PAGE, after=after)
            if isinstance(page, str):
                break
            held = [(one["id"], one["v"]) for one in page["conversations"]]
            self._write(Held(self.person.name, began, time.monotonic(), held))
            found += [id for id, _ in held]
            after = page.get("next")
            if after is None:
                break
        return found

    async def _send_first(self, intended: float) -> None:
        if not self._firsts:
            self._firsts.extend(await self._list("initial", PAGE))
        if not self._firsts:
            return
        own = self._dice.random() < OWN_WORDS
        await self._send("send_initial", intended, self._firsts.popleft(), self._words() if own else None)

    async def _answer(self, intended: float) -> None:
        waiting = await self._list("reply", 1)
        if not waiting:
            return
        conversation = await self._tab.ask("open_conversation", intended, conversation=waiting[0])
        if isinstance(conversation, str):
            return
        dice = self._dice.random()
        if dice < OPTS_OUT:
            await self._see(await self._tab.ask("opt_out", conversation=waiting[0]))
        elif dice < OPTS_OUT + CLOSES:
            await self._see(await self._tab.ask("close_conversation", conversation=waiting[0]))
        else:
            last = conversation["texts"][-1]["id"]
            await self._send("send_reply", None, waiting[0], self._words(), last_seen=last)

    async def _close_a_quiet_one(self, intended: float) -> None:
        quiet = await self._list("quiet", 1)
        if quiet:
            await self._see(await self._tab.ask("close_conversation", intended, conversation=quiet[0]))

    def _words(self) -> str:
        return f"Good to hear from you! ({uuid.uuid4()})"  # unlike every other: it must arrive once

    async def _send(self, name: str, intended: float | None, conversation: int, words: str | None, **args: int) -> None:
        text = {"text": words} if words else {}
        await self._see(await self._tab.ask(name, intended, words, conversation=conversation, **text, **args))

    async def _see(self, answer: Answer | str) -> None:
        """Wait until the console shows what was done, as a person looks at it."""
        if isinstance(answer, dict):
            v = answer["v"]
            await self._until(lambda tab: (tab.console or {}).get("moved", v) >= v, SEEN_WITHIN_SECONDS)


def _differs(console: Answer, tab: Tab) -> bool:
    """Return whether a tab's console has changed."""
    return tab.console != console
