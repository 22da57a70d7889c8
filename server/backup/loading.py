"""A store of our own for as long as a restore lasts: it holds a snapshot, keeps nothing, and nobody else reaches it."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from server.backup.archive import BadBackup
from server.errors import StoreTrouble
from server.store.private import last_line, server_binaries
from server.store.private_socket import socket_path

LOOK_EVERY_SECONDS = 0.05
ANSWER_WITHIN_SECONDS = 60.0
SNAPSHOT = "snapshot.rdb"
"""The file in the folder that the store loads."""
USUAL_DATABASES = 16


@asynccontextmanager
async def loaded(folder: Path, database: int, written_by: str) -> AsyncIterator[Redis]:
    """Give a client of a store that has loaded the snapshot in this folder, by the first program here that can.

    `database` is the number of the one to look at; `written_by` is the store that wrote the snapshot, for people.

    Raises BadBackup, StoreTrouble.
    """
    redis = Redis(
        unix_socket_path=str(socket_path(folder)),
        db=database,
        socket_timeout=ANSWER_WITHIN_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    why = []
    for binary in server_binaries():
        with _running(binary, folder, database) as process:
            async with redis:
                if await _has_loaded(redis, process):
                    yield redis
                    return
        why.append(f"{binary}: {_last_said(folder / 'log')}")
    raise BadBackup(
        f"No store program here can load this backup of {written_by} ({'; '.join(why)}). Nothing was restored. Install "
        "a valkey-server or redis-server as new as that one, or make room in memory."
    )


@contextmanager
def _running(binary: str, folder: Path, database: int) -> Iterator[subprocess.Popen[bytes]]:
    settings = {
        "dir": folder,
        "dbfilename": SNAPSHOT,
        "unixsocket": socket_path(folder),
        "unixsocketperm": "700",
        "port": 0,
        "databases": max(database + 1, USUAL_DATABASES),
        "save": "",
        "appendonly": "no",
        "logfile": folder / "log",
        "loglevel": "warning",
    }
    words = [str(word) for name, value in settings.items() for word in (f"--{name}", value)]
    try:
        process = subprocess.Popen(
            [binary, *words],
            start_new_session=True,  # Ctrl-C is for us, who end it
            umask=0o077,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise StoreTrouble(f"{binary} can't be run ({error.strerror}): put that right, or install another.") from error
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def _has_loaded(redis: Redis, process: subprocess.Popen[bytes]) -> bool:
    """Return whether the server has loaded the snapshot, once it has or has ended."""
    while process.poll() is None:
        with suppress(RedisError, OSError):
            if not (await redis.info("persistence"))["loading"]:
                return True
        await asyncio.sleep(LOOK_EVERY_SECONDS)
    return False


def _last_said(log: Path) -> str:
    """Return why a server ended, in its own words: the line before the one that says that it ends."""
    lines = log.read_bytes().splitlines() if log.exists() else []
    return last_line(b"\n".join(line for line in lines if b"Fatal error" not in line))
