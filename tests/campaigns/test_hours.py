"""Texting hours on a store whose clock the tests set: nobody is texted outside of them, and everybody in the end."""

import asyncio
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from server.campaigns.hours import turn_hours
from server.campaigns.launching import launch
from server.carriers.carrier import Answer, Text
from server.carriers.fates import Fates
from server.carriers.pace import Pace
from server.carriers.patience import Patience
from server.errors import Refused
from server.store import lookups
from server.wire.hours import USUAL, Hours
from server.wire.things import Console
from tests.carriers.carrying import Remembering, carrying, eventually
from tests.clock import Clock, moment
from tests.live.test_console import console_of
from tests.world import Texter, World

EAST, DENVER, WEST = "America/New_York", "America/Denver", "America/Los_Angeles"
UNSURE = "America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles"


async def launched(world: World, people: dict[str, int], hours: Hours | None = USUAL, **settings: Any) -> int:
    """A launched campaign with so many people in each zone, in this order."""
    campaign = await world.campaign(hours=hours, **settings)
    for zone, count in people.items():
        await world.add_contacts(campaign, count, zone=zone)
    await launch(world.scripts, campaign)
    return campaign


async def refused(texter: Texter) -> Refused:
    """The refusal of a request."""
    with pytest.raises(Refused) as caught:
        await texter.request()
    return caught.value


async def looks(world: World, texter: Texter) -> Console:
    """The texter's console, as a hub makes it."""
    return await console_of(world, texter.campaign, texter.id)


# Three zones


async def test_at_each_hour_those_are_handed_out_who_may_be_texted_now(world: World, clock: Clock) -> None:
    campaign = await launched(world, {EAST: 2, DENVER: 2, WEST: 2}, batch_size=6)
    ana = await world.texter(campaign)
    open_at = {"08:59": [], "09:00": [1, 2], "11:00": [1, 2, 3, 4], "12:00": [1, 2, 3, 4, 5, 6]}
    open_at |= {"20:59": [1, 2, 3, 4, 5, 6], "21:00": [3, 4, 5, 6], "23:00": [5, 6]}
    for time, people in open_at.items():
        await clock.set(f"2026-07-02 {time}")
        await turn_hours(world.scripts)
        if not people:
            assert (await refused(ana)).code == "outside_hours"
            continue
        await ana.request()
        assert sorted(await ana.holds("initial")) == people
        await ana.release()
    await clock.set("2026-07-03 00:00")
    await turn_hours(world.scripts)
    assert (await refused(ana)).code == "outside_hours"


async def test_those_come_first_whose_hours_end_first(world: World, clock: Clock) -> None:
    campaign = await launched(world, {WEST: 2, EAST: 2, DENVER: 2}, batch_size=3)
    await clock.set("2026-07-01 19:00")
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    await ben.request()
    assert await ana.holds("initial") == [3, 4, 5]
    assert sorted(await ben.holds("initial")) == [1, 2, 6]


async def test_somebody_whose_zone_is_unsure_is_texted_when_it_is_right_from_coast_to_coast(
    world: World, clock: Clock
) -> None:
    campaign = await launched(world, {UNSURE: 1})
    ana = await world.texter(campaign)
    for time, allowed in {"11:59": False, "12:00": True, "20:59": True, "21:00": False}.items():
        await clock.set(f"2026-07-02 {time}")
        await turn_hours(world.scripts)
        assert (await looks(world, ana)).request.allowed == allowed


async def test_the_button_says_when_it_goes_on_and_comes_back_then(world: World, clock: Clock) -> None:
    campaign = await launched(world, {DENVER: 80, WEST: 20})
    ana = await world.texter(campaign)
    await clock.set("2026-07-02 01:00")
    await turn_hours(world.scripts)
    here = await looks(world, ana)
    sentence = "Opens at 9:00 in Denver for 80 people."
    assert (here.request.allowed, here.request.reason, here.request.sentence) == (False, "outside_hours", sentence)
    press = await refused(ana)
    opens = {"opens_at": moment("2026-07-02 09:00", DENVER), "zone": DENVER}
    assert (press.code, press.sentence, press.details) == ("outside_hours", sentence, opens)

    await clock.set("2026-07-02 09:00", DENVER)
    async with world.listening(campaign) as heard:
        await turn_hours(world.scripts)
        await turn_hours(world.scripts)
        assert len(await heard.news()) == 1
    assert (await looks(world, ana)).request.allowed
    assert (await ana.request())["initial"] == 10


