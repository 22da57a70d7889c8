"""Things that befall a store of several servers while people text, and when it works again after each."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Protocol

from server.store import keys
from tests.replicated.cluster import Cluster
from tests.replicated.node import Node

PAUSED_SECONDS = 10.0


class Store(Protocol):
    """A store of several servers: Sentinel, or Cluster."""

    kind: str
    url: str

    async def primary(self, key: str) -> Node:
        """The server that holds a key."""

    async def replica(self, primary: Node) -> Node:
        """The replica of a primary."""

    async def primaries(self) -> list[Node]:
        """All primaries."""

    async def cut(self, primary: Node) -> None:
        """Cut a primary's link to its replica."""

    async def heal(self) -> None:
        """Let replicas follow again."""

    async def takes_over(self, replica: Node) -> None:
        """Wait until a replica is a primary that takes what is written."""

    async def back(self, node: Node) -> None:
        """Start one that was killed again, as a replica."""

    async def healthy(self) -> None:
        """Wait until all is well."""


@dataclass(frozen=True)
class Times:
    """Moments of the monotonic clock, in seconds.

    alone    when the primary's replica ceased to follow it: what it was told since is lost
    began    when the store began to be away
    accepts  when it took writes again: its own failover time ends here
    copies   when it had a replica for them again
    """

    alone: float
    began: float
    accepts: float
    copies: float


Fault = Callable[[Store, str, Random], Awaitable[Times]]
"""Befalls the server that holds a key; the dice say the rest."""


async def killed(store: Store, key: str, dice: Random) -> Times:
    """kill -9 of the primary. It comes back as a replica of the other one."""
    primary = await store.primary(key)
    replica = await store.replica(primary)
    began = time.monotonic()
    primary.kill()
    await store.takes_over(replica)
    accepts = time.monotonic()
    await store.heal()
    await store.back(primary)
    return Times(began, began, accepts, time.monotonic())


async def cut_and_killed(store: Store, key: str, dice: Random) -> Times:
    """For a while nothing that the primary is told reaches its replica; then kill -9 of the primary."""
    await store.cut(await store.primary(key))
    alone = time.monotonic()
    await asyncio.sleep(dice.uniform(1, 3))
    return replace(await killed(store, key, dice), alone=alone)


async def paused(store: Store, key: str, dice: Random) -> Times:
    """The primary stops for 10 s, and goes on as if nothing had been."""
    primary = await store.primary(key)
    replica = await store.replica(primary)
    began = time.monotonic()
    primary.pause()
    await store.takes_over(replica)
    accepts = time.monotonic()
    await asyncio.sleep(began + PAUSED_SECONDS - time.monotonic())
    primary.resume()
    await primary.follows()
    return Times(began, began, accepts, time.monotonic())


async def moved(store: Store, key: str, dice: Random) -> Times:
    """The slot of a key moves to another server, and then the account's, which takes no failover."""
    assert isinstance(store, Cluster)
    began = time.monotonic()
    for each in (key, keys.ACCOUNT):
        others = [node for node in await store.primaries() if node is not await store.primary(each)]
        await store.move_slot(each, dice.choice(others))
    ended = time.monotonic()
    return Times(ended, began, ended, ended)
