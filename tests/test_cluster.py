"""Every verb once, on a store in cluster mode: two nodes, so that touching a key of somebody else fails."""

import asyncio
import contextlib
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis, RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError

from server.config import Config
from server.people.members import Members
from server.store import keys, verbs
from server.store.connecting import open_store
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests.lives import a_campaigns_life, an_accounts_life
from tests.world import World

SLOTS = 16384


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    with contextlib.ExitStack() as stack:
        opened = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in opened]


@pytest.fixture(scope="module")
def nodes(store_binary: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[int, int]]]:
    """Two servers that wait to become a cluster: (port, port of the cluster's own talk)."""
    ports = free_ports(4)
    found, processes = [(ports[0], ports[1]), (ports[2], ports[3])], []
    try:
        for port, bus in found:
            folder: Path = tmp_path_factory.mktemp("node")
            settings = {"port": port, "cluster-port": bus, "bind": "127.0.0.1", "dir": folder, "loglevel": "warning"}
            options = [word for name, value in settings.items() for word in (f"--{name}", str(value))]
            command = [store_binary, *options, "--save", "", "--cluster-enabled", "yes"]
            processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL))
        yield found
    finally:
        for process in processes:
            process.kill()
            process.wait()


@pytest.fixture
async def cluster(nodes: list[tuple[int, int]]) -> AsyncIterator[RedisCluster]:
    """A client of both, each of which has half of all keys."""
    retry = Retry(NoBackoff(), 0)
    async with Redis(port=nodes[0][0], retry=retry) as first, Redis(port=nodes[1][0], retry=retry) as second:
        for node, slots in ((first, (0, SLOTS // 2 - 1)), (second, (SLOTS // 2, SLOTS - 1))):
            await until(node.ping)
            if (await node.cluster("info"))["cluster_slots_assigned"] == "0":
                await node.cluster("addslotsrange", *slots)
        await first.cluster("meet", "127.0.0.1", *nodes[1])
        for node in (first, second):
            await until(lambda node=node: agrees(node))
            await node.flushall()
    async with RedisCluster(host="127.0.0.1", port=nodes[0][0], retry=retry) as client:
        yield client


async def agrees(node: Redis) -> None:
    """Raises until this node knows the whole cluster."""
    info = await node.cluster("info")
    if (info["cluster_state"], info["cluster_known_nodes"]) != ("ok", "2"):
        raise ConnectionError("not yet")


async def until(works: Any) -> None:
    """Try until it works."""
    async with asyncio.timeout(30):
        while True:
            with contextlib.suppress(RedisError, ConnectionError):
                await works()
                return
            await asyncio.sleep(0.05)


class Recorded(Scripts):
    """Knows which verbs were run."""

    def __init__(self, nodes: Nodes) -> None:
        super().__init__(nodes)
        self.verbs: set[str] = set()

    async def run(self, verb: str, campaign: int | None = None, **args: Any) -> Any:
        answer = await super().run(verb, campaign, **args)
        self.verbs.add(verb)
        return answer


async def test_every_verb_keeps_to_the_keys_of_its_campaign_or_of_the_account(
    cluster: RedisCluster, nodes: list[tuple[int, int]]
) -> None:
    config = Config(redis_url=f"redis+cluster://127.0.0.1:{nodes[0][0]}", accept_loss=True)
    async with open_store(config) as store:
        assert len(store.nodes.all()) == 2
        recorded = Recorded(store.nodes)
        world = World(recorded, Members(recorded, Config()))
        campaigns = [await a_campaigns_life(world) for _ in range(3)]
        await an_accounts_life(world)
        assert recorded.verbs == set(verbs.verbs())
    homes = {cluster.keyslot(keys.campaign(campaign)) < SLOTS // 2 for campaign in campaigns}
    assert homes == {True, False}


async def test_a_script_that_touches_somebody_elses_key_fails_here(cluster: RedisCluster) -> None:
    stray = '#!lua\nreturn redis.call("SADD", "{a}:stray", 1)'
    for campaign in (1, 2, 3):
        with pytest.raises(ResponseError, match="key"):
            await cluster.eval(stray, 1, keys.campaign(campaign))
    assert not await cluster.exists("{a}:stray")
