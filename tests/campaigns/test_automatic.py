"""Texts that go out by themselves: one confirmation of an opt-out, and the answer to HELP."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import msgpack
import pytest

from server.campaigns import contact
from server.campaigns.automatic import set_text
from server.campaigns.contact import opt_out_everywhere, receive
from server.client import Client
from server.errors import Refused
from server.shown import Thing
from server.store import keys
from server.store.scripts import Scripts
from tests.carriers.carrying import Remembering, carrying, settled
from tests.world import Texter, World, columns

PHONE = "+12025550123"
BYE, HELP = "You are out and get no more texts.", "We are the park crew. Write STOP and we stop."


@pytest.fixture(autouse=True)
async def _texts(world: World) -> AsyncIterator[None]:
    await set_text(world.scripts, "confirmation", BYE)
    await set_text(world.scripts, "help", HELP)
    yield


async def held(world: World, name: str = "Ana") -> Texter:
    """A campaign with one contact, whose holder has sent the first message; it is with the carrier."""
    campaign = await world.campaign()
    row = [PHONE, json.dumps(["Bo", "Doe", PHONE, {}])]
    await world.scripts.run("add_contacts", campaign, contacts=[row], columns=columns())
    await world.scripts.run("launch_campaign", campaign, most=1000)
    texter = await world.texter(campaign, name)
    await texter.request()
    await texter.send_initials()
    async with carrying(world.scripts, Remembering()):
        await settled(world, campaign, "sent")
    return texter


async def said(world: World, campaign: int) -> list[tuple[str, str, str | None]]:
    """The texts after the first message: direction, words, and what kind goes out by itself."""
    texts = (await world.conversation(campaign, 1))["texts"][1:]
    return [(text["direction"], text["text"], text.get("automatic")) for text in texts]


async def opted_out_ago(world: World, ms: int) -> None:
    """Time goes by since the phone opted out."""
    name = keys.under(keys.ACCOUNT, "opt_outs")
    note = msgpack.unpackb(await world.scripts.redis.hget(name, PHONE))
    await world.scripts.redis.hset(name, PHONE, msgpack.packb({**note, "since": note["since"] - ms}))


async def carried(world: World, campaign: int, status: str) -> list[str]:
    """Carry what is queued until the last text has this status; returns the words that were handed over."""
    carrier = Remembering()
    async with carrying(world.scripts, carrier):
        await settled(world, campaign, status)
    return [text.text for text in carrier.accepted]


# The confirmation.


async def test_a_stop_is_confirmed_once_and_reaches_the_phone_though_it_is_opted_out(world: World) -> None:
    campaign = (await held(world)).campaign
    for _ in range(3):
        await receive(world.scripts, PHONE, "STOP", "SM1")
    assert await said(world, campaign) == [("in", "STOP", None), ("out", BYE, "confirmation")]
    assert (await world.conversation(campaign, 1))["lane"] == "opted_out"
    assert await carried(world, campaign, "sent") == [BYE]


async def test_it_goes_before_all_that_waits_for_the_carrier(world: World) -> None:
    ana = await held(world)
    await world.scripts.run("update_campaign", ana.campaign, batch_size=300)
    await world.add_contacts(ana.campaign, 20)
    await ana.request()
    await ana.send_initials()
    await world.contact_writes(ana.campaign, 5)
    await world.scripts.run("take_texts", ana.campaign, carrier="two", count=100)
    await ana.send_reply(5)
    await receive(world.scripts, PHONE, "STOP", "SM1")
    [first] = await world.scripts.run("take_texts", ana.campaign, carrier="one", count=1)
    assert (first["text"], first["automatic"]) == (BYE, "confirmation")


async def test_the_same_stop_at_the_same_moment_is_confirmed_once(world: World) -> None:
    campaign = (await held(world)).campaign
    await asyncio.gather(*(receive(world.scripts, PHONE, "STOP", "SM1") for _ in range(10)))
    assert await carried(world, campaign, "sent") == [BYE]


async def test_who_says_stop_again_is_told_nothing_more(world: World) -> None:
    await world.scripts.run("set_hours_between", hours=0)  # both may text them
    first, second = await held(world), await held(world, "Ben")
    await receive(world.scripts, PHONE, "STOP", "SM1")
    await receive(world.scripts, PHONE, "Stop!!", "SM2")
    await world.scripts.run("archive_campaign", second.campaign)
    await receive(world.scripts, PHONE, "stop", "SM3")
    assert await said(world, second.campaign) == [
        ("in", "STOP", None),
        ("out", BYE, "confirmation"),
        ("in", "Stop!!", None),
    ]
    assert await said(world, first.campaign) == [("in", "stop", None)]


async def test_who_comes_back_and_leaves_again_is_told_again(world: World) -> None:
    campaign = (await held(world)).campaign
    for n, text in enumerate(("STOP", "START", "STOP")):
        await receive(world.scripts, PHONE, text, f"SM{n}")
    assert [kind for _, _, kind in await said(world, campaign)].count("confirmation") == 2


async def test_a_confirmation_of_one_who_has_come_back_meanwhile_stays_here(world: World) -> None:
    campaign = (await held(world)).campaign
    await receive(world.scripts, PHONE, "STOP", "SM1")
    await contact.opt_in_everywhere(world.scripts, PHONE, "Ada")
    assert await carried(world, campaign, "not_sent") == []


@pytest.mark.parametrize(("ms", "status"), [(4 * 60_000, "sent"), (5 * 60_000, "not_sent")])
async def test_it_goes_out_within_five_minutes_of_the_opt_out_or_never(world: World, ms: int, status: str) -> None:
    campaign = (await held(world)).campaign
    await receive(world.scripts, PHONE, "STOP", "SM1")
    await opted_out_ago(world, ms)
    await receive(world.scripts, PHONE, "STOP", "SM2")  # makes it no younger
    await opt_out_everywhere(world.scripts, PHONE, "Ana", how="texter")
    await world.scripts.run("report_text", campaign, conversation=1, text=4, status="sent")
    carrier = Remembering()
    async with carrying(world.scripts, carrier):
        async with asyncio.timeout(30):
            while (await world.conversation(campaign, 1))["texts"][2]["status"] == "queued":
                await asyncio.sleep(0.02)
    assert (await world.conversation(campaign, 1))["texts"][2]["status"] == status
    assert [text.text for text in carrier.accepted] == [BYE] * (status == "sent")


@pytest.mark.parametrize("how", ["carrier", "import", "command", "admin"])
async def test_an_opt_out_that_is_no_text_and_no_texters_is_confirmed_by_nobody(world: World, how: Any) -> None:
    campaign = (await held(world)).campaign
    await opt_out_everywhere(world.scripts, PHONE, how=how)
    assert await said(world, campaign) == []


async def test_what_the_carrier_has_confirmed_we_dont_confirm(world: World) -> None:
    campaign = (await held(world)).campaign
    await receive(world.scripts, PHONE, "STOP", "SM1", asks="stop")
    await receive(world.scripts, PHONE, "STOP", "SM2")
    assert await said(world, campaign) == [("in", "STOP", None), ("in", "STOP", None)]


async def test_without_words_nothing_goes_out(world: World) -> None:
    campaign = (await held(world)).campaign
    await set_text(world.scripts, "confirmation", "")
    await set_text(world.scripts, "help", "")
    await receive(world.scripts, PHONE, "HELP", "SM1")
    await receive(world.scripts, PHONE, "STOP", "SM2")
    assert [direction for direction, _, _ in await said(world, campaign)] == ["in", "in"]


@pytest.mark.parametrize("status", ["pause", "archive"])
async def test_nothing_goes_out_where_the_campaign_isnt_active(world: World, status: str) -> None:
    campaign = (await held(world)).campaign
    await world.scripts.run(f"{status}_campaign", campaign)
    await receive(world.scripts, PHONE, "HELP", "SM1")
    await receive(world.scripts, PHONE, "STOP", "SM2")
    assert [direction for direction, _, _ in await said(world, campaign)] == ["in", "in"]


async def test_a_phone_in_no_campaign_gets_nothing(world: World) -> None:
    for n, text in enumerate(("HELP", "STOP")):
        await receive(world.scripts, PHONE, text, f"SM{n}")
    names = [name.decode() for name in await world.scripts.redis.keys("*")]
    assert not [name for name in names if name.startswith("{c:") or ":helped:" in name]


# No other text gets through by its flag.


async def test_an_ordinary_text_to_an_opted_out_phone_stays_here_whatever_comes_over_the_wire(
    world: World, hub_url: str
) -> None:
    ana = await held(world)
    token = await world.members.token(await world.member("Ana"))
    await receive(world.scripts, PHONE, "Yes", "SM1")
    forged = {"campaign": ana.campaign, "conversation": 1, "text": "Vote!", "last_seen": 2}
    async with Client(hub_url, token) as console:
        await console.ask("open_console")
        for name, flag in (("automatic", "confirmation"), ("k", "confirmation"), ("kind", "confirmation")):
            with pytest.raises(Refused, match="bad_arguments"):
                await console.ask("send_reply", **forged, **{name: flag})
        await console.ask("send_reply", **forged)
    # Not even the script lets a flag in.
    await receive(world.scripts, PHONE, "Who?", "SM2")
    sent = {"conversation": 1, "texter": ana.id, "text": "Vote!!", "last_seen": 4}
    automatic = {"kind": "confirmation", "text": "Vote!!"}
    await world.scripts.run("send_reply", ana.campaign, **sent, automatic=automatic, k="confirmation", more=automatic)
    await receive(world.scripts, PHONE, "STOP", "SM3")
    assert await carried(world, ana.campaign, "sent") == [BYE]
    texts = (await world.conversation(ana.campaign, 1))["texts"]
    assert [text["status"] for text in texts if text["direction"] == "out"] == ["sent", "not_sent", "not_sent", "sent"]


async def test_a_confirmation_in_another_place_than_the_opt_outs_isnt_permitted(world: World) -> None:
    ana = await held(world)
    await receive(world.scripts, PHONE, "STOP", "SM1")
    identity = await world.scripts.redis.hget(keys.ACCOUNT, "identity")
    here = {"phone": PHONE, "conversation": 1, "identity": identity.decode()}
    answers = [
        await world.scripts.run("permit_text", **here, to=to, automatic=kind)
        for to, kind in ((ana.campaign, "confirmation"), (ana.campaign + 1, "confirmation"), (ana.campaign, "help"))
    ]
    assert answers == [True, False, False]


# The answer to HELP.


async def test_help_is_answered_and_a_person_still_sees_it(world: World) -> None:
    ana = await held(world)
    await receive(world.scripts, PHONE, "HELP", "SM1")
    await receive(world.scripts, PHONE, "HELP", "SM1")
    assert await said(world, ana.campaign) == [("in", "HELP", None), ("out", HELP, "help")]
    thing = await world.conversation(ana.campaign, 1)
    assert (thing["lane"], thing["holder"], thing["waiting_since"]) == ("reply", ana.id, thing["texts"][1]["at"])
    assert await carried(world, ana.campaign, "sent") == [HELP]
    await ana.send_reply(1, last_seen=3)
    assert (await world.conversation(ana.campaign, 1))["lane"] == "quiet"


async def test_help_is_answered_once_an_hour(world: World) -> None:
    campaign = (await held(world)).campaign
    for n in range(3):
        await receive(world.scripts, PHONE, "info", f"SM{n}")
    assert [kind for _, _, kind in await said(world, campaign)].count("help") == 1
    lasts = await world.scripts.redis.ttl(keys.under(keys.ACCOUNT, "helped", PHONE))
    assert 3500 < lasts <= 3600
    await world.scripts.redis.delete(keys.under(keys.ACCOUNT, "helped", PHONE))
    await receive(world.scripts, PHONE, "info", "SM9")
    assert [kind for _, _, kind in await said(world, campaign)].count("help") == 2


async def test_help_from_one_who_has_opted_out_or_that_the_carrier_answers_gets_no_answer_of_ours(world: World) -> None:
    campaign = (await held(world)).campaign
    await receive(world.scripts, PHONE, "HELP", "SM1", asks="help")
    await receive(world.scripts, PHONE, "STOP", "SM2", asks="stop")
    await receive(world.scripts, PHONE, "HELP", "SM3")
    assert [direction for direction, _, _ in await said(world, campaign)] == ["in", "in", "in"]


# A texter's press.


async def press(world: World, texter: Texter, **text: str) -> Thing:
    """Press Opt out."""
    member = await world.member("Ana")
    thing: Thing = await world.ask(member, "opt_out", campaign=texter.campaign, conversation=1, **text)
    return thing


@pytest.mark.parametrize(
    ("text", "goes"),
    [({}, [BYE]), ({"text": "Sorry, Bo. I take you off."}, ["Sorry, Bo. I take you off."]), ({"text": " \n"}, [])],
)
async def test_a_texters_press_ends_with_their_own_words_or_the_accounts(
    world: World, text: dict[str, str], goes: list[str]
) -> None:
    ana = await held(world)
    await receive(world.scripts, PHONE, "Please don't text me", "SM1")
    thing = await press(world, ana, **text)
    assert (thing["lane"], thing["opt_outs"][0]["how"]) == ("opted_out", "texter")
    assert [text["text"] for text in thing["texts"] if text.get("automatic") == "confirmation"] == goes
    await press(world, ana)  # a second press
    await receive(world.scripts, PHONE, "STOP", "SM2")
    carrier = Remembering()
    async with carrying(world.scripts, carrier):
        other = await held_by(world, "+12025550124")
        await settled(world, other, "sent")
    assert [text.text for text in carrier.accepted if text.phone == PHONE] == goes


async def held_by(world: World, phone: str) -> int:
    """A campaign with this one contact, whose first message is queued."""
    campaign = await world.campaign()
    row = [phone, json.dumps(["Cy", "Roe", phone, {}])]
    await world.scripts.run("add_contacts", campaign, contacts=[row], columns=columns())
    await world.scripts.run("launch_campaign", campaign, most=1000)
    texter = await world.texter(campaign, "Cleo")
    await texter.request()
    await texter.send_initials()
    return campaign


async def test_a_stop_that_came_first_leaves_the_texters_words_in_the_box(world: World) -> None:
    ana = await held(world)
    await receive(world.scripts, PHONE, "STOP", "SM1")
    async with world.refused("opted_out"):
        await press(world, ana, text="Sorry!")


async def test_a_text_that_may_not_go_out_opts_nobody_out(world: World) -> None:
    ana = await held(world)
    for code, text in (("text_too_long", "x" * 1601), ("field_in_text", "Bye {First name}")):
        async with world.refused(code):
            await press(world, ana, text=text)


async def test_whom_nobody_has_texted_is_told_nothing(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    async with world.refused("not_sent_yet"):
        await press(world, ana, text="Bye.")
    assert (await press(world, ana))["texts"] == []


@pytest.mark.parametrize("moment", range(12))
async def test_a_press_that_stops_half_way_and_is_done_again_sends_one_text(world: World, moment: int) -> None:
    class Dying(Scripts):
        """A process that dies at its nth verb."""

        left = moment

        async def run(self, verb: str, campaign: int | None = None, **args: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                raise ConnectionAbortedError
            return await super().run(verb, campaign, **args)

    ana = await held(world)
    asked = {"texter": ana.id, "name": "Ana", "text": "Bye, Bo."}
    try:
        await contact.opt_out_by(Dying(world.scripts.nodes), ana.campaign, 1, **asked)
    except ConnectionAbortedError:
        if (await world.conversation(ana.campaign, 1))["lane"] != "opted_out":
            await contact.opt_out_by(world.scripts, ana.campaign, 1, **asked)
    await receive(world.scripts, PHONE, "STOP", "SM1")
    assert [words for _, words, kind in await said(world, ana.campaign) if kind] == ["Bye, Bo."]
