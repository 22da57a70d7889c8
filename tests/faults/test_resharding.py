"""Slots move to a server that has just joined the cluster, and back, while people text."""

import asyncio
import itertools
from pathlib import Path

import pytest
from redis.crc import key_slot

from server.store import keys
from tests.command_line import handraise, running, start
from tests.processes import hub_process
from tests.replicated.cluster import Cluster, cluster_deployment

MOVED = 150
"""Slots that move at a time: the lowest of a server's."""


async def prepared(cluster: Cluster, plan: Path) -> str:
    """Prepare a load test whose campaign is in one of the slots that move; gives the campaign's key."""
    account = (await cluster.primary(keys.ACCOUNT)).redis
    id = next(id for id in itertools.count(1) if key_slot(keys.campaign(id).encode()) < MOVED)
    await account.hset(keys.ACCOUNT, "last_campaign", id - 1)  # type: ignore[misc]
    people = ("--texters", "20", "--contacts", "3000", "--batch-size", "10")
    ended = await handraise("load", "prepare", *people, "--plan", plan, REDIS_URL=cluster.url)
    assert ended.code == 0, ended.err
    return keys.campaign(id)


@pytest.mark.timeout(240)
async def test_resharding_to_a_new_server_and_back_breaks_no_promise(store_binary: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    async with cluster_deployment(store_binary, replicas=False) as cluster, hub_process(cluster.url) as hub:
        campaign = await prepared(cluster, plan)
        async with running("carrier", "simulator", "--delay", "0.3", REDIS_URL=cluster.url) as carrier:
            await carrier.says("carries")
            load = await start("load", hub.url, "--plan", plan, "--duration", "14", "--think", "0.2", "--ramp", "0")
            await asyncio.sleep(5)
            source, joined = await cluster.primary(campaign), await cluster.add_node()
            await cluster.reshard(source, joined, MOVED)
            assert await cluster.primary(campaign) is joined
            await asyncio.sleep(1)
            await cluster.reshard(joined, source, MOVED)
            assert await cluster.primary(campaign) is source
            assert load.returncode is None, "it had ended by then"
            out, err = await load.communicate()
        assert (load.returncode, b"Verdict: ok." in out) == (0, True), (out + err).decode()
        checked = await handraise("check", REDIS_URL=cluster.url)
        assert checked.code == 0, checked.out
