"""Every verb once, on a store in cluster mode: two nodes, so that touching a key of somebody else fails."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from redis.asyncio import RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ResponseError

from server.config import Config
from server.people.members import Members
from server.store import keys, verbs
from server.store.connecting import open_store
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests.lives import a_campaigns_life, an_accounts_life
from tests.replicated.cluster import SLOTS, cluster_deployment
from tests.world import World


@pytest.fixture
async def cluster(store_binary: str) -> AsyncIterator[RedisCluster]:
    """A client of two nodes, each of which has half of all keys."""
    async with (
        cluster_deployment(store_binary, shards=2, replicas=False) as deployment,
        RedisCluster(host="127.0.0.1", port=deployment.nodes[0].port, retry=Retry(NoBackoff(), 0)) as client,
    ):
        yield client


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
