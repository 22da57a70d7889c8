"""Goes through all that a store holds, some at a time, while others change it.

Each raises Refused (try_again).
"""

from collections.abc import AsyncIterator
from typing import Any, Literal

from server.store.refusals import refusing
from server.store.scripts import Scripts


async def names(scripts: Scripts, pattern: str, count: int) -> AsyncIterator[list[bytes]]:
    """Give the names of all keys like a pattern, about `count` at a time. A name may come more than once."""
    for node in scripts.nodes.all():
        cursor: int | None = None
        while cursor != 0:
            with refusing():
                cursor, found = await node.round_trips.ask("SCAN", cursor or 0, "MATCH", pattern, "COUNT", count)
            yield found


async def entries(
    scripts: Scripts, scan: Literal["HSCAN", "SSCAN", "ZSCAN"], key: str, count: int
) -> AsyncIterator[Any]:
    """Give all entries of a set, a hash or a sorted set, about `count` at a time; of the latter two with values."""
    cursor: int | None = None
    while cursor != 0:
        [(cursor, found)] = await scripts.ask((scan, key, cursor or 0, "COUNT", count))
        for entry in found.items() if scan == "HSCAN" else found:
            yield entry
