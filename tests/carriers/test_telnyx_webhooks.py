"""Posts of Telnyx to a hub."""

import sys
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey
from redis.asyncio import Redis
from telnyx import Telnyx as TelnyxSdk

from server.campaigns.attached import Attached
from server.carriers.carrier import Heard, Incoming, Place, Report, Request, Sent
from server.carriers.telnyx_errors import FAILED, LATER, MEANINGS, SENDER, STOPPED
from server.carriers.telnyx_posts import check_signature, read, tell_once
from server.config import Config
from server.errors import Refused
from tests.browsers import PLAIN
from tests.carriers.carrying import Remembering, carrying, queued, settled
from tests.carriers.telnyx_account import NUMBERS, TelnyxAccount
from tests.carriers.telnyx_poster import Poster, event
from tests.command_line import ROOT, loaded
from tests.processes import unrecorded_hub
from tests.served import served
from tests.world import World

PUBLIC = "https://text.example.org"
INBOUND, STATUS = "/carriers/telnyx/inbound", "/carriers/telnyx/status"
PHONE = "+12125550100"
NOW = 1_800_000_000


class CalledTelnyx(Remembering):
    """A carrier that remembers, by Telnyx's name."""

    name = "telnyx"


@pytest.fixture
async def stand_in() -> AsyncIterator[TelnyxAccount]:
    """An account at Telnyx, to which nobody sends."""
    it = TelnyxAccount()
    yield it
    await it.poster.close()


@pytest.fixture
async def url(store_url: str, redis: Redis, stand_in: TelnyxAccount) -> AsyncIterator[str]:
    """A hub behind a proxy that has another scheme and port."""
    config = Config(
        redis_url=store_url,
        secret_key="for tests",
        accept_loss=True,
        public_url=PUBLIC,
        telnyx=stand_in.settings(api_url=None),
    )
    async with served(config) as url:
        yield url


def incoming(phone: str, text: str | None, reference: str = "IN1", **more: Any) -> bytes:
    """The body that tells of a contact's text."""
    to = [{"phone_number": NUMBERS[0], "status": "webhook_delivered"}]
    told = {"id": reference, "direction": "inbound", "type": "SMS", "from": {"phone_number": phone}, "to": to}
    return event("message.received", {**told, "text": text, "media": [], **more})


def became(reference: str, status: str, code: str = "", kind: str = "message.finalized", **more: Any) -> bytes:
    """The body that tells what became of a text."""
    errors = [{"code": code, "title": "Blocked due to STOP message" if code == "40300" else "Failed"}] if code else []
    to = [{"phone_number": PHONE, "status": status}]
    told = {"id": reference, "direction": "outbound", "from": {"phone_number": NUMBERS[1]}, "to": to, "errors": errors}
    return event(kind, {**told, **more})


