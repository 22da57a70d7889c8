import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientTimeout

from server.carriers import twilio_calls
from server.carriers.carrier import CarrierStopped, CarrierUnsure, Failed, Later, Sent, Text
from server.carriers.twilio import Twilio
from server.config import TwilioSettings
from server.errors import BadSetting
from server.store.scripts import Scripts
from tests.carriers.twilio_side import Account, Faults
from tests.carriers.twilio_stand_in import StandIn, standing_in

PHONE = "+12025550150"
PUBLIC = "https://text.example.org"


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    """A stand-in for Twilio, all of whose requests and answers are as Twilio describes them."""
    async with standing_in(Account(routes={PUBLIC: ""})) as stand_in:
        yield stand_in
        assert stand_in.wrong == []


def settings(stand_in: StandIn, **changes: str | None) -> TwilioSettings:
    """The settings of the stand-in's account, with its service."""
    account = stand_in.account
    mine = TwilioSettings(account.sid, account.token, service=account.service, api_url=stand_in.url)
    return replace(mine, **changes)


@asynccontextmanager
async def twilio(
    stand_in: StandIn, scripts: Scripts, public_url: str | None = PUBLIC, **changes: str | None
) -> AsyncIterator[Twilio]:
    """The carrier, entered."""
    async with Twilio(settings(stand_in, **changes), public_url, scripts) as carrier:
        yield carrier


def text(words: str = "Hi Ana!", phone: str = PHONE, id: int = 1, numbers: str = "") -> Text:
    """A text of campaign 7's conversation 4."""
    return Text(7, 4, id, phone, words, 0.0, int(time.time() * 1000), "an account", numbers)


# Handing over.


async def test_a_text_goes_out_from_the_service_and_says_which_it_is(stand_in: StandIn, scripts: Scripts) -> None:
    one = text("¿Vienes? “Sí” 🙌 a+b&c=d\n")

    async with twilio(stand_in, scripts) as carrier:
        answer = await carrier.send(one)

    [message] = stand_in.account.messages.values()
    assert answer == Sent(message.sid, None)
    assert (message.to, message.body, message.service) == (PHONE, one.text, stand_in.account.service)
    [asked] = stand_in.asked
    assert asked["StatusCallback"] == f"{PUBLIC}/carriers/twilio/status?t=7.4.1.{one.at}#rc=3&rp=all"
    assert asked["ValidityPeriod"] == "3600"
    assert "From" not in asked


async def test_without_a_service_each_contact_always_gets_the_same_number(stand_in: StandIn, scripts: Scripts) -> None:
    numbers = {"+12025550199", "+12025550198"}
    phones = [f"+120255502{n:02d}" for n in range(30)]

    async with twilio(stand_in, scripts, service=None, numbers=" +12025550199, +12025550198") as carrier:
        first = {phone: await carrier.send(text(phone=phone)) for phone in phones}
    async with twilio(stand_in, scripts, service=None, numbers="+12025550198,+12025550199") as carrier:
        again = {phone: await carrier.send(text(phone=phone)) for phone in phones}

    said = {phone: answer.number for phone, answer in first.items() if isinstance(answer, Sent)}
    assert set(said.values()) == numbers
    assert said == {phone: answer.number for phone, answer in again.items() if isinstance(answer, Sent)}
    assert all(one.from_ == said[one.to] for one in stand_in.account.messages.values())


async def test_a_campaigns_own_number_goes_before_the_settings(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts) as carrier:
        answer = await carrier.send(text(numbers="+12025550198"))

    assert isinstance(answer, Sent)
    assert answer.number == "+12025550198"


async def test_an_api_key_sends(stand_in: StandIn, scripts: Scripts) -> None:
    key = {"api_key": stand_in.account.key, "api_secret": stand_in.account.secret}

    async with twilio(stand_in, scripts, **key) as carrier:
        await carrier.check()
        assert isinstance(await carrier.send(text()), Sent)


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (21211, "isn't a phone number"),
        (21408, "Geo permissions"),
        (21614, "isn't a mobile number"),
        (21635, "landline"),
        (29999, "error 29999: The 'To' number"),
    ],
)
async def test_a_text_that_is_refused_says_why(stand_in: StandIn, scripts: Scripts, code: int, why: str) -> None:
    stand_in.account.refuses[PHONE] = code

    async with twilio(stand_in, scripts) as carrier:
        answer = await carrier.send(text())

    assert isinstance(answer, Failed)
    assert why in answer.why
    assert not answer.opted_out


