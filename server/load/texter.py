"""A texter as people are: works a batch to its end, answers replies, and now and then does what people do."""

import asyncio
import time
import uuid
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial
from random import Random
from typing import Any

from server.campaigns.settings import SIMULATOR
from server.load.history import Taken
from server.load.pace import Pace
from server.load.pages import PAGE, SEEN_WITHIN_SECONDS, Pages
from server.load.plan import Person
from server.load.tab import ALIKE_WITHIN_SECONDS, ANSWERED_WITHIN_SECONDS, Answer, Tab, Where, Write
from server.store.keys import OPEN_LANES

LOOK_EVERY_SECONDS = 1.0
"""Seconds after which a texter with nothing to do looks again, if nothing was pushed."""

LOOKS_BACK_SECONDS = 1.0
"""Seconds in which a texter notices, at most, that a text that they sent is to be undone."""

AWAY_SECONDS = 600.0
"""Seconds for which a texter who walks away does nothing, at most."""

ACCIDENTS = {"reload": 0.01, "cut": 0.005, "second tab": 0.02, "release": 0.002}
"""Things that happen to people, with the part of their acts before which each happens."""

PRESSES_TWICE, PRESSES_AGAIN, OWN_WORDS, SKIPS = 0.15, 0.1, 0.05, 0.03
CLOSES, OPTS_OUT, WRONG_NUMBER, CLOSES_A_QUIET_ONE = 0.12, 0.03, 0.03, 0.1
UNDOES, STOPS_WAITING, WALKS_AWAY, COMES_BACK = 0.06, 0.01, 0.001, 0.5
"""Parts of the requests that are pressed twice, and once more after the answer; of the first messages that are written
anew, and that are skipped; of the replies that are answered by closing, by opting out, or by reporting a wrong number;
of the idle moments in which a quiet conversation is closed; of the texts that are undone; of the looks of one who waits
at which they stop waiting; of the acts instead of which the texter walks away; of those who walked away who come back
when their console warns them."""

Act = Callable[[float], Awaitable[None]]


