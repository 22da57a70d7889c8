"""The primaries of a store: the only one there is (server/store/cluster.py has those of a cluster)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis

from server.store.round_trips import RoundTrips


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A primary.

    redis        its client; strings come as bytes, nothing is retried
    round_trips  those that this process makes to it
    confirming   those in which replicas are waited for, so that what needs none of them doesn't wait as well
    """

    redis: Redis
    round_trips: RoundTrips
    confirming: RoundTrips

    async def ask(self, *command: Any, confirm: bool) -> Any:
        """Return the answer to a command; with `confirm`, to a verb, once enough replicas have what it did and saw.

        Raises redis' exceptions and OSError.
        """
        return await (self.confirming if confirm else self.round_trips).ask(*command)

    async def aclose(self) -> None:
        """Close its client. What is asked has a moment to be answered."""
        await asyncio.gather(self.round_trips.end(), self.confirming.end())
        await self.redis.aclose()


def node_of(redis: Redis, replicas: int, doubted: Callable[[], None] = lambda: None) -> Node:
    """Return the primary that a client leads to; `replicas` and `doubted` are those of RoundTrips."""
    plain = RoundTrips(redis, doubted=doubted)
    return Node(redis, plain, RoundTrips(redis, replicas, doubted) if replicas else plain)


class Nodes:
    """The primaries of a store, each with some of the keys; here it is one, with all of them.

    sharded  whether it is a cluster
    moved    set whenever other primaries have the keys, or some of them; then there is another event
    """

    sharded = False

    def __init__(self, redis: Redis, replicas: int = 0, close: Callable[[], Awaitable[None]] | None = None) -> None:
        self.moved = asyncio.Event()
        self._node = node_of(redis, replicas)
        self._close = close

    def all(self) -> list[Node]:
        """Return all primaries."""
        return [self._node]

    def of(self, key: str) -> Node:
        """Return the primary that has a key.

        Raises redis' ConnectionError: on a cluster, none may.
        """
        return self._node

    async def ask(self, key: str, *command: Any, confirm: bool = False) -> Any:
        """Return the answer to a command about a key. It runs to its end, and once, even when nobody waits any more.

        Raises redis' exceptions and OSError.
        """
        return await self._node.ask(*command, confirm=confirm)

    async def look(self) -> None:
        """Find out which primaries there are now.

        Raises redis' exceptions and OSError.
        """

    async def let_go(self) -> None:
        """Close the connections that lie idle: they may lead to a server that isn't a primary any more."""
        for node in self.all():
            await node.redis.connection_pool.disconnect(inuse_connections=False)

    async def aclose(self) -> None:
        """Close all connections."""
        await self._node.aclose()
        if self._close:
            await self._close()