async def post(url: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
    """Post a body to an address of the hub."""
    async with httpx.AsyncClient(verify=PLAIN) as client:
        return await client.post(url, content=body, headers=headers)


async def texted(world: World) -> tuple[int, str]:
    """A campaign whose one contact has been sent a text that Telnyx calls MS1; its id and the phone."""
    texter = await queued(world)
    async with carrying(world.scripts, CalledTelnyx(Sent("MS1"))):
        await settled(world, texter.campaign, "sent")
    return texter.campaign, (await world.conversation(texter.campaign, 1))["contact"]["phone"]


# Signatures.


@pytest.mark.parametrize("path", [INBOUND, STATUS, f"{STATUS}?t=1.1.1.1"])
async def test_what_telnyx_has_signed_is_taken(url: str, world: World, stand_in: TelnyxAccount, path: str) -> None:
    campaign, phone = await texted(world)
    body = incoming(phone, "Count me in!")

    answer = await post(url + path, body, stand_in.poster.headers(body))

    assert (answer.status_code, answer.content) == (204, b"")
    assert [text["text"] for text in (await world.conversation(campaign, 1))["texts"]][1:] == ["Count me in!"]


@pytest.mark.parametrize(
    "wrong",
    [
        "missing",
        "without_time",
        "another_key",
        "edited",
        "a_day_old",
        "a_day_ahead",
        "another_time",
        "empty",
        "no_base64",
        "otherwise",
    ],
)
async def test_what_telnyx_has_not_signed_just_now_is_refused_and_changes_nothing(
    url: str, world: World, stand_in: TelnyxAccount, wrong: str
) -> None:
    _, phone = await texted(world)
    body, poster = incoming(phone, "STOP"), stand_in.poster
    now = await world.scripts.now() // 1000
    good = poster.headers(body)
    headers = {
        "missing": {},
        "without_time": {name: value for name, value in good.items() if name != "telnyx-timestamp"},
        "another_key": Poster(99).headers(body),
        "edited": good,
        "a_day_old": poster.headers(body, now - 86_400),
        "a_day_ahead": poster.headers(body, now + 86_400),
        "another_time": {**good, "telnyx-timestamp": str(now - 1)},
        "empty": {**good, "telnyx-signature-ed25519": ""},
        "otherwise": {**good, "telnyx-signature-ed25519": in_other_words(good["telnyx-signature-ed25519"])},
        "no_base64": {**good, "telnyx-signature-ed25519": "é"},
    }[wrong]
    before = await world.kept()

    answer = await post(
        url + INBOUND,
        body.replace(b"STOP", b"STOQ") if wrong == "edited" else body,
        {name: value.encode() for name, value in headers.items()},  # type: ignore[misc]
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "bad_signature")
    assert await world.kept() == before


def in_other_words(signature: str) -> str:
    """The same bytes in base64, said in another way: of the last character before the padding only two bits count."""
    said = signature[:85] + chr(ord(signature[85]) + 1) + "=="
    assert b64decode(said, validate=True) == b64decode(signature)
    return said


async def test_the_sdk_judges_our_signatures_as_we_do(stand_in: TelnyxAccount) -> None:
    body = incoming(PHONE, "Hi")
    client = TelnyxSdk(api_key="KEY", public_key=stand_in.poster.public_key, base_url="http://127.0.0.1:9/v2")

    unwrapped: Any = client.webhooks.unwrap(body.decode(), headers=stand_in.poster.headers(body))

    assert unwrapped.data.payload.text == "Hi"
    client.close()


KEY = SigningKey(bytes(32))
PUBLIC_KEY = b64encode(bytes(KEY.verify_key)).decode()


@given(body=st.binary(max_size=200), data=st.data())
def test_any_body_that_is_signed_passes_and_any_changed_byte_fails(body: bytes, data: st.DataObject) -> None:
    signed = KEY.sign(f"{NOW}|".encode() + body).signature
    parts = {"body": body, "time": str(NOW).encode(), "signature": b64encode(signed)}

    def passes(said: dict[str, bytes], now: int = NOW) -> bool:
        headers = {
            "telnyx-timestamp": said["time"].decode("latin-1"),
            "telnyx-signature-ed25519": said["signature"].decode("latin-1"),
        }
        try:
            check_signature(PUBLIC_KEY, Request("POST", "", headers, said["body"]), now * 1000)
        except Refused as refused:
            assert refused.code == "bad_signature"
            return False
        return True

    assert passes(parts) and passes(parts, NOW + 300) and passes(parts, NOW - 300)
    assert not passes(parts, NOW + 301) and not passes(parts, NOW - 301) and not passes(parts, NOW + 86_400)
    name = data.draw(st.sampled_from([name for name, value in parts.items() if value]))
    at = data.draw(st.integers(0, len(parts[name]) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != parts[name][at]))
    changed = parts[name][:at] + bytes([byte]) + parts[name][at + 1 :]
    assert not passes({**parts, name: changed})


# The words of Telnyx, read.


def report(status: str, code: str = "", **more: Any) -> Report:
    """The report that a hub reads in such a body."""
    [report] = read(became("MS1", status, code, **more), PUBLIC).reports
    return report


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("sent", "sent"),
        ("delivery_unconfirmed", "sent"),
        ("delivered", "delivered"),
        ("read", "delivered"),
        ("sending_failed", "failed"),
        ("delivery_failed", "failed"),
        ("expired", "failed"),
    ],
)
def test_every_status_has_a_meaning(said: str, status: str) -> None:
    told = report(said)

    assert (told.reference, told.status, told.number, told.phone) == ("MS1", status, NUMBERS[1], PHONE)
    assert (told.why is not None) == (status == "failed")


@pytest.mark.parametrize("said", ["queued", "sending"])
def test_a_text_that_is_still_under_way_is_no_news(said: str) -> None:
    assert read(became("MS1", said), PUBLIC) == Heard()


