"""A recorded connection: a texter's tab or an admin's board, as a browser holds one."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from websockets.exceptions import InvalidHandshake

from server.client import Client, ConnectionLost
from server.errors import HandraiseError, Refused
from server.load.history import (
    LOST,
    OK,
    Alike,
    AnyRecord,
    Asked,
    Closed,
    Differs,
    Fell,
    Opened,
    Pushed,
    Pushes,
    Stuck,
)
from server.load.plan import Person
from server.shown import Thing, key_of
from server.wire.frames import CLOSE_CODES, Key

ANSWERED_WITHIN_SECONDS = 30.0
"""Seconds after which a session whose command isn't answered counts as stuck."""

ALIKE_WITHIN_SECONDS = 10.0
"""Seconds in which a console equals one that has just opened, also after a fault (promise 5)."""

LOOK_EVERY_SECONDS = 0.1
"""Seconds between two looks whether they are equal by now."""

AGAIN_AFTER_SECONDS = 0.5
"""Seconds, on average, after which a page that didn't open is opened again."""

T = TypeVar("T")
Side = Literal["texter", "admin"]
Write = Callable[[AnyRecord], None]
Answer = dict[str, Any]


class CantOpen(HandraiseError):
    """A page doesn't open; the message says why."""


@dataclass(frozen=True, slots=True)
class Where:
    """The hub's address, and the campaign."""

    url: str
    campaign: int


class Tab:
    """A connection of a session, and the record of what it asks and is shown. `id` is the member's."""

    def __init__(self, session: str, where: Where, side: Side, client: Client, write: Write) -> None:
        self.session = session
        self.campaign = where.campaign
        self.client = client
        self.id = 0
        self._where = where
        self._side: Side = side
        self._write = write
        self._counted = 0
        self._told = 0
        self._cut = 0

    @property
    def console(self) -> Thing | None:
        """The console of the campaign, if it is shown."""
        return self.client.thing("console", self.id, self.campaign)

    async def ask(
        self,
        name: str,
        intended: float | None = None,
        words: str | None = None,
        undid: str | None = None,
        **args: Any,
    ) -> Answer | str:
        """Ask for something about the campaign; returns the answer, or the outcome if it is another than OK.

        `words` and `undid` are for the record (history.py).
        """
        began = time.monotonic()
        answer: Answer = {}
        try:
            async with asyncio.timeout(ANSWERED_WITHIN_SECONDS):
                answer = await self.client.ask(name, campaign=self.campaign, **args)
            outcome = OK
        except Refused as refused:
            outcome = refused.code
        except ConnectionLost:
            outcome = LOST
        except TimeoutError:
            outcome = LOST
            self._write(
                Stuck(self.session, time.monotonic(), f"{name} wasn't answered for {ANSWERED_WITHIN_SECONDS:.0f} s")
            )
        asked = Asked(
            self.session,
            name,
            began if intended is None else intended,
            began,
            time.monotonic(),
            outcome,
            conversation=args.get("conversation"),
            words=words,
            request=args.get("request_id"),
            answer=answer if "request_id" in args and outcome == OK else None,
            v=answer.get("v"),
            undid=undid,
        )
        self._write(asked)
        return answer if outcome == OK else outcome

    def cut(self) -> None:
        """Lose the connection."""
        self._cut += 1
        self.client.abort()

    def tick(self) -> None:
        """Record how many pushes came, and which connections ended, since the last time."""
        now = time.monotonic()
        if self.client.pushes > self._counted:
            self._write(Pushes(self.session, now, self.client.pushes - self._counted))
            self._counted = self.client.pushes
        for code in self.client.closings[self._told :]:
            self._write(Closed(self.session, now, code, meant=self._cut > 0))
            self._cut = max(0, self._cut - 1)
        self._told = len(self.client.closings)

    async def follow(self) -> None:
        """Record what is pushed, until the connection is closed for good."""
        newest: dict[Key, int] = {}
        connection = 0
        async for what, thing in self.client.changes():
            if connection != len(self.client.closings):  # another connection may lead to a hub that is a moment behind
                connection, newest = len(self.client.closings), {}
            key, v, at = key_of(thing), thing["v"], time.monotonic()
            if what != "shown":  # answers overtake pushes: only pushes come in the order of their versions
                if v < newest.get(key, v):
                    self._write(Fell(self.session, at, told(key), newest[key], v))
                newest[key] = v
            if what != "gone" and thing["campaign"] == self.campaign:
                if thing["kind"] == "campaign":
                    unassigned = sum(thing["unassigned"].values())
                    self._write(Pushed(self.session, at, v, unassigned))
                elif thing["kind"] == "console":
                    self._write(Pushed(self.session, at, thing["moved"]))

    async def compare(self, person: Person) -> None:
        """Record whether this tab shows, within 10 s, what one that has just opened shows."""
        async with opened(f"{self.session}, fresh", self._where, self._side, person, self._write) as fresh:
            deadline = time.monotonic() + ALIKE_WITHIN_SECONDS
            while (shown := compared(self.client)) != (truth := compared(fresh.client)):
                if time.monotonic() > deadline:
                    for key in shown.keys() | truth.keys():
                        if shown.get(key) != truth.get(key):
                            self._write(Differs(self.session, told(key), shown.get(key), truth.get(key)))
                    return
                await asyncio.sleep(LOOK_EVERY_SECONDS)
            self._write(Alike(self.session, time.monotonic(), len(shown)))


