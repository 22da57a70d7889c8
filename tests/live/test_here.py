"""A hub vouches for the texters who have a console open, and so they keep their places in the waiting room."""

import asyncio

import pytest

from server.client import Client
from server.live import here
from server.store import keys
from tests.world import World


async def test_who_waits_keeps_their_place_while_the_campaign_is_paused(
    hub_url: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(here, "LOOK_EVERY_SECONDS", 0.02)
    campaign = await world.campaign(contacts=4)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    async with Client(hub_url, await world.members.token(await world.member("Ben"))) as client:
        await client.ask("open_console")
        await client.ask("wait_for_more", campaign=campaign)
        await world.scripts.run("pause_campaign", campaign)
        await client.until(lambda c: c.thing("console", ben.id, campaign)["request"]["reason"] == "not_active")
        await asyncio.sleep(0.5)  # an hour, say
        named = keys.under(keys.campaign(campaign), "here")
        long_ago = await world.scripts.now() - 60 * 60_000
        await world.scripts.ask(("ZADD", named, long_ago, ben.id))
        async with asyncio.timeout(5):
            while float((await world.scripts.ask(("ZSCORE", named, ben.id)))[0]) == long_ago:
                await asyncio.sleep(0.02)