class Texter:
    """Lives in one or two tabs of the same member. `leaving`: finish the act that is under way, then rest."""

    def __init__(
        self, person: Person, where: Where, pace: Pace, dice: Random, write: Write, leaving: asyncio.Event
    ) -> None:
        self.person = person
        self.pages = Pages(person, where, write, leaving)
        self._pace = pace
        self._dice = dice
        self._write = write
        self._leaving = leaving
        self._firsts: deque[int] = deque()
        self._served: Answer | None = None
        self._taken: Answer | None = None
        self._looked = time.monotonic()

    async def live(self) -> None:
        """Open a console and work, until it is time to leave or there is no going on."""
        await self.pages.open()
        while not self._leaving.is_set():
            console = self.pages.console
            if console is None:
                return self.pages.stuck("the console isn't shown: is this member a sender of the campaign?")
            if console["carrier"] != SIMULATOR:
                return self.pages.stuck("the campaign may be carried to real people")
            self._notice(console)
            act = self._next(console)
            if act is None:
                await self.pages.until(partial(_differs, console), LOOK_EVERY_SECONDS)
            elif _has_work(console) and self._dice.random() < WALKS_AWAY:
                await self._walk_away()
            else:
                async with self._pace.turn() as intended:
                    if self._leaving.is_set():
                        return
                    await act(intended)

    def _notice(self, console: Answer) -> None:
        """Record that conversations were taken from the texter, if the console says so since the last look."""
        now, taken = time.monotonic(), console["taken"]
        if taken and taken != self._taken:
            # They went up to ten seconds before a console that says so: for so long it may be behind.
            self._write(Taken(self.person.name, self._looked - ALIKE_WITHIN_SECONDS, now))
            self._firsts.clear()
        self._taken, self._looked = taken, now

    async def _walk_away(self) -> None:
        """Do nothing, with the page open, until the conversations went back, or until the console warns of that."""
        comes_back = self._dice.random() < COMES_BACK

        def is_over(tab: Tab) -> bool:
            console = tab.console
            return not console or not _has_work(console) or (comes_back and console["idle"] is not None)

        await self.pages.until(is_over, AWAY_SECONDS)

    # The next act.

    def _next(self, console: Answer) -> Act | None:
        accidents: dict[str, Act] = {
            "reload": self.pages.reload,
            "cut": self.pages.cut,
            "second tab": self.pages.second_tab,
            "release": self._release,
        }
        accident = self._dice.random()
        for name, part in ACCIDENTS.items():
            if accident < part:
                return accidents[name]
            accident -= part
        if console["idle"]:
            return self._keep
        if console["served"] != self._served:
            return self._look_at_served
        if console["initial"]:
            return self._send_first
        if console["reply"]:
            return self._answer
        if console["request"]["allowed"]:
            return self._request
        if console["request"]["may_wait"]:
            return self._wait
        if console["request"]["waits_since"] and self._dice.random() < STOPS_WAITING:
            return self._stop_waiting
        if console["quiet"] and self._dice.random() < CLOSES_A_QUIET_ONE:
            return self._close_a_quiet_one
        return None

    async def _release(self, intended: float) -> None:
        await self.pages.first.ask("release_conversations", intended)
        self._firsts.clear()

    async def _keep(self, intended: float) -> None:
        await self._ask_and_look("keep_conversations", intended)

    async def _wait(self, intended: float) -> None:
        await self._ask_and_look("wait_for_more", intended)

    async def _stop_waiting(self, intended: float) -> None:
        await self._ask_and_look("stop_waiting", intended)

    async def _ask_and_look(self, name: str, intended: float) -> None:
        before = self.pages.console
        if isinstance(await self.pages.first.ask(name, intended), dict):
            await self.pages.until(partial(_differs, before or {}), SEEN_WITHIN_SECONDS)

    # Batches.

    async def _request(self, intended: float) -> None:
        """Take a batch. A press that got no answer is pressed again, with the same request id."""
        request = str(uuid.uuid4())
        before = self.pages.console
        presses = [self._ask_for(request, self.pages.first, intended)]
        if self._dice.random() < PRESSES_TWICE:
            presses.append(self._ask_for(request, self.pages.last, intended))
        answer, *_ = await asyncio.gather(*presses)
        if self._dice.random() < PRESSES_AGAIN:
            await self._ask_for(request, self.pages.last, time.monotonic())
        if isinstance(answer, dict):
            await self._look_at(answer)
            await self.pages.until(partial(_differs, before or {}), SEEN_WITHIN_SECONDS)

    async def _ask_for(self, request: str, tab: Tab, intended: float) -> Answer | str:
        deadline = time.monotonic() + ANSWERED_WITHIN_SECONDS
        while True:
            answer = await tab.ask("request_conversations", intended, request_id=request)
            if answer not in ("lost", "try_again"):
                return answer
            if time.monotonic() > deadline:
                self.pages.stuck(f"a request for conversations got no answer for {ANSWERED_WITHIN_SECONDS:.0f} s")
                return answer
            await asyncio.sleep(0.2)

    async def _look_at_served(self, _: float) -> None:
        """List a batch that came by waiting: so the record says who holds it, as of one that was requested."""
        self._served = (self.pages.console or {}).get("served")
        if self._served:
            await self._look_at(self._served)

    async def _look_at(self, batch: Answer) -> None:
        self._firsts.clear()
        for lane in OPEN_LANES:
            if batch[lane]:
                found = await self.pages.list(lane, batch[lane])
                if lane == "initial":
                    self._firsts.extend(found)

    # Conversations.

    async def _send_first(self, intended: float) -> None:
        if not self._firsts:
            self._firsts.extend(await self.pages.list("initial", PAGE))
        if not self._firsts:
            return
        conversation = self._firsts.popleft()
        if self._dice.random() < SKIPS:
            await self._do("skip_conversation", conversation, intended)  # once all others are sent, it is listed again
        else:
            words = self._words() if self._dice.random() < OWN_WORDS else None
            await self._send("send_initial", intended, conversation, words)

    async def _answer(self, intended: float) -> None:
        waiting = await self.pages.list("reply", 1)
        if not waiting:
            return
        conversation = await self.pages.first.ask("open_conversation", intended, conversation=waiting[0])
        if isinstance(conversation, str):
            return
        dice = self._dice.random()
        for name, part in (
            ("opt_out", OPTS_OUT),
            ("close_conversation", CLOSES),
            ("report_wrong_number", WRONG_NUMBER),
        ):
            if dice < part:
                return await self._do(name, waiting[0])
            dice -= part
        last = conversation["texts"][-1]["id"]
        await self._send("send_reply", None, waiting[0], self._words(), last_seen=last)

    async def _close_a_quiet_one(self, intended: float) -> None:
        quiet = await self.pages.list("quiet", 1)
        if quiet:
            await self._do("close_conversation", quiet[0], intended)

    async def _do(self, name: str, conversation: int, intended: float | None = None) -> None:
        await self.pages.see(await self.pages.first.ask(name, intended, conversation=conversation))

    def _words(self) -> str:
        return f"Good to hear from you! ({uuid.uuid4()})"  # unlike every other: it must arrive once

    async def _send(self, name: str, intended: float | None, conversation: int, words: str | None, **args: Any) -> None:
        """Send a text. Now and then it is undone and another one is sent; a first message is the next act."""
        text = {"text": words} if words else {}
        sent = await self.pages.first.ask(name, intended, words, conversation=conversation, **text, **args)
        await self.pages.see(sent)
        if isinstance(sent, str) or "undo_until" not in sent or self._dice.random() >= UNDOES:
            return
        await asyncio.sleep(self._dice.uniform(0, LOOKS_BACK_SECONDS))
        undone = await self.pages.first.ask("undo", None, words, undid=name, conversation=conversation)
        await self.pages.see(undone)
        if isinstance(undone, dict) and name == "send_initial":
            self._firsts.appendleft(conversation)
        elif isinstance(undone, dict):
            args["last_seen"] = undone["texts"][-1]["id"]
            words = self._words()
            await self.pages.see(
                await self.pages.first.ask(name, None, words, conversation=conversation, text=words, **args)
            )


def _differs(console: Answer, tab: Tab) -> bool:
    """Return whether a tab's console has changed."""
    return tab.console != console


def _has_work(console: Answer) -> bool:
    """Return whether a console's texter holds first messages or replies."""
    return bool(console["initial"] or console["reply"])
