from typing import Any

import msgpack
import pytest

from server.campaigns import contact
from server.errors import Refused
from server.store import keys
from server.store.queues import with_texts
from server.store.work import work_now
from tests.commands.test_take_texts import take
from tests.undone import time_is_over, without_traces
from tests.world import Texter, World

UNDO = {"undo_initials": 10, "undo_replies": 10}


async def waiting(world: World, contacts: int = 1, **settings: Any) -> tuple[int, Texter]:
    """A campaign where all can be undone, and a texter whose contacts have all answered; the first messages are out."""
    campaign = await world.campaign(contacts=contacts, **{**UNDO, **settings})
    ana = await world.texter(campaign)
    await ana.request()
    for conversation in await ana.send_initials():
        await world.contact_writes(campaign, conversation)
    for conversation, text in await take(world, campaign, "early"):
        report = {"conversation": conversation, "text": text, "status": "sent"}
        await world.scripts.run("report_text", campaign, **report)
    return campaign, ana


async def listed(world: World, campaign: int, name: str) -> list[str]:
    """The texts in one of the queues."""
    return [
        each.decode() for each in await world.scripts.redis.lrange(keys.under(keys.campaign(campaign), name), 0, -1)
    ]


@pytest.mark.parametrize("first", [True, False])
async def test_an_undone_text_is_as_if_it_had_never_been(world: World, first: bool) -> None:
    campaign = await world.campaign(contacts=2, **UNDO)
    ana = await world.texter(campaign)
    await ana.request()
    if not first:
        await ana.send_initials()
        await world.contact_writes(campaign, 1)
        await time_is_over(world, campaign)
        await take(world, campaign, "early")
    before, was = await without_traces(world), await world.conversation(campaign, 1)
    sent = await (ana.send_initial(1) if first else ana.send_reply(1))
    assert (sent["lane"], sent["texts"][-1]["status"]) == ("quiet", "queued")
    assert await take(world, campaign) == []
    thing = await ana.undo(1)
    assert await without_traces(world) == before
    assert {**thing, "v": 0} == {**was, "v": 0}
    assert await take(world, campaign) == []


async def test_the_last_first_message_of_a_batch_comes_back_into_it(world: World) -> None:
    campaign = await world.campaign(contacts=3, **UNDO)
    ana = await world.texter(campaign)
    await ana.request()
    for conversation in (1, 2):
        await ana.send_initial(conversation)
    before = await without_traces(world)
    await ana.send_initial(3)
    assert (await ana.counts())["sent"] == 0
    await ana.undo(3)
    assert await without_traces(world) == before
    assert ((await ana.counts())["sent"], (await world.counts(campaign))["sent"]) == (2, 2)


async def test_the_texters_day_counts_what_was_not_undone(world: World) -> None:
    _campaign, ana = await waiting(world, contacts=2)
    await ana.send_reply(1)
    await ana.send_reply(2)
    await ana.undo(1)
    day = (await ana.counts())["day"]
    assert (day["initials"], day["replies"]) == (2, 1)


@pytest.mark.parametrize("act", ["close", "report_wrong_number"])
@pytest.mark.parametrize("lane", ["reply", "quiet"])
async def test_a_close_is_undone(world: World, act: str, lane: str) -> None:
    campaign, ana = await waiting(world)
    if lane == "quiet":
        await ana.send_reply(1)
        await time_is_over(world, campaign)
        await take(world, campaign)
    before = await without_traces(world)
    closed = await getattr(ana, act)(1)
    assert closed["lane"] == "closed"
    assert closed["undo_until"] > closed["texts"][-1]["at"]
    assert (await ana.undo(1))["lane"] == lane
    assert await without_traces(world) == before


async def test_who_waits_waits_since_then(world: World) -> None:
    campaign, ana = await waiting(world)
    since = (await world.conversation(campaign, 1))["waiting_since"]
    await world.a_moment()
    await ana.send_reply(1)
    await world.a_moment()
    assert (await ana.undo(1))["waiting_since"] == since


