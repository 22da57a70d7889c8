import asyncio
import itertools
import json
from typing import Any

import pytest

from server.campaigns import contact
from server.campaigns.contact import add_contacts, opt_out_everywhere, readable, receive, words_of
from server.shown import Thing
from server.store import keys
from server.store.scripts import Scripts
from tests.world import World, columns

PHONE = "+12025550123"


async def campaign_with(world: World, phone: str = PHONE, status: str = "active", **settings: Any) -> int:
    """A campaign with one contact."""
    campaign = await world.campaign(**settings)
    row = [phone, json.dumps(["Bo", "Doe", phone, {}])]
    await world.scripts.run("add_contacts", campaign, contacts=[row], columns=columns())
    if status != "draft":
        await world.scripts.run("launch_campaign", campaign, most=1000)
    if status in ("paused", "archived"):
        await world.scripts.run(f"{status.removesuffix('d')}_campaign", campaign)
    return campaign


async def carrier_hands_over(world: World, campaign: int, phone: str = PHONE) -> None:
    """A text to this phone, which its answers then belong to."""
    await world.scripts.redis.hset(keys.under(keys.ACCOUNT, "phones"), phone, f"{campaign}:1")


async def texted(world: World, campaign: int, name: str = "Ana") -> None:
    """A first message goes out to the campaign's contact."""
    texter = await world.texter(campaign, name)
    await texter.request()
    await texter.send_initials()
    await carrier_hands_over(world, campaign)


async def opted_out(world: World) -> set[bytes]:
    """The phones that carriers don't text."""
    phones: set[bytes] = await world.scripts.redis.smembers(keys.under(keys.ACCOUNT, "opted_out"))
    return phones


async def here(world: World, campaign: int) -> Thing:
    """The campaign's conversation."""
    return await world.conversation(campaign, 1)


async def words(world: World, campaign: int) -> list[str]:
    """The words of the texts that the contact has written in this campaign."""
    return [text["text"] for text in (await here(world, campaign))["texts"] if text["direction"] == "in"]


# Where an answer goes.


async def test_of_two_active_campaigns_it_goes_to_the_one_that_texted_this_phone_last(world: World) -> None:
    first, second = await campaign_with(world), await campaign_with(world)
    for place, last in enumerate((second, first)):
        await carrier_hands_over(world, last)
        await receive(world.scripts, PHONE, "Yes", f"SM{place}")
        assert await words(world, last) == ["Yes"]


@pytest.mark.parametrize("status", ["draft", "paused", "archived"])
async def test_it_goes_to_an_active_campaign_rather_than_to_the_one_that_texted_last(world: World, status: str) -> None:
    last, active = await campaign_with(world, status=status), await campaign_with(world)
    await carrier_hands_over(world, last)
    await receive(world.scripts, PHONE, "Yes", "SM1")
    assert (await words(world, last), await words(world, active)) == ([], ["Yes"])


@pytest.mark.parametrize("status", ["active", "draft", "paused", "archived"])
async def test_a_phone_that_only_one_campaign_has_reaches_it_whatever_its_status(world: World, status: str) -> None:
    campaign = await campaign_with(world, status=status)
    await receive(world.scripts, PHONE, "Yes", "SM1")
    thing = await here(world, campaign)
    assert (thing["lane"], thing["holder"], thing["waiting_since"]) == ("reply", None, thing["texts"][0]["at"])


async def test_a_texter_sees_which_other_campaigns_have_the_person(world: World) -> None:
    first = await campaign_with(world, title="Parks")
    await campaign_with(world, status="draft", title="Never sent")
    second = await campaign_with(world, title="Schools")
    await carrier_hands_over(world, second)
    await receive(world.scripts, PHONE, "Yes", "SM1")
    assert (await here(world, second))["texts"][0]["also_in"] == ["Parks"]
    await world.scripts.run("archive_campaign", first)
    await receive(world.scripts, PHONE, "Hello?", "SM2")
    assert "also_in" not in (await here(world, second))["texts"][1]


async def test_a_text_into_a_closed_conversation_opens_it_again(world: World) -> None:
    campaign = await campaign_with(world)
    await texted(world, campaign)
    ada = await world.member("Ada", "admin")
    await world.ask(ada, "close_conversation", campaign=campaign, conversation=1, last_seen=1)
    await receive(world.scripts, PHONE, "Yes", "SM1")
    assert (await here(world, campaign))["lane"] == "reply"


