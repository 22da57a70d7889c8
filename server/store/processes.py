"""The processes of this deployment: each tells the store every few seconds that it is there, and what it does."""

import asyncio
import logging
import os
import secrets
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version
from socket import gethostname
from typing import Any

import msgspec

from server.background import Background
from server.errors import Refused
from server.host.signals import leave
from server.store import keys
from server.store.scripts import Scripts

log = logging.getLogger(__name__)

REPORT_EVERY_SECONDS = 5.0
"""Seconds between two reports. After three that didn't come, a process isn't there any more."""
GOODBYE_WITHIN_SECONDS = 1.0
"""Seconds that the end of a process waits for the store to note it."""
RATE_SECONDS = 60.0


class OpenSockets(msgspec.Struct, frozen=True, kw_only=True):
    """The open sockets of a hub, by side."""

    texter: int
    admin: int


class Carrying(msgspec.Struct, frozen=True, kw_only=True):
    """The work of a process that carries texts.

    carrier  the carrier's name
    rate     texts a second that it has sent, over the last minute
    in_hand  texts that it has taken and not reported yet
    """

    carrier: str
    rate: float
    in_hand: int


class Process(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A process that has reported lately.

    since     ms by the store's clock, when it first reported
    schema    the newest one that it understands (keys.py)
    sockets   a hub's
    carrying  that of a process that carries texts
    """

    host: str
    pid: int
    version: str
    since: int
    schema: int = 1
    sockets: OpenSockets | None = None
    carrying: Carrying | None = None

    @property
    def kind(self) -> str:
        """The word for what it does."""
        return "carrier" if self.carrying else "hub"


class Rate:
    """Something a second, over the last minute. `total` is how many there have been so far."""

    def __init__(self, total: Callable[[], float]) -> None:
        self._total = total
        self._seen = deque([(asyncio.get_running_loop().time(), total())])

    def now(self) -> float:
        """Return the rate, and note it for the next time."""
        at, total = asyncio.get_running_loop().time(), self._total()
        while len(self._seen) > 1 and self._seen[1][0] <= at - RATE_SECONDS:
            self._seen.popleft()
        began, before = self._seen[0]
        self._seen.append((at, total))
        return (total - before) / max(at - began, 1.0)


@asynccontextmanager
async def reporting(
    background: Background, scripts: Scripts, work: Callable[[], OpenSockets | Carrying]
) -> AsyncIterator[None]:
    """Tell the store every few seconds what this process does, and at the end that it has gone.

    A process that must not work on the store any more is told to leave: it was paused or cut off, was believed to have
    ended, and meanwhile a newer version has changed what is stored.
    """
    name = secrets.token_hex(8)
    me = {"host": gethostname(), "pid": os.getpid(), "version": version("handraise"), "schema": keys.SCHEMA}

    async def report() -> None:
        while True:
            does = work()
            kind = "sockets" if isinstance(does, OpenSockets) else "carrying"
            with suppress(Refused):  # the next one says it
                report = me | {kind: msgspec.to_builtins(does)}
                least = await scripts.run("report_process", process=name, report=report)
                if least > keys.SCHEMA:
                    log.error("A newer version has upgraded the store to schema %d. This process leaves.", least)
                    leave()
            await asyncio.sleep(REPORT_EVERY_SECONDS)

    try:
        async with background.running(report_process=report):
            yield
    finally:
        with suppress(Refused, TimeoutError):  # else it is believed for a few seconds more
            async with asyncio.timeout(GOODBYE_WITHIN_SECONDS):
                await scripts.run("report_process", process=name)


async def processes(scripts: Scripts) -> tuple[list[Process], int]:
    """Return the processes that have reported lately, by when they began, and the time in ms by the store's clock.

    Raises Refused (try_again).
    """
    told = await scripts.run("list_processes")
    return reported(told["processes"]), told["at"]


def reported(reports: Iterable[dict[str, Any]]) -> list[Process]:
    """Return the processes that these reports are of, by when they began."""
    found: list[Process] = []
    for report in reports:
        with suppress(msgspec.ValidationError):  # another version may tell other things
            found.append(msgspec.convert(report, Process))
    return sorted(found, key=lambda process: (process.since, process.host, process.pid))
