"""Connections to the servers of a store. No command is ever run twice by itself on any of them."""

import asyncio
from collections.abc import Mapping
from typing import Any
from weakref import WeakKeyDictionary

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.connection import AbstractConnection, SSLConnection
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel, SentinelManagedConnection, SentinelManagedSSLConnection
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from server.store.address import Address, Place

CONNECTIONS = 32  # per process and server; a server does one thing at a time, so more would only wait there
ANSWER_WITHIN_SECONDS = 5.0  # for one round trip and for a free connection; as long as a script may take before BUSY
CONNECT_WITHIN_SECONDS = 3.0
SENTINEL_WITHIN_SECONDS = 1.0  # that a sentinel may take to connect and to answer, before the next one is asked
TRUSTED_FOR_SECONDS = 2.0  # that a connection may lie idle before a new one takes its place


BROKEN = (RedisError, OSError, RuntimeError)
"""Errors by which a connection ends. RuntimeError is uvloop's word for one that the other end has reset."""


class Connections(BlockingConnectionPool):
    """Connections to a server. A network drops idle ones without a word, so each is made anew after lying idle.

    A `PING` on the old one, as redis-py has it, would wait for an answer that can't come; a new one takes milliseconds.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._idle_since: WeakKeyDictionary[AbstractConnection, float] = WeakKeyDictionary()

    async def ensure_connection(self, connection: AbstractConnection) -> None:
        """Connect it, unless it has been in use up to now."""
        now = asyncio.get_running_loop().time()
        if now - self._idle_since.get(connection, now) > TRUSTED_FOR_SECONDS:
            await connection.disconnect(nowait=True)
        await super().ensure_connection(connection)

    async def release(self, connection: AbstractConnection) -> None:
        """Take it back."""
        self._idle_since[connection] = asyncio.get_running_loop().time()
        await super().release(connection)


class Primary:
    """The primary that sentinels name, found anew for each connection: redis-py's connections ask for it so."""

    is_master = True
    check_connection = False

    def __init__(self, address: Address) -> None:
        self._name = address.name
        within = {
            "socket_timeout": SENTINEL_WITHIN_SECONDS,
            "socket_connect_timeout": SENTINEL_WITHIN_SECONDS,
            "retry": Retry(NoBackoff(), 0),
        }
        self._sentinels = Sentinel(address.places, sentinel_kwargs={**address.sentinel, **within})  # type: ignore[no-untyped-call]

    async def get_master_address(self) -> Place:
        """Return where the primary is.

        Raises redis' ConnectionError.
        """
        host, port = await self._sentinels.discover_master(self._name)
        return host, port

    async def aclose(self) -> None:
        """Close the connections to the sentinels."""
        await self._sentinels.aclose()


def client(settings: Mapping[str, Any], place: Place | None) -> Redis:
    """Return a client of the server at a place; None where the settings name a unix socket.

    Raises ValueError or TypeError for a setting that redis-py doesn't know.
    """
    at = {"host": place[0], "port": place[1]} if place else {}
    pool = Connections(
        max_connections=CONNECTIONS,
        timeout=ANSWER_WITHIN_SECONDS,
        **{
            "socket_timeout": ANSWER_WITHIN_SECONDS,
            "socket_connect_timeout": CONNECT_WITHIN_SECONDS,
            "retry": Retry(NoBackoff(), 0),
            **settings,
            **at,
        },
    )
    pool.make_connection()  # type: ignore[no-untyped-call]  # an option that it doesn't know is noticed only here
    return Redis.from_pool(pool)


def client_of(primary: Primary, settings: Mapping[str, Any]) -> Redis:
    """Return a client of the primary that sentinels name, whichever that is when a connection is made.

    Raises ValueError or TypeError for a setting that redis-py doesn't know.
    """
    encrypted = settings.get("connection_class") is SSLConnection
    kind = SentinelManagedSSLConnection if encrypted else SentinelManagedConnection
    return client({**settings, "connection_class": kind, "connection_pool": primary}, None)
