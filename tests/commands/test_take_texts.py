from typing import Any

import pytest

from server.store import keys
from tests.paces import queue_texts, soon
from tests.paces import time_passes as paces_pass
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


# Answers go first.


async def answered(world: World, contacts: int = 3) -> tuple[int, Texter]:
    """A campaign with a first message to each contact queued, and an answer to the last, whose first one is sent."""
    campaign, ana = await sent(world, contacts)
    await world.scripts.run("report_text", campaign, conversation=contacts, text=1, status="sent")
    await world.scripts.redis.lrem(keys.under(keys.campaign(campaign), "outbox"), 1, f"{contacts}:1")
    await world.contact_writes(campaign, contacts)
    await ana.send_reply(contacts)
    return campaign, ana


async def test_answers_are_taken_before_first_messages(world: World) -> None:
    campaign, _ = await answered(world)
    assert await take(world, campaign, count=1) == [(3, 3)]
    assert sorted(await take(world, campaign, count=9)) == [(1, 1), (2, 1), (3, 3)]


async def test_an_answer_stays_behind_a_first_message_of_its_own_that_is_not_out(world: World) -> None:
    campaign, ana = await sent(world, 2)
    await world.contact_writes(campaign, 2)
    await ana.send_reply(2)
    assert await take(world, campaign) == [(1, 1), (2, 1), (2, 3)]


async def test_it_stays_behind_it_also_when_that_is_put_back(world: World) -> None:
    campaign, ana = await sent(world, 1)
    await take(world, campaign)
    await world.contact_writes(campaign, 1)
    await ana.send_reply(1)
    await world.scripts.run("put_back_texts", campaign, carrier="one", texts=["1:1"])
    assert await take(world, campaign, "two", count=1) == [(1, 1)]
    assert await take(world, campaign, "two", count=2) == [(1, 1), (1, 3)]


# Limits of the campaign.


async def new(world: World, campaign: int, **known: Any) -> list[int]:
    """The conversations of the texts that are newly taken."""
    rows = await world.scripts.run("take_texts", campaign, carrier="one", count=99, **known)
    return [row["conversation"] for row in rows if row["new"]]


async def test_no_more_is_taken_in_a_second_than_the_campaign_may_send(world: World) -> None:
    campaign = await queue_texts(world, *["a"] * 12, per_second=4.0)
    assert await new(world, campaign) == [1, 2, 3, 4, 5]
    await paces_pass(world.scripts.redis, 0, campaign)
    assert await new(world, campaign) == []
    await paces_pass(world.scripts.redis, 500, campaign)
    assert await new(world, campaign) == [6, 7]
    await paces_pass(world.scripts.redis, 60_000, campaign)
    assert await new(world, campaign) == [8, 9, 10, 11, 12]


async def test_no_more_is_taken_in_a_day_and_that_is_told_once_when_it_begins_and_when_it_ends(world: World) -> None:
    campaign = await queue_texts(world, *["a"] * 60, per_day=50)
    midnights = await soon(world.scripts)
    async with world.listening(campaign) as heard:
        assert await new(world, campaign, midnights=midnights) == list(range(1, 51))
        [news] = await heard.news()
        assert news["campaign"]["waits"] == {"whose": "campaign", "segments": 50, "until": midnights[0]}
        assert await new(world, campaign, midnights=midnights) == []
        assert await heard.news() == []

        await paces_pass(world.scripts.redis, midnights[1] - midnights[0], campaign)
        assert await new(world, campaign, midnights=midnights) == list(range(51, 61))
        assert [("waits" in news["campaign"]) for news in await heard.news()] == [False]


async def test_a_limit_of_a_day_that_is_raised_lets_texts_go(world: World) -> None:
    campaign = await queue_texts(world, *["a"] * 60, per_day=50)
    midnights = await soon(world.scripts)
    await new(world, campaign, midnights=midnights)
    root = await world.member("Root", "admin")
    await world.ask(root, "update_campaign", campaign=campaign, per_day=55)
    assert len(await new(world, campaign, midnights=midnights)) == 5
    await world.ask(root, "update_campaign", campaign=campaign, per_day=0)
    assert len(await new(world, campaign, midnights=midnights)) == 5
    assert (await world.counts(campaign))["waits"] is None


async def test_no_more_is_taken_than_the_account_grants_whole(world: World) -> None:
    campaign = await queue_texts(world, "a", "a" * 161, "a" * 161, "a")
    assert await new(world, campaign, segments=4) == [1, 2]
    assert await new(world, campaign, segments=0) == []
    assert await new(world, campaign, segments=3) == [3, 4]


async def test_the_accounts_limit_of_a_day_is_told_while_texts_wait_for_it(world: World) -> None:
    campaign = await queue_texts(world, "a", "a")
    waits = {"whose": "carrier", "segments": 50, "until": 2**43}
    await new(world, campaign, segments=1, waits=waits)
    assert (await world.counts(campaign))["waits"] == waits
    await new(world, campaign, segments=1, waits=waits)
    assert (await world.counts(campaign))["waits"] is None


async def test_the_numbers_of_the_campaign_come_with_a_text(world: World) -> None:
    numbers = "+12025550123,+12025550124"
    campaign = await queue_texts(world, "a", numbers=numbers)
    [row] = await world.scripts.run("take_texts", campaign, carrier="one", count=9)
    assert (row["numbers"], row["answer"], row["segments"], row["new"]) == (numbers, False, 1, True)


# Cost and budget.

PRICE = 7_900


async def test_segments_and_cost_are_counted_as_texts_are_taken(world: World) -> None:
    campaign = await queue_texts(world, "a", "a" * 161, "a")
    assert ((await world.counts(campaign))["segments"], (await world.counts(campaign))["cost"]) == (0, None)
    async with world.listening(campaign) as heard:
        await world.scripts.run("take_texts", campaign, carrier="one", count=2, price=PRICE)
        [news] = await heard.news()
        assert (news["campaign"]["segments"], news["campaign"]["cost"]) == (3, "0.0237")
        await world.scripts.run("take_texts", campaign, carrier="one", count=2, price=PRICE)
        assert await heard.news() == []
    await world.scripts.run("take_texts", campaign, carrier="one", count=3)  # of this one the price isn't known
    counts = await world.counts(campaign)
    assert (counts["segments"], counts["cost"]) == (4, "0.0237")


async def test_the_text_that_would_exceed_the_budget_pauses_the_campaign_and_stays_queued(world: World) -> None:
    campaign = await queue_texts(world, *["a"] * 4, budget="0.02")
    async with world.listening(campaign) as heard:
        assert await new(world, campaign, price=PRICE) == [1, 2]
        [news] = await heard.news()
        assert (news["campaign"]["status"], news["campaign"]["over_budget"]) == ("paused", True)
        assert await new(world, campaign, price=PRICE) == []
        assert await heard.news() == []
    assert (await world.counts(campaign))["cost"] == "0.0158"
    assert await world.scripts.redis.lrange(keys.under(keys.campaign(campaign), "outbox"), 0, -1) == [b"3:1", b"4:1"]


async def test_a_budget_that_is_just_used_up_pauses_when_there_is_one_text_more(world: World) -> None:
    campaign = await queue_texts(world, "a", budget="0.0079")
    assert await new(world, campaign, price=PRICE) == [1]
    assert (await world.counts(campaign))["status"] == "active"


async def test_without_a_known_price_no_budget_holds_anything_up(world: World) -> None:
    campaign = await queue_texts(world, "a", "a", budget="0.001")
    assert await new(world, campaign) == [1, 2]
