"""The servers of a store that hold its keys, each by a client of its own."""

from redis.asyncio import Redis

from server.store import keys
from server.store.connecting import Store


def primaries(store: Store) -> list[Redis]:
    """Return all of them; the one with the account is the last."""
    return [store.redis]


def primary_of(store: Store, name: str | bytes) -> Redis:
    """Return the one that holds a key."""
    return store.redis


def account_primary(store: Store) -> Redis:
    """Return the one with the account."""
    return primary_of(store, keys.ACCOUNT)


def database(store: Store) -> int:
    """Return the number of the database that holds the keys."""
    return int(account_primary(store).connection_pool.connection_kwargs.get("db") or 0)
