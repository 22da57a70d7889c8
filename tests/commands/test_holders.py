import pytest

from server.errors import Refused
from tests.world import World


async def test_who_has_been_a_sender_can_still_hold_something(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await world.scripts.run("remove_sender", campaign, member=ana.id, most=1000)
    answer = await world.scripts.run("holders", campaign)
    assert answer == {"status": "active", "holders": [ana.id, ben.id], "senders": [ben.id]}


async def test_an_unknown_campaign_has_none(world: World) -> None:
    with pytest.raises(Refused, match="unknown_campaign"):
        await world.scripts.run("holders", 99)
