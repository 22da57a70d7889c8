"""One server of a store that has several: a process of its own, that can be killed, stopped for a while and started
again."""

import asyncio
import os
import random
import signal
import socket
import subprocess
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

T = TypeVar("T")

HOST = "127.0.0.1"
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
PORTS = list(range(12_000 + 2_500 * WORKER, 14_500 + 2_500 * WORKER))
"""Ports below those from which this machine's own connections come: one that a killed server leaves stays free. Each
process of the tests has its own, so that none is taken by another one between the choice and the start."""

SETTINGS = {
    **{"bind": HOST, "loglevel": "notice", "save": "", "appendonly": "no"},
    **{"repl-diskless-sync-delay": 0, "repl-ping-replica-period": 1},
}
"""Nothing is kept on disk: what one that was killed knew is on its replica, or lost."""


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, and that this process hasn't been given before."""
    found = list[int]()
    while len(found) < count:
        port = PORTS.pop(random.SystemRandom().randrange(len(PORTS)))
        with suppress(OSError), socket.create_server((HOST, port)):
            found.append(port)
    return found


class Node:
    """A server at a port of this machine, in a folder that is there already.

    options  the beginning of its command line: settings, or the file that holds them
    bus      the port of a cluster's own talk
    redis    its client, which connects again where the server was started again
    path     its unix socket
    """

    def __init__(self, binary: str, folder: Path, port: int, *options: str, bus: int = 0) -> None:
        self.port = port
        self.bus = bus
        self.answers = False
        self.folder = folder
        self.path = f"{folder}/s"
        self.redis = Redis(port=port, retry=Retry(NoBackoff(), 1), socket_timeout=5)
        self._command = [binary, *options]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *more: str) -> None:
        """Start its process, with more options for this time."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen([*self._command, *more], stdout=log, stderr=log)
        self.answers = True

    def pause(self) -> None:
        """Stop its process: it does nothing, and its connections stay."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)
        self.answers = False

    def resume(self) -> None:
        """Let it go on."""
        assert self._process
        self._process.send_signal(signal.SIGCONT)
        self.answers = True

    def kill(self) -> None:
        """kill -9, also when it is stopped."""
        self.answers = False
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def log(self) -> str:
        """All it has said so far."""
        return (self.folder / "log").read_text()

    async def role(self) -> str:
        """`master` or `slave`."""
        return str((await self.redis.info("replication"))["role"])

    async def follows(self) -> None:
        """Wait until it is a replica that has all that its primary has."""

        async def linked() -> bool:
            said = await self.redis.info("replication")
            return said["role"] == "slave" and said["master_link_status"] == "up"

        try:
            await until(linked)
        except TimeoutError as error:
            raise AssertionError(f"{self.port} follows nobody: {self.log()[-2000:]}") from error

    async def end(self) -> None:
        """End it and its client."""
        self.kill()
        await self.redis.aclose()


def options(**settings: object) -> list[str]:
    """Settings, as a command line has them; SETTINGS and these."""
    named = SETTINGS | {name.replace("_", "-"): value for name, value in settings.items()}
    return [word for name, value in named.items() for word in (f"--{name}", str(value))]


async def until(happened: Callable[[], Awaitable[T]], within: float = 30.0, every: float = 0.02) -> T:
    """Wait until `happened` gives something true, whatever errors of the store come before that."""
    async with asyncio.timeout(within):
        while True:
            with suppress(RedisError, OSError):
                if answer := await happened():
                    return answer
            await asyncio.sleep(every)
