"""Conversations of a texter who does nothing go back, two minutes after a warning."""

from typing import Any

import pytest

from server.campaigns.hours import refresh
from server.campaigns.taking_back import take_back_in
from server.shown import Thing
from server.wire.hours import USUAL
from tests.clock import Clock, moment
from tests.world import Texter, World

MINUTE = 60_000
BY = {"name": "Root", "move": "1"}


async def a_batch(world: World, contacts: int = 10, **settings: Any) -> tuple[int, Texter]:
    """A campaign in which first messages go back after 20 minutes and replies after 60, and a texter with a batch."""
    campaign = await world.campaign(contacts, **{"take_back_initials": 20, "take_back_replies": 60} | settings)
    ana = await world.texter(campaign, "Ana")
    await ana.request()
    return campaign, ana


async def look(world: World, clock: Clock, campaign: int, minutes: float) -> int:
    """Let minutes pass, and the chore look; returns how many went back."""
    await clock.set_to(await clock.now() + round(minutes * MINUTE))
    return await take_back_in(world.scripts, campaign, calm=True)


async def warned(texter: Texter) -> tuple[int, int] | None:
    """The numbers of first messages and of replies that a texter is warned of; None if they aren't."""
    warning = (await texter.counts()).get("idle")
    return warning and (warning["initial"], warning["reply"])


async def ask(world: World, texter: Texter, command: str, **args: Any) -> Thing:
    """Ask for a command, as this texter."""
    [member] = [one for one in await world.members.all() if one.id == texter.id]
    answer: Thing = await world.ask(member, command, campaign=texter.campaign, **args)
    return answer


async def test_two_minutes_after_a_warning_what_is_untouched_goes_back(world: World, clock: Clock) -> None:
    campaign, ana = await a_batch(world)
    assert (await look(world, clock, campaign, 17.9), await warned(ana)) == (0, None)
    async with world.listening(campaign) as heard:
        assert await look(world, clock, campaign, 0.1) == await look(world, clock, campaign, 1.9) == 0
        (message,) = await heard.news()
    goes_at = moment("2026-07-01 12:20")
    assert message["texters"][0]["idle"] == {"at": goes_at, "initial": 10, "reply": 0}
    async with world.listening(campaign) as heard:
        assert await look(world, clock, campaign, 0.1) == 10
        assert await look(world, clock, campaign, 100) == 0
        (message,) = await heard.news()
    assert await ana.holds("initial") == []
    assert message["texters"][0]["taken"] == {"by": "", "move": f"idle {goes_at}", "moved": 10, "idle": 20}
    assert message["campaign"]["unassigned"]["initial"] == 10
    assert message["taken"] is True
    assert await warned(ana) is None


@pytest.mark.parametrize("what", ["sends", "opens", "types", "keeps", "gives some back", "opts somebody out"])
async def test_whatever_a_texter_does_lifts_the_warning_and_their_time_begins_anew(
    world: World, clock: Clock, what: str
) -> None:
    campaign, ana = await a_batch(world)
    await look(world, clock, campaign, 19)
    first, second, *_ = await ana.holds("initial")
    assert await warned(ana) == (10, 0)
    async with world.listening(campaign) as heard:
        match what:
            case "sends":
                await ana.send_initial(first)
            case "opens":
                await world.scripts.run("note_doing", campaign, texter=ana.id, conversation=first)
            case "types":
                await ask(world, ana, "note_doing", conversation=first)
            case "keeps":
                assert await ask(world, ana, "keep_conversations") == {"at": await clock.now()}
            case "gives some back":
                await ana.release(most=1)
            case "opts somebody out":
                await ask(world, ana, "opt_out", conversation=first)
        message, *_ = await heard.news()
    assert "idle" not in message["texters"][0]
    assert (await look(world, clock, campaign, 17), await warned(ana)) == (0, None)
    await ana.send_initial(second)


@pytest.mark.parametrize("what", ["lists", "the contact writes", "an admin looks"])
async def test_an_open_page_alone_is_no_doing(world: World, clock: Clock, what: str) -> None:
    campaign, ana = await a_batch(world)
    await look(world, clock, campaign, 19)
    match what:
        case "lists":
            await ask(world, ana, "list_conversations", lane="initial")
        case "the contact writes":
            await world.contact_writes(campaign, 1)
        case "an admin looks":
            await world.conversation(campaign, 1)
    assert await look(world, clock, campaign, 2) == (9 if what == "the contact writes" else 10)


