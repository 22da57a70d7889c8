"""A store of which a part can be away: three primaries without replicas, and campaigns on each."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from server.config import Config
from server.people.members import Members
from server.store import keys
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.replicated.cluster import Cluster, cluster_deployment
from tests.replicated.node import Node
from tests.world import World

PRIMARIES = 3


@asynccontextmanager
async def store_in_parts(binary: str) -> AsyncIterator[tuple[Cluster, World]]:
    """The store, for as long as this lasts, and the world in it."""
    async with (
        cluster_deployment(binary, shards=PRIMARIES, replicas=False) as cluster,
        open_store(Config(redis_url=cluster.url, accept_loss=True)) as store,
    ):
        scripts = Scripts(store.nodes)
        yield cluster, World(scripts, Members(scripts, Config()))


async def on_each_primary(cluster: Cluster, make: Callable[[], Awaitable[int]]) -> tuple[int, dict[Node, int]]:
    """Make campaigns until each primary has one: the one beside the account, and those of the other primaries."""
    homes: dict[Node, int] = {}
    while len(homes) < PRIMARIES:
        campaign = await make()
        homes.setdefault(await cluster.primary(keys.campaign(campaign)), campaign)
    return homes.pop(await cluster.primary(keys.ACCOUNT)), homes
