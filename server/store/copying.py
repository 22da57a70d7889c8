"""Copies keys from one store into another, also into one of another product or version: by their types, in pieces.

`DUMP` and `RESTORE` would take a key at once, up to 512 MB, hold up both stores for as long, and only where the other
one is as new.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from hiredis import pack_command
from redis.asyncio import Redis

ELEMENTS_PER_PIECE = 1_000
ARGUMENTS = 3_000
"""Of one command, at most: some managed stores take no more than 3,999."""

SCAN = {b"hash": "HSCAN", b"set": "SSCAN", b"zset": "ZSCAN"}
WRITE = {b"hash": "HSET", b"set": "SADD", b"zset": "ZADD", b"list": "RPUSH", b"string": "SET"}
APPENDED = (b"list", b"stream")
"""Types whose elements are written one behind the other."""

Command = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Copied:
    """The number of keys that were copied, and of those among them that have no expiry."""

    keys: int
    lasting: int


async def copy_keys(source: Redis, target: Callable[[bytes], Redis], names: Iterable[bytes]) -> Copied:
    """Copy these keys, with their expiry. The source doesn't change meanwhile, and the target has none of them.

    `target` returns the client of the server in which a key belongs.

    Raises ResponseError, redis' ConnectionError and TimeoutError.
    """
    names = list(dict.fromkeys(names))
    kinds = await ask(source, [("TYPE", name) for name in names])
    ends = await ask(source, [("PEXPIRETIME", name) for name in names])
    left: list[tuple[bytes, bytes, Any]] = [
        (name, kind, 0) for name, kind in zip(names, kinds, strict=True) if kind != b"none"
    ]
    while left:
        answers = await ask(source, [_reading(*each) for each in left])
        written: defaultdict[Redis, list[Command]] = defaultdict(list)
        further = []
        for (name, kind, at), answer in zip(left, answers, strict=True):
            elements, next_at = _piece(kind, at, answer)
            if kind in APPENDED and not at:  # SCAN may name a key twice, whose elements would come twice
                written[target(name)].append(("DEL", name))
            written[target(name)] += _writing(name, kind, elements)
            if next_at:
                further.append((name, kind, next_at))
        await _write(written)
        left = further
    expiring: defaultdict[Redis, list[Command]] = defaultdict(list)
    for name, end in zip(names, ends, strict=True):
        if end > 0:
            expiring[target(name)].append(("PEXPIREAT", name, end))
    await _write(expiring)
    there = sum(kind != b"none" for kind in kinds)
    return Copied(there, there - sum(end > 0 for end in ends))


async def _write(commands: dict[Redis, list[Command]]) -> None:
    await asyncio.gather(*(ask(redis, some) for redis, some in commands.items() if some))


def _reading(name: bytes, kind: bytes, at: Any) -> Command:
    if kind == b"string":
        return ("GET", name)
    if kind == b"list":
        return ("LRANGE", name, at, at + ELEMENTS_PER_PIECE - 1)
    if kind == b"stream":
        return ("XRANGE", name, at or "-", "+", "COUNT", ELEMENTS_PER_PIECE)
    return (SCAN[kind], name, at, "COUNT", ELEMENTS_PER_PIECE)


def _piece(kind: bytes, at: Any, answer: Any) -> tuple[list[Any], Any]:
    """Return the elements of a key that an answer holds, and where the next ones begin; 0: these are the last."""
    if kind == b"string":
        return ([] if answer is None else [answer]), 0
    if kind == b"list":
        return answer, at + ELEMENTS_PER_PIECE if len(answer) == ELEMENTS_PER_PIECE else 0
    if kind == b"stream":
        return answer, b"(" + answer[-1][0] if len(answer) == ELEMENTS_PER_PIECE else 0
    cursor, elements = answer
    if kind == b"zset":  # read as members with their scores, written as scores with their members
        elements = [each for n in range(0, len(elements), 2) for each in (elements[n + 1], elements[n])]
    return elements, int(cursor)


def _writing(name: bytes, kind: bytes, elements: list[Any]) -> list[Command]:
    if kind == b"stream":
        return [("XADD", name, id, *fields) for id, fields in elements]
    return [(WRITE[kind], name, *elements[first : first + ARGUMENTS]) for first in range(0, len(elements), ARGUMENTS)]


async def ask(redis: Redis, commands: list[Command]) -> list[Any]:
    """Return the answers to commands as the server gives them, in one round trip on a connection.

    Raises ResponseError if one of them is an error, redis' ConnectionError and TimeoutError.
    """
    pool: Any = redis.connection_pool
    connection = await pool.get_connection()
    try:
        packed = b"".join(map(pack_command, commands))  # the connection's own way takes as long as all the rest
        await connection.send_packed_command(packed, check_health=False)
        answers = [await connection.read_response() for _ in commands]
    except BaseException:
        await connection.disconnect(nowait=True)  # what it still answers, nobody reads
        raise
    finally:
        await pool.release(connection)
    return answers