async def test_replies_go_back_one_by_one_when_they_have_waited_for_so_long(world: World, clock: Clock) -> None:
    campaign, ana = await a_batch(world, take_back_initials=0)
    await ana.send_initials()
    for conversation in (1, 2, 3):
        await world.contact_writes(campaign, conversation)
        await clock.set_to(await clock.now() + 10 * MINUTE)
    assert (await look(world, clock, campaign, 28), await warned(ana)) == (0, (0, 1))
    assert await look(world, clock, campaign, 2) == 1
    assert await ana.holds("reply") == [2, 3]
    assert (await ana.counts())["taken"]["idle"] == 60
    assert (await look(world, clock, campaign, 8), await warned(ana)) == (0, (0, 1))
    assert await look(world, clock, campaign, 2) == 1
    await ask(world, ana, "keep_conversations")
    assert (await look(world, clock, campaign, 57), await ana.holds("reply")) == (0, [3])


async def test_what_was_told_is_what_goes_however_many_writes_come_between(world: World, clock: Clock) -> None:
    campaign, ana = await a_batch(world)
    await look(world, clock, campaign, 18)
    await world.scripts.run("unassign", campaign, holder=ana.id, lanes=["initial"], most=4, by=BY)
    assert await warned(ana) == (6, 0)
    assert await look(world, clock, campaign, 2) == 6
    assert (await ana.counts())["taken"]["moved"] == 6


async def test_conversations_that_come_count_from_when_they_came(world: World, clock: Clock) -> None:
    campaign, ana = await a_batch(world, contacts=30)
    await look(world, clock, campaign, 19)
    assert await warned(ana) == (10, 0)
    await world.scripts.run("reassign", campaign, holder=0, to=ana.id, lane="initial", most=5, by=BY)
    assert await warned(ana) is None
    assert (await look(world, clock, campaign, 17), await look(world, clock, campaign, 1)) == (0, 0)
    assert await look(world, clock, campaign, 2) == 15


async def test_the_conversation_that_is_typed_in_is_kept_ten_minutes_more(world: World, clock: Clock) -> None:
    campaign, ana = await a_batch(world)
    typed, *_ = await ana.holds("initial")
    await ask(world, ana, "note_doing", conversation=typed)
    assert (await look(world, clock, campaign, 18), await warned(ana)) == (0, (9, 0))
    assert await look(world, clock, campaign, 2) == 9
    assert await ana.holds("initial") == [typed]
    assert (await look(world, clock, campaign, 7), await warned(ana)) == (0, None)
    assert (await look(world, clock, campaign, 1), await warned(ana)) == (0, (1, 0))
    assert await look(world, clock, campaign, 2) == 1


async def test_a_reply_that_is_typed_is_kept_ten_minutes_more(world: World, clock: Clock) -> None:
    campaign, ana = await a_batch(world, contacts=2)
    await ana.send_initials()
    await world.contact_writes(campaign, 1)
    await world.contact_writes(campaign, 2)
    await ask(world, ana, "note_doing", conversation=1)
    assert (await look(world, clock, campaign, 58), await warned(ana)) == (0, (0, 1))
    assert await look(world, clock, campaign, 2) == 1
    assert await ana.holds("reply") == [1]
    await look(world, clock, campaign, 8)
    assert await look(world, clock, campaign, 2) == 1


async def test_in_troubled_times_nothing_goes_back_and_warnings_are_lifted(world: World, clock: Clock) -> None:
    campaign, ana = await a_batch(world)
    await look(world, clock, campaign, 18)
    await clock.set_to(await clock.now() + 5 * MINUTE)
    async with world.listening(campaign) as heard:
        for _ in range(2):
            assert await take_back_in(world.scripts, campaign, calm=False) == 0
        (message,) = await heard.news()
    assert "idle" not in message["texters"][0]
    assert (await look(world, clock, campaign, 0), await warned(ana)) == (0, (10, 0))
    assert (await look(world, clock, campaign, 1.9), await look(world, clock, campaign, 0.1)) == (0, 10)


@pytest.mark.parametrize("how", ["paused", "no minutes", "other minutes"])
async def test_warnings_are_lifted_when_the_campaign_is_paused_or_set_anew(
    world: World, clock: Clock, how: str
) -> None:
    campaign, ana = await a_batch(world)
    await look(world, clock, campaign, 18)
    async with world.listening(campaign) as heard:
        if how == "paused":
            await world.scripts.run("pause_campaign", campaign)
        else:
            minutes = {"take_back_initials": 0 if how == "no minutes" else 60}
            await world.scripts.run("update_campaign", campaign, token="t", default_batch_size=1, **minutes)
        (message,) = await heard.news()
    assert [texter["id"] for texter in message["texters"]] == [ana.id]
    assert "idle" not in message["texters"][0]
    assert (await look(world, clock, campaign, 30), await warned(ana)) == (0, None)


