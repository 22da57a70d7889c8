"""Serves in one process, and says good-bye before it closes."""

import gc
import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

import uvicorn
from starlette.applications import Starlette

from server.app import create_app
from server.config import Config
from server.host.listening import address
from server.host.open_files import CONNECTIONS, Say, open_files
from server.host.proxies import RealAddresses
from server.host.signals import on_signals
from server.scraping import scraped
from server.upgrades.opening import open_account
from server.web.connections import callers
from server.web.upgraded import Upgraded
from server.world import world_of

GRACE_SECONDS = 10
"""Seconds that requests in flight may take once we are to leave."""
LARGEST_FRAME_BYTES = 2**18
"""Bytes of the largest frame that is read; a larger one closes its socket with 1009. The longest that is sent in good
faith is a list of `limits.list_characters`, of four bytes each."""

OBJECTS_BETWEEN_LOOKS = 10_000
"""Objects that are made before Python looks for cyclic garbage among them."""

STOPPED = "Handraise has stopped."

log = logging.getLogger("handraise.serve")


class Server(uvicorn.Server):
    """A uvicorn server for our app that leaves in order.

    ready        is called once it serves
    connections  how many there may be, WebSockets too
    proxies      addresses and networks that speak for many people
    """

    def __init__(
        self,
        app: Starlette,
        ready: Callable[[], None],
        connections: int = CONNECTIONS,
        proxies: tuple[str, ...] = (),
    ) -> None:
        self._ready = ready
        super().__init__(
            uvicorn.Config(
                app,
                lifespan="on",
                http=cast(Any, callers(connections, RealAddresses(app, proxies).trusted_hosts.__contains__)),
                proxy_headers=False,  # the app does it, for proxies that the settings name (proxies.py)
                ws=Upgraded,
                ws_per_message_deflate=False,  # it costs half the throughput and 45 KiB a socket and more
                ws_max_size=LARGEST_FRAME_BYTES,
                ws_ping_interval=20,
                ws_ping_timeout=20,
                timeout_graceful_shutdown=GRACE_SECONDS,
                access_log=False,
                server_header=False,
                log_config=None,
            )
        )

    def leave(self) -> None:
        """Stop serving, in order. Asked a second time: at once."""
        self.force_exit = self.should_exit
        self.should_exit = True

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave on Ctrl-C and SIGTERM. (uvicorn's own way ends the process before the store is let go.)"""
        with on_signals(self.leave):
            yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the app, listen, and say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take nobody in any more, tell open sockets one after the other to come back, then close."""
        for server in self.servers:
            server.close()
        if not self.force_exit:
            await world_of({"state": self.lifespan.state}).say_goodbye()
        await super().shutdown(sockets)
        if self.force_exit:
            await self.lifespan.shutdown()  # uvicorn would leave the app open, and its store with it


def _spare_what_stays() -> None:
    """Have Python look for cyclic garbage only among what is made from now on, and not so often.

    All that is loaded by now stays, and so does most of an open socket: looking at it again and again is 7 % of what it
    costs to open one.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)


async def serve(config: Config, listening: socket.socket, metrics: socket.socket | None, say: Say) -> None:
    """Serve in this process until it is told to leave. `metrics` is where Prometheus asks, if it does.

    Raises StoreTrouble.
    """
    connections = open_files(say)
    async with open_account(config) as (store, scripts):
        store.introduce(say)
        serves = f"Handraise serves {address(listening)}"
        hub = Server(create_app(config), lambda: say(serves), connections, config.trusted_proxies)
        _spare_what_stays()
        async with scraped(metrics, scripts, say):
            await hub.serve([listening])
    say(STOPPED)
