"""Runs `handraise` as a person at a terminal does."""

import asyncio
import os
import re
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import forked
from tests.forked import ROOT, Forked

SETTINGS = (
    *("REDIS_URL", "HANDRAISE_DATA", "HANDRAISE_REGION", "SECRET_KEY", "PUBLIC_URL", "TRUSTED_PROXIES"),
    "HANDRAISE_ACCEPT_LOSS",
)


@dataclass(frozen=True)
class Ended:
    """The exit code and the output of a command that has ended."""

    code: int
    out: str
    err: str


async def start(*args: str | Path, cwd: Path = ROOT, root: Path = ROOT, **settings: str | Path) -> Forked | Process:
    """Start `handraise ARGS` with these settings and no others, on a store that may keep nothing on disk.

    `root` is the folder whose `server` it is.
    """
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    env = kept | {"HANDRAISE_ACCEPT_LOSS": "1"} | {name: str(value) for name, value in settings.items()}
    return await forked.start(tuple(map(str, args)), env, cwd, PIPE, root)


def loaded(told: str) -> set[str]:
    """The modules that a process has loaded, from what it tells with PYTHONPROFILEIMPORTTIME=1."""
    return set(re.findall(r"^import time: .*\| +(\S+)$", told, re.MULTILINE))


async def handraise(*args: str | Path, cwd: Path = ROOT, root: Path = ROOT, **settings: str | Path) -> Ended:
    """Run `handraise ARGS` to its end. Whatever goes wrong, it never ends in a traceback."""
    process = await start(*args, cwd=cwd, root=root, **settings)
    out, err = await process.communicate()
    assert b"Traceback" not in err, err.decode()
    return Ended(process.returncode or 0, out.decode(), err.decode())


@dataclass
class Running:
    """A command that goes on; `said` is what it has said on stdout so far."""

    process: Forked | Process
    said: str = ""

    async def says(self, words: str) -> str:
        """Wait until the command has said these words; gives the line."""
        assert self.process.stdout
        async with asyncio.timeout(60):
            while line := (await self.process.stdout.readline()).decode():
                self.said += line
                if words in line:
                    return line.strip()
        raise AssertionError(f"it ended without saying {words!r}: {self.said}")

    async def stop(self, how: signal.Signals = signal.SIGTERM) -> Ended:
        """Tell the command to leave, and wait until it has."""
        self.process.send_signal(how)
        try:
            async with asyncio.timeout(60):
                out, err = await self.process.communicate()
        except TimeoutError:
            self.process.kill()
            raise
        assert b"Traceback" not in err, err.decode()
        return Ended(self.process.returncode or 0, self.said + out.decode(), err.decode())


@asynccontextmanager
async def running(*args: str | Path, cwd: Path = ROOT, **settings: str | Path) -> AsyncIterator[Running]:
    """Run `handraise ARGS` while this lasts; then the command ends in order."""
    it = Running(await start(*args, cwd=cwd, **settings))
    try:
        yield it
    finally:
        if it.process.returncode is None:
            await it.stop()
        await it.process.communicate()  # killed, it may have left others who hold its pipes
