import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientTimeout

from server.carriers.carrier import CarrierStopped, CarrierUnsure, Failed, Later, Sent
from server.carriers.twilio import calls as twilio_calls
from server.store.scripts import Scripts
from tests.carriers.twilio_carrier import PHONE, text, twilio
from tests.carriers.twilio_side import Faults
from tests.carriers.twilio_stand_in import StandIn


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
        assert second.seconds == pytest.approx(2)
        account.faults = Faults()
        await carrier.send(text())
        account.faults = Faults(busy=100)
        first = await carrier.send(text())
        assert isinstance(first, Later)
        assert first.seconds == pytest.approx(1)
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


async def test_a_kept_connection_that_closes_without_an_answer_is_unsure_and_nothing_is_asked_twice(
    stand_in: StandIn, scripts: Scripts
) -> None:
    """HTTP clients like to repeat a request that meets a closing connection: a text would go out twice."""
    asked = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        for body in (b'{"sid": "SM1", "status": "queued"}', None):
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]))
            asked += 1
            if body:
                writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with twilio(stand_in, scripts, api_url=url) as carrier:
            assert await carrier.send(text(id=1)) == Sent("SM1")
            with pytest.raises(CarrierUnsure):
                await carrier.send(text(id=2))

    assert asked == 2


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
        with pytest.raises(CarrierStopped, match="has no number"):
            await carrier.send(text())
        account.service = "MG" + "d" * 32
        with pytest.raises(CarrierStopped, match="has no Messaging Service"):
            await carrier.send(text())
        account.revoke()
        with pytest.raises(CarrierStopped, match="credentials"):
            await carrier.send(text())

    assert account.messages == {}


async def test_a_number_that_isnt_ours_stops_all_only_if_it_is_everybodys(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts, service=None, numbers="+12025550111") as carrier:
        with pytest.raises(CarrierStopped, match=r"\+12025550111 in TWILIO_FROM isn't a number of this Twilio account"):
            await carrier.send(text())
    async with twilio(stand_in, scripts) as carrier:
        answer = await carrier.send(text(numbers="+12025550111"))
        assert isinstance(answer, Failed)
        assert answer.why.startswith("+12025550111 isn't a number of this Twilio account")


async def test_a_sender_that_cant_text_one_phone_goes_on_with_the_others(stand_in: StandIn, scripts: Scripts) -> None:
    stand_in.account.refuses[PHONE] = 21606

    async with twilio(stand_in, scripts) as carrier:
        answer = await carrier.send(text())
        assert isinstance(answer, Failed)
        assert (
            answer.why == f"{stand_in.account.service} isn't a number of this Twilio account that can send texts there."
        )
        assert isinstance(await carrier.send(text(phone="+12025550151")), Sent)


@asynccontextmanager
async def answering(status: int, body: str) -> AsyncIterator[str]:
    """Something that gives one answer to everything; gives its address."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 {status} So\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize("body", ["<html>", "[]", "{}", '{"sid": 5}', ""])
async def test_an_answer_that_makes_no_sense_is_unsure(stand_in: StandIn, scripts: Scripts, body: str) -> None:
    async with answering(201, body) as url, twilio(stand_in, scripts, api_url=url) as carrier:
        with pytest.raises(CarrierUnsure):
            await carrier.send(text())


@pytest.mark.parametrize(
    ("status", "body", "sentence"),
    [
        (302, "", "Something that isn't Twilio"),
        (403, "<html>", "Something that isn't Twilio"),
        (400, '{"code": "x"}', "Something that isn't Twilio"),
        (404, '{"code": 20404, "message": "?"}', "knows no such account"),
        (401, '{"code": 29998, "message": "Go away"}', "by its error 29998: Go away"),
    ],
)
async def test_what_says_no_to_everything_stops_the_carrier(
    stand_in: StandIn, scripts: Scripts, status: int, body: str, sentence: str
) -> None:
    async with answering(status, body) as url, twilio(stand_in, scripts, api_url=url) as carrier:
        with pytest.raises(CarrierStopped, match=sentence):
            await carrier.send(text())


async def test_while_the_sender_cant_be_looked_at_texts_wait(stand_in: StandIn, scripts: Scripts) -> None:
    body = '{"code": 21606, "message": "From"}'
    async with twilio(stand_in, scripts) as carrier:
        stand_in.account.refuses[PHONE] = 21606
        carrier.clients.sending.messaging.base_url = "http://127.0.0.1:9"
        assert isinstance(await carrier.send(text()), Later)
    async with answering(400, body) as url, twilio(stand_in, scripts, api_url=url) as carrier:
        with pytest.raises(CarrierStopped):
            await carrier.send(text())
