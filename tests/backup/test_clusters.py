"""A cluster's backup has a snapshot of each primary and goes into any store, as every other goes into a cluster."""

# ruff: noqa: F811  # a test names the fixtures that it imports

from pathlib import Path

import pytest
from redis.asyncio import Redis, RedisCluster

from server.backup.archive import BadBackup, opened
from server.backup.making import back_up
from server.backup.restoring import restore
from server.campaigns.check import check
from server.config import Config
from server.people.members import Members
from server.store import keys
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.backup.stores import AT_ONCE, kept, restored
from tests.faults.stores import store
from tests.lives import a_campaigns_life
from tests.test_cluster import SLOTS, cluster, nodes  # noqa: F401
from tests.world import World

CAMPAIGNS = 4


@pytest.fixture
async def config(cluster: RedisCluster, nodes: list[tuple[int, int]]) -> Config:
    """The settings of a process that uses a cluster, which is empty and gives its snapshots at once."""
    for port, _ in nodes:
        async with Redis(port=port) as node:
            await node.config_set("repl-diskless-sync-delay", 0)
    return Config(redis_url=f"redis+cluster://127.0.0.1:{nodes[0][0]}", accept_loss=True)


async def kept_in(config: Config) -> dict[str, object]:
    """Everything that the cluster holds."""
    async with open_store(config) as store_now:
        found: dict[str, object] = {}
        for node in store_now.nodes.all():
            found |= await kept(node.redis)
        return found


async def test_a_cluster_is_backed_up_and_restored_anywhere(
    config: Config,
    cluster: RedisCluster,
    store_binary: str,
    tmp_path: Path,
) -> None:
    file = tmp_path / "b.zip"
    async with open_store(config) as running:
        world = World(Scripts(running.nodes), Members(Scripts(running.nodes), Config()))
        campaigns = [await a_campaigns_life(world) for _ in range(CAMPAIGNS)]
        about = await back_up(running, file, replace=False)
    assert {cluster.keyslot(keys.campaign(id)) < SLOTS // 2 for id in campaigns} == {True, False}
    assert len(about.parts) == 2
    before = await kept_in(config)

    async with store(store_binary, *AT_ONCE) as alone:
        await restored(alone, file, as_is=True)
        assert await kept(alone.redis) == before

    await cluster.flushall()
    async with open_store(config) as running:
        with opened(file) as backup:
            await restore(running, backup, as_is=True, again=False, progress=lambda size, more: None)
        assert (await check(Scripts(running.nodes))).faults == []
    assert await kept_in(config) == before


async def test_while_keys_move_between_nodes_no_backup_is_made(
    config: Config,
    nodes: list[tuple[int, int]],
    tmp_path: Path,
) -> None:
    async with Redis(port=nodes[0][0]) as one, Redis(port=nodes[1][0]) as other, open_store(config) as running:
        [here, there] = [(await node.execute_command("CLUSTER MYID")).decode() for node in (one, other)]
        await one.execute_command("CLUSTER SETSLOT", 0, "MIGRATING", there)
        await other.execute_command("CLUSTER SETSLOT", 0, "IMPORTING", here)
        try:
            with pytest.raises(BadBackup, match="Keys are moving between the nodes of the cluster"):
                await back_up(running, tmp_path / "b.zip", replace=False)
        finally:
            for node in (one, other):
                await node.execute_command("CLUSTER SETSLOT", 0, "STABLE")
        assert list(tmp_path.iterdir()) == []
        await back_up(running, tmp_path / "b.zip", replace=False)