async def test_a_text_is_taken_once_its_time_is_over(world: World) -> None:
    campaign, ana = await waiting(world)
    await ana.send_reply(1)
    assert await take(world, campaign) == []
    assert (await with_texts(world.scripts, [campaign]))[1][0].id == campaign
    assert (await work_now(world.scripts)).queued == 1
    await time_is_over(world, campaign)
    assert await take(world, campaign) == [(1, 3)]
    assert (await work_now(world.scripts)).queued == 0
    async with world.refused("too_late"):
        await ana.undo(1)


async def test_nothing_can_be_undone_once_its_time_is_over_though_nobody_has_taken_it(world: World) -> None:
    campaign, ana = await waiting(world)
    await ana.send_reply(1)
    await time_is_over(world, campaign)
    async with world.refused("too_late"):
        await ana.undo(1)
    assert "undo_until" not in await world.conversation(campaign, 1)


async def test_the_segments_of_what_may_go_now_are_those_of_held_texts_too(world: World) -> None:
    campaign, ana = await waiting(world)
    await ana.send_reply(1, "a" * 200)
    assert await world.scripts.run("next_segments", campaign, count=5) == []
    await time_is_over(world, campaign)
    assert await world.scripts.run("next_segments", campaign, count=5) == [2]


async def test_texts_go_out_in_the_order_in_which_they_could_not_be_undone_any_more(world: World) -> None:
    campaign, ana = await waiting(world, contacts=3)
    for conversation in (3, 1, 2):
        await ana.send_reply(conversation)
        await world.a_moment()
    await time_is_over(world, campaign, "1:3", "3:3")
    await take(world, campaign, count=0)
    assert await listed(world, campaign, "answers") == ["3:3", "1:3"]
    await time_is_over(world, campaign)
    await take(world, campaign, count=0)
    assert await listed(world, campaign, "answers") == ["3:3", "1:3", "2:3"]


async def test_a_second_text_lets_the_first_go_and_keeps_their_order(world: World) -> None:
    campaign = await world.campaign(contacts=1, **UNDO)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    await ana.send_reply(1, "And one more", last_seen=1)
    assert (await listed(world, campaign, "outbox"), await listed(world, campaign, "answers")) == (["1:1"], [])
    await ana.undo(1)
    assert [text["text"] for text in (await world.conversation(campaign, 1))["texts"]] == ["Hi Contact 1!"]
    async with world.refused("too_late"):
        await ana.undo(1)
    await ana.send_reply(1, "Again", last_seen=1)
    await time_is_over(world, campaign)
    await take(world, campaign, count=0)
    assert await listed(world, campaign, "outbox") == ["1:1", "1:2"], "behind the first message, whose turn it is"


async def test_who_writes_meanwhile_is_not_undone(world: World) -> None:
    campaign, ana = await waiting(world)
    await ana.send_reply(1)
    await world.contact_writes(campaign, 1, "Wait!")
    async with world.refused("too_late"):
        await ana.undo(1)
    assert await take(world, campaign) == [(1, 3)]


async def test_a_close_lets_the_text_before_it_go(world: World) -> None:
    campaign, ana = await waiting(world)
    await ana.send_reply(1)
    await ana.close(1)
    assert (await ana.undo(1))["lane"] == "quiet"
    assert await take(world, campaign) == [(1, 3)]


async def test_an_admins_close_cannot_be_undone_by_the_texter(world: World) -> None:
    campaign, ana = await waiting(world)
    await world.scripts.run("close_conversation", campaign, conversation=1, last_seen=2)
    async with world.refused("too_late"):
        await ana.undo(1)


async def test_only_who_did_it_undoes_it(world: World) -> None:
    campaign, ana = await waiting(world)
    ben = await world.texter(campaign, "Ben")
    await ana.send_reply(1)
    async with world.refused("not_yours"):
        await ben.undo(1)
    asked = {"holder": ana.id, "to": ben.id, "lane": "quiet", "most": 1, "by": {"name": "Root", "move": "1"}}
    await world.scripts.run("reassign", campaign, **asked)
    assert "undo_until" not in await world.conversation(campaign, 1)
    async with world.refused("too_late"):
        await ben.undo(1)
    async with world.refused("not_yours"):
        await ana.undo(1)


