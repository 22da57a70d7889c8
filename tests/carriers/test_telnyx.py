"""Texts that Telnyx's own SDK hands over, to a stand-in for Telnyx."""

import json
import socket

import pytest

from server.carriers.carrier import (
    Answer,
    CarrierStopped,
    CarrierUnsure,
    Failed,
    Later,
    Sent,
)
from server.carriers.telnyx import calls as telnyx_calls
from server.carriers.telnyx.calls import sender
from server.carriers.telnyx.carrier import NO_SENDER
from server.carriers.telnyx.errors import FAILED, SENDER, STOPPED
from server.store.scripts import Scripts
from tests.carriers.telnyx_account import NUMBERS, PROFILE
from tests.carriers.telnyx_bodies import PHONE, PUBLIC
from tests.carriers.telnyx_entered import a_text, outcome, telnyx
from tests.carriers.telnyx_stand_in import TelnyxStandIn, telnyx_stand_in

HOUR_MS = 3_600_000


async def test_a_text_is_posted_with_its_key_and_the_address_that_tells_its_place(
    scripts: Scripts, at_telnyx: TelnyxStandIn
) -> None:
    text = await a_text(scripts)

    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        answer = await carrier.send(text)

    [(headers, body)] = at_telnyx.requests
    assert json.loads(body) == {
        "to": PHONE,
        "text": "Hi Ana! 🙂",
        "messaging_profile_id": PROFILE,
        "webhook_url": f"{PUBLIC}/carriers/telnyx/status?t=7.3.1.{text.at}",
    }
    assert headers["idempotency-key"] == f"handraise:7:3:1:{text.mark.hex()}"
    [(reference, message)] = at_telnyx.messages.items()
    assert answer == Sent(reference, message["from"]["phone_number"])
    assert at_telnyx.texts == {PHONE: ["Hi Ana! 🙂"]}


async def test_a_text_that_a_store_which_went_back_has_in_the_same_place_has_another_key(
    scripts: Scripts, at_telnyx: TelnyxStandIn
) -> None:
    text = await a_text(scripts)
    later = await a_text(scripts, at=text.at + 1)
    elsewhere = await a_text(scripts, at=text.at, account="another account")

    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        for one in (text, later, elsewhere):
            assert isinstance(await carrier.send(one), Sent)

    assert len(at_telnyx.texts[PHONE]) == 3


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
    at_telnyx: TelnyxStandIn,
    monkeypatch: pytest.MonkeyPatch,
    fault: str,
    expected: Answer | str,
    accepted: int,
) -> None:
    monkeypatch.setattr(telnyx_calls, "ANSWER_WITHIN_SECONDS", 0.5)
    at_telnyx.change(**{fault: 1.0})

    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        assert await outcome(carrier, await a_text(scripts)) == expected

    assert len(at_telnyx.requests) == 1
    assert len(at_telnyx.texts[PHONE]) == accepted


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (200, "CarrierUnsure"),
        (307, "CarrierUnsure"),
        (502, "CarrierUnsure"),
        (403, "CarrierStopped"),
        (429, Later(1.0)),
        (400, Failed("Telnyx gives no reason.")),
    ],
)
async def test_an_answer_that_is_not_telnyxs_is_told_as_what_is_known_of_it(
    scripts: Scripts, at_telnyx: TelnyxStandIn, status: int, expected: Answer | str
) -> None:
    at_telnyx.between = status, "<p>Blocked.</p>"

    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        assert await outcome(carrier, await a_text(scripts)) == expected


async def test_a_refused_connection_and_a_host_that_is_not_there_have_certainly_taken_nothing(scripts: Scripts) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    async with telnyx_stand_in() as gone:
        settings = gone.settings

    for url in (f"http://127.0.0.1:{port}/v2", "http://telnyx.invalid/v2"):
        async with telnyx(scripts, settings(api_url=url)) as carrier:
            assert await outcome(carrier, await a_text(scripts)) == Later(1.0)


