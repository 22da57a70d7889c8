"""Texts go out no faster than the account and the campaign let through, in every process together."""

import asyncio
import itertools
from typing import Any

import pytest

from server.carriers import handover as module
from server.carriers.carrier import Answer, Later, Text
from server.errors import Refused
from server.store import keys
from tests.carriers.carrying import Remembering, carrying, eventually, queued, settled, statuses
from tests.paces import queue_texts, time_passes
from tests.world import World


class Timed(Remembering):
    """A carrier that notes when each text came."""

    def __init__(self, *first: Answer, times: list[float] | None = None) -> None:
        super().__init__(*first)
        self.times = [] if times is None else times

    async def send(self, text: Text) -> Answer:
        self.times.append(asyncio.get_running_loop().time())
        return await super().send(text)


async def limit(world: World, numbers: str = "", **terms: Any) -> None:
    """Set the account's terms of the carrier that remembers."""
    await world.scripts.run("set_carrier", carrier=Remembering.name, numbers=numbers, **terms)


def most_within(times: list[float], seconds: float) -> int:
    """The most texts that came within so many seconds."""
    return max(sum(first <= time < first + seconds for time in times) for first in times)


async def test_processes_of_a_carrier_share_its_rate(world: World) -> None:
    campaign, times = await queue_texts(world, *["a"] * 12), list[float]()
    await limit(world, per_second=5.0)

    async with carrying(world.scripts, Timed(times=times)), carrying(world.scripts, Timed(times=times)):
        await settled(world, campaign, *["sent"] * 12)

    assert most_within(times, 1.0) <= 5 + 5 + 2
    assert max(times) - min(times) >= (12 - 5 - 1) / 5 - 0.3


async def test_processes_of_a_carrier_share_its_day(world: World) -> None:
    campaign, one, other = await queue_texts(world, *["a" * 161] * 40), Remembering(), Remembering()
    await limit(world, per_day=61)

    async def as_many_are_sent_as_may() -> bool:
        return len(one.accepted) + len(other.accepted) >= 30

    async with carrying(world.scripts, one), carrying(world.scripts, other):
        await eventually(as_many_are_sent_as_may)
        await asyncio.sleep(1.0)
        counts = await world.counts(campaign)
        assert counts["waits"]["whose"] == "carrier"
        assert counts["waits"]["segments"] == 61
        assert counts["segments"] == 60
        assert sorted(set(await statuses(world, campaign))) == ["queued", "sent"]
        await time_passes(world.scripts.redis, 25 * 60 * 60 * 1000)
        await settled(world, campaign, *["sent"] * 40)
        assert (await world.counts(campaign))["waits"] is None

    assert len(one.accepted) + len(other.accepted) == 40


async def test_numbers_have_a_rate_of_their_own(world: World) -> None:
    slow = await queue_texts(world, "a", "a", "a", numbers="+12025550123")
    fast = await queue_texts(world, *["a"] * 20)
    await limit(world, numbers="+12025550123", per_second=0.01)

    async with carrying(world.scripts, Remembering()) as process:
        await settled(world, fast, *["sent"] * 20)
        await asyncio.sleep(1.0)
        assert (await statuses(world, slow)).count("sent") == 1
        assert process.work().in_hand == 0


