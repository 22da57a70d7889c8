"""The end of a texter's day, when a part of the store is away."""

import pytest

from server.campaigns.finishing import finish_day
from server.errors import Refused
from tests.replicated.parts import on_each_primary, store_in_parts


async def test_a_campaign_that_is_away_keeps_no_other_from_being_finished(store_binary: str) -> None:
    async with store_in_parts(store_binary) as (cluster, world):
        beside, others = await on_each_primary(cluster, lambda: world.campaign(contacts=5))
        for campaign in (beside, *others.values()):
            await (await world.texter(campaign)).request()
        ana = await world.member("Ana")
        dead = next(iter(others))

        dead.kill()
        with pytest.raises(Refused) as refused:
            await finish_day(world.scripts, ana.id)

        assert refused.value.code == "try_again"
        assert refused.value.details == {"moved": 10, "initial": 10, "reply": 0, "quiet": 0}
        for campaign in (beside, *(campaign for node, campaign in others.items() if node is not dead)):
            assert (await world.counts(campaign))["held"]["initial"] == 0