async def test_requests_while_people_may_be_texted_change_nobody_elses_console(world: World, clock: Clock) -> None:
    campaign = await launched(world, {EAST: 30, WEST: 30})
    await clock.set("2026-07-01 21:30")
    await turn_hours(world.scripts)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    before = await looks(world, ben)
    await ana.request()
    after = await looks(world, ben)
    assert (msgspec.structs.replace(before.request, offer=after.request.offer), before.later) == (
        after.request,
        after.later,
    )


# Sundays, holidays, any time


async def test_on_sundays_and_holidays_other_hours_hold(world: World, clock: Clock) -> None:
    sundays = Hours(begin="09:00", end="21:00", sunday=Hours(begin="12:00", end="17:00"), holidays=["2026-07-03"])
    ana = await world.texter(await launched(world, {EAST: 1}, sundays))
    for time, allowed in {
        "2026-07-02 20:59": True,
        "2026-07-03 12:00": False,
        "2026-07-04 09:00": True,
        "2026-07-05 11:59": False,
        "2026-07-05 12:00": True,
        "2026-07-05 17:00": False,
        "2026-07-06 09:00": True,
    }.items():
        await clock.set(time)
        await turn_hours(world.scripts)
        assert (await looks(world, ana)).request.allowed == allowed, time


async def test_who_waits_for_more_than_a_day_is_told_which_day(world: World, clock: Clock) -> None:
    campaign = await launched(world, {EAST: 1}, Hours(begin="09:00", end="21:00", sunday=None))
    await clock.set("2026-07-04 22:00")
    await turn_hours(world.scripts)
    ana = await world.texter(campaign)
    assert (await looks(world, ana)).request.sentence == "Opens on Monday at 9:00 in New York for 1 person."


async def test_without_hours_people_are_texted_at_any_time(world: World, clock: Clock) -> None:
    campaign = await launched(world, {EAST: 1, WEST: 1}, None)
    await clock.set("2026-07-02 03:00")
    ana = await world.texter(campaign)
    assert (await ana.request())["initial"] == 2
    assert len(await ana.send_initials()) == 2


async def test_hours_that_change_while_active_count_at_once(world: World, clock: Clock) -> None:
    campaign = await launched(world, {EAST: 1}, None)
    ana, root = await world.texter(campaign), await world.member("Root", "admin")
    await clock.set("2026-07-02 03:00")
    for hours, allowed in (({"from": "09:00", "to": "21:00"}, False), ({"from": "02:00", "to": "04:00"}, True)):
        await world.ask(root, "update_campaign", campaign=campaign, hours=hours)
        assert (await looks(world, ana)).request.allowed == allowed
    await world.ask(root, "update_campaign", campaign=campaign, hours={"from": "09:00", "to": "21:00"})
    await world.ask(root, "update_campaign", campaign=campaign, hours=None)
    assert (await looks(world, ana)).request.allowed


# A launch at 20:55, and a texter in the middle of a batch at 21:00


async def test_a_launch_at_five_to_nine_texts_until_nine_and_goes_on_in_the_morning(world: World, clock: Clock) -> None:
    await clock.set("2026-07-01 20:55")
    campaign = await launched(world, {EAST: 20}, batch_size=5)
    ana = await world.texter(campaign)
    await ana.request()
    assert len(await ana.send_initials()) == 5

    await clock.set("2026-07-01 21:00")
    assert (await refused(ana)).code == "outside_hours", "also before the chore has come by"
    await turn_hours(world.scripts)
    assert (await looks(world, ana)).request.sentence == "Opens at 9:00 in New York for 15 people."

    await clock.set("2026-07-02 09:00")
    await turn_hours(world.scripts)
    sent = 0
    while sent < 15:
        await ana.request()
        sent += len(await ana.send_initials())


async def test_a_texter_in_the_middle_of_a_batch_at_nine_goes_on_with_others_and_with_replies(
    world: World, clock: Clock
) -> None:
    campaign = await launched(world, {EAST: 4, WEST: 4}, batch_size=4)
    await clock.set("2026-07-01 20:59")
    ana = await world.texter(campaign)
    await ana.request()
    for conversation in (1, 2):
        await ana.send_initial(conversation)
    assert (await looks(world, ana)).screen == "initials"
    await world.contact_writes(campaign, 1)

    await clock.set("2026-07-01 21:00")
    with pytest.raises(Refused, match="outside_hours") as caught:
        await ana.send_initial(3)
    assert caught.value.sentence == "It's too early or too late to text there. Opens at 9:00 in New York."
    await turn_hours(world.scripts)
    here = await looks(world, ana)
    assert (here.screen, here.initial) == ("replies", 2)
    assert here.later and (here.later.initial, here.later.opens.sentence) == (
        2,
        "Opens at 9:00 in New York for 2 people.",
    )
    assert (await world.conversation(campaign, 3))["opens"]["sentence"] == "Opens at 9:00 in New York."
    await ana.send_reply(1)  # they wrote within the last hour

    here = await looks(world, ana)
    assert (here.screen, here.request.allowed) == ("inbox_zero", True)
    await ana.request()
    assert sorted(await ana.holds("initial")) == [3, 4, 5, 6, 7, 8]
    assert (await looks(world, ana)).screen == "initials"
    for conversation in (5, 6, 7, 8):
        await ana.send_initial(conversation)
    assert (await looks(world, ana)).screen == "inbox_zero"

    await clock.set("2026-07-02 09:00")
    await turn_hours(world.scripts)
    assert (await looks(world, ana)).screen == "initials"
    assert len(await ana.send_initials()) == 2