@pytest.mark.parametrize(("settings", "held"), [({"undo_replies": 0}, False), ({"undo_initials": 0}, True)])
async def test_a_reply_and_a_first_message_have_settings_of_their_own(
    world: World, settings: dict[str, int], held: bool
) -> None:
    campaign, ana = await waiting(world, contacts=1, **settings)
    assert ("undo_until" in await ana.send_reply(1)) is held
    assert (await take(world, campaign) == []) is held


async def test_a_stop_lets_the_text_go_to_the_carrier_which_does_not_send_it(world: World) -> None:
    campaign, ana = await waiting(world)
    await ana.send_reply(1)
    phone = (await world.conversation(campaign, 1))["contact"]["phone"]
    await contact.receive(world.scripts, phone, "STOP", "SM1")
    assert await take(world, campaign) == [(1, 3)]
    identity = await world.scripts.run("identify_account")
    permit = {"phone": phone, "to": campaign, "conversation": 1, "identity": identity}
    assert await world.scripts.run("permit_text", **permit) is False


async def test_an_erased_contact_gets_nothing(world: World) -> None:
    campaign, ana = await waiting(world)
    await ana.send_reply(1)
    await world.scripts.run("erase_contact", campaign, conversation=1)
    await time_is_over(world, campaign)
    assert await take(world, campaign) == []
    assert (await work_now(world.scripts)).queued == 0
    async with world.refused("too_late"):
        await ana.undo(1)


async def test_the_fate_of_what_was_held_is_unknown_after_a_restore(world: World) -> None:
    campaign, ana = await waiting(world, contacts=2)
    await ana.send_reply(1)
    await ana.close(2)
    assert await world.scripts.run("doubt_texts", campaign, most=1000, asked=[]) == 1
    assert (await world.conversation(campaign, 1))["texts"][-1]["status"] == "unknown"
    await time_is_over(world, campaign)
    assert await take(world, campaign) == []


async def test_a_paused_campaign_keeps_what_was_held(world: World) -> None:
    campaign, ana = await waiting(world)
    await ana.send_reply(1)
    await world.scripts.run("pause_campaign", campaign)
    await time_is_over(world, campaign)
    assert await take(world, campaign) == []
    await world.scripts.run("resume_campaign", campaign)
    assert await take(world, campaign) == [(1, 3)]


async def test_a_first_message_comes_back_into_the_zone_that_is_known_by_then(world: World) -> None:
    campaign = await world.campaign(**UNDO)
    await world.add_contacts(campaign, 1, zone=None)
    await world.scripts.run("launch_campaign", campaign, most=10)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    await world.scripts.run("set_zones", campaign, zones=[(1, "America/Denver")])
    await ana.undo(1)
    bucket = keys.under(keys.campaign(campaign), "bucket", ana.id, "initial")
    assert await world.scripts.redis.zscore(bucket, 1) == 2**40 + 1


# Opting out.


async def opted_out(world: World, text: str = "Bye.") -> tuple[int, Texter, Any]:
    """A texter who has just opted out somebody who waited."""
    campaign, ana = await waiting(world)
    member = await world.member("Ana")
    before = await without_traces(world)
    thing = await world.ask(member, "opt_out", campaign=campaign, conversation=1, text=text)
    assert (thing["lane"], [each["text"] for each in thing["texts"]][2:]) == ("opted_out", [text] if text else [])
    return campaign, ana, before


@pytest.mark.parametrize("text", ["Bye.", ""])
async def test_an_opt_out_is_undone_and_leaves_its_notes(world: World, text: str) -> None:
    campaign, _ana, before = await opted_out(world, text)
    assert await take(world, campaign) == []
    member = await world.member("Ana")
    thing = await world.ask(member, "undo", campaign=campaign, conversation=1)
    assert thing["lane"] == "reply"
    assert [(note["opted_out"], note["by"]) for note in thing["opt_outs"]] == [(True, "Ana"), (False, "Ana")]
    assert await without_traces(world) == before
    assert await world.scripts.redis.smembers(keys.under(keys.ACCOUNT, "opted_out")) == set()
    await time_is_over(world, campaign)
    assert await take(world, campaign) == []


