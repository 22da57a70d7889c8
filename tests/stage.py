"""The stage for a sequence of verbs: a store, the verbs, a listener, and a hub's view of a campaign."""

import asyncio
from collections.abc import Coroutine, Iterable
from contextlib import AsyncExitStack
from typing import Any

from msgspec import convert, to_builtins
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from server.live.mailbox import Mailbox
from server.live.watch import Connection, Watch
from server.shown import Thing, key_of
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from server.wire.described import CampaignNews
from tests.announcements import listening
from tests.described import tell_all
from tests.stored import everything


class Stage:
    """A store and a listener to some of its campaigns, for callers that can't await."""

    def __init__(self, url: str, campaigns: Iterable[int]) -> None:
        self._loop = asyncio.new_event_loop()
        self._open = AsyncExitStack()
        self.redis = self.wait(self._open.enter_async_context(Redis.from_url(url, retry=Retry(NoBackoff(), 0))))
        self.scripts = Scripts(Nodes(self.redis))
        self._announcements = self.wait(self._open.enter_async_context(listening(self.redis, *campaigns)))

    def wait(self, what: Coroutine[Any, Any, Any]) -> Any:
        """Run a coroutine to its end; returns its result."""
        return self._loop.run_until_complete(what)

    def run(self, verb: str, campaign: int | None = None, **args: Any) -> Any:
        """The answer of a verb.

        Raises Refused.
        """
        return self.wait(self.scripts.run(verb, campaign, **args))

    def everything(self) -> dict[str, tuple[str, Any]]:
        """Every key: name → (type, value)."""
        found: dict[str, tuple[str, Any]] = self.wait(everything(self.redis))
        return found

    def announced(self) -> list[Thing]:
        """The announcements since this was last asked."""
        news: list[Thing] = self.wait(self._announcements.news())
        return news

    def clear(self) -> None:
        """Forget everything."""
        self.wait(self.redis.flushall())
        self.announced()

    def close(self) -> None:
        """Leave the store."""
        self.wait(self._open.aclose())
        self._loop.close()


class Browser:
    """A socket as a hub has it, and what it shows: of each thing the newest."""

    def __init__(self, member: int, admin: bool = False) -> None:
        self._mailbox = Mailbox(lambda: None)
        self._pushes = 0
        self.member = member
        self.connection = Connection(self._mailbox, member, admin, credential="", shows=True)
        self._things: dict[Any, tuple[int, Thing | None]] = {}

    def opened(self, things: Iterable[Thing | None]) -> None:
        """Take in the answer to opening, which comes before anything that is pushed."""
        self._things = {key_of(thing): (thing["v"], thing) for thing in to_builtins(list(things)) if thing}

    def read(self) -> None:
        """Take in what was pushed."""
        self._pushes += 1
        for frame in self._mailbox.take(float(self._pushes)):
            what, thing = to_builtins(frame.message)
            newest, _ = self._things.get(key_of(thing), (0, None))
            if thing["v"] >= newest:
                self._things[key_of(thing)] = thing["v"], thing if what == "changed" else None

    def shows(self, kind: str) -> dict[int, Thing]:
        """The things of a kind by id, without their versions."""
        return {id: without("v", thing) for (of, id, _), (_, thing) in self._things.items() if of == kind and thing}


class HubView:
    """A campaign as a hub shows it, which hears of it what it is let hear; and the browsers there."""

    def __init__(self, stage: Stage, campaign: int, texters: Iterable[int]) -> None:
        self._stage = stage
        self._campaign = campaign
        self._waiting: list[Thing] = []
        self.watch = Watch(campaign)
        self.consoles = [self._console(texter) for texter in texters]
        self.boards = [self._board()]
        self.behind = False
        self.read_again()

    def _console(self, texter: int) -> Browser:
        browser = Browser(texter)
        self.watch.shown[texter].add(browser.connection)
        return browser

    def _board(self) -> Browser:
        browser = Browser(0, admin=True)
        self.watch.admins.add(browser.connection)
        self.watch.rows.add(browser.connection)
        return browser

    def hear(self, message: Thing) -> None:
        """Hear an announcement."""
        self._waiting.append(message)
        if not self.behind:
            self.catch_up()

    def catch_up(self) -> None:
        """Take in all announcements that wait, as server/live/hub.py does."""
        waiting, self._waiting, self.behind = self._waiting, [], False
        for message in waiting:
            if message["v"] > self.watch.v + 1:
                self.read_again()
            elif message["v"] > self.watch.v:
                self._tell(convert(message, CampaignNews))

    def miss(self) -> None:
        """Lose the announcements that wait."""
        self._waiting, self.behind = [], False

    def read_again(self) -> None:
        """Take in a snapshot."""
        self._tell(self._snapshot(*self.watch.shown))

    def open_console(self, texter: int) -> None:
        """Open one more socket of a texter."""
        browser = self._console(texter)
        self.consoles.append(browser)
        if texter not in self.watch.texters:
            self.watch.learn(self._snapshot(texter))
        browser.opened([self.watch.show_console(texter)])
        self._read()

    def open_board(self) -> None:
        """Open one more socket of an admin who watches the rows."""
        browser = self._board()
        self.boards.append(browser)
        self.watch.learn(self._snapshot())
        browser.opened([self.watch.thing, *(self.watch.sender(texter, {}) for texter in self.watch.texters)])
        self._read()

    def close(self, browser: Browser) -> None:
        """Close one socket."""
        (self.boards if browser in self.boards else self.consoles).remove(browser)
        self.watch.leave(browser.connection)

    def _snapshot(self, *texters: int) -> CampaignNews:
        rows = bool(self.watch.rows)
        return convert(self._stage.run("snapshot", self._campaign, texters=list(texters), rows=rows), CampaignNews)

    def _tell(self, news: CampaignNews) -> None:
        tell_all(self.watch, news)
        self._read()

    def _read(self) -> None:
        for browser in (*self.consoles, *self.boards):
            browser.read()


def without(name: str, thing: Thing) -> Thing:
    """A thing but for one field."""
    return {field: value for field, value in thing.items() if field != name}