@pytest.mark.parametrize(
    ("hours", "minutes_later", "may"), [(1, 59, True), (1, 60, False), (3, 170, True), (0, 0, False)]
)
async def test_somebody_who_wrote_lately_may_be_answered_outside_of_their_hours(
    world: World, clock: Clock, hours: int, minutes_later: int, may: bool
) -> None:
    campaign = await launched(world, {EAST: 1}, answer_hours=hours)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await clock.set("2026-07-01 22:00")
    await turn_hours(world.scripts)
    await world.contact_writes(campaign, 1)
    await clock.set_to(await clock.now() + minutes_later * 60_000)
    if may:
        await ana.send_reply(1)
    else:
        with pytest.raises(Refused, match="outside_hours"):
            await ana.send_reply(1)


# Bulk send, and texts that wait for a carrier


async def test_bulk_send_passes_over_who_is_asleep_and_comes_back_to_them(world: World, clock: Clock) -> None:
    campaign = await launched(world, {EAST: 3, WEST: 3}, bulk_send=True)
    sent = []
    for time in ("08:00", "09:00", "10:00", "12:00", "13:00"):
        await clock.set(f"2026-07-02 {time}")
        sent.append(await world.scripts.run("send_bulk", campaign, most=2))
        sent.append(await world.scripts.run("send_bulk", campaign, most=100))
    assert sent == [0, 0, 2, 1, 0, 0, 2, 1, 0, 0]
    assert (await world.counts(campaign))["unassigned"]["quiet"] == 6


async def test_somebody_whom_a_texter_has_texted_meanwhile_isnt_sent_to_in_bulk(world: World, clock: Clock) -> None:
    campaign = await launched(world, {EAST: 2}, bulk_send=True)
    await clock.set("2026-07-02 08:00")
    assert await world.scripts.run("send_bulk", campaign, most=100) == 0
    await clock.set("2026-07-02 09:00")
    await turn_hours(world.scripts)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    assert await world.scripts.run("send_bulk", campaign, most=100) == 1


async def test_a_queued_text_waits_for_the_morning(world: World, clock: Clock) -> None:
    campaign = await launched(world, {EAST: 3, WEST: 1}, batch_size=4)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await clock.set("2026-07-01 21:00")
    assert await taken(world, campaign) == ["4:1"]
    await turn_hours(world.scripts)
    assert await taken(world, campaign) == []
    await clock.set("2026-07-02 09:00")
    await turn_hours(world.scripts)
    assert await taken(world, campaign) == ["1:1", "2:1", "3:1"]


async def test_texts_that_waited_go_before_later_ones_of_their_conversation(world: World, clock: Clock) -> None:
    campaign = await launched(world, {EAST: 2}, batch_size=2)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await clock.set("2026-07-01 21:00")
    assert await taken(world, campaign) == []
    await world.contact_writes(campaign, 1, "Hello?")
    await ana.send_reply(1)
    assert await taken(world, campaign) == ["1:1", "1:3"]

    await clock.set("2026-07-02 09:00")
    await ana.send_reply(2, last_seen=1)
    assert await taken(world, campaign) == ["2:1", "2:2"], "also before the chore has come by"


async def test_they_go_before_them_also_after_both_are_put_back(world: World, clock: Clock) -> None:
    campaign = await launched(world, {EAST: 1}, batch_size=1)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await clock.set("2026-07-01 21:00")
    assert await taken(world, campaign) == []
    help = {"text": "HELP", "reference": "r", "stop": False, "automatic": {"kind": "help", "text": "We are Us."}}
    await world.scripts.run("receive_text", campaign, conversation=1, **help)
    assert await taken(world, campaign) == ["1:3"]
    await ana.send_reply(1, last_seen=3)

    names = [f"1:{row['id']}" for row in await world.scripts.run("take_texts", campaign, carrier="one", count=9)]
    await world.scripts.run("put_back_texts", campaign, carrier="one", texts=names)

    assert names == await taken(world, campaign) == ["1:1", "1:4"]


