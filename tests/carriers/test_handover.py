import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import msgpack
import pytest
from redis.asyncio import Redis

from server.campaigns.contact import opt_out_everywhere
from server.carriers import catching_up, fates
from server.carriers import handover as module
from server.carriers.carrier import (
    Answer,
    CarrierStopped,
    CarrierUnsure,
    Failed,
    Heard,
    Incoming,
    Later,
    Place,
    Report,
    Sent,
    Text,
)
from server.carriers.intake import take_in
from server.carriers.lost import give_up_texts
from server.carriers.patience import Patience
from server.config import Config
from server.people.members import Members
from server.store import keys
from server.store.connecting import open_store
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests.carriers.carrying import Remembering, carrying, eventually, queued, settled, statuses
from tests.world import World


async def test_a_queued_text_is_handed_over_and_reported_as_sent(world: World) -> None:
    texter = await queued(world)
    carrier = Remembering()

    async with carrying(world.scripts, carrier):
        await settled(world, texter.campaign, "sent")

    conversation = await world.conversation(texter.campaign, 1)
    [text] = carrier.accepted
    assert (text.phone, text.text) == (conversation["contact"]["phone"], "Hi Contact 1!")


async def test_work_is_found_in_every_campaign_also_in_one_made_later(world: World) -> None:
    first, carrier = await queued(world, 3), Remembering()

    async with carrying(world.scripts, carrier):
        await settled(world, first.campaign, *["sent"] * 3)
        second = await queued(world, 2)
        await settled(world, second.campaign, *["sent"] * 2)


async def test_more_than_are_in_hand_at_once_is_carried_too(world: World) -> None:
    texter, carrier = await queued(world, 250), Remembering()

    async with carrying(world.scripts, carrier):
        await settled(world, texter.campaign, *["sent"] * 250)

    assert len({text.conversation for text in carrier.accepted}) == len(carrier.accepted) == 250


async def test_a_slow_answer_holds_up_nobody_else(world: World) -> None:
    texter = await queued(world, 250)
    slow, may = (await world.conversation(texter.campaign, 1))["contact"]["phone"], asyncio.Event()

    class Slow(Remembering):
        async def send(self, text: Text) -> Answer:
            if text.phone == slow:
                await may.wait()
            return await super().send(text)

    carrier = Slow()

    async def all_others_are_sent() -> bool:
        return len(carrier.accepted) == 249

    async with carrying(world.scripts, carrier):
        await eventually(all_others_are_sent)
        may.set()
        await settled(world, texter.campaign, *["sent"] * 250)


async def test_no_more_go_out_in_a_second_than_the_rate_and_none_waits_too_long_for_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PACED_WITHIN_SECONDS", 0.15)
    monkeypatch.setattr(fates, "HAND_OVER_WITHIN_SECONDS", 0.3)
    first, second, times = await queued(world, 6), await queued(world, 6), list[float]()

    class Timed(Remembering):
        async def send(self, text: Text) -> Answer:
            times.append(asyncio.get_running_loop().time())
            return await super().send(text)

    async with carrying(world.scripts, Timed(), rate=20.0):
        await settled(world, first.campaign, *["sent"] * 6)
        await settled(world, second.campaign, *["sent"] * 6)

    assert times[-1] - times[0] >= 11 / 20 - 0.01
    assert min(after - before for before, after in zip(times, times[5:], strict=False)) > 0.1  # no five at once


async def test_while_the_carrier_takes_texts_later_none_is_handed_over(world: World) -> None:
    texter, carrier = await queued(world, 250), Remembering(Later(0.5))
    sending = keys.under(keys.campaign(texter.campaign), "sending")

    async def nothing_is_in_hand() -> bool:
        return bool(carrier.handed) and not await world.scripts.redis.exists(sending)

    async with carrying(world.scripts, carrier):
        await eventually(nothing_is_in_hand)
        handed = len(carrier.handed)
        assert handed <= module.TEXTS_AT_ONCE
        await asyncio.sleep(0.2)
        assert len(carrier.handed) == handed
        await settled(world, texter.campaign, *["sent"] * 250)

    assert sorted(text.conversation for text in carrier.accepted) == list(range(1, 251))


