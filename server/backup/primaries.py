"""The primaries of a store that is backed up or restored."""

from redis.asyncio import Redis

from server.store import keys
from server.store.connecting import Store
from server.store.copying import ask

MOVING = (b"->-", b"-<-")
"""Marks in a node's own line of `CLUSTER NODES`: keys of a slot are on their way to another node, or to this one."""


def primaries(store: Store) -> list[Redis]:
    """Return clients of all primaries; the one with the account is the last."""
    account = store.nodes.of(keys.ACCOUNT)
    return [*(node.redis for node in store.nodes.all() if node is not account), account.redis]


def primary_of(store: Store, name: bytes) -> Redis:
    """Return a client of the primary that has a key."""
    return store.nodes.of(name.decode()).redis


def database(store: Store) -> int:
    """Return the number of the database that holds the keys."""
    return int(store.redis.connection_pool.connection_kwargs.get("db") or 0)


async def keys_are_moving(store: Store) -> bool:
    """Return whether keys of a cluster are on their way from one primary to another."""
    if not store.nodes.sharded:
        return False
    for redis in primaries(store):
        [told] = await ask(redis, [("CLUSTER", "NODES")])
        if any(b"myself" in line and mark in line for line in told.splitlines() for mark in MOVING):
            return True
    return False