async def test_a_confirmation_goes_before_all_once_it_is_over(world: World) -> None:
    campaign, _ana, _ = await opted_out(world)
    await time_is_over(world, campaign)
    assert await take(world, campaign, count=0) == []
    assert await listed(world, campaign, "answers") == ["1:3"]
    with pytest.raises(Refused, match="too_late"):
        await world.ask(await world.member("Ana"), "undo", campaign=campaign, conversation=1)


async def test_who_opts_out_by_themselves_meanwhile_stays_out(world: World) -> None:
    campaign, _ana, _ = await opted_out(world)
    phone = (await world.conversation(campaign, 1))["contact"]["phone"]
    await world.scripts.run("opt_out_phone", phone=phone, how="text")  # its campaigns haven't heard of it yet
    with pytest.raises(Refused, match="too_late"):
        await world.ask(await world.member("Ana"), "undo", campaign=campaign, conversation=1)
    assert await world.scripts.redis.smembers(keys.under(keys.ACCOUNT, "opted_out")) == {phone.encode()}


async def test_who_had_opted_out_before_stays_out(world: World) -> None:
    campaign, _ana = await waiting(world)
    phone = (await world.conversation(campaign, 1))["contact"]["phone"]
    await world.scripts.run("opt_out_phone", phone=phone, how="text")
    member = await world.member("Ana")
    await world.ask(member, "opt_out", campaign=campaign, conversation=1)
    with pytest.raises(Refused, match="too_late"):
        await world.ask(member, "undo", campaign=campaign, conversation=1)
    assert (await world.conversation(campaign, 1))["lane"] == "opted_out"


async def test_an_undo_that_was_cut_short_after_the_account_is_finished_by_undoing_again(world: World) -> None:
    campaign, ana, before = await opted_out(world)
    undone = await world.scripts.run("undo", campaign, conversation=1, texter=ana.id)
    only = {"phone": undone["phone"], "only": undone["at"]}
    first = await world.scripts.run("opt_in_phone", **only, by="Ana", how="texter")
    assert first == await world.scripts.run("opt_in_phone", **only, by="Ana", how="texter")
    thing = await world.ask(await world.member("Ana"), "undo", campaign=campaign, conversation=1)
    assert thing["lane"] == "reply"
    assert await without_traces(world) == before


async def test_an_opt_out_is_undone_in_every_campaign(world: World) -> None:
    campaign, _ana, _ = await opted_out(world)
    phone = (await world.conversation(campaign, 1))["contact"]["phone"]
    other = await world.campaign()
    await contact.add_contacts(world.scripts, other, [(phone, f'["Bo","Doe","{phone}",{{}}]', "")], "[]")
    assert (await world.conversation(other, 1))["lane"] == "opted_out"
    await world.ask(await world.member("Ana"), "undo", campaign=campaign, conversation=1)
    assert (await world.conversation(other, 1))["lane"] == "initial"


async def an_older_version_takes_in(world: World, campaign: int, words: str) -> None:
    """A hub of a version before undoing takes in a text: it settles nothing."""
    text = msgpack.packb({"d": "in", "t": words, "at": await world.scripts.now(), "s": "received"})
    await world.scripts.redis.rpush(keys.under(keys.campaign(campaign), "texts", 1), text)


async def test_what_a_contact_wrote_stays_though_an_older_version_settled_nothing(world: World) -> None:
    campaign, ana = await waiting(world)
    await ana.send_reply(1, "Great!")
    await an_older_version_takes_in(world, campaign, "Really?")
    async with world.refused("too_late"):
        await ana.undo(1)
    assert "undo_until" not in await world.conversation(campaign, 1)
    await time_is_over(world, campaign)
    assert [text for _, text in await take(world, campaign)] == [3]


async def test_it_stays_there_when_an_opt_out_is_undone_too(world: World) -> None:
    campaign, _ana, _ = await opted_out(world)
    await an_older_version_takes_in(world, campaign, "Why?")
    await world.ask(await world.member("Root", "admin"), "opt_in", campaign=campaign, conversation=1)
    thing = await world.conversation(campaign, 1)
    assert (thing["lane"], [each["text"] for each in thing["texts"]][2:]) == ("reply", ["Bye.", "Why?"])
