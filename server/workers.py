"""Several processes that serve one address, and the one that keeps them."""

import asyncio
import logging
import socket
import sys
from pathlib import Path
from typing import cast

from server.app import create_app
from server.config import Config
from server.host.listening import address
from server.host.open_files import Say, open_files, raise_open_files
from server.host.signals import on_signals
from server.serve import STOPPED, Server
from server.store.connecting import open_store

log = logging.getLogger(__name__)

STUBBORN_SECONDS = 30
"""Seconds after which one of several processes that was told to leave is killed."""
REPLACED_AFTER_SECONDS = 1.0
"""Seconds until a process that ended by itself is replaced."""


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
        store.introduce(say)
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
            await asyncio.wait({ended}, timeout=STUBBORN_SECONDS)
            if not ended.done():
                log.error("A process that serves didn't leave within %d s; it was killed.", STUBBORN_SECONDS)
                process.kill()
        else:
            log.warning("A process that served ended (%s); another takes its place.", process.returncode)
            await asyncio.wait({left}, timeout=REPLACED_AFTER_SECONDS)
        await ended
