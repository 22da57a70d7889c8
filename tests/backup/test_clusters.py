"""A cluster's backup has a snapshot of each primary and goes into any store, as every other goes into a cluster."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from server.backup.archive import BadBackup, opened
from server.backup.making import back_up
from server.backup.restoring import restore
from server.campaigns.check import check
from server.config import Config
from server.people.members import Members
from server.store import keys
from server.store.connecting import Store, open_store
from server.store.scripts import Scripts
from tests.backup.stores import kept, restored
from tests.faults.stores import store
from tests.lives import a_campaigns_life
from tests.replicated.cluster import Cluster, cluster_deployment
from tests.world import World

MOVING = "Keys are moving between the nodes of the cluster: back it up when they have moved."


@pytest.fixture
async def cluster(store_binary: str) -> AsyncIterator[Cluster]:
    """Three nodes, each with some of the keys."""
    async with cluster_deployment(store_binary, replicas=False) as deployment:
        yield deployment


@pytest.fixture
async def running(cluster: Cluster) -> AsyncIterator[Store]:
    """The store that they are, as a process of its own opens it."""
    async with open_store(Config(redis_url=cluster.url, accept_loss=True)) as it:
        yield it


def world_of(it: Store) -> World:
    """People and campaigns in a store."""
    return World(Scripts(it.nodes), Members(Scripts(it.nodes), Config()))


async def kept_in(cluster: Cluster) -> dict[str, Any]:
    """Everything that the nodes hold."""
    return {name: value for node in cluster.nodes for name, value in (await kept(node.redis)).items()}


async def test_a_cluster_is_backed_up_and_restored_anywhere(
    cluster: Cluster, running: Store, store_binary: str, tmp_path: Path
) -> None:
    file = tmp_path / "b.zip"
    homes: set[object] = set()
    while len(homes) < 3:
        homes.add(await cluster.primary(keys.campaign(await a_campaigns_life(world_of(running)))))
    before = await kept_in(cluster)

    about = await back_up(running, file, replace=False)

    assert len(about.parts) == 3
    async with store(store_binary) as alone:
        await restored(alone, file, as_is=True)
        assert await kept(alone.redis) == before
    for node in cluster.nodes:
        await node.redis.flushall()
    with opened(file) as backup:
        await restore(running, backup, as_is=True, again=False, progress=lambda size, more: None)
    assert await kept_in(cluster) == before
    assert (await check(Scripts(running.nodes))).faults == []


async def test_while_keys_move_between_nodes_no_backup_is_made(
    cluster: Cluster, running: Store, tmp_path: Path
) -> None:
    campaign = await world_of(running).campaign(5)
    key = keys.campaign(campaign)
    source = await cluster.primary(key)
    to = next(node for node in cluster.nodes if node is not source)
    async with cluster.moving(key, to):
        with pytest.raises(BadBackup, match=MOVING):
            await back_up(running, tmp_path / "b.zip", replace=False)
    assert list(tmp_path.iterdir()) == []
    await running.nodes.look()
    await back_up(running, tmp_path / "b.zip", replace=False)


async def test_keys_that_have_moved_before_it_was_whole_make_a_backup_fail(
    cluster: Cluster, running: Store, tmp_path: Path
) -> None:
    campaign = await world_of(running).campaign(5)
    key = keys.campaign(campaign)
    source = await cluster.primary(key)
    to = next(node for node in cluster.nodes if node is not source)
    for node in cluster.nodes:
        await node.redis.config_set("rdb-key-save-delay", 300_000)
    making = asyncio.create_task(back_up(running, tmp_path / "b.zip", replace=False))
    await asyncio.sleep(0.3)
    await cluster.move_slot(key, to)
    with pytest.raises(BadBackup, match=MOVING):
        await making
    assert list(tmp_path.iterdir()) == []