async def test_two_carriers_never_carry_the_same_text(world: World) -> None:
    texter, one, other = await queued(world, 300), Remembering(), Remembering()

    async with carrying(world.scripts, one), carrying(world.scripts, other):
        await settled(world, texter.campaign, *["sent"] * 300)

    accepted = [text.conversation for text in one.accepted + other.accepted]
    assert sorted(accepted) == list(range(1, 301))


async def test_who_has_opted_out_since_is_not_texted(world: World) -> None:
    texter, carrier = await queued(world, 2), Remembering()
    first = await world.conversation(texter.campaign, 1)
    await opt_out_everywhere(world.scripts, first["contact"]["phone"], how="command")

    async with carrying(world.scripts, carrier):
        await settled(world, texter.campaign, "not_sent", "sent")

    assert [text.conversation for text in carrier.accepted] == [2]


@pytest.mark.parametrize("noted", ["by whom", "long ago"])
async def test_who_was_opted_out_and_not_in_this_campaign_is_not_texted_and_shows_so(world: World, noted: str) -> None:
    """Whoever opted them out stopped half-way, or did it before it was kept by whom and when."""
    texter, carrier = await queued(world), Remembering()
    phone = (await world.conversation(texter.campaign, 1))["contact"]["phone"]
    await world.scripts.run("opt_out_phone", phone=phone, by="Ben")
    if noted == "long ago":
        await world.scripts.redis.delete("{a}:opt_outs")

    async with carrying(world.scripts, carrier):
        await settled(world, texter.campaign, "not_sent")

    thing = await world.conversation(texter.campaign, 1)
    assert (thing["lane"], carrier.accepted) == ("opted_out", [])
    assert thing["opt_outs"][0]["by"] == ("Ben" if noted == "by whom" else None)


async def test_a_paused_campaign_sends_nothing_until_it_is_resumed(world: World) -> None:
    texter, carrier = await queued(world), Remembering()
    await world.scripts.run("pause_campaign", texter.campaign)
    other = await queued(world)

    async with carrying(world.scripts, carrier):
        await settled(world, other.campaign, "sent")
        assert await statuses(world, texter.campaign) == ["queued"]
        await world.scripts.run("resume_campaign", texter.campaign)
        await settled(world, texter.campaign, "sent")


async def test_what_a_carrier_is_unsure_of_is_unknown_and_stays_so(world: World) -> None:
    texter, carrier = await queued(world), Remembering(unsure=True)

    async with carrying(world.scripts, carrier):
        await settled(world, texter.campaign, "unknown")
        other = await queued(world)
        await settled(world, other.campaign, "unknown")

    assert [text.campaign for text in carrier.accepted] == [texter.campaign, other.campaign]


async def test_what_a_carrier_refuses_for_good_has_failed_and_shows_why(world: World) -> None:
    texter, carrier = await queued(world), Remembering(Failed("This number is a landline."))

    async with carrying(world.scripts, carrier):
        await settled(world, texter.campaign, "failed")

    [text] = (await world.conversation(texter.campaign, 1))["texts"]
    assert (text["why"], len(carrier.handed)) == ("This number is a landline.", 1)


async def test_what_a_carrier_takes_later_is_handed_over_again_no_sooner_and_in_its_order(world: World) -> None:
    texter, carrier = await queued(world), Remembering(Later(0.3))
    await world.contact_writes(texter.campaign, 1)
    await texter.send_reply(1, "Second")
    times: list[float] = []

    class Timed(Remembering):
        async def send(self, text: Text) -> Answer:
            times.append(asyncio.get_running_loop().time())
            return await carrier.send(text)

    async with carrying(world.scripts, Timed()):
        await settled(world, texter.campaign, "sent")

    assert [text.id for text in carrier.handed] == [1, 1, 3]
    assert times[1] - times[0] >= 0.3


