"""The things that a client shows: what answers and pushes leave of them, and how they change."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any, Literal, NamedTuple

from server.wire.frames import Key

Thing = dict[str, Any]
"""A thing as it comes over the wire: fields that a newer server sends are there, too."""


class Change(NamedTuple):
    """Something that is shown from now on, or no longer.

    shown    a thing in an answer to `open_…` or `watch_campaign`
    changed  a thing that was pushed, as it looks now
    gone     the kind, id, campaign and v of a thing that is no longer shown
    """

    what: Literal["shown", "changed", "gone"]
    thing: Thing


class Shown:
    """The newest of each thing.

    things  by kind, id and campaign
    gone    the `v` at which a thing went, by the same key
    """

    def __init__(self) -> None:
        self.things: dict[Key, Thing] = {}
        self.gone: dict[Key, int] = {}
        self._early: list[Change] | None = None
        """The pushes since everything was asked for; None: it isn't being asked for."""
        self._listeners: list[asyncio.Queue[Change | None]] = []

    def ask_anew(self, asking: bool = True) -> None:
        """Note that everything is being asked for, or no longer. What is pushed meanwhile may be newer."""
        self._early = [] if asking else None

    def replace(self, things: Iterable[Thing]) -> None:
        """Show these instead of everything, and what was pushed since they were asked for."""
        self.things, self.gone = {}, {}
        self.add(things)
        for change in self._early or ():
            self._keep(change)
        self.ask_anew(False)

    def add(self, things: Iterable[Thing]) -> None:
        """Show these, too, which an answer gives."""
        for thing in things:
            self._learn(Change("shown", thing))

    def push(self, what: Literal["changed", "gone"], thing: Thing) -> None:
        """Take in a push."""
        change = Change(what, thing)
        if self._early is not None:
            self._early.append(change)
        self._learn(change)

    def end(self) -> None:
        """Note that nothing changes any more."""
        for heard in self._listeners:
            heard.put_nowait(None)

    async def changes(self) -> AsyncIterator[Change]:
        """Yield each change from now on, in its order, until the end."""
        heard = asyncio.Queue[Change | None]()
        self._listeners.append(heard)
        try:
            while change := await heard.get():
                yield change
        finally:
            self._listeners.remove(heard)

    def _learn(self, change: Change) -> None:
        self._keep(change)
        for heard in self._listeners:
            heard.put_nowait(change)

    def _keep(self, change: Change) -> None:
        thing = change.thing
        key = key_of(thing)
        newest = max(self.things.get(key, {"v": -1})["v"], self.gone.get(key, -1))
        if thing["v"] < newest:
            return
        if change.what == "gone":
            self.things.pop(key, None)
            self.gone[key] = thing["v"]
        else:
            self.things[key] = thing


def key_of(thing: Thing) -> Key:
    """Return kind, id and campaign: two things with the same are one thing."""
    return thing["kind"], thing["id"], thing["campaign"]
