"""The store: the one at `REDIS_URL`, or the private one in the data folder (private.py).

No command is ever run twice by itself. One whose connection breaks raises redis' `ConnectionError` or `TimeoutError`,
nobody knows then whether it ran, and whoever asked decides. The next one gets a new connection. A private store that
has died is back within 3 seconds and, once it has loaded (until then it raises `BusyLoadingError`, which is a
`ConnectionError`), knows everything that it had acknowledged.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit
from weakref import WeakKeyDictionary

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.connection import AbstractConnection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, BusyLoadingError, RedisError
from redis.exceptions import ConnectionError as StoreAway
from redis.exceptions import TimeoutError as StoreSlow

from server.background import Background
from server.config import Config
from server.errors import StoreTrouble
from server.store.fitness import check, check_lasting, product
from server.store.private import PrivateStore

log = logging.getLogger(__name__)

CONNECTIONS = 32  # per process; the store does one thing at a time, so more would only wait there
ANSWER_WITHIN_SECONDS = 5.0  # for one round trip and for a free connection; as long as a script may take before BUSY
CONNECT_WITHIN_SECONDS = 3.0
TRUSTED_FOR_SECONDS = 2.0  # that a connection may lie idle before a new one takes its place
THERE_WITHIN_SECONDS = 5.0  # seconds in which the store at REDIS_URL must answer at the opening
STARTED_WITHIN_SECONDS = 30.0  # seconds in which the private one must; why it can't is usually known far sooner
LOADED_WITHIN_SECONDS = 900.0  # seconds; a million contacts take a few


@dataclass(frozen=True, slots=True)
class Store:
    """An open store.

    redis       its client; strings come as bytes, nothing is retried
    where       which store it is, for people: `private Valkey 8.1.8 in ./data`, `redis://host:6379/0 (Redis 7.0.15)`
    doubt       a sentence for whoever starts a process: why nobody knows whether the store keeps what it is told;
                else ""
    background  the loops of this process, which end before the store does; a private one is kept by one of them
    """

    redis: Redis
    where: str
    doubt: str = ""
    background: Background = field(default_factory=Background)

    def introduce(self, say: Callable[[str], None]) -> None:
        """Say which store it is, and what nobody knows of it."""
        say(f"The store: {self.where}")
        if self.doubt:
            say(self.doubt)


@asynccontextmanager
async def open_store(config: Config) -> AsyncIterator[Store]:
    """Open the store, loaded and fit for use. A private one is kept running; the last process that leaves stops it.

    Raises StoreTrouble, at the opening only.
    """
    if config.redis_url is not None:
        async with _client(config.redis_url) as redis:
            shown = shown_url(config.redis_url, redis)
            info = await _opened(redis, f"at {shown}")
            check(info, f"at {shown}")
            doubt = "" if config.accept_loss else await check_lasting(redis, info, f"at {shown}")
            yield Store(redis, f"{shown} ({product(info)})", doubt)
        return

    private = PrivateStore(config.data)
    shown = str(config.data) if config.data.is_absolute() else f"./{config.data}"
    async with private.joined(), _client(f"unix://{quote(str(private.socket))}") as redis:
        info = await _opened(redis, f"in {shown}", private)
        check(info, f"in {shown}")
        store = Store(redis, f"private {product(info)} in {shown}")
        async with store.background.running(keep_private_store=private.keep):
            yield store


def shown_url(url: str, redis: Redis) -> str:
    """Return the URL for people: complete, without user, password and options."""
    at = redis.connection_pool.connection_kwargs
    if "path" in at:
        return f"unix://{at['path']}"
    host = f"[{at['host']}]" if ":" in at.get("host", "") else at.get("host", "localhost")
    return f"{urlsplit(url).scheme}://{host}:{at.get('port', 6379)}/{at.get('db', 0)}"


class Connections(BlockingConnectionPool):
    """Connections to the store. A network drops idle ones without a word, so each is made anew after lying idle.

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


@asynccontextmanager
async def _client(url: str) -> AsyncIterator[Redis]:
    try:
        pool = Connections.from_url(
            url,
            max_connections=CONNECTIONS,
            timeout=ANSWER_WITHIN_SECONDS,
            socket_timeout=ANSWER_WITHIN_SECONDS,
            socket_connect_timeout=CONNECT_WITHIN_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        pool.make_connection()  # type: ignore[no-untyped-call]  # an option that it doesn't know is noticed only here
    except (ValueError, TypeError) as error:  # whose text may hold the password
        raise StoreTrouble(
            "REDIS_URL isn't an address of a store: write redis://user:password@host:6379/0, "
            "rediss://… for TLS or unix:///path/to.sock."
        ) from error
    redis = Redis.from_pool(pool)
    try:
        yield redis
    finally:
        await redis.aclose()


async def _opened(redis: Redis, shown: str, private: PrivateStore | None = None) -> Mapping[str, Any]:
    """Return what the store says about itself (`INFO`), once it has loaded. A private one is started for that.

    Raises StoreTrouble.
    """
    give_up = time.monotonic() + (STARTED_WITHIN_SECONDS if private else THERE_WITHIN_SECONDS)
    look, loading, why = 0.0, False, ""
    while time.monotonic() < give_up:
        if private and time.monotonic() >= look:
            look = time.monotonic() + private.revive()
            if private.trouble:
                raise StoreTrouble(private.trouble)
        try:
            info: Mapping[str, Any] = await redis.info()
            if not info["loading"]:
                return info
            busy = True
        except (StoreAway, StoreSlow) as error:
            why = str(error).strip(" .")
            cause = error.__cause__ or error  # over a unix socket redis-py wraps what the store answered
            if isinstance(cause, AuthenticationError):
                raise StoreTrouble(
                    f"The store {shown} doesn't let us in ({why}): correct the user and password in REDIS_URL."
                ) from error
            busy = isinstance(cause, BusyLoadingError)
        except RedisError as error:
            raise StoreTrouble(
                f"What answers {shown} isn't a store that we can use ({error}): "
                "REDIS_URL must name a Redis or Valkey server that lets us run every command."
            ) from error
        if busy and not loading:
            log.warning("The store %s is loading what it knows; waiting for it.", shown)
            loading, give_up = True, time.monotonic() + LOADED_WITHIN_SECONDS
        await asyncio.sleep(0.02)
    if loading:
        raise StoreTrouble(f"The store {shown} is still loading what it knows: try again when it has.")
    if private:
        raise StoreTrouble(f"The private store {shown} doesn't answer: end the process that store.pid there names.")
    raise StoreTrouble(f"There is no store {shown} ({why}): start it, or correct REDIS_URL.")
