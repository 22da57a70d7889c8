"""Telnyx's own SDK, and a stand-in for Telnyx that it talks to."""

import json
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from server.carriers import telnyx_calls, telnyx_setup
from server.carriers.carrier import (
    Answer,
    CarrierStopped,
    CarrierUnsure,
    Failed,
    Later,
    Sent,
    Text,
)
from server.carriers.patience import Patience
from server.carriers.telnyx import NO_SENDER, Telnyx
from server.carriers.telnyx_calls import sender
from server.carriers.telnyx_errors import FAILED, SENDER, STOPPED
from server.carriers.telnyx_setup import configure, try_out
from server.config import Config, TelnyxSettings
from server.errors import BadSetting
from server.store.scripts import Scripts
from tests.carriers.telnyx_account import NUMBERS, PROFILE
from tests.carriers.telnyx_stand_in import TelnyxStandIn, telnyx_stand_in
from tests.command_line import handraise

PUBLIC = "https://text.example.org"
PHONE = "+12125550100"
HOUR_MS = 3_600_000


@pytest.fixture
async def stand_in() -> AsyncIterator[TelnyxStandIn]:
    """An account at Telnyx where nothing goes wrong, yet."""
    async with telnyx_stand_in() as it:
        it.poster.proxies[PUBLIC] = "http://127.0.0.1:9"  # nobody listens
        yield it
        assert it.wrong == []


@asynccontextmanager
async def telnyx(scripts: Scripts, settings: TelnyxSettings, public_url: str | None = PUBLIC) -> AsyncIterator[Telnyx]:
    """The carrier, as its command opens it."""
    config = Config(telnyx=settings, public_url=public_url)
    async with Telnyx(config, scripts, Patience(), await scripts.now()) as it:
        yield it


async def a_text(scripts: Scripts, **changes: Any) -> Text:
    """A text that was queued just now."""
    told = {"campaign": 7, "conversation": 3, "id": 1, "phone": PHONE, "text": "Hi Ana! 🙂", "account": "our account"}
    return Text(**{**told, "taken": 0.0, "at": await scripts.now(), **changes})


async def outcome(telnyx: Telnyx, text: Text) -> Answer | str:
    """The answer to a text, or the kind of error that was raised."""
    try:
        return await telnyx.send(text)
    except (CarrierUnsure, CarrierStopped) as error:
        return type(error).__name__


async def test_a_text_is_posted_with_its_key_and_the_address_that_tells_its_place(
    scripts: Scripts, stand_in: TelnyxStandIn
) -> None:
    text = await a_text(scripts)

    async with telnyx(scripts, stand_in.settings()) as carrier:
        answer = await carrier.send(text)

    [(headers, body)] = stand_in.requests
    assert json.loads(body) == {
        "to": PHONE,
        "text": "Hi Ana! 🙂",
        "messaging_profile_id": PROFILE,
        "webhook_url": f"{PUBLIC}/carriers/telnyx/status?t=7.3.1.{text.at}",
    }
    assert headers["idempotency-key"] == f"handraise:7:3:1:{text.mark.hex()}"
    [(reference, message)] = stand_in.messages.items()
    assert answer == Sent(reference, message["from"]["phone_number"])
    assert stand_in.texts == {PHONE: ["Hi Ana! 🙂"]}


async def test_a_text_that_a_store_which_went_back_has_in_the_same_place_has_another_key(
    scripts: Scripts, stand_in: TelnyxStandIn
) -> None:
    text = await a_text(scripts)
    later = await a_text(scripts, at=text.at + 1)
    elsewhere = await a_text(scripts, at=text.at, account="another account")

    async with telnyx(scripts, stand_in.settings()) as carrier:
        for one in (text, later, elsewhere):
            assert isinstance(await carrier.send(one), Sent)

    assert len(stand_in.texts[PHONE]) == 3