class Repeating(Remembering):
    """A carrier that sends a text again when it is asked about it."""

    repeats = True

    async def settle(self, text: Text) -> Answer | None:
        """Send it."""
        return await self.send(text)


async def taken_with(world: World, clock: Clock, seconds_left: float) -> Text:
    """A text that a process has taken, whose contact may be texted for so many seconds yet."""
    campaign = await launched(world, {EAST: 1})
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await clock.set_to(moment("2026-07-01 21:00") - 60_000)
    (row,) = await world.scripts.run("take_texts", campaign, carrier="one.1", count=1)
    assert row["within"] == 60_000
    row = {name: value for name, value in row.items() if name not in ("segments", "new")}
    account = (await lookups.epoch(world.scripts)).account
    asked = asyncio.get_running_loop().time() - 60 + seconds_left
    return replace(Text.of(row, campaign, account or "", asked), taken=asyncio.get_running_loop().time())


@pytest.mark.parametrize("seconds_left", [60, 0])
async def test_a_text_that_a_process_has_taken_is_handed_over_only_while_the_hours_last(
    world: World, clock: Clock, seconds_left: float
) -> None:
    text, carrier = await taken_with(world, clock, seconds_left), Remembering()
    fates = Fates(world.scripts, carrier, Patience(), Pace(0.0))
    await fates.settle(text)
    assert (len(carrier.accepted), len(fates.not_now)) == ((1, 0) if seconds_left else (0, 1))


@pytest.mark.parametrize("seconds_left", [60, 0])
async def test_a_carrier_that_would_send_again_is_asked_only_while_the_hours_last(
    world: World, clock: Clock, seconds_left: float
) -> None:
    text, carrier = await taken_with(world, clock, seconds_left), Repeating()
    await Fates(world.scripts, carrier, Patience(), Pace(0.0)).settle_unsure(text)
    assert len(carrier.accepted) == (1 if seconds_left else 0)


async def test_a_text_whose_hours_are_over_is_put_back_and_goes_out_in_the_morning(world: World, clock: Clock) -> None:
    campaign = await launched(world, {EAST: 1})
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await clock.set("2026-07-01 21:00")
    carrier = Remembering()
    async with carrying(world.scripts, carrier):

        async def it_waits() -> bool:
            return bool(await world.scripts.redis.zcard(f"{{c:{campaign}}}:waiting"))

        await eventually(it_waits)
        assert carrier.accepted == []
        await clock.set("2026-07-02 09:00")
        await turn_hours(world.scripts)

        async def it_is_sent() -> bool:
            return len(carrier.accepted) == 1

        await eventually(it_is_sent)


async def taken(world: World, campaign: int) -> list[str]:
    """Take texts for a carrier, which reports them at once; returns 'conversation:text' of each, in their order."""
    rows = await world.scripts.run("take_texts", campaign, carrier="one", count=100)
    for row in rows:
        await world.scripts.run(
            "report_text", campaign, conversation=row["conversation"], text=row["id"], status="sent"
        )
    return [f"{row['conversation']}:{row['id']}" for row in rows]


# Nights in which clocks change


@pytest.mark.parametrize(
    ("night", "hours_closed"),
    [("2026-03-07", 11), ("2026-03-08", 12), ("2026-10-31", 13), ("2026-11-01", 12)],
)
async def test_a_night_in_which_clocks_change_is_an_hour_shorter_or_longer(
    world: World, clock: Clock, night: str, hours_closed: int
) -> None:
    await clock.set(f"{night} 20:00")
    campaign = await launched(world, {EAST: 1})
    closes = moment(f"{night} 21:00")
    await clock.set_to(closes)
    await turn_hours(world.scripts)
    opens_at = (await world.counts(campaign))["later"]["opens"]["at"]
    assert opens_at - closes == hours_closed * 60 * 60 * 1000


# Contacts that an older version stored


async def test_contacts_without_a_zone_get_the_one_of_their_number_when_hours_are_set(
    world: World, clock: Clock
) -> None:
    campaign = await world.campaign(hours=None)
    await world.add_contacts(campaign, 1, zone=None)
    await launch(world.scripts, campaign)
    ana, root = await world.texter(campaign), await world.member("Root", "admin")
    await world.ask(root, "update_campaign", campaign=campaign, hours={"from": "09:00", "to": "21:00"})
    assert not (await looks(world, ana)).request.allowed
    await turn_hours(world.scripts)
    assert (await ana.request())["initial"] == 1
    await clock.set("2026-07-01 21:00")
    with pytest.raises(Refused, match="outside_hours"):
        await ana.send_initials()