async def test_while_telnyx_takes_no_texts_the_wait_grows_and_once_it_does_it_is_short_again(
    scripts: Scripts, at_telnyx: TelnyxStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        at_telnyx.change(full=1.0)
        first = [await carrier.send(await a_text(scripts)) for _ in range(3)]
        at_telnyx.change(full=0.0)
        await carrier.send(await a_text(scripts))
        at_telnyx.change(too_many=1.0)
        limited = await carrier.send(await a_text(scripts))

    waits = [answer.seconds for answer in first if isinstance(answer, Later)]
    assert waits == sorted(waits, reverse=True) and len(waits) == 3  # refused in one wait, they count once
    assert limited == Later(1.0)


@pytest.mark.parametrize("fault", ["lost_before", "lost_after", "broken"])
async def test_an_unsure_text_is_settled_by_repeating_it_and_comes_to_the_phone_once(
    scripts: Scripts, at_telnyx: TelnyxStandIn, fault: str
) -> None:
    text = await a_text(scripts)
    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        at_telnyx.change(**{fault: 1.0})
        assert await outcome(carrier, text) == "CarrierUnsure"
        at_telnyx.change(**{fault: 0.0})
    async with telnyx(scripts, at_telnyx.settings()) as another_process:
        answer = await another_process.settle(text)
        again = await another_process.settle(text)

    assert isinstance(answer, Sent) and answer == again
    assert answer.reference in at_telnyx.messages
    assert at_telnyx.texts[PHONE] == [text.text]
    assert len({body for _, body in at_telnyx.requests}) == 1


@pytest.mark.parametrize("fault", ["too_many", "full", "lost_before", "lost_after"])
async def test_a_repeat_that_tells_nothing_of_the_first_time_leaves_it_unsure(
    scripts: Scripts, at_telnyx: TelnyxStandIn, fault: str
) -> None:
    text = await a_text(scripts)
    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        at_telnyx.change(**{fault: 1.0})
        with pytest.raises(CarrierUnsure):
            await carrier.settle(text)


async def test_a_repeat_while_the_first_is_under_way_or_that_is_no_repeat_leaves_it_unsure(
    scripts: Scripts, at_telnyx: TelnyxStandIn
) -> None:
    text = await a_text(scripts)
    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        await carrier.send(text)
    async with telnyx(scripts, at_telnyx.settings(), "https://moved.example.org") as moved:
        with pytest.raises(CarrierUnsure):  # 422
            await moved.settle(text)
        old = await a_text(scripts, at=text.at - 11 * 60_000)
        await moved.send(old)
    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        assert await carrier.settle(old) is None
    at_telnyx.refuses[PHONE] = (409, "")
    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        with pytest.raises(CarrierUnsure):
            await carrier.settle(await a_text(scripts, id=2))

    assert at_telnyx.texts[PHONE] == [text.text] * 2


async def test_a_text_whose_key_telnyx_may_have_forgotten_is_not_repeated(
    scripts: Scripts, at_telnyx: TelnyxStandIn
) -> None:
    now = await scripts.now()
    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        assert await carrier.settle(await a_text(scripts, at=now - 23 * HOUR_MS - 1000)) is None
        assert at_telnyx.requests == []
        assert isinstance(await carrier.settle(await a_text(scripts, at=now - 22 * HOUR_MS)), Sent)


@pytest.mark.parametrize("code", FAILED)
async def test_a_text_that_telnyx_refuses_fails_with_a_sentence(
    scripts: Scripts, at_telnyx: TelnyxStandIn, code: str
) -> None:
    at_telnyx.refuses[PHONE] = (403, code)

    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        assert await carrier.send(await a_text(scripts)) == Failed(FAILED[code], opted_out=code == "40300")


@pytest.mark.parametrize("code", STOPPED)
@pytest.mark.parametrize("numbers", ["", PROFILE])
async def test_an_error_of_the_account_stops_the_carrier(
    scripts: Scripts, at_telnyx: TelnyxStandIn, code: str, numbers: str
) -> None:
    at_telnyx.refuses[PHONE] = (403, code)

    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        with pytest.raises(CarrierStopped) as caught:
            await carrier.send(await a_text(scripts, numbers=numbers))

    assert str(caught.value) == STOPPED[code]


@pytest.mark.parametrize("code", SENDER)
async def test_an_error_of_the_sender_stops_the_carrier_unless_it_is_one_campaigns_own(
    scripts: Scripts, at_telnyx: TelnyxStandIn, code: str
) -> None:
    at_telnyx.refuses[PHONE] = (400, code)

    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        with pytest.raises(CarrierStopped) as caught:
            await carrier.send(await a_text(scripts))
        assert str(caught.value) == SENDER[code]
        assert await carrier.send(await a_text(scripts, numbers=NUMBERS[0])) == Failed(SENDER[code])


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refusal_for_a_reason_that_we_do_not_know_stops_the_carrier_and_says_telnyxs_own(
    scripts: Scripts, at_telnyx: TelnyxStandIn, status: int
) -> None:
    at_telnyx.refuses[PHONE] = (status, "99999")

    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        with pytest.raises(CarrierStopped, match=rf"Telnyx refuses our requests \({status}\)\. Telnyx says: Refused"):
            await carrier.send(await a_text(scripts))


async def test_any_other_unknown_error_fails_its_text_with_telnyxs_own_words(
    scripts: Scripts, at_telnyx: TelnyxStandIn
) -> None:
    at_telnyx.refuses[PHONE] = (400, "99999")

    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        assert await carrier.send(await a_text(scripts)) == Failed("Telnyx says: Refused (99999).")


async def test_a_revoked_key_stops_the_carrier(scripts: Scripts, at_telnyx: TelnyxStandIn) -> None:
    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        await carrier.send(await a_text(scripts))
        at_telnyx.revoke()
        for asked in (carrier.send(await a_text(scripts, id=2)), carrier.check()):
            with pytest.raises(CarrierStopped) as caught:
                await asked
            assert str(caught.value) == STOPPED["10009"]


# The number that a text comes from.


async def test_a_contact_is_always_texted_from_the_same_number(scripts: Scripts, at_telnyx: TelnyxStandIn) -> None:
    phones = [f"+1212555{n:04}" for n in range(30)]
    async with telnyx(scripts, at_telnyx.settings(profile=None, numbers=", ".join(NUMBERS))) as carrier:
        answers = [await carrier.send(await a_text(scripts, phone=phone)) for phone in phones]
    async with telnyx(scripts, at_telnyx.settings(profile=None, numbers=",".join(NUMBERS[::-1]))) as carrier:
        again = [await carrier.send(await a_text(scripts, phone=phone, id=2)) for phone in phones]

    first = [answer.number for answer in answers if isinstance(answer, Sent)]
    assert first == [answer.number for answer in again if isinstance(answer, Sent)]
    assert set(first) == set(NUMBERS)


def test_a_number_that_comes_or_goes_changes_nobody_elses() -> None:
    phones = [f"+1212555{n:04}" for n in range(60)]
    all_of_them = {phone: sender(",".join(NUMBERS), phone) for phone in phones}
    without = {phone: sender(",".join(NUMBERS[1:]), phone) for phone in phones}

    assert all(without[phone] == all_of_them[phone] for phone in phones if all_of_them[phone] != {"from_": NUMBERS[0]})


async def test_a_campaigns_own_numbers_go_before_the_settings(scripts: Scripts, at_telnyx: TelnyxStandIn) -> None:
    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        answer = await carrier.send(await a_text(scripts, numbers=NUMBERS[2]))
        assert isinstance(answer, Sent) and answer.number == NUMBERS[2]
        assert await carrier.send(await a_text(scripts, numbers="our best number")) == Failed(NO_SENDER)
    async with telnyx(scripts, at_telnyx.settings(profile=None, numbers=NUMBERS[0])) as carrier:
        await carrier.send(await a_text(scripts, id=2, numbers=PROFILE))

    assert json.loads(at_telnyx.requests[-1][1])["messaging_profile_id"] == PROFILE