@pytest.mark.parametrize(
    ("fault", "expected", "accepted"),
    [
        ("lost_before", "CarrierUnsure", 0),
        ("lost_after", "CarrierUnsure", 1),
        ("broken", "CarrierUnsure", 1),
        ("silent", "CarrierUnsure", 1),
        ("too_many", Later(1.0), 0),
        ("full", Later(1.0), 0),
    ],
)
async def test_a_fault_is_told_as_what_is_known_of_it_and_nothing_is_posted_twice(
    scripts: Scripts,
    stand_in: TelnyxStandIn,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    expected: Answer | str,
    accepted: int,
) -> None:
    monkeypatch.setattr(telnyx_calls, "ANSWER_WITHIN_SECONDS", 0.5)
    stand_in.change(**{fault: 1.0})

    async with telnyx(scripts, stand_in.settings()) as carrier:
        assert await outcome(carrier, await a_text(scripts)) == expected

    assert len(stand_in.requests) == 1
    assert len(stand_in.texts[PHONE]) == accepted


async def test_a_refused_connection_and_a_host_that_is_not_there_have_certainly_taken_nothing(scripts: Scripts) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with telnyx_stand_in() as gone:
        settings = gone.settings

    for url in (f"http://127.0.0.1:{port}/v2", "http://telnyx.invalid/v2"):
        async with telnyx(scripts, settings(api_url=url)) as carrier:
            assert await outcome(carrier, await a_text(scripts)) == Later(1.0)