async def test_who_has_written_stop_to_twilio_has_opted_out(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts) as carrier:
        await stand_in.account.write(PHONE, "Stop")
        answer = await carrier.send(text())
        await stand_in.account.write(PHONE, "start")
        after = await carrier.send(text())

    assert isinstance(answer, Failed)
    assert answer.opted_out
    assert "STOP" in answer.why
    assert isinstance(after, Sent)


async def test_when_it_is_too_busy_texts_wait_ever_longer_until_one_is_taken(
    stand_in: StandIn, scripts: Scripts
) -> None:
    account = stand_in.account
    async with twilio(stand_in, scripts) as carrier:
        account.faults = Faults(busy=100)
        together = await asyncio.gather(*(carrier.send(text(id=n)) for n in range(8)))
        assert all(isinstance(answer, Later) and 0.5 < answer.seconds <= 1 for answer in together)
        await asyncio.sleep(1)
        second = await carrier.send(text())
        assert isinstance(second, Later)
        assert second.seconds == 2
        account.faults = Faults()
        await carrier.send(text())
        account.faults = Faults(busy=100, retry=17)
        assert await carrier.send(text()) == Later(17)

    assert len(account.messages) == 1


async def test_a_full_queue_of_a_number_is_later(stand_in: StandIn, scripts: Scripts) -> None:
    stand_in.account.refuses[PHONE] = 21611

    async with twilio(stand_in, scripts) as carrier:
        assert isinstance(await carrier.send(text()), Later)


async def test_what_was_never_connected_is_later(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts, api_url="http://127.0.0.1:9") as carrier:
        assert isinstance(await carrier.send(text()), Later)
        with pytest.raises(CarrierUnsure, match="can't be reached"):
            await carrier.check()


async def test_a_connection_that_doesnt_come_about_is_later(
    stand_in: StandIn, scripts: Scripts, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert twilio_calls.TIMES.connect == 10
    monkeypatch.setattr(twilio_calls, "TIMES", ClientTimeout(connect=0.3))
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.create_connection(full.getsockname()):
        async with twilio(stand_in, scripts, api_url=f"http://127.0.0.1:{full.getsockname()[1]}") as carrier:
            assert isinstance(await carrier.send(text()), Later)


@pytest.mark.parametrize("faults", [Faults(failing=1), Faults(lost=1)])
async def test_an_answer_that_fails_or_breaks_off_is_unsure(
    stand_in: StandIn, scripts: Scripts, faults: Faults
) -> None:
    stand_in.account.faults = faults

    async with twilio(stand_in, scripts) as carrier:
        for n in range(6):
            with pytest.raises(CarrierUnsure):
                await carrier.send(text(id=n))

    assert len(stand_in.asked) == 6  # none was asked for twice
    assert (faults.lost and 6) or 0 < len(stand_in.account.messages) < 6


async def test_an_answer_that_never_comes_is_unsure(
    stand_in: StandIn, scripts: Scripts, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert twilio_calls.TIMES.total == 35
    monkeypatch.setattr(twilio_calls, "TIMES", ClientTimeout(total=0.2))
    stand_in.account.faults = Faults(lost=1, hang=2)

    async with twilio(stand_in, scripts) as carrier:
        with pytest.raises(CarrierUnsure):
            await carrier.send(text())


async def test_when_all_would_fail_the_carrier_stops(stand_in: StandIn, scripts: Scripts) -> None:
    account = stand_in.account
    async with twilio(stand_in, scripts) as carrier:
        account.status = "suspended"
        with pytest.raises(CarrierStopped, match="isn't active"):
            await carrier.send(text())
        account.status = "active"
        account.service_numbers = []
        with pytest.raises(CarrierStopped, match="without numbers"):
            await carrier.send(text())
        account.service = "MG" + "d" * 32
        with pytest.raises(CarrierStopped, match="isn't a Messaging Service"):
            await carrier.send(text())
        account.revoke()
        with pytest.raises(CarrierStopped, match="credentials"):
            await carrier.send(text())

    assert account.messages == {}


async def test_a_number_that_isnt_ours_stops_all_only_if_it_is_everybodys(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts, service=None, numbers="+12025550111") as carrier:
        with pytest.raises(CarrierStopped, match=r"\+12025550111 isn't a number of this Twilio account"):
            await carrier.send(text())
    async with twilio(stand_in, scripts) as carrier:
        answer = await carrier.send(text(numbers="+12025550111"))
        assert isinstance(answer, Failed)
        assert answer.why.startswith("+12025550111 isn't a number of this Twilio account")


# Settings, and the check at the start.


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"account_sid": None}, "Set TWILIO_ACCOUNT_SID"),
        ({"account_sid": "AC12"}, "Set TWILIO_ACCOUNT_SID"),
        ({"auth_token": None}, "Set TWILIO_AUTH_TOKEN"),
        ({"api_key": "SK1"}, "belong together"),
        ({"service": "+12025550100"}, "must be MG"),
        ({"service": None}, "Set TWILIO_MESSAGING_SERVICE_SID"),
        ({"service": None, "numbers": "2025550100"}, "2025550100 isn't one"),
        ({"public_url": None}, "Set PUBLIC_URL"),
        ({"public_url": "http://text.example.org", "api_url": None}, "must begin with https"),
    ],
)
async def test_a_setting_that_is_missing_is_one_sentence(
    stand_in: StandIn, scripts: Scripts, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadSetting, match=sentence) as caught:
        async with twilio(stand_in, scripts, **changes):
            pass

    assert "\n" not in str(caught.value)