@pytest.mark.parametrize("code", FAILED)
def test_a_failure_says_why_and_whether_the_contact_opted_out(code: str) -> None:
    told = report("delivery_failed", code)

    assert (told.why, told.opted_out) == (FAILED[code], code == "40300")


@pytest.mark.parametrize("code", [*FAILED, *SENDER, *STOPPED])
def test_every_error_is_on_the_page_about_carriers_with_its_sentence(code: str) -> None:
    rows = (ROOT / "docs/carriers.md").read_text().splitlines()
    [row] = [row for row in rows if code in row.partition(" |")[0].strip("| ").split(", ")]
    assert row.endswith(f"| {MEANINGS[code][1]} |")


@pytest.mark.parametrize("code", LATER)
def test_an_error_that_makes_texts_wait_is_on_that_page_too(code: str) -> None:
    assert f"({code})" in (ROOT / "docs/carriers.md").read_text()


def test_a_block_of_a_phone_company_is_no_opt_out() -> None:
    errors = [{"code": "40300", "title": "Message blocked", "detail": "By the carrier's filter."}]
    told = report("delivery_failed", errors=errors)

    assert (told.why, told.opted_out) == ("Telnyx says: Message blocked (40300).", False)


def test_an_expired_text_and_a_failure_without_a_reason_say_so() -> None:
    assert report("expired").why == FAILED["40005"]
    assert report("sending_failed").why == "Telnyx gives no reason."
    assert report("sending_failed", "99999").why == "Telnyx says: Failed (99999)."


@pytest.mark.parametrize(
    ("webhook_url", "place"),
    [
        (f"{PUBLIC}{STATUS}?t=7.3.1.1800000000000", Place(7, 3, 1, 1_800_000_000_000)),
        (f"https://other.example.org{STATUS}?t=7.3.1.1800000000000", None),
        (f"{PUBLIC}{STATUS}?t=7.3", None),
        (f"{PUBLIC}{INBOUND}", None),
        (None, None),
    ],
)
def test_the_place_of_a_text_is_read_from_what_is_signed(webhook_url: str | None, place: Place | None) -> None:
    assert report("delivered", webhook_url=webhook_url).place == place


def test_without_an_address_of_our_own_no_place_is_read() -> None:
    [told] = read(became("MS1", "sent", webhook_url=f"{STATUS}?t=7.3.1.1800000000000"), None).reports

    assert told.place is None


@pytest.mark.parametrize("keyword", ["STOP", "START", "HELP", "OTHER", None])
def test_a_contacts_text_says_its_numbers_and_what_telnyx_took_it_for(keyword: str | None) -> None:
    media = [{"url": "https://example.org/1", "content_type": "image/jpeg"}]
    body = incoming(PHONE, "Stop 🛑", media=media, autoresponse_type=keyword)

    asks: Any = keyword.lower() if keyword in ("STOP", "START", "HELP") else None
    files = (Attached("https://example.org/1", "image/jpeg"),)
    assert read(body, PUBLIC).texts == (Incoming(PHONE, "Stop 🛑", "IN1", files, NUMBERS[0], asks),)


def test_of_files_that_are_nowhere_the_number_is_read() -> None:
    assert read(incoming(PHONE, "Hi", media=[{}, {"url": None}]), PUBLIC).texts[0].media == 2


def test_a_picture_without_words_and_half_a_character_are_read() -> None:
    assert read(incoming(PHONE, None), PUBLIC).texts[0].text == ""
    assert read(incoming(PHONE, "Hi \ud83d"), PUBLIC).texts[0].text == "Hi \ud83d"


def test_what_is_no_contacts_text_and_no_report_says_nothing() -> None:
    assert read(incoming("74726", "Your code is 1234"), PUBLIC) == Heard()
    assert read(b'{"data": {"event_type": "10dlc.campaign.update", "payload": {"id": 5}}}', PUBLIC) == Heard()
    assert read(b'{"data": {}}', PUBLIC) == Heard()


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"\xff", b'{"data": {"event_type": "message.received", "payload": 5}}', b"[" * 60_000],
)
async def test_what_is_signed_and_makes_no_sense_is_refused(url: str, stand_in: TelnyxAccount, body: bytes) -> None:
    answer = await post(url + INBOUND, body, stand_in.poster.headers(body))

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")


# Posts that come twice, late, in the wrong order, or are about nothing that we know.


