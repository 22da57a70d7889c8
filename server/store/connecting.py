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
from urllib.parse import quote

from redis.asyncio import Redis
from redis.exceptions import AuthenticationError, BusyLoadingError, RedisError
from redis.exceptions import ConnectionError as StoreAway
from redis.exceptions import TimeoutError as StoreSlow

from server.background import Background
from server.config import Config
from server.errors import StoreTrouble
from server.store import keys
from server.store.address import NOT_ONE, Address, address
from server.store.cluster import Cluster
from server.store.connections import Primary, client, client_of
from server.store.fitness import check, check_lasting, check_replicas, described, product
from server.store.nodes import Nodes
from server.store.private import PrivateStore

log = logging.getLogger(__name__)

THERE_WITHIN_SECONDS = 5.0  # seconds in which the store at REDIS_URL must answer at the opening
STARTED_WITHIN_SECONDS = 30.0  # seconds in which the private one must; why it can't is usually known far sooner
LOADED_WITHIN_SECONDS = 900.0  # seconds; a million contacts take a few


@dataclass(frozen=True, slots=True)
class Store:
    """An open store.

    nodes       its primaries
    where       which store it is, for people: `private Valkey 8.1.8 in ./data`, `redis://host:6379/0 (Redis 7.0.15)`
    doubt       a sentence for whoever starts a process: why nobody knows whether the store keeps what it is told;
                else ""
    background  the loops of this process, which end before the store does; a private one is kept by one of them
    """

    nodes: Nodes
    where: str
    doubt: str = ""
    background: Background = field(default_factory=Background)

    @property
    def redis(self) -> Redis:
        """The client of the primary that has the account."""
        return self.nodes.of(keys.ACCOUNT).redis

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
        at = address(config.redis_url)
        shown = f"at {at.shown}"
        async with _connected(at, config.store_replicas) as nodes:
            infos = await _opened(nodes, shown)
            for info in infos:
                check(info, shown)
            if not nodes.sharded and infos[0].get("cluster_enabled"):
                raise StoreTrouble(f"The store {shown} is a node of a cluster: write redis+cluster://host:port.")
            doubts = [await check_replicas(nodes, infos, config.store_replicas, shown)]
            if not config.accept_loss:
                doubts += [
                    await check_lasting(node.redis, info, shown) for node, info in zip(nodes.all(), infos, strict=True)
                ]
            yield Store(nodes, f"{at.shown} ({described(infos)})", " ".join(dict.fromkeys(filter(None, doubts))))
        return

    if config.store_replicas:
        raise StoreTrouble("The private store has no replicas: take STORE_REPLICAS away, or name a store in REDIS_URL.")
    private = PrivateStore(config.data)
    shown = str(config.data) if config.data.is_absolute() else f"./{config.data}"
    async with private.joined(), _connected(address(f"unix://{quote(str(private.socket))}")) as nodes:
        [info] = await _opened(nodes, f"in {shown}", private)
        check(info, f"in {shown}")
        store = Store(nodes, f"private {product(info)} in {shown}")
        async with store.background.running(keep_private_store=private.keep):
            yield store


@asynccontextmanager
async def _connected(at: Address, replicas: int = 0) -> AsyncIterator[Nodes]:
    try:
        nodes = _nodes(at, replicas)
    except (ValueError, TypeError) as error:  # whose text may hold the password
        raise StoreTrouble(NOT_ONE) from error
    try:
        yield nodes
    finally:
        await nodes.aclose()


def _nodes(at: Address, replicas: int) -> Nodes:
    if at.kind == "cluster":
        client(at.settings, at.places[0])
        return Cluster(at.places, lambda place: client(at.settings, place), replicas)
    if at.kind == "sentinel":
        primary = Primary(at)
        return Nodes(client_of(primary, at.settings), replicas, primary.aclose)
    return Nodes(client(at.settings, *at.places or [None]), replicas)


async def _opened(nodes: Nodes, shown: str, private: PrivateStore | None = None) -> list[Mapping[str, Any]]:
    """Return what each primary says about itself (`INFO`), once all have loaded. A private one is started for that.

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
            await nodes.look()
            infos: list[Mapping[str, Any]] = [await node.redis.info() for node in nodes.all()]
            if not any(info.get("loading") for info in infos):
                return infos
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