async def test_a_text_from_a_phone_in_no_campaign_is_kept_for_the_admins(world: World) -> None:
    await campaign_with(world, "+12025550199")
    before = await world.counts(1)
    await receive(world.scripts, PHONE, "Who are you?", "SM1")
    assert await world.counts(1) == before
    (text,) = (await world.scripts.run("list_unplaced", limit=10))["texts"]
    assert (text["phone"], text["text"]) == (PHONE, "Who are you?")


async def test_what_somebody_writes_who_has_opted_out_is_kept_for_the_admins_too(world: World) -> None:
    campaign = await campaign_with(world)
    for n, text in enumerate(("STOP", "Sorry, that was a mistake", "stop", "START")):
        await receive(world.scripts, PHONE, text, f"SM{n}")
    (kept,) = (await world.ask(await world.member("Ada", "admin"), "list_unplaced"))["texts"]
    assert kept["text"] == "Sorry, that was a mistake"
    assert (kept["opted_out"], kept["campaign"], kept["conversation"]) == (True, campaign, 1)
    assert len(await words(world, campaign)) == 4


# The same text again.


async def test_the_same_text_again_changes_nothing(world: World) -> None:
    await campaign_with(world)
    await receive(world.scripts, PHONE, "Yes", "SM1")
    before = await world.kept()
    await receive(world.scripts, PHONE, "Yes", "SM1")
    assert await world.kept() == before


async def test_the_same_text_at_the_same_moment_is_one(world: World) -> None:
    campaign = await campaign_with(world)
    await asyncio.gather(*(receive(world.scripts, PHONE, "Yes", "SM1") for _ in range(10)))
    assert await words(world, campaign) == ["Yes"]


async def test_the_same_text_stays_where_it_went_though_answers_now_go_elsewhere(world: World) -> None:
    first = await campaign_with(world)
    await receive(world.scripts, PHONE, "Yes", "SM1")
    second = await campaign_with(world)
    await carrier_hands_over(world, second)
    await world.scripts.run("archive_campaign", first)
    await receive(world.scripts, PHONE, "Yes", "SM1")
    assert (await words(world, first), await words(world, second)) == (["Yes"], [])


async def test_a_stop_delivered_again_after_a_start_opts_nobody_out(world: World) -> None:
    campaign = await campaign_with(world)
    await receive(world.scripts, PHONE, "STOP", "SM1")
    await receive(world.scripts, PHONE, "START", "SM2")
    before = await world.kept()
    await receive(world.scripts, PHONE, "STOP", "SM1")
    assert await world.kept() == before
    assert (await here(world, campaign))["lane"] == "reply"


# Whatever a text is.


@pytest.mark.parametrize(
    ("text", "media", "says"),
    [
        ("", 1, "(a picture)"),
        (" \n\u200b", 3, "(3 pictures)"),
        ("", 0, "(a text without words)"),
        ("\x00", 0, "(a text without words)"),
        ("👋", 0, "👋"),
        ("Look!", 2, "Look!"),
        ("a\x00b\r\nc\x1b[0m", 0, "ab\nc[0m"),
        ("half \ud83d of one", 0, "half \ufffd of one"),
    ],
)
async def test_every_text_has_words_to_show(world: World, text: str, media: int, says: str) -> None:
    campaign = await campaign_with(world)
    await receive(world.scripts, PHONE, text, "SM1", media)
    (kept,) = (await here(world, campaign))["texts"]
    assert (kept["text"], kept.get("media")) == (says, 2 if says == "Look!" else None)


async def test_a_very_long_text_is_kept_as_far_as_anybody_reads(world: World) -> None:
    campaign = await campaign_with(world)
    await receive(world.scripts, PHONE, "é" * 123_456, "SM1")
    assert await words(world, campaign) == ["é" * 10_000 + " … (113,456 more characters aren't kept)"]


def test_a_text_as_long_as_carriers_let_through_is_whole() -> None:
    assert words_of(readable("é" * 10_000), 0) == "é" * 10_000


# Opting out.


@pytest.mark.parametrize("status", ["draft", "active", "paused", "archived"])
async def test_stop_reaches_every_campaign_whatever_its_status(world: World, status: str) -> None:
    one, other = await campaign_with(world, status=status), await campaign_with(world)
    stranger = await campaign_with(world, "+12025550124", status)
    await receive(world.scripts, PHONE, "Stop", "SM1")
    lanes = [(await here(world, campaign))["lane"] for campaign in (one, other, stranger)]
    assert lanes == ["opted_out", "opted_out", "initial"]
    assert await words(world, other) == ["Stop"]
    assert await opted_out(world) == {PHONE.encode()}


