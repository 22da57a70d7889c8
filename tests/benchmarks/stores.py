"""Measures the cost of a request on each kind of store, beside the same on one server alone.

    python -m tests.benchmarks.stores

One server over TCP, a primary that sentinels name, with one replica, and a cluster of three primaries with one replica
each; the last two also with `STORE_REPLICAS=1`. Fifty texters of six campaigns request and send, one after the other
as fast as they are answered, on each store by turns. Everything runs on this machine at once: servers that don't have
their turn are idle. Wanted: at most 1.3 times the time of one server alone, with STORE_REPLICAS=1 at most 1.6 times.

Then it tells how long servers computed for the account and for campaigns, for each text of a whole way: sent by a
texter, taken by a carrier, handed over and reported.
"""

import asyncio
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from statistics import median

from server.carriers.handover import Handover
from server.carriers.patience import Patience
from server.carriers.simulator import Simulator
from server.config import Config
from server.people.members import Members
from server.store import keys
from server.store.connecting import Store, open_store
from server.store.private import server_binary
from server.store.scripts import Scripts
from tests.replicated.cluster import cluster_deployment
from tests.replicated.node import HOST, Node, free_ports, options
from tests.replicated.sentinel import sentinel_deployment
from tests.world import Texter, World

CAMPAIGNS, TEXTERS = 6, 50
ROUNDS, SECONDS = 5, 3.0
CONTACTS = 20_000


@asynccontextmanager
async def alone(binary: str) -> AsyncIterator[str]:
    """The URL of one server."""
    with tempfile.TemporaryDirectory() as folder:
        [port] = free_ports(1)
        node = Node(binary, Path(folder), port, *options(port=port, dir=folder))
        node.start()
        try:
            yield f"redis://{HOST}:{port}/0"
        finally:
            await node.end()


async def prepared(store: Store) -> list[Texter]:
    """Texters of campaigns with many contacts."""
    scripts = Scripts(store.nodes)
    world = World(scripts, Members(scripts, Config(secret_key="for tests")))
    campaigns = [await world.campaign(contacts=CONTACTS, batch_size=1) for _ in range(CAMPAIGNS)]
    return [await world.texter(campaigns[n % CAMPAIGNS], f"Texter{n}") for n in range(TEXTERS)]


async def steps(texters: list[Texter]) -> float:
    """Request and send for a while; returns the milliseconds of this machine for each of these steps."""
    done, until = 0, time.perf_counter() + SECONDS

    async def work(texter: Texter) -> None:
        nonlocal done
        while time.perf_counter() < until:
            await texter.request()
            await texter.send_initials()
            done += 2

    began = time.perf_counter()
    await asyncio.gather(*map(work, texters))
    return 1000 * (time.perf_counter() - began) / done


async def computed(store: Store) -> dict[str, float]:
    """Seconds that the servers have computed so far for scripts, by what they have: the account's or campaigns'."""
    account = store.nodes.of(keys.ACCOUNT)
    found: defaultdict[str, float] = defaultdict(float)
    for node in store.nodes.all():
        whose = "the account's server" if node is account else "each other server"
        found[whose] += (await node.redis.info("cpu"))["used_cpu_user"]
    found["each other server"] /= max(1, len(store.nodes.all()) - 1)
    return found


async def whole_way(store: Store, texters: list[Texter]) -> None:
    """Send texts and have the simulator carry them; print what servers computed."""
    before, sent = await computed(store), 0
    scripts, patience = Scripts(store.nodes), Patience()
    simulator = Simulator(scripts, patience, reply_rate=0, delay=0)
    carrying = asyncio.create_task(Handover(scripts, simulator, patience).run())
    for _ in range(40):
        await asyncio.gather(*(texter.request() for texter in texters))
        await asyncio.gather(*(texter.send_initials() for texter in texters))
        sent += len(texters)
    await asyncio.sleep(2)
    carrying.cancel()
    await asyncio.gather(carrying, return_exceptions=True)
    after = await computed(store)
    for whose, seconds in after.items():
        print(f"  {whose}: {1e6 * (seconds - before[whose]) / sent:,.0f} µs for each of {sent:,} texts")


async def main() -> None:
    """Measure, and print."""
    binary = server_binary()
    async with AsyncExitStack() as stack:
        sentinel = (await stack.enter_async_context(sentinel_deployment(binary))).url
        cluster = (await stack.enter_async_context(cluster_deployment(binary))).url
        urls = {
            "one server": (await stack.enter_async_context(alone(binary)), 0),
            "Sentinel": (sentinel, 0),
            "Sentinel, STORE_REPLICAS=1": (sentinel, 1),
            "Cluster": (cluster, 0),
            "Cluster, STORE_REPLICAS=1": (cluster, 1),
        }
        stores = {}
        for name, (url, replicas) in urls.items():
            config = Config(redis_url=url, store_replicas=replicas, accept_loss=True)
            stores[name] = await stack.enter_async_context(open_store(config))
        texters = {name: await prepared(store) for name, store in stores.items()}
        took: dict[str, list[float]] = {name: [] for name in stores}
        for _ in range(ROUNDS):
            for name in stores:
                took[name].append(await steps(texters[name]))
        for name, each in took.items():
            ratio = median(one / base for one, base in zip(each, took["one server"], strict=True))
            print(f"{name}: {median(each):.3f} ms a step, {ratio:.2f} times one server's")
        print("Cluster, the whole way of a text:")
        await whole_way(stores["Cluster"], texters["Cluster"])


if __name__ == "__main__":
    asyncio.run(main())
