"""The numbers that Prometheus reads, at `/metrics` on an address of its own. Nothing is done for them in between.

A process that serves nothing else also says there, at `/health/ready`, if it can do its work.
"""

import asyncio
import logging
import re
import socket
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress

import msgspec

from server.background import end
from server.errors import Refused
from server.host.listening import address
from server.host.open_files import Say
from server.measures.cells import Cells, Series
from server.measures.declared import (
    CARRIER_STOPPED,
    HELD,
    OLDEST_SECONDS,
    OUTBOX,
    PROCESSES,
    REPLIES_WAITING,
    STORE_UP,
    TAKEN,
    UNASSIGNED,
)
from server.measures.kinds import Counted
from server.readiness import Readiness, Reason
from server.store import lookups
from server.store.processes import processes
from server.store.scripts import Scripts
from server.store.work import work_now

ASKED_WITHIN_SECONDS = 5.0
"""Seconds in which a request must have come, and in which its answer must have been read."""
LONGEST_HEAD_BYTES = 16_384
OUR_PAGE = re.compile(rb"GET (/metrics|/health/ready)(\?\S*)? HTTP/1\.[01]\r\n")
ANSWER = "HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
PLAIN, JSON = "text/plain; charset=utf-8", "application/json"
NOT_ANSWERED = (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)
"""Reasons why a request gets no answer: it didn't come whole, or too late (a TimeoutError is an OSError)."""

log = logging.getLogger(__name__)


Trouble = Callable[[], str | None]
"""Says why a process can't do its work; None: it can."""


class Scraping:
    """Answers at `/metrics`, and at `/health/ready` where a `trouble` is given.

    `others` gives the cells of the processes that this one keeps.
    """

    def __init__(self, scripts: Scripts, others: Callable[[], Iterable[Cells]], trouble: Trouble | None) -> None:
        self._scripts = scripts
        self._others = others
        self._trouble = trouble
        self.answering: set[asyncio.Task[None]] = set()

    def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Begin to answer."""
        # A task of our own: if asyncio's were cancelled at our end, Python 3.11 would log a traceback.
        task = asyncio.create_task(self._answer(reader, writer))
        self.answering.add(task)
        task.add_done_callback(self.answering.discard)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(*NOT_ANSWERED):
                async with asyncio.timeout(ASKED_WITHIN_SECONDS):
                    head = await reader.readuntil(b"\r\n\r\n")
                status, kind, body = await self._page(head)
                told = ANSWER.format(status=status, type=kind, length=len(body))
                async with asyncio.timeout(ASKED_WITHIN_SECONDS):
                    writer.write(told.encode() + body)
                    await writer.drain()
        finally:
            writer.close()

    async def _page(self, head: bytes) -> tuple[str, str, bytes]:
        """Return status, content type and body of the answer to a request."""
        asked = OUR_PAGE.match(head)
        if asked and asked[1] == b"/health/ready" and self._trouble:
            why = self._trouble()
            readiness = Readiness.of([Reason(code="carrier_stopped", sentence=why)] if why else [])
            return ("503 Service Unavailable" if why else "200 OK"), JSON, msgspec.json.encode(readiness)
        if not asked or asked[1] != b"/metrics":
            return "404 Not Found", PLAIN, b"There is only GET /metrics here.\n"
        try:
            # A process that nobody scrapes doesn't load the library.
            from prometheus_client import CONTENT_TYPE_LATEST

            from server.measures.exposition import exposition

            counted = [cells.read() for cells in (Counted.cells, *self._others())]
            return "200 OK", CONTENT_TYPE_LATEST, exposition([*counted, await self._said_by_store()])
        except Exception:
            log.exception("The metrics couldn't be told.")
            return "500 Internal Server Error", PLAIN, b"Something went wrong here; the log says why.\n"

    async def _said_by_store(self) -> dict[Series, list[float]]:
        try:
            work, (there, _), troubles = await asyncio.gather(
                work_now(self._scripts), processes(self._scripts), lookups.troubles(self._scripts)
            )
        except Refused:
            return {(STORE_UP.name,): [0.0]}
        said: dict[Series, list[float]] = {
            (STORE_UP.name,): [1.0],
            (OUTBOX.name,): [float(work.queued)],
            (OLDEST_SECONDS.name,): [work.oldest_seconds],
            (TAKEN.name,): [float(work.taken)],
            (PROCESSES.name, "hub"): [float(sum(process.sockets is not None for process in there))],
            (PROCESSES.name, "carrier"): [float(sum(process.carrying is not None for process in there))],
        }
        for carrier in {process.carrying.carrier for process in there if process.carrying} | set(troubles):
            said[CARRIER_STOPPED.name, carrier] = [float(carrier in troubles)]
        for campaign in work.active:
            id = str(campaign.id)
            for measure, lanes in ((UNASSIGNED, campaign.unassigned), (HELD, campaign.held)):
                for lane, count in lanes.items():
                    said[measure.name, id, lane] = [float(count)]
            said[REPLIES_WAITING.name, id] = [float(campaign.replies_waiting)]
        return said


@asynccontextmanager
async def scraped(
    at: socket.socket | None,
    scripts: Scripts,
    say: Say,
    others: Callable[[], Iterable[Cells]] = tuple,
    trouble: Trouble | None = None,
) -> AsyncIterator[None]:
    """Answer at `/metrics` on this socket for as long as this lasts. None: nobody asked for that."""
    if at is None:
        yield
        return
    scraping = Scraping(scripts, others, trouble)
    server = await asyncio.start_server(scraping.connected, sock=at, limit=LONGEST_HEAD_BYTES)
    say(f"Metrics: {address(at)}/metrics")
    try:
        yield
    finally:
        server.close()
        await end(scraping.answering)