async def test_the_check_passes_when_all_is_well(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts) as carrier:
        await carrier.check()
    async with twilio(stand_in, scripts, service=None, numbers="+12025550198, +12025550199") as carrier:
        await carrier.check()

    assert stand_in.asked == []


async def test_the_check_says_what_is_wrong(stand_in: StandIn, scripts: Scripts) -> None:
    account = stand_in.account

    async def says(sentence: str, **changes: str | None) -> None:
        async with twilio(stand_in, scripts, **changes) as carrier:
            with pytest.raises(CarrierStopped, match=sentence) as caught:
                await carrier.check()
            assert "\n" not in str(caught.value)

    await says("doesn't accept TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN", auth_token="wrong")
    await says("doesn't accept TWILIO_API_KEY", api_key=account.key, api_secret="wrong")
    await says("has no Messaging Service MGd", service="MG" + "d" * 32)
    await says(r"\+12025550111 in TWILIO_FROM isn't", service=None, numbers="+12025550198,+12025550111")
    account.service_numbers = []
    await says("has no number")
    account.type = "Trial"
    await says("trial")
    account.status = "suspended"
    await says("is suspended")


# A text that it was unsure of.


async def lost(stand_in: StandIn, carrier: Twilio, one: Text) -> str:
    """A text that Twilio has taken, without our having heard so; its SID."""
    before = set(stand_in.account.messages)
    stand_in.account.faults = Faults(lost=1)
    with pytest.raises(CarrierUnsure):
        await carrier.send(one)
    stand_in.account.faults = Faults()
    await stand_in.account.quiet()
    [sid] = set(stand_in.account.messages) - before
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


async def test_one_from_before_it_was_queued_isnt_it(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts) as carrier:
        sid = await lost(stand_in, carrier, text())
        stand_in.account.messages[sid].created = datetime(2020, 1, 1, tzinfo=UTC)
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


async def test_while_it_cant_be_asked_it_is_asked_again(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts, api_url="http://127.0.0.1:9") as carrier:
        with pytest.raises(CarrierUnsure):
            await carrier.settle(text())


# Texts that came in while nobody heard them.


@pytest.mark.parametrize("senders", ["a service", "numbers"])
async def test_what_people_wrote_since_is_read_from_its_list(stand_in: StandIn, scripts: Scripts, senders: str) -> None:
    account = stand_in.account
    ours = account.service_numbers[0] if senders == "a service" else "+12025550198"
    changes = {} if senders == "a service" else {"service": None, "numbers": "+12025550199, +12025550198"}
    old = await account.write(PHONE, "Long ago", ours)
    old.created = old.sent = datetime.now(UTC) - timedelta(hours=3)
    stop = await account.write(PHONE, "STOP", ours)
    account.numbers["+12025550177"] = {}
    await account.write(PHONE, "To another's number", "+12025550177")
    picture = await account.write("+12025550151", "", ours, media=2)
    async with twilio(stand_in, scripts, **changes) as carrier:
        await carrier.send(text())
        since = int((datetime.now(UTC) - timedelta(hours=1)).timestamp() * 1000)
        found = [one async for heard in carrier.missed(since) for one in heard.texts]

    assert {(one.phone, one.text, one.reference, one.number) for one in found} == {
        (PHONE, "STOP", stop.sid, ours),
        ("+12025550151", "", picture.sid, ours),
    }
