from typing import Any

import pytest

from server.campaigns.merge import fields_in
from server.limits import LIMITS
from server.store.scripts import Scripts
from tests.world import World


async def check(scripts: Scripts, campaign: int, texter: int, conversation: int = 1, text: str = "Bye.") -> Any:
    args = {"conversation": conversation, "texter": texter, "text": text, "fields": fields_in(text)}
    return await scripts.run("check_last_text", campaign, **args)


async def test_it_changes_nothing(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    before = await world.kept()
    assert await check(world.scripts, campaign, ana.id, text="x" * LIMITS.text) is True
    assert await world.kept() == before


async def test_what_a_texter_may_not_send_is_refused(world: World) -> None:
    campaign = await world.campaign(contacts=2, fields={"Team": "Red"})
    ana, ben = await world.texter(campaign), await world.texter(campaign, "Ben")
    await ana.request()
    await ana.send_initial(1)
    for code, args in (
        ("unknown_conversation", (ana.id, 9)),
        ("not_yours", (ben.id, 1)),
        ("not_sent_yet", (ana.id, 2)),
        ("text_too_long", (ana.id, 1, "x" * (LIMITS.text + 1))),
        ("field_in_text", (ana.id, 1, "Bye {Team}")),
    ):
        async with world.refused(code):
            await check(world.scripts, campaign, *args)
    await world.scripts.run("opt_out", campaign, conversation=1)
    async with world.refused("opted_out"):
        await check(world.scripts, campaign, ana.id)
    await world.scripts.run("pause_campaign", campaign)
    async with world.refused("not_active"):
        await check(world.scripts, campaign, ana.id)


@pytest.mark.parametrize("campaign", [9])
async def test_an_unknown_campaign_is_refused(world: World, campaign: int) -> None:
    async with world.refused("unknown_campaign"):
        await check(world.scripts, campaign, 1)
