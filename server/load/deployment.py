"""A deployment for one load test: a private store, a hub and the simulator in processes of their own, in a temporary
folder that is removed afterwards."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from server.config import surroundings
from server.errors import HandraiseError

READY_WITHIN_SECONDS = 30.0
"""Seconds in which a process of the deployment must say that it is there."""

ENDED_WITHIN_SECONDS = 20.0
"""Seconds in which it must end."""


class DoesntStart(HandraiseError):
    """A process of the deployment doesn't start; the message is what it said."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """Where it serves, and the folder of its store."""

    url: str
    data: Path


def program(*arguments: str) -> tuple[str, ...]:
    """Return the command line of a `handraise` command in a process of its own, with the Python that runs this one."""
    # Not `-m server.cli.main`: the folder that somebody starts us in may hold a `server` of its own.
    here = str(Path(__file__).parent.parent.parent)
    code = f"import sys; sys.path.insert(0, {here!r}); from server.cli.main import main; main()"
    return sys.executable, "-P", "-c", code, *arguments


@asynccontextmanager
async def deployed(workers: int, delay: float, seed: int) -> AsyncIterator[Deployment]:
    """Run a hub with so many processes and a simulator whose people answer after `delay` seconds or so.

    Raises DoesntStart.
    """
    with TemporaryDirectory(prefix="handraise-load-") as folder:
        environment = surroundings(HANDRAISE_DATA=folder, PYTHONUNBUFFERED="1", REDIS_URL=None, PUBLIC_URL=None)
        async with AsyncExitStack() as running:
            serve = ("serve", "--port", "0", "--workers", str(workers))
            url = await running.enter_async_context(_process(environment, r"serves (http://\S+)", *serve))
            carry = ("carrier", "simulator", "--delay", str(delay), "--seed", str(seed))
            await running.enter_async_context(_process(environment, r"(carries)", *carry))
            yield Deployment(url, Path(folder))


@asynccontextmanager
async def _process(environment: dict[str, str], ready: str, *arguments: str) -> AsyncIterator[str]:
    """Run a command until this is left; yields what it said when it was ready."""
    process = await asyncio.create_subprocess_exec(
        *program(*arguments),
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,  # Ctrl-C reaches us alone, and we end it
    )
    out = cast(asyncio.StreamReader, process.stdout)
    said: list[str] = []
    try:
        async with asyncio.timeout(READY_WITHIN_SECONDS):
            while line := (await out.readline()).decode():
                said.append(line)
                if found := re.search(ready, line):
                    break
            else:
                raise DoesntStart("".join(said).strip() or f"{arguments[0]} ended at once.")
        reading = asyncio.create_task(_read_on(out))
        try:
            yield found[1]
        finally:
            reading.cancel()
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(ENDED_WITHIN_SECONDS):
                await process.communicate()
        except TimeoutError:
            process.kill()
            await process.communicate()


async def _read_on(out: asyncio.StreamReader) -> None:
    """Read what a process says and forget it, so that it never waits for us."""
    while await out.readline():
        pass
