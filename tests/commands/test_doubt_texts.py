import msgpack

from server.store import keys
from tests.commands.test_take_texts import sent, take
from tests.world import World


async def doubt(world: World, campaign: int, most: int = 1000) -> int:
    count: int = await world.scripts.run("doubt_texts", campaign, most=most, asked=["simulator", "twilio"])
    return count


async def statuses(world: World, campaign: int, contacts: int) -> list[str]:
    return [(await world.conversation(campaign, id))["texts"][-1]["status"] for id in range(1, contacts + 1)]


async def unsure(world: World, campaign: int) -> dict[str, str]:
    kept = await world.scripts.redis.hgetall(keys.under(keys.campaign(campaign), "unsure"))
    return {name.decode(): by.decode().split(":")[0] for name, by in kept.items()}


async def test_queued_and_taken_texts_have_an_unknown_fate_and_no_carrier_gets_them(world: World) -> None:
    campaign, ana = await sent(world, contacts=4)
    await world.contact_writes(campaign, 4)
    await ana.send_reply(4)  # in the other list
    await take(world, campaign, "twilio.1", count=1)
    await world.scripts.run("report_text", campaign, conversation=1, text=1, status="sent")
    await take(world, campaign, "twilio.1", count=1)
    async with world.listening(campaign) as heard:
        assert await doubt(world, campaign) == 4
        [news] = await heard.news()
    assert news["v"] == (await world.counts(campaign))["v"]
    assert await statuses(world, campaign, 4) == ["sent", "unknown", "unknown", "unknown"]
    assert await take(world, campaign, "twilio.1") == await take(world, campaign, "twilio.2") == []


async def test_the_carrier_that_had_taken_a_text_is_asked_and_for_the_others_that_of_the_campaign(world: World) -> None:
    campaign, _ = await sent(world, contacts=2)
    await world.scripts.redis.hset(keys.campaign(campaign), "carrier", "simulator")
    await world.scripts.redis.hset(keys.under(keys.campaign(campaign), "sending"), "1:1", "twilio.9:0")
    await world.scripts.redis.lrem(keys.under(keys.campaign(campaign), "outbox"), 1, "1:1")
    await doubt(world, campaign)
    assert await unsure(world, campaign) == {"1:1": "twilio", "2:1": "simulator"}


async def test_nobody_is_asked_where_asking_would_send_the_text(world: World) -> None:
    campaign, _ = await sent(world, contacts=2)
    await world.scripts.redis.hset(keys.campaign(campaign), "carrier", "telnyx")
    await take(world, campaign, "telnyx.1", count=1)
    await doubt(world, campaign)
    assert await unsure(world, campaign) == {}
    assert await statuses(world, campaign, 2) == ["unknown", "unknown"]


async def test_texts_that_wait_for_their_hours_are_among_them(world: World) -> None:
    campaign, _ = await sent(world, contacts=2)
    owner = keys.campaign(campaign)
    await world.scripts.redis.lrem(keys.under(owner, "outbox"), 1, "2:1")
    await world.scripts.redis.zadd(keys.under(owner, "waiting"), {"2:1": 1})
    assert await doubt(world, campaign) == 2
    assert await statuses(world, campaign, 2) == ["unknown", "unknown"]
    assert not await world.scripts.redis.exists(keys.under(owner, "waiting"))


async def test_no_more_at_once_than_asked_for(world: World) -> None:
    campaign, _ = await sent(world, contacts=5)
    assert [await doubt(world, campaign, most=2) for _ in range(4)] == [2, 2, 1, 0]


async def test_a_late_report_is_better_than_an_unknown_fate(world: World) -> None:
    campaign, _ = await sent(world, contacts=1)
    await doubt(world, campaign)
    await world.scripts.run("report_text", campaign, conversation=1, text=1, status="delivered")
    assert await statuses(world, campaign, 1) == ["delivered"]


async def test_a_text_of_known_fate_keeps_it(world: World) -> None:
    campaign, _ = await sent(world, contacts=1)
    texts = keys.under(keys.campaign(campaign), "texts", 1)
    [packed] = await world.scripts.redis.lrange(texts, 0, -1)
    await world.scripts.redis.lset(texts, 0, msgpack.packb(msgpack.unpackb(packed) | {"s": "failed"}))
    await doubt(world, campaign)
    assert await statuses(world, campaign, 1) == ["failed"]


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await doubt(world, 9)