@asynccontextmanager
async def opened(
    session: str, where: Where, side: Side, person: Person, write: Write, again: bool = False
) -> AsyncIterator[Tab]:
    """Connect, open and follow, for as long as this lasts; an admin watches the campaign, too.

    Raises CantOpen.
    """
    began = time.monotonic()
    async with AsyncExitStack() as open:
        client = Client(where.url, person.token, f"/ws/{side}", person.encoding, person.address)
        await patiently(lambda: open.enter_async_context(client))
        tab = Tab(session, where, side, client, write)
        following = asyncio.create_task(tab.follow())
        try:
            tab.id = await open_page(client, side, where.campaign)
            write(Opened(session, time.monotonic(), time.monotonic() - began, again))
            yield tab
        finally:
            tab.tick()
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)


async def open_page(client: Client, side: Side, campaign: int) -> int:
    """Open a console, or a board that shows a campaign, and return the member's id.

    Raises CantOpen.
    """
    try:
        answer = await patiently(lambda: client.ask("open_console" if side == "texter" else "open_admin"))
        if side == "admin":
            await patiently(lambda: client.ask("watch_campaign", campaign=campaign))
    except CantOpen as error:
        raise CantOpen(CLOSE_CODES.get(client.close_code or 0, str(error))) from error
    return int(answer["me"]["id"])


async def patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """Ask until it is done, as a person reloads a page while the hub or its store is away.

    Raises CantOpen.
    """
    deadline = time.monotonic() + ANSWERED_WITHIN_SECONDS
    while True:
        try:
            async with asyncio.timeout(ANSWERED_WITHIN_SECONDS):
                return await ask()
        except (OSError, InvalidHandshake, TimeoutError, ConnectionLost, Refused) as error:
            final = isinstance(error, Refused) and error.code != "try_again"
            if final or "closed with" in str(error) or time.monotonic() > deadline:
                raise CantOpen(str(error) or type(error).__name__) from error
        await asyncio.sleep(random.uniform(0, 2 * AGAIN_AFTER_SECONDS))


def compared(client: Client) -> dict[Key, Thing]:
    """Return the things that a client shows, without their versions: pushes that change nothing aren't made.

    Without who is online, which changes with this very question, and without single conversations, which a page lists
    again when its console's `moved` says so.
    """
    shown = {
        key: {**thing, "v": 0} for key, thing in client.things.items() if key[0] not in ("presence", "conversation")
    }
    return shown


def told(key: Key) -> str:
    """Return the name of a thing, for people."""
    kind, id, campaign = key
    return f"{kind} {id}" if campaign in (None, id) else f"{kind} {id} of campaign {campaign}"