async def test_stop_says_that_it_was_a_text_from_them_and_a_texter_that_it_was_theirs(world: World) -> None:
    campaign = await campaign_with(world)
    await receive(world.scripts, PHONE, "Stop", "SM1")
    await opt_out_everywhere(world.scripts, PHONE, "Ana", how="texter")
    notes = (await here(world, campaign))["opt_outs"]
    assert [(note["by"], note["how"]) for note in notes] == [(None, "text"), ("Ana", "texter")]


@pytest.mark.parametrize(
    ("text", "asks", "lane", "how"),
    [
        ("No more, thanks", "stop", "opted_out", "carrier"),
        ("STOP", "stop", "opted_out", "carrier"),
        ("STOP", None, "opted_out", "text"),
        ("STOP", "help", "opted_out", "text"),
        ("STOP", "start", "opted_out", "text"),
        ("START", "stop", "opted_out", "carrier"),
        ("HELP", "help", "reply", None),
    ],
)
async def test_the_carriers_word_counts_and_so_do_the_texts_words_and_of_the_two_the_stricter(
    world: World, text: str, asks: Any, lane: str, how: str | None
) -> None:
    campaign = await campaign_with(world)
    await receive(world.scripts, PHONE, text, "SM1", asks=asks)
    thing = await here(world, campaign)
    assert (thing["lane"], [note["how"] for note in thing["opt_outs"]]) == (lane, [how] if how else [])


@pytest.mark.parametrize(("text", "asks", "how"), [("Yes", "start", "carrier"), ("START", None, "text")])
async def test_a_start_that_only_the_carrier_knows_brings_a_person_back_too(
    world: World, text: str, asks: Any, how: str
) -> None:
    campaign = await campaign_with(world)
    await receive(world.scripts, PHONE, "STOP", "SM1")
    await receive(world.scripts, PHONE, text, "SM2", asks=asks)
    assert await opted_out(world) == set()
    thing = await here(world, campaign)
    assert (thing["lane"], thing["opt_outs"][-1]["how"]) == ("reply", how)


async def test_what_an_older_version_noted_is_told_without_how(world: World) -> None:
    campaign = await campaign_with(world)
    await world.scripts.run("opt_out", campaign, conversation=1, by="Ana", at=5)
    (note,) = (await here(world, campaign))["opt_outs"]
    assert note == {"opted_out": True, "by": "Ana", "at": 5}


@pytest.mark.parametrize(("text", "wish"), [("Please don't text me", True), ("Yes", None), ("Stop", None)])
async def test_words_that_may_be_a_wish_are_marked_and_nothing_else_is_done(
    world: World, text: str, wish: bool | None
) -> None:
    campaign = await campaign_with(world)
    await receive(world.scripts, PHONE, text, "SM1")
    thing = await here(world, campaign)
    assert thing["texts"][0].get("wish") == wish
    assert thing["lane"] == ("opted_out" if text == "Stop" else "reply")


async def test_start_brings_a_person_back_and_what_they_wrote_waits_for_someone(world: World) -> None:
    other, campaign = await campaign_with(world), await campaign_with(world)
    await texted(world, campaign)
    await receive(world.scripts, PHONE, "Stop", "SM1")
    await receive(world.scripts, PHONE, "START", "SM2")
    assert await opted_out(world) == set()
    assert [(await here(world, one))["lane"] for one in (other, campaign)] == ["initial", "reply"]
    assert await words(world, campaign) == ["Stop", "START"]
    await receive(world.scripts, PHONE, "stop", "SM3")
    assert [(await here(world, one))["lane"] for one in (other, campaign)] == ["opted_out", "opted_out"]


async def test_a_yes_brings_nobody_back_and_a_start_of_one_who_never_left_is_a_text(world: World) -> None:
    campaign = await campaign_with(world)
    await receive(world.scripts, PHONE, "START", "SM1")
    assert (await here(world, campaign))["opt_outs"] == []
    await receive(world.scripts, PHONE, "STOP", "SM2")
    await receive(world.scripts, PHONE, "YES", "SM3")
    assert (await here(world, campaign))["lane"] == "opted_out"
    assert await opted_out(world) == {PHONE.encode()}


async def test_opting_out_again_finishes_what_was_interrupted(world: World) -> None:
    first, second = await campaign_with(world), await campaign_with(world)
    noted = await world.scripts.run("opt_out_phone", phone=PHONE)
    await world.scripts.run("opt_out", first, conversation=1, at=noted["at"])
    await opt_out_everywhere(world.scripts, PHONE, how="command")
    assert (await here(world, second))["lane"] == "opted_out"