async def test_what_a_carrier_takes_later_stays_queued_when_we_leave_and_another_process_sends_it(
    world: World,
) -> None:
    texter, carrier, patience = await queued(world), Remembering(Later(3600)), Patience()
    sending = keys.under(keys.campaign(texter.campaign), "sending")

    async def it_is_put_back() -> bool:
        return bool(carrier.handed) and not await world.scripts.redis.exists(sending)

    async with carrying(world.scripts, carrier, patience):
        await eventually(it_is_put_back)
        assert await statuses(world, texter.campaign) == ["queued"]
    other = Remembering()
    async with carrying(world.scripts, other):
        await settled(world, texter.campaign, "sent")

    assert (len(carrier.accepted), len(other.accepted)) == (0, 1)


@pytest.mark.parametrize("ahead", [True, False])
async def test_a_report_finds_its_text_by_reference_also_when_it_comes_ahead(world: World, ahead: bool) -> None:
    texter, told = await queued(world), Heard(reports=(Report("SM1", "failed", "The phone is off."),))

    class Quick(Remembering):
        async def send(self, text: Text) -> Answer:
            if ahead:
                await take_in(world.scripts, self.name, told)
            return Sent("SM1")

    async with carrying(world.scripts, Quick()):
        if not ahead:
            await settled(world, texter.campaign, "sent")
            await take_in(world.scripts, Quick.name, told)
        await settled(world, texter.campaign, "failed")

    assert (await world.conversation(texter.campaign, 1))["texts"][0]["why"] == "The phone is off."


async def test_what_is_unknown_is_settled_by_a_report(world: World) -> None:
    texter = await queued(world)
    async with carrying(world.scripts, Remembering(Sent("SM1"))):
        await settled(world, texter.campaign, "sent")
    texts = keys.under(keys.campaign(texter.campaign), "texts", 1)
    text = msgpack.unpackb(await world.scripts.redis.lindex(texts, 0))
    await world.scripts.redis.lset(texts, 0, msgpack.packb({**text, "s": "unknown"}))  # it stopped half-way

    await take_in(world.scripts, Remembering.name, Heard(reports=(Report("SM1", "delivered"),)))

    assert await statuses(world, texter.campaign) == ["delivered"]


async def test_a_phone_leads_to_its_conversation_before_its_text_goes_out(world: World) -> None:
    texter = await queued(world)
    led: list[bytes | None] = []

    class Looking(Remembering):
        async def send(self, text: Text) -> Answer:
            led.append(await world.scripts.redis.hget(keys.under(keys.ACCOUNT, "phones"), text.phone))
            return Sent()

    async with carrying(world.scripts, Looking()):
        await settled(world, texter.campaign, "sent")

    assert led == [f"{texter.campaign}:1".encode()]


async def test_texts_to_one_phone_go_out_in_their_order(world: World) -> None:
    texter, carrier = await queued(world, 20), Remembering()
    for conversation in range(1, 21):
        await world.contact_writes(texter.campaign, conversation)
        await texter.send_reply(conversation, "Second")

    async with carrying(world.scripts, carrier):
        await settled(world, texter.campaign, *["sent"] * 20)

    for conversation in range(1, 21):
        assert [text.id for text in carrier.accepted if text.conversation == conversation] == [1, 3]


async def test_a_lost_answer_loses_no_text(world: World) -> None:
    texter, carrier, patience = await queued(world, 5), Remembering(), Patience()
    process = module.Handover(world.scripts, carrier, patience)
    await world.scripts.run("take_texts", texter.campaign, carrier=process.id, count=3)  # and its answer never arrived

    running = asyncio.create_task(process.run())
    await settled(world, texter.campaign, *["sent"] * 5)
    patience.leaving.set()
    await running

    assert sorted(text.conversation for text in carrier.accepted) == [1, 2, 3, 4, 5]


async def test_a_text_given_again_is_not_handed_over_again(world: World, redis: Redis) -> None:
    texter, carrier = await queued(world), Remembering()
    sending = keys.under(keys.campaign(texter.campaign), "sending")

    async def nothing_is_taken() -> bool:
        return not await redis.exists(sending)

    async with carrying(world.scripts, carrier) as process:
        await settled(world, texter.campaign, "sent")
        await redis.hset(sending, "1:1", f"{process.id}:1")  # a store that has lost its last second
        await eventually(nothing_is_taken)

    assert len(carrier.accepted) == 1


