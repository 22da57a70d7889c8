"""Several processes that serve one address, and the one that keeps them."""

import asyncio
import logging
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import cast

from server.app import create_app
from server.config import Config
from server.host.listening import address
from server.host.open_files import Say, open_files, raise_open_files
from server.host.signals import on_signals
from server.measures.cells import MEMORY_BYTES, Cells
from server.measures.declared import MEASURES
from server.measures.kinds import count_in, inherit
from server.scraping import scraped
from server.serve import STOPPED, Server
from server.upgrades.opening import open_account

log = logging.getLogger(__name__)

STUBBORN_SECONDS = 30
"""Seconds after which one of several processes that was told to leave is killed."""
REPLACED_AFTER_SECONDS = 1.0
"""Seconds until a process that ended by itself is replaced."""


async def work(config: Config, listening: socket.socket, measures: int | None) -> None:
    """Serve as one of several processes, until standard input ends: whoever started us has closed it, or is gone.

    `measures` is the file by which whoever started us reads what we count.

    Raises StoreTrouble.
    """
    if measures is not None:
        count_in(Cells(measures))
    connections, _ = raise_open_files()  # whoever started us has told what that is enough for
    async with open_account(config):
        hub = Server(create_app(config), lambda: None, connections, config.trusted_proxies)
        loop = asyncio.get_running_loop()
        ended = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(ended), sys.stdin)
        watching = asyncio.create_task(ended.read())
        watching.add_done_callback(lambda _: hub.leave())
        await hub.serve([listening])
        watching.cancel()


async def supervise(
    config: Config, listening: socket.socket, metrics: socket.socket | None, workers: int, log_format: str, say: Say
) -> None:
    """Keep several processes that serve the same address, until told to leave. `metrics` is where Prometheus asks.

    `log_format` is the form of the log, theirs as well.

    Raises StoreTrouble.
    """
    open_files(say)
    async with open_account(config) as (store, scripts):
        store.introduce(say)
        leaving, kept = asyncio.Event(), set[Cells]() if metrics else None
        async with scraped(metrics, scripts, say, lambda: kept or ()):
            say(f"Handraise serves {address(listening)} with {workers} processes")
            with on_signals(leaving.set):
                await asyncio.gather(*(_keep(listening, leaving, kept, log_format) for _ in range(workers)))
    say(STOPPED)


@contextmanager
def _counting(kept: set[Cells] | None) -> Iterator[int | None]:
    """Read what a process counts, in a file without a name, for as long as this lasts. What it counted stays."""
    if kept is None:
        yield None
        return
    with TemporaryFile() as file:
        file.truncate(MEMORY_BYTES)
        cells = Cells(file.fileno())
        kept.add(cells)
        try:
            yield file.fileno()
        finally:
            kept.discard(cells)
            inherit(cells.read(), MEASURES)


async def _keep(listening: socket.socket, leaving: asyncio.Event, kept: set[Cells] | None, log_format: str) -> None:
    # Not `-m server.cli.main`: the folder that somebody starts us in may hold a `server` of its own.
    here = str(Path(__file__).parent.parent)
    program = f"import sys; sys.path.insert(0, {here!r}); from server.cli.main import main; main()"
    descriptor = listening.fileno()
    left = asyncio.create_task(leaving.wait())
    while not leaving.is_set():
        with _counting(kept) as measures:
            shared = {"--descriptor": descriptor} | ({"--measures": measures} if measures is not None else {})
            options = [str(word) for option in shared.items() for word in option]
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-P", "-c", program, "serve", *options, "--log-format", log_format),
                stdin=asyncio.subprocess.PIPE,
                pass_fds=list(shared.values()),
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
            await ended
        if not leaving.is_set():
            log.warning("A process that served ended (%s); another takes its place.", process.returncode)
            await asyncio.wait({left}, timeout=REPLACED_AFTER_SECONDS)
