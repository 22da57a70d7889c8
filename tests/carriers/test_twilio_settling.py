"""A text that the carrier was unsure of is looked for in Twilio's list."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from server.carriers.carrier import CarrierStopped, CarrierUnsure, Failed, Sent, Text
from server.carriers.twilio.carrier import Twilio
from server.store.scripts import Scripts
from tests.carriers.twilio_carrier import PHONE, text, twilio
from tests.carriers.twilio_side import Faults
from tests.carriers.twilio_stand_in import StandIn


async def lost(stand_in: StandIn, carrier: Twilio, one: Text) -> str:
    """A text that Twilio has taken, without our having heard so; its SID."""
    before = set(stand_in.account.messages)
    stand_in.account.faults = Faults(lost=1)
    with pytest.raises(CarrierUnsure):
        await carrier.send(one)
    stand_in.account.faults = Faults()
    await stand_in.account.quiet()
    [sid] = set(stand_in.account.messages) - before
    carrier.settle_after = 0  # it is asked at once in these tests
    return sid


async def test_a_text_that_it_was_unsure_of_is_found_by_its_words(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts) as carrier:
        await stand_in.account.write(PHONE, "Hi “Ana”!")
        await carrier.send(text("Something else"))
        one = text("Hi “Ana”!")
        sid = await lost(stand_in, carrier, one)
        stand_in.account.messages[sid].body = 'Hi "Ana"!'  # as smart encoding writes it

        answer = await carrier.settle(one)

    assert isinstance(answer, Sent)
    assert answer.reference == sid
    assert answer.number in stand_in.account.service_numbers


async def test_one_that_was_never_taken_stays_unknown(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts) as carrier:
        await carrier.send(text("Something else"))
        assert await carrier.settle(text()) is None

    assert len(stand_in.asked) == 1


async def test_one_that_failed_says_why(stand_in: StandIn, scripts: Scripts) -> None:
    stand_in.account.ends[PHONE] = 30007

    async with twilio(stand_in, scripts) as carrier:
        one = text()
        await lost(stand_in, carrier, one)
        answer = await carrier.settle(one)

    assert isinstance(answer, Failed)
    assert "spam" in answer.why


async def test_a_text_that_is_another_of_ours_isnt_taken_for_it(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts) as carrier:
        first = text(id=1)
        answer = await carrier.send(first)
        assert isinstance(answer, Sent)
        await stand_in.account.quiet()
        place = {"campaign": 7, "conversation": 4, "text": 1, "at": first.at}
        await scripts.run("note_sent", carrier="twilio", reference=answer.reference, place=place)
        second = text(id=2)

        assert await carrier.settle(second) is None
        sid = await lost(stand_in, carrier, second)
        found = await carrier.settle(second)
        assert isinstance(found, Sent)
        assert found.reference == sid
        mine = await carrier.settle(first)
        assert isinstance(mine, Sent)
        assert mine.reference == answer.reference


async def test_with_two_that_it_may_be_nobody_knows(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts) as carrier:
        for n in (1, 2):
            await lost(stand_in, carrier, text(id=n))
        assert await carrier.settle(text(id=1)) is None


@pytest.mark.parametrize(("minutes", "found"), [(11, True), (2, False)])
async def test_one_from_since_it_became_unknown_isnt_it(
    stand_in: StandIn, scripts: Scripts, minutes: int, found: bool
) -> None:
    """The same words sent again, the note of whose SID is still on its way, aren't taken for the text from before."""
    async with twilio(stand_in, scripts) as carrier:
        one = replace(text(), at=int(time.time() * 1000) - 12 * 60_000)
        sid = await lost(stand_in, carrier, one)
        message = stand_in.account.messages[sid]
        message.created = datetime.now(UTC) - timedelta(minutes=minutes)
        carrier.settle_after = Twilio.settle_after
        assert (await carrier.settle(one) is not None) == found


async def test_one_from_before_it_was_queued_isnt_it(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts) as carrier:
        sid = await lost(stand_in, carrier, text())
        stand_in.account.messages[sid].created = datetime(2020, 1, 1, tzinfo=UTC)
        assert await carrier.settle(text()) is None


async def test_what_twilio_itself_answered_isnt_it(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts) as carrier:
        sid = await lost(stand_in, carrier, text())
        stand_in.account.messages[sid].direction = "outbound-reply"
        assert await carrier.settle(text()) is None


async def test_many_texts_to_one_phone_are_looked_through(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts) as carrier:
        one = text("The one")
        sid = await lost(stand_in, carrier, one)
        await asyncio.gather(*(carrier.send(text(f"Another {n}")) for n in range(150)))
        await stand_in.account.quiet()
        found = await carrier.settle(one)

    assert isinstance(found, Sent)
    assert found.reference == sid


async def test_credentials_that_are_revoked_stop_it_here_too(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts) as carrier:
        stand_in.account.revoke()
        with pytest.raises(CarrierStopped):
            await carrier.settle(text())


async def test_while_it_cant_be_asked_it_is_asked_again(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts, api_url="http://127.0.0.1:9") as carrier:
        with pytest.raises(CarrierUnsure):
            await carrier.settle(text())