async def test_a_store_that_is_emptied_while_a_text_is_with_the_carrier_ends_nothing(
    world: World, redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    await queued(world, 3)
    carrier = Remembering()
    carrier.may.clear()

    async with carrying(world.scripts, carrier):
        await carrier.began.wait()
        await redis.flushall()
        carrier.may.set()

        async def it_is_told() -> bool:
            return "holds no account any more" in caplog.text

        await eventually(it_is_told)
        other = await queued(World(Scripts(Nodes(redis)), world.members), 2)
        await settled(world, other.campaign, *["sent"] * 2)

    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]


async def test_a_text_taken_from_one_account_is_not_handed_over_once_another_answers(
    world: World, redis: Redis
) -> None:
    texter, carrier, patience = await queued(world), Remembering(), Patience()
    process = module.Handover(world.scripts, carrier, patience)
    assert await process._taking.take(process._in_hand) == []  # it learns of the campaign
    [text] = await process._taking.take(process._in_hand)
    await redis.hset(keys.ACCOUNT, "identity", "another")  # where nobody has opted out, say

    await process._fates.settle(text)

    assert carrier.accepted == []
    assert await statuses(world, texter.campaign) == ["queued"]


async def test_what_a_killed_carrier_had_taken_becomes_unknown_and_is_not_sent_again(world: World) -> None:
    texter, carrier = await queued(world), Remembering()
    await world.scripts.run("take_texts", texter.campaign, carrier="killed", count=1)
    sending = keys.under(keys.campaign(texter.campaign), "sending")
    await world.scripts.redis.hset(sending, "1:1", "killed:1")  # in 1970

    async with carrying(world.scripts, carrier):
        await give_up_texts(world.scripts)
        await settled(world, texter.campaign, "unknown")

    assert carrier.accepted == []


