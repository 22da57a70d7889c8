"""One table of what a console shows. A request is refused for exactly the reason that the console gives."""

import itertools
from dataclasses import replace
from typing import Any

import msgpack
import pytest
from msgspec import convert, to_builtins

from server.errors import SENTENCES, Refused
from server.live.console import Gate, console, reason, screen
from server.store.keys import NOBODY
from server.wire.described import CampaignNews
from server.wire.hours import Later, Opening
from server.wire.parts import OpenLanes, Request
from server.wire.things import Console
from tests import described
from tests.world import Texter, World

HOUR = 60 * 60 * 1000
THERE, NONE = OpenLanes(initial=50, reply=0, quiet=0), OpenLanes(initial=0, reply=0, quiet=0)
GATE = Gate(title="Vote!", status="active", self_assign=True, batch_size=10, there=THERE)


@pytest.mark.parametrize(
    ("gate", "texter", "shown", "why_not"),
    [
        ({}, {}, "looking", None),
        ({"there": NONE}, {}, "looking", "none_unassigned"),
        ({"self_assign": False}, {}, "looking", "self_assign_off"),
        ({"status": "draft"}, {"initial": 5}, "not_sending", "not_active"),
        ({"status": "paused"}, {"reply": 5}, "not_sending", "not_active"),
        ({"status": "archived"}, {}, "not_sending", "not_active"),
        ({"status": "paused", "self_assign": False}, {"sender": False}, "not_sending", "not_active"),
        ({}, {"sender": False}, "not_sending", "not_a_sender"),
        ({"self_assign": False}, {"sender": False, "initial": 1}, "not_sending", "not_a_sender"),
        ({}, {"initial": 1}, "initials", "initials_left"),
        ({"there": NONE}, {"initial": 1, "reply": 1}, "initials", "initials_left"),
        ({"self_assign": False}, {"initial": 1, "reply": 1}, "initials", "self_assign_off"),
        ({}, {"reply": 1, "quiet": 4}, "replies", "replies_left"),
        ({"there": NONE}, {"reply": 1}, "replies", "replies_left"),
        ({}, {"quiet": 1}, "inbox_zero", None),
        ({}, {"closed": 1}, "inbox_zero", None),
        ({}, {"opted_out": 1}, "inbox_zero", None),
        ({"there": NONE}, {"quiet": 1, "closed": 1}, "inbox_zero", "none_unassigned"),
    ],
)
def test_a_console_is_on_one_screen_and_says_why_the_button_is_off(
    gate: dict[str, Any], texter: dict[str, Any], shown: str, why_not: str | None
) -> None:
    here = console(replace(GATE, **gate), described.texter(**texter), 7, 1)
    assert here.screen == shown
    sentence = SENTENCES[why_not] if why_not else None
    offer, may_wait = None if why_not else THERE, why_not == "none_unassigned"
    assert here.request == Request(
        allowed=why_not is None, reason=why_not, sentence=sentence, batch_size=10, offer=offer, may_wait=may_wait
    )


OPENS = Opening(at=1_782_918_000_000, zone="America/Denver", people=80, day=False)


@pytest.mark.parametrize(
    ("texter", "shown", "why_not"),
    [
        ({}, "looking", "outside_hours"),
        ({"initial": 3}, "inbox_zero", "outside_hours"),
        ({"initial": 3, "reply": 1}, "replies", "replies_left"),
        ({"initial": 4}, "initials", "initials_left"),
    ],
)
def test_first_messages_that_wait_for_their_hours_lock_nothing(
    texter: dict[str, Any], shown: str, why_not: str
) -> None:
    later = Later(initial=3, opens=OPENS) if "initial" in texter else None
    here = console(replace(GATE, there=NONE, opens=OPENS), described.texter(**texter, later=later), 7, 1)
    assert (here.screen, here.request.reason, here.later) == (shown, why_not, later)
    sentence = "Opens at 9:00 in Denver for 80 people." if why_not == "outside_hours" else SENTENCES[why_not]
    assert here.request.sentence == sentence