async def test_a_text_that_comes_twice_is_there_once(url: str, world: World, stand_in: TelnyxAccount) -> None:
    campaign, phone = await texted(world)

    for number in range(2):
        body = incoming(phone, "Count me in!")  # the event has another id each time, the text has one
        assert (await post(url + INBOUND, body, stand_in.poster.headers(body))).status_code == 204, number

    assert len((await world.conversation(campaign, 1))["texts"]) == 2


@pytest.mark.parametrize("order", [["sent", "delivered"], ["delivered", "sent"], ["delivered", "delivered", "sent"]])
async def test_reports_in_any_order_and_twice_end_in_the_same(
    url: str, world: World, stand_in: TelnyxAccount, order: list[str]
) -> None:
    campaign, _ = await texted(world)

    for status in order:
        body = became("MS1", status)
        assert (await post(url + STATUS, body, stand_in.poster.headers(body))).status_code == 204

    assert (await world.conversation(campaign, 1))["texts"][0]["status"] == "delivered"


async def test_a_report_that_is_here_before_the_answer_is_kept_for_its_text(
    url: str, world: World, stand_in: TelnyxAccount
) -> None:
    texter = await queued(world)
    carrier = CalledTelnyx(Sent("MS1"))
    carrier.may.clear()
    async with carrying(world.scripts, carrier):
        await carrier.began.wait()
        body = became("MS1", "delivery_failed", "40001")
        assert (await post(url + STATUS, body, stand_in.poster.headers(body))).status_code == 204
        carrier.may.set()
        await settled(world, texter.campaign, "failed")

    [text] = (await world.conversation(texter.campaign, 1))["texts"]
    assert text["why"] == FAILED["40001"]


async def test_a_report_on_a_text_that_nobody_knows_is_taken(url: str, stand_in: TelnyxAccount) -> None:
    place = f"{PUBLIC}{STATUS}?t=99.3.1.1800000000000"
    for body in (became("MS9", "delivered"), became("MS8", "delivered", webhook_url=place)):
        assert (await post(url + STATUS, body, stand_in.poster.headers(body))).status_code == 204


async def test_reports_and_answers_come_into_an_archived_campaign_too(
    url: str, world: World, stand_in: TelnyxAccount
) -> None:
    campaign, phone = await texted(world)
    await world.scripts.run("archive_campaign", campaign)

    for body in (became("MS1", "delivered"), incoming(phone, "Too late?")):
        assert (await post(url + STATUS, body, stand_in.poster.headers(body))).status_code == 204

    texts = (await world.conversation(campaign, 1))["texts"]
    assert [text["text"] for text in texts] == ["Hi Contact 1!", "Too late?"]
    assert texts[0]["status"] == "delivered"


# A hub without Telnyx.


@pytest.mark.parametrize("missing", ["key", "package"])
async def test_a_hub_that_cannot_check_signatures_says_so_once_and_takes_nothing(
    store_url: str,
    redis: Redis,
    stand_in: TelnyxAccount,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    missing: str,
) -> None:
    tell_once.cache_clear()
    if missing == "package":
        monkeypatch.setitem(sys.modules, "nacl.signing", None)
    settings = stand_in.settings(public_key=None) if missing == "key" else stand_in.settings()
    config = Config(redis_url=store_url, secret_key="for tests", accept_loss=True, telnyx=settings)
    body = incoming(PHONE, "STOP")
    async with served(config) as url:
        answers = [await post(url + INBOUND, body, stand_in.poster.headers(body)) for _ in range(3)]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(503, "carrier_not_set_up")] * 3
    word = "TELNYX_PUBLIC_KEY" if missing == "key" else "pip install"
    assert [word in record.getMessage() for record in caplog.records if "Telnyx" in record.getMessage()] == [True]


async def test_a_hub_checks_signatures_without_loading_the_sdk(store_url: str, stand_in: TelnyxAccount) -> None:
    settings = {"TELNYX_PUBLIC_KEY": stand_in.poster.public_key, "PYTHONPROFILEIMPORTTIME": "1"}
    async with unrecorded_hub(store_url, **settings) as hub:
        body = became("MS1", "delivered")
        answer = await post(hub.url + STATUS, body, stand_in.poster.headers(body))
        assert answer.status_code == 204
        await hub.stop()
        modules = loaded(hub.log())

    assert "nacl.signing" in modules
    assert {"telnyx", "pydantic", "httpx"} & modules == set()
