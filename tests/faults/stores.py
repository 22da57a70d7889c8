"""Stores of a test's own, and an address at which now one of them answers, now another."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from server.config import Config
from server.people.members import Members
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests.world import World


@dataclass
class Store:
    """A server, its client, and people and campaigns in it."""

    redis: Redis
    path: str
    world: World


@asynccontextmanager
async def store(binary: str, *settings: str) -> AsyncIterator[Store]:
    """An empty server of this binary."""
    with TemporaryDirectory(prefix="hr-") as folder:
        async with server(binary, folder, *settings) as running:
            yield running


@asynccontextmanager
async def server(binary: str, folder: str | Path, *settings: str) -> AsyncIterator[Store]:
    """A server that keeps what it does in this folder, and knows what is there."""
    path = f"{folder}/s"
    words = ["--port", "0", "--unixsocket", path, "--save", "", "--dir", str(folder), *settings]
    process = subprocess.Popen([binary, *words], stdout=subprocess.DEVNULL)
    try:
        async with Redis.from_url(f"unix://{path}", retry=Retry(NoBackoff(), 0)) as redis:
            await answering(redis)
            scripts = Scripts(Nodes(redis))
            yield Store(redis, path, World(scripts, Members(scripts, Config(secret_key="for tests"))))
    finally:
        process.kill()
        process.wait()


async def answering(redis: Redis) -> None:
    """Wait until it does."""
    async with asyncio.timeout(20):
        while True:
            with suppress(RedisError, OSError):
                if not (await redis.info("persistence"))["loading"]:
                    return
            await asyncio.sleep(0.02)


class Address:
    """A TCP proxy in front of one store at a time.

    url   where it is
    port  of that
    """

    def __init__(self, path: str) -> None:
        self.url = ""
        self.port = 0
        self._path: str | None = path
        self._ways: set[asyncio.Task[None]] = set()
        self._silent: set[asyncio.Task[None]] = set()

    def leads_to(self, path: str | None) -> None:
        """From now on another store answers, or nobody; every connection that there is breaks."""
        self._path = path
        for way in self._ways | self._silent:
            way.cancel()

    def drop_silently(self) -> None:
        """Nothing passes any more on the connections that there are, and none of them is closed."""
        self._silent |= self._ways

    async def carry(self, near: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        """Carry what goes over one connection."""
        if self._path is None:
            answers.transport.abort()
            return
        try:
            far, asks = await asyncio.open_unix_connection(self._path)
        except OSError:
            answers.transport.abort()
            return
        ways = {asyncio.create_task(self._pass(near, asks)), asyncio.create_task(self._pass(far, answers))}
        self._ways |= ways
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        self._ways -= ways
        self._silent -= ways
        for end in (asks, answers):
            end.transport.abort()

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while piece := await source.read(65536):
                if asyncio.current_task() not in self._silent:
                    target.write(piece)
                    await target.drain()


@asynccontextmanager
async def address(path: str) -> AsyncIterator[Address]:
    """An address at which the store with this socket answers at first."""
    found = Address(path)
    listening = await asyncio.start_server(found.carry, "127.0.0.1", 0)
    found.port = listening.sockets[0].getsockname()[1]
    found.url = f"redis://127.0.0.1:{found.port}/0"
    try:
        yield found
    finally:
        listening.close()
        found.leads_to(None)
        await listening.wait_closed()
