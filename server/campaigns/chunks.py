"""Moving many conversations: some at a time, so that the store is never held for long."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from server.errors import Refused
from server.store.scripts import Scripts
from server.wire.parts import LARGEST_INTEGER

CONVERSATIONS_PER_SCRIPT = 250
"""Conversations that one script moves at most. It holds the store for a millisecond then, and for under five also while
everything else on the machine is busy (tests/benchmarks/bulk_unassign.py)."""


@contextmanager
def not_to_be_repeated() -> Iterator[None]:
    """Around what would be done twice if it were asked for twice: then a store that goes away is told as an unknown
    outcome."""
    try:
        yield
    except Refused as refused:
        if refused.code == "try_again":
            sentence = "The store is away for a moment, and whether this was done isn't known. Look, then ask again."
            raise Refused("try_again", sentence) from refused
        raise


async def in_chunks(scripts: Scripts, verb: str, campaign: int, number: int = LARGEST_INTEGER, **args: Any) -> int:
    """Run a verb that moves conversations, some at a time, until none is left or `number` have moved; gives how many.

    Raises Refused.
    """
    moved = 0
    while moved < number:
        most = min(CONVERSATIONS_PER_SCRIPT, number - moved)
        chunk: int = await scripts.run(verb, campaign, most=most, **args)
        moved += chunk
        if chunk < most:
            break
    return moved
