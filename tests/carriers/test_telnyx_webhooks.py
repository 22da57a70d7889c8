"""Posts of Telnyx to a hub."""

import sys
from base64 import b64decode
from collections.abc import AsyncIterator

import httpx
import pytest
from redis.asyncio import Redis

from server.carriers.carrier import Sent
from server.carriers.telnyx.errors import FAILED
from server.carriers.telnyx.posts import tell_once
from server.config import Config
from tests.browsers import PLAIN
from tests.carriers.carrying import Remembering, carrying, queued, settled
from tests.carriers.telnyx_account import TelnyxAccount
from tests.carriers.telnyx_bodies import INBOUND, PHONE, PUBLIC, STATUS, became, incoming
from tests.carriers.telnyx_poster import Poster
from tests.command_line import loaded
from tests.processes import unrecorded_hub
from tests.served import served
from tests.world import World


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