def test_a_gate_tells_of_hours_only_while_nobody_may_be_texted() -> None:
    later = Later(initial=50, opens=OPENS)
    for unassigned, waiting, opens in ((50, later, OPENS), (51, later, None), (50, None, None)):
        lanes = {"initial": unassigned, "reply": 0, "quiet": 0}
        gate = Gate.of(described.campaign(unassigned=lanes, later=to_builtins(waiting)))
        assert (bool(gate.there.initial), gate.opens) == (opens is None, opens)


def test_a_console_tells_the_counts_and_when_they_moved() -> None:
    counts = {"initial": 1, "reply": 2, "quiet": 3, "closed": 4, "opted_out": 5}
    here = to_builtins(console(GATE, described.texter(3, moved=3, **counts), 7, 12))
    names = ("id", "campaign", "v", "title", "initial", "reply", "quiet", "closed", "opted_out", "moved")
    assert {name: here[name] for name in names} == {
        "id": 3,
        "campaign": 7,
        "v": 12,
        "title": "Vote!",
        "initial": 1,
        "reply": 2,
        "quiet": 3,
        "closed": 4,
        "opted_out": 5,
        "moved": 3,
    }


def test_every_reason_has_a_sentence() -> None:
    reasons = set()
    for status, sender, self_assign, unassigned in itertools.product(("active", "paused"), *[(True, False)] * 3):
        for initial, reply in itertools.product((0, 1), (0, 1)):
            gate = replace(GATE, status=status, self_assign=self_assign, there=THERE if unassigned else NONE)
            texter = described.texter(sender=sender, initial=initial, reply=reply)
            reasons.add(reason(gate, texter))
            assert (reason(gate, texter) is None) <= (screen(gate, texter) in ("looking", "inbox_zero"))
    assert reasons - {None} <= SENTENCES.keys()
    assert len(reasons) == 7


STATUSES = ("draft", "active", "paused", "archived")
HOLDING = ("nothing", "initial", "reply", "initial and reply", "quiet", "closed")
POOLS = ("nobody", "initial", "reply", "quiet")


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("holding", HOLDING)
async def test_a_request_is_refused_by_the_reason_that_the_console_gives(
    world: World, status: str, holding: str
) -> None:
    for pool, sender, self_assign in itertools.product(POOLS, (True, False), (True, False)):
        campaign, texter = await arrange(world, status, holding, pool, sender, self_assign)
        here = (await console_of(world, campaign, texter)).request
        try:
            await world.scripts.run("request_conversations", campaign, texter=texter, request_id="one")
            why_not = None
        except Refused as refused:
            why_not = refused.code
        assert (here.allowed, here.reason) == (why_not is None, why_not), (pool, sender, self_assign)


async def arrange(
    world: World, status: str, holding: str, pool: str, sender: bool, self_assign: bool
) -> tuple[int, int]:
    """A campaign with this status, and a texter who holds these conversations."""
    campaign = await world.campaign(contacts=4, batch_size=2)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    if holding == "nothing":
        await world.scripts.run("opt_out", campaign, conversation=1)
        await world.scripts.run("opt_out", campaign, conversation=2)
    else:
        await ana.request()
        for conversation in {"initial": (), "initial and reply": (1,)}.get(holding, (1, 2)):
            await ana.send_initial(conversation)
            if "reply" in holding:
                await world.contact_writes(campaign, conversation)
            if holding == "closed":
                await ana.close(conversation)
    if pool != "initial":
        await ben.request()
        await ben.send_initials()
        if pool == "reply":
            await world.contact_writes(campaign, 4)
        if pool != "nobody":
            await ben.release()
    await world.scripts.run("update_campaign", campaign, self_assign=self_assign, default_batch_size=300, token="t")
    if not sender:  # what they hold is given back a little later
        await world.scripts.run("remove_sender", campaign, member=ana.id, most=0)
    if status == "draft":  # nothing leads back there
        await world.scripts.redis.hset(f"{{c:{campaign}}}", "status", "draft")
    elif status != "active":
        await world.scripts.run({"paused": "pause_campaign", "archived": "archive_campaign"}[status], campaign)
    return campaign, ana.id


async def console_of(world: World, campaign: int, texter: int) -> Console:
    """A texter's console, as the store describes it now."""
    snapshot = convert(await world.scripts.run("snapshot", campaign, texters=[texter], rows=False), CampaignNews)
    return console(Gate.of(snapshot.campaign), snapshot.texters[0], campaign, snapshot.v)