async def test_a_text_taken_too_long_ago_is_put_back_rather_than_handed_over(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    texter, carrier = await queued(world), Remembering()
    monkeypatch.setattr(fates, "HAND_OVER_WITHIN_SECONDS", 0.0)

    async with carrying(world.scripts, carrier):
        await asyncio.sleep(0.5)
        assert (await statuses(world, texter.campaign), carrier.accepted) == (["queued"], [])
        monkeypatch.setattr(fates, "HAND_OVER_WITHIN_SECONDS", 30.0)
        await settled(world, texter.campaign, "sent")


async def test_leaving_finishes_what_is_in_hand_and_takes_no_more(world: World) -> None:
    texter, carrier, patience = await queued(world, 150), Remembering(), Patience()
    carrier.may.clear()

    async with carrying(world.scripts, carrier, patience):
        await carrier.began.wait()
        patience.leaving.set()
        carrier.may.set()

    assert (await statuses(world, texter.campaign)).count("sent") == len(carrier.accepted) == module.TEXTS_IN_HAND


async def test_a_killed_store_is_waited_for_and_nothing_goes_out_twice(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    config = Config(data=tmp_path)
    async with open_store(config) as store:
        scripts = Scripts(store.nodes)
        world, carrier = World(scripts, Members(scripts, config)), Remembering()
        texter = await queued(world, 300)

        async with carrying(scripts, carrier):
            await carrier.began.wait()
            os.kill(int((tmp_path / "store.pid").read_text()), signal.SIGKILL)

            async def all_are_sent() -> bool:
                return len(carrier.accepted) == 300

            await eventually(all_are_sent)

        assert await statuses(world, texter.campaign) == ["sent"] * 300
        assert sorted(text.conversation for text in carrier.accepted) == list(range(1, 301))
    said = [record.message for record in caplog.records if record.name == "handraise.carrier"]
    assert said == ["The store is away; waiting for it.", "The store is back; going on."]


class Stopping(Remembering):
    """A carrier that refuses everything while `trouble` is set, and counts how often it was asked."""

    trouble: str | None = "Nobody has paid. Pay."
    checks = 0

    async def check(self) -> None:
        self.checks += 1
        if self.trouble:
            raise CarrierStopped(self.trouble)

    async def send(self, text: Text) -> Answer:
        self.began.set()
        if self.trouble:
            raise CarrierStopped(self.trouble)
        return await super().send(text)


async def troubles(world: World) -> list[str]:
    account = (await world.scripts.run("describe_account"))["account"]
    return [trouble["sentence"] for trouble in account["troubles"]]


async def test_a_carrier_that_would_refuse_everything_burns_nothing_and_goes_on_by_itself(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "CHECK_AGAIN_SECONDS", 0.1)
    texter, carrier = await queued(world, 150), Stopping()

    async def it_is_told() -> bool:
        return await troubles(world) == ["Nobody has paid. Pay."] and carrier.checks > 2

    async with carrying(world.scripts, carrier):
        await eventually(it_is_told)
        assert set(await statuses(world, texter.campaign)) == {"queued"}
        carrier.trouble = None
        await settled(world, texter.campaign, *["sent"] * 150)

    assert await troubles(world) == []
    assert [text.conversation for text in sorted(carrier.accepted, key=lambda text: text.conversation)] == [
        *range(1, 151)
    ]
    said = [record.message for record in caplog.records]
    assert said == [
        "The remembering has stopped: Nobody has paid. Pay.",
        "The remembering takes texts again; going on.",
    ]


async def test_a_carrier_that_can_not_begin_says_why_to_the_operator_and_the_admins(world: World) -> None:
    await world.member("Ada", "admin")
    handover = module.Handover(world.scripts, Stopping(), Patience())

    with pytest.raises(CarrierStopped, match="Nobody has paid"):
        await handover.begin()

    assert await troubles(world) == ["Nobody has paid. Pay."]
    healed = Stopping()
    healed.trouble = None
    await module.Handover(world.scripts, healed, Patience()).begin()
    assert await troubles(world) == []


async def test_one_that_can_not_begin_beside_one_that_carries_is_no_trouble_of_the_account(world: World) -> None:
    await world.member("Ada", "admin")
    other = {"host": "here", "pid": 1, "version": "1", "carrying": {"carrier": "remembering", "rate": 0, "in_hand": 0}}
    await world.scripts.run("report_process", process="other", report=other)

    with pytest.raises(CarrierStopped, match="Nobody has paid"):
        await module.Handover(world.scripts, Stopping(), Patience()).begin()

    assert await troubles(world) == []


class Asked(Remembering):
    """A carrier that is unsure of every text, and knows later what became of it: `knows`."""

    settle_after = 0.05

    def __init__(self, knows: Answer | None, *, repeats: bool = False) -> None:
        super().__init__(unsure=True)
        self.knows = knows
        self.repeats = repeats
        self.asked: list[Text] = []

    async def settle(self, text: Text) -> Answer | None:
        self.asked.append(text)
        if len(self.asked) < 3:
            raise CarrierUnsure
        return self.knows


@pytest.mark.parametrize(
    ("knows", "status"),
    [(Sent("SM1"), "sent"), (Failed("The phone is off."), "failed"), (None, "unknown")],
    ids=["sent", "failed", "nobody knows"],
)
async def test_what_a_carrier_is_unsure_of_is_settled_by_asking_it(
    world: World, knows: Answer | None, status: str
) -> None:
    texter, carrier = await queued(world), Asked(knows)
    listed = keys.under(keys.campaign(texter.campaign), "unsure")

    async def it_is_settled() -> bool:
        return len(carrier.asked) == 3 and not await world.scripts.redis.exists(listed)

    async with carrying(world.scripts, carrier):
        await eventually(it_is_settled)
        await asyncio.sleep(0.2)

    assert (await statuses(world, texter.campaign), len(carrier.asked)) == ([status], 3)
    [handed] = carrier.accepted
    assert {text.mark for text in carrier.asked} == {handed.mark}


async def test_who_has_opted_out_since_is_not_texted_by_a_carrier_that_settles_by_repeating(world: World) -> None:
    texter, carrier = await queued(world), Asked(Sent("SM1"), repeats=True)

    async with carrying(world.scripts, carrier):
        await settled(world, texter.campaign, "unknown")
        await opt_out_everywhere(world.scripts, carrier.accepted[0].phone, how="admin")
        before = len(carrier.asked)
        await asyncio.sleep(0.3)

    assert len(carrier.asked) <= before + 1
    assert await statuses(world, texter.campaign) == ["unknown"]


async def test_who_has_opted_out_at_the_carrier_has_opted_out_everywhere(world: World) -> None:
    texter, carrier = await queued(world), Remembering(Failed("They have opted out.", opted_out=True))
    other = await World(world.scripts, world.members).campaign(1)  # of the same phone

    async with carrying(world.scripts, carrier):
        await settled(world, texter.campaign, "failed")

    for campaign in (texter.campaign, other):
        assert (await world.conversation(campaign, 1))["lane"] == "opted_out"


async def test_a_report_says_itself_of_which_text_it_is_also_when_no_reference_was_ever_noted(world: World) -> None:
    texter, carrier = await queued(world), Remembering(unsure=True)
    async with carrying(world.scripts, carrier):
        await settled(world, texter.campaign, "unknown")
    [text] = carrier.accepted
    place = Place(text.campaign, text.conversation, text.id, text.at)

    for wrong in (Place(text.campaign, 1, 1, text.at - 1), Place(text.campaign, 9, 1, 1), Place(99, 1, 1, text.at)):
        await take_in(world.scripts, carrier.name, Heard(reports=(Report("SM1", "failed", place=wrong),)))
    assert await statuses(world, texter.campaign) == ["unknown"]

    told = Report("SM1", "delivered", place=Place.read(str(place)), number="+15005550006", phone=text.phone)
    await take_in(world.scripts, carrier.name, Heard(reports=(told,)))
    assert await statuses(world, texter.campaign) == ["delivered"]


async def test_an_answer_belongs_to_the_number_that_it_came_to(world: World) -> None:
    await world.scripts.run("set_hours_between", hours=0)  # both may text them
    first, second = await queued(world), await queued(World(world.scripts, world.members))
    phone = (await world.conversation(first.campaign, 1))["contact"]["phone"]
    assert phone == (await world.conversation(second.campaign, 1))["contact"]["phone"]
    numbers = {first.campaign: "+15005550001", second.campaign: "+15005550002"}

    class Numbered(Remembering):
        async def send(self, text: Text) -> Answer:
            return Sent(f"SM{text.campaign}", numbers[text.campaign])

    async with carrying(world.scripts, Numbered()):
        await settled(world, first.campaign, "sent")
        await settled(world, second.campaign, "sent")

    async def answers(number: str | None, reference: str) -> list[int]:
        text = Incoming(phone, reference, reference, number=number)
        await take_in(world.scripts, Numbered.name, Heard(texts=(text,)))
        got = []
        for campaign in numbers:
            if (await world.conversation(campaign, 1))["texts"][-1]["text"] == reference:
                got.append(campaign)
        return got

    assert await answers("+15005550001", "to the first") == [first.campaign]
    assert await answers("+15005550002", "to the second") == [second.campaign]
    await world.scripts.run("pause_campaign", first.campaign)
    assert await answers("+15005550001", "to the first, paused") == [first.campaign]
    assert await answers("+15005550009", "to another") == [second.campaign]
    await world.scripts.run("archive_campaign", first.campaign)
    assert await answers("+15005550001", "to one that is over") == [second.campaign]


async def test_what_came_in_while_no_hub_could_hear_it_is_taken_in_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catching_up, "PERIOD_SECONDS", 0.1)
    texter = await queued(world)
    phone = (await world.conversation(texter.campaign, 1))["contact"]["phone"]

    class Keeping(Remembering):
        """A carrier that keeps two texts, and is out of order at first."""

        def __init__(self) -> None:
            super().__init__()
            self.asked: list[int] = []

        async def missed(self, since: int) -> AsyncIterator[Heard]:
            self.asked.append(since)
            if len(self.asked) == 1:
                raise CarrierUnsure("It is asleep.")
            for reference in ("SM1", "SM2"):
                yield Heard(texts=(Incoming(phone, f"Text {reference}", reference),))

    carrier = Keeping()

    async def asked_often() -> bool:
        return len(carrier.asked) > 3

    async with carrying(world.scripts, carrier):
        await eventually(asked_often)

    texts = (await world.conversation(texter.campaign, 1))["texts"]
    assert [text["text"] for text in texts if text["direction"] == "in"] == ["Text SM1", "Text SM2"]
    assert carrier.asked[0] == carrier.asked[1] < carrier.asked[2]
