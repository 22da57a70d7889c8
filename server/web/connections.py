"""Connections: how many may be open, and how long one may go without saying what it wants.

A texter's browser says so at once, and its request or socket is then no longer counted here. uvicorn itself would wait
without end for the rest of a request. When there are too many that are silent, the one that has been silent longest
gives way to the newest, so that a stranger who opens thousands keeps nobody out.
"""

import asyncio
import logging
import select
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from functools import partial
from itertools import islice
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from server.host.addresses import plain
from server.host.crowded import Crowded

HEAD_WITHIN_SECONDS = 10.0
"""Seconds in which the head of a request must have come, from the opening of the connection or its first byte."""
BODY_LOOK_EVERY_SECONDS = 20.0
BYTES_PER_BODY_LOOK = 2_000
"""Bytes of a body that must come in so many seconds: slower than any line is, fast
enough for 100 MB."""
UNFINISHED_PER_ADDRESS = 1_000
"""Connections from one address whose request hasn't wholly come: as many as it may have sockets. Behind one
address there may be a whole office, whose consoles all connect again at the same moment."""
UNFINISHED_IN_ALL = 5_000
"""Connections from all addresses whose request hasn't wholly come, in one process."""
CONNECTIONS_LOOKED_AT = 10
"""Connections that are looked at to find one that is really silent."""

log = logging.getLogger("handraise.connections")


class Unfinished:
    """The connections of one process whose request hasn't wholly come, the longest silent first.

    most  how many connections of all kinds there may be
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._silent: OrderedDict[Caller, None] = OrderedDict()
        self._of_address: defaultdict[str, OrderedDict[Caller, None]] = defaultdict(OrderedDict)
        self._full = False
        self._crowded = Crowded("connections whose request hasn't wholly come")

    def enter(self, caller: "Caller", connections: int) -> None:
        """Take in a new connection, and end the one that must give way to it: the new one, if no other is silent.

        `connections` is how many of all kinds there are with it.
        """
        self.heard(caller)
        of_address = self._of_address[caller.address]
        if caller.address and len(of_address) > UNFINISHED_PER_ADDRESS and self._end_one(of_address):
            self._crowded.tell(caller.address, UNFINISHED_PER_ADDRESS)
            return
        if connections > self._most:
            if not self._full:
                log.warning(
                    "There are %d connections, as many as this process may have: silent ones are closed, and new ones "
                    "turned away, until some have ended.",
                    connections - 1,
                )
            self._full = True
            if not self._end_one(self._silent):
                caller.end()
        elif len(self._silent) > UNFINISHED_IN_ALL:
            self._end_one(self._silent)
        elif connections < 0.9 * self._most:
            self._full = False

    def _end_one(self, silent: "OrderedDict[Caller, None]") -> bool:
        """End the one that has been silent longest, and return whether there was one.

        One that has said something that we haven't read yet isn't silent.
        """
        for caller in list(islice(silent, CONNECTIONS_LOOKED_AT)):
            if not caller.has_said_more():
                caller.end()
                return True
            self.heard(caller)
        return False

    def heard(self, caller: "Caller") -> None:
        """Note that something has come, but not all of a request."""
        for order in (self._silent, self._of_address[caller.address]):
            order[caller] = None
            order.move_to_end(caller)

    def leave(self, caller: "Caller") -> None:
        """Forget a connection whose request has wholly come, or that has gone."""
        if caller in self._silent:
            del self._silent[caller]
            del self._of_address[caller.address][caller]
            if not self._of_address[caller.address]:
                del self._of_address[caller.address]


class Caller(H11Protocol):
    """uvicorn's HTTP connection, with an end to its patience.

    address  where it comes from, as it is counted; empty for a proxy, which speaks for many people
    """

    def __init__(self, unfinished: Unfinished, is_proxy: Callable[[str], bool], **uvicorns: Any) -> None:
        super().__init__(**uvicorns)
        self.address = ""
        self._unfinished = unfinished
        self._is_proxy = is_proxy
        self._deadline: asyncio.TimerHandle | None = None
        self._came = 0
        self._in_body = False
        self._upgraded = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        if self.client and not self._is_proxy(self.client[0]):
            self.address = plain(self.client[0])
        self._look_in(HEAD_WITHIN_SECONDS)
        self._unfinished.enter(self, len(self.connections))

    def data_received(self, data: bytes) -> None:
        """Take in a part of a request, and see whether it is whole now."""
        super().data_received(data)
        self._came += len(data)
        in_body = self.conn.their_state is h11.SEND_BODY
        if self._upgraded or self.transport.is_closing() or not (in_body or self.conn.their_state is h11.IDLE):
            self._done()
            return
        if in_body and not self._in_body:
            self._look_in(BODY_LOOK_EVERY_SECONDS)
        elif self._deadline is None:
            self._look_in(HEAD_WITHIN_SECONDS)
        self._in_body = in_body
        self._unfinished.heard(self)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hand the connection over to a WebSocket, which is pinged from then on."""
        self._upgraded = True
        super().handle_websocket_upgrade(event)
        if not cast(WebSocketsSansIOProtocol, self.transport.get_protocol()).handshake_initiated:
            self.transport.abort()  # it can't read this request, and would neither say so nor end

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._done()
        super().connection_lost(exc)

    def end(self) -> None:
        """Close the connection without an answer: what it asks for isn't known yet, or it has stopped half-way."""
        self._done()
        self.transport.abort()

    def has_said_more(self) -> bool:
        """Return whether something has come that isn't read yet."""
        poll = select.poll()
        poll.register(self.transport.get_extra_info("socket").fileno(), select.POLLIN)
        return bool(poll.poll(0))

    def _look(self) -> None:
        """End the connection, unless its body keeps coming or we ourselves have stopped reading it."""
        if self._in_body and (self._came >= BYTES_PER_BODY_LOOK or self.flow.read_paused):
            self._look_in(BODY_LOOK_EVERY_SECONDS)
        else:
            self.end()

    def _look_in(self, seconds: float) -> None:
        if self._deadline:
            self._deadline.cancel()
        self._came = 0
        self._deadline = self.loop.call_later(seconds, self._look)

    def _done(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None
        self._in_body = False
        self._unfinished.leave(self)


def callers(most: int, is_proxy: Callable[[str], bool]) -> Callable[..., Caller]:
    """Return a function that makes the connections of one process, `most` at the same time."""
    return partial(Caller, Unfinished(most), is_proxy)