async def test_an_opt_out_that_was_undone_meanwhile_is_not_carried_into_a_campaign(world: World) -> None:
    campaign = await campaign_with(world)
    await world.scripts.run("opt_out_phone", phone=PHONE)
    await world.scripts.run("opt_in_phone", phone=PHONE, by="Ada")
    await contact.opt_out_here(world.scripts, campaign, 1, PHONE)
    assert (await here(world, campaign))["lane"] == "initial"


class Dying(Scripts):
    """A process that dies at its nth verb or question."""

    def __init__(self, scripts: Scripts, nth: int) -> None:
        super().__init__(scripts.nodes)
        self._left = nth

    async def run(self, verb: str, campaign: int | None = None, **args: Any) -> Any:
        self._live()
        return await super().run(verb, campaign, **args)

    async def ask(self, *commands: tuple[str | int, ...]) -> list[Any]:
        self._live()
        return await super().ask(*commands)

    def _live(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise ConnectionAbortedError


@pytest.mark.parametrize("text", ["STOP", "START", "Yes"])
async def test_stopped_anywhere_the_carriers_next_try_finishes_it(world: World, text: str) -> None:
    """The carrier tries again with the same reference, and nothing else comes between: twice is as once."""
    for nth in itertools.count():
        await world.scripts.redis.flushall()
        first, second = await campaign_with(world), await campaign_with(world, status="paused")
        if text == "START":
            await receive(world.scripts, PHONE, "STOP", "SM0")
        try:
            await receive(Dying(world.scripts, nth), PHONE, text, "SM1")
            assert nth > 5
            return
        except ConnectionAbortedError:
            await receive(world.scripts, PHONE, text, "SM1")
        lanes = [(await here(world, campaign))["lane"] for campaign in (first, second)]
        expected = {"STOP": ["opted_out", "opted_out"], "START": ["reply", "initial"], "Yes": ["reply", "initial"]}
        assert lanes == expected[text], nth
        assert (await words(world, first))[-1:] == [text]


async def test_a_campaign_that_is_listed_and_not_made_is_no_hindrance(world: World) -> None:
    await world.scripts.run("new_campaign")
    campaign = await campaign_with(world)
    await receive(world.scripts, PHONE, "STOP", "SM1")
    assert (await here(world, campaign))["lane"] == "opted_out"


# Coming into a campaign at the moment of opting out.


@pytest.mark.parametrize("moment", range(4))
async def test_who_opts_out_while_they_are_added_shows_as_opted_out(world: World, moment: int) -> None:
    """Either order is safe: adding asks the account afterwards, and opting out looks through the campaigns."""
    campaign = await world.campaign()
    row = (PHONE, json.dumps(["Bo", "Doe", PHONE, {}]))

    class Interrupted(Scripts):
        """Has somebody opt out before its nth step."""

        steps = 0

        async def ask(self, *commands: tuple[str | int, ...]) -> list[Any]:
            await self._step()
            return await super().ask(*commands)

        async def run(self, verb: str, campaign: int | None = None, **args: Any) -> Any:
            await self._step()
            return await super().run(verb, campaign, **args)

        async def _step(self) -> None:
            self.steps += 1
            if self.steps == moment + 1:
                await receive(world.scripts, PHONE, "STOP", "SM1")

    await add_contacts(Interrupted(world.scripts.nodes), campaign, [row], columns())
    if moment >= 2:  # it had ended by then
        await receive(world.scripts, PHONE, "STOP", "SM1")
    thing = await here(world, campaign)
    assert (thing["lane"], thing["opt_outs"][0]["by"]) == ("opted_out", None)
    assert await contact.add_contacts(world.scripts, campaign, [row], columns()) == [0]


# An admin who closes what needs no answer.


async def test_an_admin_closes_what_nobody_can_answer_but_no_text_unseen(world: World) -> None:
    campaign = await campaign_with(world, status="archived")
    ada = await world.member("Ada", "admin")
    await receive(world.scripts, PHONE, "Yes", "SM1")
    await receive(world.scripts, PHONE, "Hello?", "SM2")
    async with world.refused("not_up_to_date"):
        await world.ask(ada, "close_conversation", campaign=campaign, conversation=1, last_seen=1)
    thing = await world.ask(ada, "close_conversation", campaign=campaign, conversation=1, last_seen=2)
    assert (thing["lane"], thing["waiting_since"]) == ("closed", None)
