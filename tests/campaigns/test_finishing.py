"""The end of a texter's day, when a part of the store is away."""

import pytest

from server.campaigns.finishing import finish_day
from server.config import Config
from server.errors import Refused
from server.people.members import Members
from server.store import keys
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.replicated.cluster import cluster_deployment
from tests.world import World


async def test_a_campaign_that_is_away_keeps_no_other_from_being_finished(store_binary: str) -> None:
    async with (
        cluster_deployment(store_binary, shards=3, replicas=False) as cluster,
        open_store(Config(redis_url=cluster.url, accept_loss=True)) as store,
    ):
        world = World(Scripts(store.nodes), Members(Scripts(store.nodes), Config()))
        homes = {}
        while len(homes) < 3:  # a campaign on each primary
            campaign = await world.campaign(contacts=5)
            homes.setdefault(await cluster.primary(keys.campaign(campaign)), campaign)
        account = await cluster.primary(keys.ACCOUNT)
        for campaign in homes.values():
            await (await world.texter(campaign)).request()
        ana = await world.member("Ana")
        dead, campaign_away = next((node, campaign) for node, campaign in homes.items() if node is not account)

        dead.kill()
        with pytest.raises(Refused) as refused:
            await finish_day(world.scripts, ana.id)

        assert refused.value.code == "try_again"
        assert refused.value.details == {"moved": 10, "initial": 10, "reply": 0, "quiet": 0}
        for campaign in homes.values():
            if campaign != campaign_away:
                assert (await world.counts(campaign))["held"]["initial"] == 0
