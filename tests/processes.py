"""Real processes that tests start and kill."""

import asyncio
import os
import re
import signal
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.forked import ROOT, Forked, start
from tests.recorder import FILE, Record


@dataclass
class Process:
    """A `handraise` command that runs; what it says goes to a file."""

    process: Forked | asyncio.subprocess.Process
    path: Path
    url: str = ""

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def log(self) -> str:
        """All it has said so far."""
        return self.path.read_text()

    async def says(self, pattern: str, within: float = 20.0) -> re.Match[str]:
        """Wait until it has said something."""
        async with asyncio.timeout(within):
            while True:
                if found := re.search(pattern, self.log()):
                    return found
                assert self.process.returncode is None, f"it ended: {self.log()}"
                await asyncio.sleep(0.02)

    async def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        await self.process.wait()

    async def stop(self, within: float = 20.0) -> int:
        """Ask it to end (SIGTERM), and wait until it has; gives its exit code."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(within):
            return await self.process.wait()


def free_port() -> int:
    """Return a port that nobody uses right now: for a hub that is started there later, or again."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def handraise(*arguments: str, **environment: str) -> AsyncIterator[Process]:
    """A `handraise` command, ended when this is left."""
    surroundings = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "HANDRAISE_DATA")}
    with tempfile.NamedTemporaryFile(suffix=".log") as log:
        process = await start(arguments, {**surroundings, "HANDRAISE_ACCEPT_LOSS": "1", **environment}, ROOT, log)
        running = Process(process, Path(log.name))
        try:
            yield running
        finally:
            try:
                await running.stop()
            except TimeoutError:
                await running.kill()


@asynccontextmanager
async def hub_process(store_url: str = "", port: int = 0, **environment: str) -> AsyncIterator[Process]:
    """A hub in a process of its own. What it sends must be in the document of the wire."""
    with tempfile.NamedTemporaryFile(suffix=".record") as record:
        async with unrecorded_hub(store_url, port, **environment, **{FILE: record.name}) as hub:
            yield hub
        Record.read(Path(record.name)).judge()


@asynccontextmanager
async def unrecorded_hub(store_url: str = "", port: int = 0, **environment: str) -> AsyncIterator[Process]:
    """A hub in a process of its own, on a free port, that serves by the time this is entered."""
    store = {"REDIS_URL": store_url} if store_url else {}
    settings = {"SECRET_KEY": "for tests", **store, **environment}
    async with handraise("serve", "--port", str(port), **settings) as hub:
        hub.url = (await hub.says(r"serves (http://\S+)"))[1]
        yield hub