async def test_at_a_slow_rate_no_text_becomes_unknown_and_none_waits_in_hand(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rate is 0.2 segments a second, and a text may be in hand for 30 s: both 25 times as fast here."""
    monkeypatch.setattr("server.carriers.fates.HAND_OVER_WITHIN_SECONDS", 30 / 25)
    texter, carrier = await queued(world, 12), Timed()
    await limit(world, per_second=0.2 * 25)
    sending, in_hand = keys.under(keys.campaign(texter.campaign), "sending"), list[int]()

    async def all_are_sent() -> bool:
        in_hand.append(await world.scripts.redis.hlen(sending))
        return len(carrier.accepted) == 12

    async with carrying(world.scripts, carrier):
        await eventually(all_are_sent)
        await settled(world, texter.campaign, *["sent"] * 12)

    assert max(in_hand) <= 6
    assert len({text.conversation for text in carrier.handed}) == len(carrier.handed) == 12


async def test_answers_go_before_first_messages_of_every_campaign(world: World) -> None:
    first = await queue_texts(world, *["a"] * 30)
    second = await queued(world, 3)
    for conversation in (1, 2, 3):
        await world.scripts.run("report_text", second.campaign, conversation=conversation, text=1, status="sent")
        await world.contact_writes(second.campaign, conversation)
    await world.scripts.redis.delete(keys.under(keys.campaign(second.campaign), "outbox"))
    for conversation in (1, 2, 3):
        await second.send_reply(conversation)
    await limit(world, per_second=2.0)
    carrier = Remembering()

    async def some_are_sent() -> bool:
        return len(carrier.accepted) >= 4

    async with carrying(world.scripts, carrier):
        await eventually(some_are_sent)

    assert [text.campaign for text in carrier.accepted[:4]] == [second.campaign] * 3 + [first]


async def test_in_one_campaign_answers_go_first_too_and_each_conversation_keeps_its_order(world: World) -> None:
    texter = await queued(world, 6)
    for conversation in (4, 5, 6):
        await world.contact_writes(texter.campaign, conversation)
        await texter.send_reply(conversation)
    await world.scripts.run("take_texts", texter.campaign, carrier="killed", count=1)
    await world.scripts.run("report_text", texter.campaign, conversation=1, text=1, status="sent")
    await world.contact_writes(texter.campaign, 1)
    await texter.send_reply(1)
    await limit(world, per_second=4.0)
    carrier = Remembering()

    async with carrying(world.scripts, carrier):
        await settled(world, texter.campaign, *["sent"] * 6)

    went = [(text.conversation, text.id) for text in carrier.accepted]
    assert went[0] == (1, 3)
    for conversation in (4, 5, 6):
        assert [id for at, id in went if at == conversation] == [1, 3]


async def test_what_a_carrier_takes_later_counts_once(world: World) -> None:
    campaign, carrier = await queue_texts(world, *["a"] * 8), Remembering(Later(0.2), Later(0.2))
    await limit(world, per_day=50, price="0.01")

    async with carrying(world.scripts, carrier):
        await settled(world, campaign, *["sent"] * 8)

    counts = await world.counts(campaign)
    assert (counts["segments"], counts["cost"]) == (8, "0.08")


async def test_a_price_of_the_numbers_goes_before_the_carriers(world: World) -> None:
    own, other = await queue_texts(world, "a", numbers="12345"), await queue_texts(world, "a")
    await limit(world, price="0.01")
    await limit(world, numbers="12345", price="0.02")

    async with carrying(world.scripts, Remembering()):
        for campaign in (own, other):
            await settled(world, campaign, "sent")

    assert [(await world.counts(id))["cost"] for id in (own, other)] == ["0.02", "0.01"]


async def test_a_text_knows_the_numbers_of_its_campaign(world: World) -> None:
    campaign, carrier = await queue_texts(world, "a", numbers="12345"), Remembering()
    async with carrying(world.scripts, carrier):
        await settled(world, campaign, "sent")
    assert [text.numbers for text in carrier.accepted] == ["12345"]


async def test_without_limits_a_round_takes_no_more_round_trips(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One for the epoch, one for the campaigns with texts, and two for each campaign, as before there were limits."""
    await queue_texts(world, "a")
    process = module.Handover(world.scripts, Remembering(), module.Patience())
    await process._taking.take(process._in_hand)
    trips = itertools.count()
    round_trips = world.scripts.nodes.of(keys.ACCOUNT).round_trips
    answers = round_trips._answers

    async def counted(*asked: Any) -> Any:
        next(trips)
        return await answers(*asked)

    monkeypatch.setattr(round_trips, "_answers", counted)
    assert len(await process._taking.take(process._in_hand)) == 1
    assert next(trips) == 4


async def test_a_lost_answer_uses_no_grant_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    campaign = await queue_texts(world, *["a"] * 80)
    await limit(world, per_day=50)
    run, lost = world.scripts.run, itertools.count()

    async def losing(verb: str, *args: Any, **more: Any) -> Any:
        answer = await run(verb, *args, **more)
        if verb in ("take_texts", "grant_segments", "return_segments") and next(lost) % 5 in (1, 2):
            raise Refused("try_again")
        return answer

    monkeypatch.setattr(world.scripts, "run", losing)
    carrier = Remembering()

    async def all_that_may_are_sent() -> bool:
        return (await world.scripts.redis.hlen(keys.under(keys.campaign(campaign), "sending"))) == 0 and len(
            carrier.accepted
        ) >= 40

    async with carrying(world.scripts, carrier):
        await eventually(all_that_may_are_sent)
        await asyncio.sleep(1.0)

    assert 40 <= len(carrier.accepted) <= 50
