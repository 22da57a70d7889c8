from typing import Any

import pytest

from server.store import keys
from tests.world import Texter, World


async def sent(world: World, contacts: int = 3) -> tuple[int, Texter]:
    """A campaign, and a texter who has sent a first message to all its contacts."""
    campaign = await world.campaign(contacts=contacts, batch_size=contacts)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    return campaign, ana


async def take(world: World, campaign: int, carrier: str = "one", count: int = 100) -> list[tuple[int, int]]:
    """Take texts for a carrier; returns (conversation, text) of each."""
    texts: list[dict[str, Any]] = await world.scripts.run("take_texts", campaign, carrier=carrier, count=count)
    return [(text["conversation"], text["id"]) for text in texts]


async def time_passes(world: World, campaign: int, seconds: float) -> None:
    """Let time pass for the texts that carriers have taken."""
    sending = keys.under(keys.campaign(campaign), "sending")
    for name, taken in (await world.scripts.redis.hgetall(sending)).items():
        carrier, since = taken.decode().rsplit(":", 1)
        await world.scripts.redis.hset(sending, name, f"{carrier}:{int(since) - int(seconds * 1000)}")


async def test_a_carrier_gets_what_is_queued_oldest_first(world: World) -> None:
    campaign, ana = await sent(world, contacts=1)
    await world.contact_writes(campaign, 1)
    await ana.send_reply(1, "Great!")
    first, second = await world.scripts.run("take_texts", campaign, carrier="one", count=10)
    phone = (await world.conversation(campaign, 1))["contact"]["phone"]
    assert (first["conversation"], first["id"], first["phone"], first["text"]) == (1, 1, phone, "Hi Contact 1!")
    assert (second["id"], second["text"]) == (3, "Great!")
    assert first["at"] <= second["at"]


async def test_no_more_than_asked_for_and_the_others_stay_queued(world: World) -> None:
    campaign, _ = await sent(world)
    assert await take(world, campaign, count=2) == [(1, 1), (2, 1)]
    assert await take(world, campaign, "two") == [(3, 1)]


async def test_what_is_taken_is_given_again_to_the_same_carrier_only(world: World) -> None:
    campaign, _ = await sent(world)
    await take(world, campaign, count=2)
    assert sorted(await take(world, campaign, count=2)) == [(1, 1), (2, 1)]
    assert sorted(await take(world, campaign, count=3)) == [(1, 1), (2, 1), (3, 1)]
    assert await take(world, campaign, "two") == []


async def test_what_is_reported_is_given_to_nobody(world: World) -> None:
    campaign, _ = await sent(world)
    await take(world, campaign)
    for conversation in (1, 2, 3):
        await world.scripts.run("report_text", campaign, conversation=conversation, text=1, status="sent")
    await time_passes(world, campaign, 3600)
    assert await take(world, campaign) == await take(world, campaign, "two") == []


@pytest.mark.parametrize("verb", ["pause_campaign", "archive_campaign"])
async def test_queued_texts_wait_while_the_campaign_is_not_active(world: World, verb: str) -> None:
    campaign, _ = await sent(world)
    await take(world, campaign, count=1)
    await world.scripts.run(verb, campaign)
    assert await take(world, campaign) == [(1, 1)]
    assert await take(world, campaign, "two") == []


async def test_a_carrier_keeps_its_own_however_late(world: World) -> None:
    campaign, _ = await sent(world)
    await take(world, campaign)
    await time_passes(world, campaign, 3600)
    assert len(await take(world, campaign)) == 3


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await take(world, 9)


async def test_a_campaign_with_a_carrier_of_its_own_waits_for_that_carrier(world: World) -> None:
    campaign = await world.campaign(contacts=2, batch_size=2, carrier="simulator")
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    mine = {"carrier": "one", "count": 5}
    assert await world.scripts.run("take_texts", campaign, **mine) == []
    assert await world.scripts.run("take_texts", campaign, **mine, name="another") == []
    assert len(await world.scripts.run("take_texts", campaign, **mine, name="simulator")) == 2
