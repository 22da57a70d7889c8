"""A store's snapshot: all it holds at one moment, in its own format (RDB), as it gives it to a replica.

    we         REPLCONF rdb-only 1, REPLCONF listening-port 65536, REPLCONF capa eof, SYNC
    the store  an empty line now and then, while it prepares
               $LENGTH and the snapshot, or $EOF:MARK, the snapshot and MARK again

A forked process of the store writes it, so nobody has to wait. `rdb-only`: what changes meanwhile isn't kept for us,
and we never count as a replica that has acknowledged something.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from server.errors import StoreTrouble

SILENT_FOR_SECONDS = 60.0
"""Seconds without a byte after which the store has left us. While it prepares, it sends an empty line every second."""
NO_PORT = "65536"
"""The port at which we say that we listen. Sentinels would keep us as a replica for ever; this one they pass over."""
PIECE_BYTES = 2**18
MARK_BYTES = 40


async def snapshot(redis: Redis, where: str) -> AsyncGenerator[bytes]:
    """Give the snapshot of the server to which this client leads, in pieces; `where` says which it is, for people.

    Raises StoreTrouble.
    """
    connection: Any = redis.connection_pool.make_connection()  # type: ignore[no-untyped-call]
    try:
        await connection.connect()
        for option in (("rdb-only", "1"), ("listening-port", NO_PORT), ("capa", "eof")):
            await connection.send_command("REPLCONF", *option)
            await connection.read_response()
        await connection.send_command("SYNC")
        async with aclosing(_after_the_sync(connection._reader, where)) as pieces:
            async for piece in pieces:
                yield piece
    except RedisError as error:
        raise StoreTrouble(_refused(where, str(error))) from error
    except (OSError, EOFError) as error:
        raise StoreTrouble(f"The store {where} broke off its snapshot, so nothing was kept: try again.") from error
    finally:
        await connection.disconnect(nowait=True)


async def _after_the_sync(reader: asyncio.StreamReader, where: str) -> AsyncGenerator[bytes]:
    line = b""
    while not line:
        async with asyncio.timeout(SILENT_FOR_SECONDS):
            line = (await reader.readuntil(b"\n")).strip()
    if not line.startswith(b"$"):
        raise StoreTrouble(_refused(where, line.decode(errors="replace").lstrip("-")))
    if line.startswith(b"$EOF:"):
        pieces = _until(reader, line.removeprefix(b"$EOF:"))
    else:
        pieces = _as_many(reader, int(line[1:]))
    async for piece in pieces:
        yield piece


async def _as_many(reader: asyncio.StreamReader, left: int) -> AsyncIterator[bytes]:
    while left:
        piece = await _some(reader, min(left, PIECE_BYTES))
        left -= len(piece)
        yield piece


async def _until(reader: asyncio.StreamReader, mark: bytes) -> AsyncIterator[bytes]:
    held = b""
    while not held.endswith(mark):
        yield held[:-MARK_BYTES]
        held = held[-MARK_BYTES:] + await _some(reader, PIECE_BYTES)
    yield held.removesuffix(mark)


async def _some(reader: asyncio.StreamReader, most: int) -> bytes:
    async with asyncio.timeout(SILENT_FOR_SECONDS):
        piece = await reader.read(most)
    if not piece:
        raise EOFError
    return piece


def _refused(where: str, says: str) -> str:
    return (
        f"The store {where} gives no snapshot ({says.strip(' .')}). A managed store doesn't: use its provider's "
        "snapshots. Of your own, let the user in REDIS_URL run SYNC and REPLCONF."
    )