async def batch(world: World, texter: Texter) -> Any:
    """The progress of the texter's batch of first messages, as their console tells; None without a batch."""
    return to_builtins((await console_of(world, texter.campaign, texter.id)).batch)


async def test_a_batch_counts_what_is_sent_of_it_and_ends_when_nothing_of_it_is_left(world: World) -> None:
    campaign = await world.campaign(contacts=5, batch_size=3)
    ana = await world.texter(campaign)
    assert await batch(world, ana) is None
    await ana.request()
    assert await batch(world, ana) == {"size": 3, "sent": 0}
    first, second, third = await ana.holds("initial")
    await ana.send_initial(first)
    assert await batch(world, ana) == {"size": 3, "sent": 1}
    await ana.send_initial(second)
    await ana.send_initial(third)
    assert await batch(world, ana) is None
    await ana.request()
    assert await batch(world, ana) == {"size": 2, "sent": 0}


async def test_a_batch_can_always_be_finished_whatever_becomes_of_its_messages(world: World) -> None:
    campaign = await world.campaign(contacts=7, batch_size=5)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    sent, answered, opted_out, *_ = await ana.holds("initial")
    await ana.send_initial(sent)
    await world.contact_writes(campaign, answered)
    assert await batch(world, ana) == {"size": 4, "sent": 1}
    await world.scripts.run("opt_out", campaign, conversation=opted_out)
    assert await batch(world, ana) == {"size": 3, "sent": 1}
    by = {"name": "Ada", "move": "m"}
    await world.scripts.run("reassign", campaign, holder=ana.id, to=ben.id, lane="initial", most=1, by=by)
    assert await batch(world, ana) == {"size": 2, "sent": 1}
    assert await batch(world, ben) == {"size": 1, "sent": 0}
    await world.scripts.run("reassign", campaign, holder=NOBODY, to=ana.id, lane="initial", most=2, by=by)
    assert await batch(world, ana) == {"size": 4, "sent": 1}
    await ana.release(("initial",))
    assert await batch(world, ana) is None
    await ana.release()
    await ana.request(only="initial")
    assert await batch(world, ana) == {"size": 3, "sent": 0}


async def test_senders_chosen_before_launch_see_their_share_as_a_batch(world: World) -> None:
    campaign = await world.campaign(contacts=5, launch=False)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await world.ask(await world.member("Ada", "admin"), "launch_campaign", campaign=campaign)
    assert await batch(world, ana) == {"size": 3, "sent": 0}
    assert await batch(world, ben) == {"size": 2, "sent": 0}


async def test_a_day_counts_what_is_sent_and_begins_anew_after_a_long_rest(world: World) -> None:
    campaign = await world.campaign(contacts=2)
    ana = await world.texter(campaign)
    assert "day" not in await ana.counts()
    await ana.request()
    first, second = await ana.holds("initial")
    await ana.send_initial(first)
    await world.contact_writes(campaign, first)
    await ana.send_initial(second)
    await ana.send_reply(first)
    day = (await ana.counts())["day"]
    assert (day["initials"], day["replies"], "done" in day) == (2, 1, False)
    assert day["since"] <= day["last"]

    yesterday = {**day, "since": day["since"] - 25 * HOUR, "last": day["last"] - 7 * HOUR}
    await world.scripts.redis.hset(f"{{c:{campaign}}}:days", ana.id, msgpack.packb(yesterday))
    await ana.send_reply(second, last_seen=1)
    day = (await ana.counts())["day"]
    assert (day["initials"], day["replies"]) == (0, 1)
    assert day["since"] == day["last"]


async def test_a_texter_who_gives_everything_back_is_done_for_the_day_until_they_go_on(world: World) -> None:
    campaign = await world.campaign(contacts=2)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await ana.release(most=1)
    assert "done" not in (await ana.counts())["day"]
    await ana.release()
    done = (await ana.counts())["day"]
    assert done["done"] == done["last"]
    assert to_builtins((await console_of(world, campaign, ana.id)).day) == done
    await ana.request()
    assert "done" not in (await ana.counts())["day"]
    day = (await console_of(world, campaign, ana.id)).day
    assert day and day.done is None
