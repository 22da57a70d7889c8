"""Runs the hub: listens, serves, and says good-bye before it closes; in one process or in several on one address."""

import asyncio
import logging
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import uvicorn
from starlette.applications import Starlette

from server.app import create_app
from server.config import Config
from server.errors import HandraiseError
from server.proxies import RealAddresses
from server.signals import on_signals
from server.store.connecting import open_store
from server.web.connections import CONNECTIONS, callers, raise_open_files
from server.world import world_of

GRACE = 10
"""Seconds that requests in flight may take once we are to leave."""
LARGEST_FRAME = 65536
"""Bytes of the largest frame that is read; a larger one closes its socket with 1009."""
UNREAD = 15_000
"""Milliseconds that what we sent may stay unread before the system drops the connection (Linux): a browser that has
stopped reading never sees our close frame, and would keep its socket open with us for ever."""
STUBBORN = 30
"""Seconds after which one of several processes that was told to leave is killed."""
AGAIN = 1.0
"""Seconds until a process that ended by itself is replaced."""

STOPPED = "Handraise has stopped."

log = logging.getLogger("handraise.serve")
Say = Callable[[str], None]


class CantListen(HandraiseError):
    """The address is taken or isn't ours; the message is one sentence that says what to do."""


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
                ws="websockets-sansio",
                ws_per_message_deflate=False,  # it costs half the throughput and 45 KiB a socket and more
                ws_max_size=LARGEST_FRAME,
                ws_ping_interval=20,
                ws_ping_timeout=20,
                timeout_graceful_shutdown=GRACE,
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


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; port 0 takes any free one.

    Raises CantListen.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
        try:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if hasattr(socket, "TCP_USER_TIMEOUT"):  # the sockets it accepts inherit this
                listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD)
            listening.bind(address)
            listening.listen(2048)
        except OSError:
            listening.close()
            raise
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CantListen(f"Can't listen on {host}, port {port} ({reason}): choose another with --port.") from error
    return listening


def address(listening: socket.socket) -> str:
    """`http://127.0.0.1:8000`."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def open_files(say: Say) -> int:
    """Raise the limit of open files, and say so if it stays too low. Returns how many connections there may be."""
    connections, too_low = raise_open_files()
    if too_low:
        say(too_low)
    return connections


async def serve(config: Config, listening: socket.socket, say: Say) -> None:
    """Serve in this process until it is told to leave.

    Raises StoreTrouble.
    """
    connections = open_files(say)
    async with open_store(config) as store:
        say(f"The store: {store.where}")
        if store.doubt:
            say(store.doubt)
        serves = f"Handraise serves {address(listening)}"
        hub = Server(create_app(config), lambda: say(serves), connections, config.trusted_proxies)
        await hub.serve([listening])
    say(STOPPED)


async def work(config: Config, listening: socket.socket) -> None:
    """Serve as one of several processes, until standard input ends: whoever started us has closed it, or is gone.

    Raises StoreTrouble.
    """
    connections, _ = raise_open_files()  # whoever started us has told what that is enough for
    async with open_store(config):
        hub = Server(create_app(config), lambda: None, connections, config.trusted_proxies)
        loop = asyncio.get_running_loop()
        ended = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(ended), sys.stdin)
        watching = asyncio.create_task(ended.read())
        watching.add_done_callback(lambda _: hub.leave())
        await hub.serve([listening])
        watching.cancel()


async def supervise(config: Config, listening: socket.socket, workers: int, say: Say) -> None:
    """Keep several processes that serve the same address, until told to leave.

    Raises StoreTrouble.
    """
    open_files(say)
    async with open_store(config) as store:
        say(f"The store: {store.where}")
        if store.doubt:
            say(store.doubt)
        say(f"Handraise serves {address(listening)} with {workers} processes")
        leaving = asyncio.Event()
        with on_signals(leaving.set):
            await asyncio.gather(*(_keep(listening, leaving) for _ in range(workers)))
    say(STOPPED)


async def _keep(listening: socket.socket, leaving: asyncio.Event) -> None:
    # Not `-m server.cli.main`: the folder that somebody starts us in may hold a `server` of its own.
    here = str(Path(__file__).parent.parent)
    program = f"import sys; sys.path.insert(0, {here!r}); from server.cli.main import main; main()"
    descriptor = listening.fileno()
    left = asyncio.create_task(leaving.wait())
    while not leaving.is_set():
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-c", program, "serve", "--descriptor", str(descriptor)),
            stdin=asyncio.subprocess.PIPE,
            pass_fds=[descriptor],
            start_new_session=True,  # Ctrl-C reaches us alone, and we end them
        )
        ended = asyncio.create_task(process.wait())
        await asyncio.wait({ended, left}, return_when=asyncio.FIRST_COMPLETED)
        if leaving.is_set():
            cast(asyncio.StreamWriter, process.stdin).close()
            await asyncio.wait({ended}, timeout=STUBBORN)
            if not ended.done():
                log.error("A process that serves didn't leave within %d s; it was killed.", STUBBORN)
                process.kill()
        else:
            log.warning("A process that served ended (%s); another takes its place.", process.returncode)
            await asyncio.wait({left}, timeout=AGAIN)
        await ended
