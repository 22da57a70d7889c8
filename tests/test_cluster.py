"""Every verb once, on a cluster, where touching a key of somebody else fails, and behind sentinels."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from redis.exceptions import ResponseError

from server.campaigns.check import check
from server.config import Config
from server.errors import Refused
from server.people.members import Members
from server.store import keys, lookups, verbs
from server.store.connecting import open_store
from server.store.nodes import Nodes
from server.store.refusals import store_says
from server.store.scripts import Scripts
from tests.lives import a_campaigns_life, an_accounts_life
from tests.replicated.cluster import Cluster, cluster_deployment
from tests.replicated.sentinel import sentinel_deployment
from tests.stored import everything
from tests.world import World


@pytest.fixture
async def cluster(store_binary: str) -> AsyncIterator[Cluster]:
    """Two primaries, each of which has half of all keys, and their replicas."""
    async with cluster_deployment(store_binary, shards=2) as deployment:
        yield deployment


@asynccontextmanager
async def scripts_of(url: str) -> AsyncIterator["Recorded"]:
    """The verbs on the store at this address."""
    async with open_store(Config(redis_url=url, store_replicas=1, accept_loss=True)) as store:
        yield Recorded(store.nodes)


class Recorded(Scripts):
    """Knows which verbs were run."""

    def __init__(self, nodes: Nodes) -> None:
        super().__init__(nodes)
        self.verbs: set[str] = set()

    @property
    def world(self) -> World:
        """People and campaigns in this store."""
        return World(self, Members(self, Config()))

    async def run(self, verb: str, campaign: int | None = None, **args: Any) -> Any:
        answer = await super().run(verb, campaign, **args)
        self.verbs.add(verb)
        return answer


async def test_every_verb_keeps_to_the_keys_of_its_campaign_or_of_the_account(cluster: Cluster) -> None:
    async with scripts_of(cluster.url) as recorded:
        assert len(recorded.nodes.all()) == 2
        campaigns = [await a_campaigns_life(recorded.world) for _ in range(5)]
        await an_accounts_life(recorded.world)
        assert recorded.verbs == set(verbs.verbs())
    homes = {await cluster.primary(keys.campaign(campaign)) for campaign in campaigns}
    assert homes == set(await cluster.primaries())


async def test_every_verb_runs_on_the_primary_that_sentinels_name(store_binary: str) -> None:
    async with sentinel_deployment(store_binary) as deployment, scripts_of(deployment.url) as recorded:
        await a_campaigns_life(recorded.world)
        await an_accounts_life(recorded.world)
        assert recorded.verbs == set(verbs.verbs())
        assert await deployment.nodes[0].redis.exists(keys.ACCOUNT)


async def test_a_script_that_touches_somebody_elses_key_fails_here(cluster: Cluster) -> None:
    stray = '#!lua\nreturn redis.call("SADD", "{a}:stray", 1)'
    for campaign in (1, 2, 3):
        owner = keys.campaign(campaign)
        with pytest.raises(ResponseError, match="key"):
            await (await cluster.primary(owner)).redis.eval(stray, 1, owner)
    assert not await (await cluster.primary(keys.ACCOUNT)).redis.exists("{a}:stray")


async def test_while_a_slot_moves_a_verb_does_nothing_rather_than_half(
    cluster: Cluster, caplog: pytest.LogCaptureFixture
) -> None:
    async with scripts_of(cluster.url) as recorded:
        ana = await recorded.world.texter(campaign := await recorded.world.campaign(contacts=20))
        held = (await ana.request())["assigned"]
        source = await cluster.primary(keys.campaign(campaign))
        to = next(node for node in await cluster.primaries() if node is not source)
        before = await everything(source.redis)
        async with cluster.moving(keys.campaign(campaign), to):
            with pytest.raises(Refused, match="try_again") as told:
                await ana.release()
            assert store_says(told.value) == "", "that is for a store that refuses everything"
            assert await everything(source.redis) == before
            assert await lookups.campaigns(recorded) == [campaign]
        assert await ana.release() == held
        assert (await check(recorded)).faults == []
    assert caplog.records == [], "replicas aren't behind because a slot moves"
