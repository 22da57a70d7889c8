"""Writes what a mailbox holds to its WebSocket: at once where there is room, else when the browser has made some."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from server.live.mailbox import Mailbox
from server.measures.declared import MAILBOXES_BEHIND, PUSH_DELAY_SECONDS, PUSHES
from server.web.upgraded import EXTENSION, Upgraded
from server.wire.frames import TOO_SLOW, Encoding, Frame

log = logging.getLogger(__name__)

SEND_WITHIN_SECONDS = 10.0
"""Seconds that a browser may take to make room for a frame before it counts as not reading."""


class Writer:
    """Writes for one socket, until it is closed.

    mailbox  what is put into it is written
    pushes   how many pushes have been written so far
    closed_with  the close code, once it was we who closed the socket; else 0
    written  is called whenever what was due has been written
    ended    is called once nothing is written any more: the socket is closed, or its browser has gone or is stuck; or
             there was a fault, which it is given
    """

    def __init__(
        self,
        websocket: WebSocket,
        encoding: Encoding,
        member: int,
        written: Callable[[], None],
        ended: Callable[[Exception | None], None],
    ) -> None:
        self.mailbox = Mailbox(self._wake)
        self.pushes = 0
        self.closed_with = 0
        self._websocket = websocket
        self._encoding = encoding
        self._member = member
        self._written = written
        self._ended = ended
        self._loop = asyncio.get_running_loop()
        self._connection: Upgraded | None = websocket.scope.get("extensions", {}).get(EXTENSION)
        self._over = False
        self._next: asyncio.Handle | None = None
        self._due = 0.0
        """The time of the next writing, by the loop's clock."""
        self._sending: asyncio.Task[None] | None = None
        """Sends what there was no room for, or closes; meanwhile nothing else is written."""

    def stop(self) -> None:
        """Write nothing more."""
        self._over = True
        for going in (self._next, self._sending):
            if going:
                going.cancel()

    def _wake(self) -> None:
        """Write when something is due."""
        now = self._loop.time()
        wait = self.mailbox.due_in(now)
        if self._over or self._sending or wait is None or (self._next and self._due <= now + wait):
            return
        if self._next:
            self._next.cancel()
        self._due = now + wait
        self._next = self._loop.call_later(wait, self._write) if wait else self._loop.call_soon(self._write)

    def _write(self) -> None:
        self._next = None
        try:
            frames = self.mailbox.take(self._loop.time())
            for place, frame in enumerate(frames):
                if not (self._connection and self._connection.write(frame.framed(self._encoding))):
                    return self._begin_sending(frames[place:])
                self._count(frame)
        except Exception as fault:
            return self._end(fault)
        self._written()
        if self.mailbox.closing:
            return self._begin_sending([])
        self._wake()

    def _begin_sending(self, frames: list[Frame]) -> None:
        self._sending = self._loop.create_task(self._send(frames))

    async def _send(self, frames: list[Frame]) -> None:
        """Send these frames as the browser makes room for them. When there are none, close."""
        MAILBOXES_BEHIND.add(1)
        try:
            await self._send_or_close(frames)
        finally:
            MAILBOXES_BEHIND.add(-1)

    async def _send_or_close(self, frames: list[Frame]) -> None:
        try:
            async with asyncio.timeout(SEND_WITHIN_SECONDS):
                for frame in frames:
                    await self._send_one(frame)
                    self._count(frame)
                if not frames:
                    self.closed_with = self.mailbox.closing[0] if self.mailbox.closing else 0
                    await self._websocket.close(*self.mailbox.closing or ())
                    return self._end()
        except TimeoutError:
            await self._hang_up()
            return self._end()
        except (WebSocketDisconnect, RuntimeError, OSError):  # three names of one event: the client has gone
            return self._end()
        except Exception as fault:
            return self._end(fault)
        self._sending = None
        self._write()

    async def _send_one(self, frame: Frame) -> None:
        payload = frame.encoded(self._encoding)
        if isinstance(payload, str):
            await self._websocket.send({"type": "websocket.send", "text": payload})
        else:
            await self._websocket.send({"type": "websocket.send", "bytes": payload})

    async def _hang_up(self) -> None:
        """Close on a browser that doesn't read: it may never see the close frame, so that isn't waited for long."""
        log.warning("A socket of member %s didn't read; closed.", self._member)
        self.closed_with = TOO_SLOW
        with suppress(TimeoutError, WebSocketDisconnect, RuntimeError, OSError):
            async with asyncio.timeout(1):
                await self._websocket.close(TOO_SLOW, "Too slow: connect again.")

    def _count(self, frame: Frame) -> None:
        if frame.about:
            PUSHES.add(frame.about[0])
            self.pushes += 1
        if frame.heard is not None:
            PUSH_DELAY_SECONDS.observe(time.perf_counter() - frame.heard)

    def _end(self, fault: Exception | None = None) -> None:
        self._over = True
        self._ended(fault)