async def test_a_resumed_campaign_begins_anew(world: World, clock: Clock) -> None:
    campaign, ana = await a_batch(world)
    await world.scripts.run("pause_campaign", campaign)
    await look(world, clock, campaign, 100)
    await world.scripts.run("resume_campaign", campaign)
    assert (await look(world, clock, campaign, 17), await warned(ana)) == (0, None)
    assert (await look(world, clock, campaign, 1), await warned(ana)) == (0, (10, 0))


async def test_a_draft_that_was_handed_out_long_before_its_launch_begins_with_the_launch(
    world: World, clock: Clock
) -> None:
    campaign = await world.campaign(4, launch=False, take_back_initials=20)
    ana = await world.texter(campaign)
    await world.scripts.run("reassign", campaign, holder=0, to=ana.id, lane="initial", most=4, by=BY)
    await look(world, clock, campaign, 1000)
    await world.scripts.run("launch_campaign", campaign, most=1000)
    assert (await look(world, clock, campaign, 17), await warned(ana)) == (0, None)
    assert (await look(world, clock, campaign, 1), await warned(ana)) == (0, (4, 0))


async def test_first_messages_that_wait_for_their_hours_stay_and_count_from_when_those_open(
    world: World, clock: Clock
) -> None:
    campaign = await world.campaign(hours=USUAL, take_back_initials=20)
    await world.add_contacts(campaign, 3, zone="America/New_York")
    await world.add_contacts(campaign, 2, zone="America/Denver")
    await clock.set("2026-07-01 20:50")
    await refresh(world.scripts, campaign)
    await world.scripts.run("launch_campaign", campaign, most=1000)
    ana = await world.texter(campaign)
    await ana.request()
    await clock.set("2026-07-01 21:00")
    await refresh(world.scripts, campaign)
    assert (await look(world, clock, campaign, 10), await warned(ana)) == (0, (2, 0))
    assert await look(world, clock, campaign, 2) == 2
    assert (await look(world, clock, campaign, 600), await warned(ana)) == (0, None)
    await clock.set("2026-07-02 09:00")
    await refresh(world.scripts, campaign)
    assert (await look(world, clock, campaign, 17), await warned(ana)) == (0, None)
    assert (await look(world, clock, campaign, 1), await warned(ana)) == (0, (3, 0))


async def test_thousands_go_back_in_several_scripts_and_are_told_as_one_move(world: World, clock: Clock) -> None:
    campaign, _ = await a_batch(world, contacts=700, batch_size=600)
    await look(world, clock, campaign, 18)
    async with world.listening(campaign) as heard:
        assert await look(world, clock, campaign, 2) == 600
        messages = await heard.news()
    assert [message["texters"][0]["taken"]["moved"] for message in messages] == [250, 500, 600]
    assert [message["texters"][0].get("idle", {}).get("initial") for message in messages] == [350, 100, None]


async def test_all_senders_are_looked_at_however_many_there_are(world: World, clock: Clock) -> None:
    campaign, ana = await a_batch(world)
    members = list(range(1000, 1700))
    await world.scripts.run("add_senders", campaign, members=members)
    for member in members[::100]:
        await world.scripts.run("reassign", campaign, holder=ana.id, to=member, lane="initial", most=1, by=BY)
    assert await look(world, clock, campaign, 18) == 0
    assert await look(world, clock, campaign, 2) == 10


async def test_a_send_that_comes_too_late_is_refused_as_ever(world: World, clock: Clock) -> None:
    campaign, ana = await a_batch(world)
    first, *_ = await ana.holds("initial")
    await look(world, clock, campaign, 18)
    await look(world, clock, campaign, 2)
    async with world.refused("not_yours"):
        await ana.send_initial(first)
    async with world.refused("not_yours"):
        await ask(world, ana, "note_doing", conversation=first)


async def test_without_minutes_nothing_ever_goes_back(world: World, clock: Clock) -> None:
    campaign, ana = await a_batch(world, take_back_initials=0, take_back_replies=0)
    await ana.send_initials()
    await world.contact_writes(campaign, 1)
    before = await world.kept()
    assert (await look(world, clock, campaign, 10_000), await look(world, clock, campaign, 10_000)) == (0, 0)
    assert {**await world.kept(), "clock": None} == {**before, "clock": None}


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await world.scripts.run("take_back", 9, cursor="0", most=1, calm=True)