async def test_while_telnyx_takes_no_texts_the_wait_grows_and_once_it_does_it_is_short_again(
    scripts: Scripts, stand_in: TelnyxStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with telnyx(scripts, stand_in.settings()) as carrier:
        stand_in.change(full=1.0)
        first = [await carrier.send(await a_text(scripts)) for _ in range(3)]
        stand_in.change(full=0.0)
        await carrier.send(await a_text(scripts))
        stand_in.change(too_many=1.0)
        limited = await carrier.send(await a_text(scripts))

    waits = [answer.seconds for answer in first if isinstance(answer, Later)]
    assert waits == sorted(waits, reverse=True) and len(waits) == 3  # refused in one wait, they count once
    assert limited == Later(1.0)


@pytest.mark.parametrize("fault", ["lost_before", "lost_after", "broken"])
async def test_an_unsure_text_is_settled_by_repeating_it_and_comes_to_the_phone_once(
    scripts: Scripts, stand_in: TelnyxStandIn, fault: str
) -> None:
    text = await a_text(scripts)
    async with telnyx(scripts, stand_in.settings()) as carrier:
        stand_in.change(**{fault: 1.0})
        assert await outcome(carrier, text) == "CarrierUnsure"
        stand_in.change(**{fault: 0.0})
    async with telnyx(scripts, stand_in.settings()) as another_process:
        answer = await another_process.settle(text)
        again = await another_process.settle(text)

    assert isinstance(answer, Sent) and answer == again
    assert answer.reference in stand_in.messages
    assert stand_in.texts[PHONE] == [text.text]
    assert len({body for _, body in stand_in.requests}) == 1


@pytest.mark.parametrize("fault", ["too_many", "full", "lost_before", "lost_after"])
async def test_a_repeat_that_tells_nothing_of_the_first_time_leaves_it_unsure(
    scripts: Scripts, stand_in: TelnyxStandIn, fault: str
) -> None:
    text = await a_text(scripts)
    async with telnyx(scripts, stand_in.settings()) as carrier:
        stand_in.change(**{fault: 1.0})
        with pytest.raises(CarrierUnsure):
            await carrier.settle(text)


async def test_a_repeat_while_the_first_is_under_way_or_that_is_no_repeat_leaves_it_unsure(
    scripts: Scripts, stand_in: TelnyxStandIn
) -> None:
    text = await a_text(scripts)
    async with telnyx(scripts, stand_in.settings()) as carrier:
        await carrier.send(text)
    async with telnyx(scripts, stand_in.settings(), "https://moved.example.org") as moved:
        with pytest.raises(CarrierUnsure):  # 422
            await moved.settle(text)
        old = await a_text(scripts, at=text.at - 11 * 60_000)
        await moved.send(old)
    async with telnyx(scripts, stand_in.settings()) as carrier:
        assert await carrier.settle(old) is None
    stand_in.refuses[PHONE] = (409, "")
    async with telnyx(scripts, stand_in.settings()) as carrier:
        with pytest.raises(CarrierUnsure):
            await carrier.settle(await a_text(scripts, id=2))

    assert stand_in.texts[PHONE] == [text.text] * 2


async def test_a_text_whose_key_telnyx_may_have_forgotten_is_not_repeated(
    scripts: Scripts, stand_in: TelnyxStandIn
) -> None:
    now = await scripts.now()
    async with telnyx(scripts, stand_in.settings()) as carrier:
        assert await carrier.settle(await a_text(scripts, at=now - 23 * HOUR_MS - 1000)) is None
        assert stand_in.requests == []
        assert isinstance(await carrier.settle(await a_text(scripts, at=now - 22 * HOUR_MS)), Sent)


@pytest.mark.parametrize("code", FAILED)
async def test_a_text_that_telnyx_refuses_fails_with_a_sentence(
    scripts: Scripts, stand_in: TelnyxStandIn, code: str
) -> None:
    stand_in.refuses[PHONE] = (403, code)

    async with telnyx(scripts, stand_in.settings()) as carrier:
        assert await carrier.send(await a_text(scripts)) == Failed(FAILED[code], opted_out=code == "40300")


@pytest.mark.parametrize("code", STOPPED)
@pytest.mark.parametrize("numbers", ["", PROFILE])
async def test_an_error_of_the_account_stops_the_carrier(
    scripts: Scripts, stand_in: TelnyxStandIn, code: str, numbers: str
) -> None:
    stand_in.refuses[PHONE] = (403, code)

    async with telnyx(scripts, stand_in.settings()) as carrier:
        with pytest.raises(CarrierStopped) as caught:
            await carrier.send(await a_text(scripts, numbers=numbers))

    assert str(caught.value) == STOPPED[code]


@pytest.mark.parametrize("code", SENDER)
async def test_an_error_of_the_sender_stops_the_carrier_unless_it_is_one_campaigns_own(
    scripts: Scripts, stand_in: TelnyxStandIn, code: str
) -> None:
    stand_in.refuses[PHONE] = (400, code)

    async with telnyx(scripts, stand_in.settings()) as carrier:
        with pytest.raises(CarrierStopped) as caught:
            await carrier.send(await a_text(scripts))
        assert str(caught.value) == SENDER[code]
        assert await carrier.send(await a_text(scripts, numbers=NUMBERS[0])) == Failed(SENDER[code])


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refusal_for_a_reason_that_we_do_not_know_stops_the_carrier_and_says_telnyxs_own(
    scripts: Scripts, stand_in: TelnyxStandIn, status: int
) -> None:
    stand_in.refuses[PHONE] = (status, "99999")

    async with telnyx(scripts, stand_in.settings()) as carrier:
        with pytest.raises(CarrierStopped, match="Telnyx says: Refused"):
            await carrier.send(await a_text(scripts))


async def test_any_other_unknown_error_fails_its_text_with_telnyxs_own_words(
    scripts: Scripts, stand_in: TelnyxStandIn
) -> None:
    stand_in.refuses[PHONE] = (400, "99999")

    async with telnyx(scripts, stand_in.settings()) as carrier:
        assert await carrier.send(await a_text(scripts)) == Failed("Telnyx says: Refused (99999).")


async def test_a_revoked_key_stops_the_carrier(scripts: Scripts, stand_in: TelnyxStandIn) -> None:
    async with telnyx(scripts, stand_in.settings()) as carrier:
        await carrier.send(await a_text(scripts))
        stand_in.revoke()
        for asked in (carrier.send(await a_text(scripts, id=2)), carrier.check()):
            with pytest.raises(CarrierStopped) as caught:
                await asked
            assert str(caught.value) == STOPPED["10009"]


# The number that a text comes from.


async def test_a_contact_is_always_texted_from_the_same_number(scripts: Scripts, stand_in: TelnyxStandIn) -> None:
    phones = [f"+1212555{n:04}" for n in range(30)]
    async with telnyx(scripts, stand_in.settings(profile=None, numbers=", ".join(NUMBERS))) as carrier:
        answers = [await carrier.send(await a_text(scripts, phone=phone)) for phone in phones]
    async with telnyx(scripts, stand_in.settings(profile=None, numbers=",".join(NUMBERS[::-1]))) as carrier:
        again = [await carrier.send(await a_text(scripts, phone=phone, id=2)) for phone in phones]

    first = [answer.number for answer in answers if isinstance(answer, Sent)]
    assert first == [answer.number for answer in again if isinstance(answer, Sent)]
    assert set(first) == set(NUMBERS)


def test_a_number_that_comes_or_goes_changes_nobody_elses() -> None:
    phones = [f"+1212555{n:04}" for n in range(60)]
    all_of_them = {phone: sender(",".join(NUMBERS), phone) for phone in phones}
    without = {phone: sender(",".join(NUMBERS[1:]), phone) for phone in phones}

    assert all(without[phone] == all_of_them[phone] for phone in phones if all_of_them[phone] != {"from_": NUMBERS[0]})


async def test_a_campaigns_own_numbers_go_before_the_settings(scripts: Scripts, stand_in: TelnyxStandIn) -> None:
    async with telnyx(scripts, stand_in.settings()) as carrier:
        answer = await carrier.send(await a_text(scripts, numbers=NUMBERS[2]))
        assert isinstance(answer, Sent) and answer.number == NUMBERS[2]
        assert await carrier.send(await a_text(scripts, numbers="our best number")) == Failed(NO_SENDER)
    async with telnyx(scripts, stand_in.settings(profile=None, numbers=NUMBERS[0])) as carrier:
        await carrier.send(await a_text(scripts, id=2, numbers=PROFILE))

    assert json.loads(stand_in.requests[-1][1])["messaging_profile_id"] == PROFILE


# The settings and the account.


@pytest.mark.parametrize(
    ("changes", "public_url", "word"),
    [
        ({"api_key": None}, PUBLIC, "TELNYX_API_KEY"),
        ({"public_key": None}, PUBLIC, "TELNYX_PUBLIC_KEY"),
        ({"public_key": "c2hvcnQ="}, PUBLIC, "TELNYX_PUBLIC_KEY"),
        ({"public_key": "%"}, PUBLIC, "TELNYX_PUBLIC_KEY"),
        ({"profile": None}, PUBLIC, "TELNYX_MESSAGING_PROFILE_ID, or TELNYX_FROM"),
        ({"profile": None, "numbers": "12125550100"}, PUBLIC, "TELNYX_FROM"),
        ({"profile": "Texts"}, PUBLIC, "TELNYX_MESSAGING_PROFILE_ID"),
        ({}, None, "PUBLIC_URL"),
        ({"api_url": None}, "http://text.example.org", "PUBLIC_URL"),
        ({"api_url": "https://api.telnyx.com/v2"}, "http://text.example.org", "PUBLIC_URL"),
    ],
)
async def test_a_setting_that_is_missing_or_wrong_is_one_sentence(
    scripts: Scripts, stand_in: TelnyxStandIn, changes: dict[str, Any], public_url: str | None, word: str
) -> None:
    with pytest.raises(BadSetting, match=word):
        async with telnyx(scripts, stand_in.settings(**changes), public_url):
            pass


@pytest.mark.parametrize("package", ["telnyx", "nacl.signing"])
async def test_without_its_packages_one_sentence_says_what_to_install(
    scripts: Scripts, stand_in: TelnyxStandIn, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(BadSetting, match=r"pip install -c constraints\.txt '\.\[telnyx\]'"):
        async with telnyx(scripts, stand_in.settings()):
            pass


async def check(scripts: Scripts, stand_in: TelnyxStandIn, **changes: Any) -> str:
    """The sentence that a check says; empty if all is well."""
    try:
        async with telnyx(scripts, stand_in.settings(**changes)) as carrier:
            await carrier.check()
    except (CarrierStopped, CarrierUnsure) as error:
        return str(error)
    return ""


async def test_what_is_wrong_at_telnyx_is_one_sentence_each(scripts: Scripts, stand_in: TelnyxStandIn) -> None:
    assert "isn't set up yet (the address to post texts to, " in await check(scripts, stand_in)
    stand_in.profile |= {
        "webhook_url": f"{PUBLIC}/carriers/telnyx/inbound",
        "webhook_api_version": "2",
        "number_pool_settings": {"long_code_weight": 1, "toll_free_weight": 1, "skip_unhealthy": True},
    }
    assert "one number for each contact" in await check(scripts, stand_in)
    stand_in.profile["number_pool_settings"]["sticky_sender"] = True
    assert await check(scripts, stand_in) == ""
    by_numbers = {"profile": None, "numbers": ", ".join(NUMBERS)}
    assert await check(scripts, stand_in, **by_numbers) == ""

    assert "isn't a number of this Telnyx account" in await check(scripts, stand_in, profile=None, numbers=PHONE)
    assert "There is no messaging profile" in await check(scripts, stand_in, profile=PROFILE.replace("4", "5"))
    assert await check(scripts, stand_in, api_key="wrong") == STOPPED["10009"]
    stand_in.profile["enabled"] = False
    assert "turned off" in await check(scripts, stand_in)
    stand_in.assigned = None
    assert "has no messaging profile" in await check(scripts, stand_in, **by_numbers)
    stand_in.numbers = []
    assert "has no numbers" in await check(scripts, stand_in)


async def test_a_telnyx_that_cannot_be_asked_is_no_fault_of_the_settings(
    scripts: Scripts, stand_in: TelnyxStandIn
) -> None:
    async with telnyx(scripts, stand_in.settings(api_url="http://127.0.0.1:9/v2")) as carrier:
        with pytest.raises(CarrierUnsure):
            await carrier.check()
    for stopped in ((500, "10007"), (429, "10011")):
        stand_in.refuse_all(*stopped)
        async with telnyx(scripts, stand_in.settings()) as carrier:
            with pytest.raises(CarrierUnsure):
                await carrier.check()


# The command.


def environment(stand_in: TelnyxStandIn, store_url: str) -> dict[str, str]:
    """The settings of a command that uses a stand-in."""
    return {"REDIS_URL": store_url, "PUBLIC_URL": PUBLIC, **stand_in.environment()}


async def test_the_command_sets_the_profile_up_and_says_what_it_changed(
    store_url: str, scripts: Scripts, stand_in: TelnyxStandIn
) -> None:
    changed = await handraise("carrier", "telnyx", "--configure", **environment(stand_in, store_url))
    async with telnyx(scripts, stand_in.settings()) as carrier:
        again = [line async for line in configure(carrier.calls)]
        await carrier.check()

    assert changed.code == 0
    profile = "The messaging profile Texts"
    assert changed.out.splitlines() == [
        f"{profile}: the address to post texts to was empty, and is {PUBLIC}/carriers/telnyx/inbound now.",
        f"{profile}: the version of what is posted was 1, and is 2 now.",
        f"{profile}: one number for each contact was off, and is on now.",
    ]
    assert again == [f"{profile} is set up already. Nothing was changed."]
    assert stand_in.profile["number_pool_settings"]["sticky_sender"] is True


async def test_the_command_sends_a_test_and_follows_it(
    store_url: str, scripts: Scripts, stand_in: TelnyxStandIn
) -> None:
    ended = await handraise("carrier", "telnyx", "--test", PHONE, **environment(stand_in, store_url))

    assert ended.code == 0 and ended.out.endswith("It is delivered.\n")
    assert stand_in.texts[PHONE] == ["This is a test of Handraise."]


async def test_a_test_that_fails_says_why(
    scripts: Scripts, stand_in: TelnyxStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telnyx_setup, "LOOK_EVERY_SECONDS", 0.0)
    stand_in.becomes |= {"+12125550101": ("delivery_failed", "40001"), "+12125550102": ("delivery_unconfirmed", "")}
    stand_in.refuses["+12125550103"] = (400, "40310")

    async with telnyx(scripts, stand_in.settings()) as carrier:

        async def said(phone: str) -> str:
            with pytest.raises((CarrierStopped, CarrierUnsure)) as caught:
                _ = [line async for line in try_out(carrier.calls, phone)]
            return str(caught.value)

        assert await said("2125550100") == "Give a number like +12125550100."
        assert await said("+12125550101") == FAILED["40001"]
        assert "Look at the phone" in await said("+12125550102")
        assert await said("+12125550103") == FAILED["40310"]
        stand_in.change(full=1.0)
        assert "Try again later" in await said(PHONE)


async def test_settings_that_cannot_send_end_the_command_with_one_sentence(store_url: str, scripts: Scripts) -> None:
    ended = await handraise("carrier", "telnyx", REDIS_URL=store_url, PUBLIC_URL=PUBLIC)

    assert ended.code == 1
    assert ended.err == "Error: TELNYX_API_KEY must be an API key from Telnyx's portal.\n"
