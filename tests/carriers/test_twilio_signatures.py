import string
from collections.abc import Awaitable
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis
from twilio.request_validator import RequestValidator

from server.carriers.carrier import Request
from server.carriers.twilio.carrier import Twilio
from server.carriers.twilio.hearing import tell_once
from server.errors import Refused
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests.browsers import PLAIN
from tests.carriers.twilio_hub import ACCOUNT, HERE, PUBLIC, SETTINGS, Side, incoming, reported, request, texted, words
from tests.carriers.twilio_messages import inbound_fields
from tests.host.test_addresses import nginx

DAYS_LATER = 6
"""Days after which the store still knows a text that came in by its SID."""


async def refused(side: Side, answer_of: Awaitable[httpx.Response]) -> None:
    """The answer to this is that the signature isn't right, and nothing has changed."""
    before = await side.world.kept()
    answer = await answer_of
    assert (answer.status_code, answer.json()["code"]) == (403, "bad_signature")
    assert await side.world.kept() == before


async def test_a_signature_that_is_missing_or_wrong_changes_nothing(side: Side) -> None:
    _, phone = await texted(side)
    stop = inbound_fields(side.account.sid, incoming(phone, "STOP"))
    path = "/carriers/twilio/inbound"
    of_other_token = RequestValidator("another").compute_signature(f"{PUBLIC}{path}", stop)
    of_other_address = RequestValidator(side.account.token).compute_signature(f"{PUBLIC}{path}?a=1", stop)
    of_http = RequestValidator(side.account.token).compute_signature(f"http://text.example.org{path}", stop)

    for signature in (None, "x", of_other_token, of_other_address, of_http):
        await refused(side, side.post(path, stop, signature))
    assert (await side.post(path, stop)).status_code == 200


async def test_an_edited_or_added_field_or_query_is_refused(side: Side) -> None:
    _, phone = await texted(side)
    yes = inbound_fields(side.account.sid, incoming(phone, "Yes"))

    await refused(side, side.post("/carriers/twilio/inbound", yes, Body="STOP"))
    await refused(side, side.post("/carriers/twilio/inbound", yes, NewField="1"))
    await refused(side, side.post("/carriers/twilio/inbound", yes, ToCity="x"))
    good = RequestValidator(side.account.token).compute_signature(f"{HERE}?t=1.1.1.1", reported(side, "delivered"))
    await refused(side, side.post("/carriers/twilio/status?t=1.1.1.2", reported(side, "delivered"), good))


async def test_what_another_account_posts_is_refused(side: Side) -> None:
    _, phone = await texted(side)

    await refused(side, side.post("/carriers/twilio/inbound", inbound_fields("AC" + "e" * 32, incoming(phone, "STOP"))))


async def test_one_that_is_replayed_days_later_changes_nothing(side: Side, redis: Redis) -> None:
    """No signature of Twilio's ages. The same SID is the same text, and a report can't take back what came later."""
    texter, phone = await texted(side)
    fields = inbound_fields(side.account.sid, incoming(phone, "Yes"))
    reports = [reported(side, status) for status in ("queued", "sent", "delivered")]
    for said in reports:
        assert (await side.post("/carriers/twilio/status", said)).status_code == 200
    assert (await side.post("/carriers/twilio/inbound", fields)).status_code == 200
    for key in await redis.keys():
        if (left := await redis.ttl(key)) > 0:
            await redis.expire(key, left - DAYS_LATER * 86_400)
    before = await told(side)

    assert (await side.post("/carriers/twilio/inbound", fields)).status_code == 200
    for said in reports:
        assert (await side.post("/carriers/twilio/status", said)).status_code == 200

    assert await told(side) == before
    assert (await words(side, texter.campaign))[1:] == [("in", "Yes")]


async def told(side: Side) -> dict[str, Any]:
    """All that the store keeps, but for the notes of which text an SID names, whose bytes have no fixed order."""
    return {key: value for key, value in (await side.world.kept()).items() if not key.startswith("{a}:sent:")}


@pytest.mark.parametrize("host", ["text.example.org", "10.0.0.5:8123"])
async def test_behind_a_proxy_with_another_scheme_host_and_port_the_worlds_address_counts(
    side: Side, host: str
) -> None:
    _, phone = await texted(side)
    path = "/carriers/twilio/inbound"
    async with nginx(side.hub) as front, httpx.AsyncClient(base_url=front) as client:
        for words_, url, status in [
            ("Yes", f"{PUBLIC}{path}?a=1&b=%2F", 200),
            ("Yes", f"{PUBLIC}:443{path}?a=1&b=%2F", 200),  # as some of Twilio's machines sign
            ("STOP", f"{front}{path}?a=1&b=%2F", 403),
            ("STOP", f"http://{host}{path}?a=1&b=%2F", 403),
        ]:
            fields = inbound_fields(side.account.sid, incoming(phone, words_))
            signature = RequestValidator(side.account.token).compute_signature(url, fields)
            answer = await client.post(
                f"{path}?a=1&b=%2F", data=fields, headers={"x-twilio-signature": signature, "host": host}
            )
            assert answer.status_code == status


async def test_what_is_signed_and_makes_no_sense_is_refused(side: Side) -> None:
    nothing = {"AccountSid": side.account.sid}

    for fields in (nothing, nothing | {"MessageStatus": "sent"}, nothing | {"Body": "Hi", "MessageSid": "SM1"}):
        answer = await side.post("/carriers/twilio/inbound", fields)
        assert (answer.status_code, answer.json()["code"]) == (422, "bad_request")


async def test_a_hub_without_the_settings_takes_nothing_and_says_once_what_is_missing(
    hub_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    tell_once.cache_clear()
    async with httpx.AsyncClient(base_url=hub_url, verify=PLAIN) as client:
        for _ in range(2):
            answer = await client.post("/carriers/twilio/inbound", data={"Body": "Hi"})
            assert (answer.status_code, answer.json()["code"]) == (503, "carrier_not_set_up")

    told = [record.message for record in caplog.records if "Twilio" in record.message]
    assert told == ["What Twilio posts is refused. Set TWILIO_ACCOUNT_SID: AC and 32 more characters."]


ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
FIELDS = st.lists(
    st.tuples(st.one_of(st.sampled_from(["Body", "From", "MediaUrl0", "ToCity"]), ANYTHING), ANYTHING), max_size=8
)


def passes(one: Request) -> bool:
    """True if the carrier believes a request."""
    try:
        Twilio(SETTINGS, PUBLIC, Scripts(Nodes(Redis()))).hear(one)
    except Refused as refusal:
        return refusal.code != "bad_signature"
    return True


@given(FIELDS, st.data())
def test_whatever_is_signed_passes_and_with_any_one_edit_it_fails(
    fields: list[tuple[str, str]], data: st.DataObject
) -> None:
    whole = [("AccountSid", ACCOUNT.sid), *((name, value) for name, value in fields if name != "AccountSid")]
    right = request(whole)
    assert passes(right)

    place = data.draw(st.integers(0, len(whole) - 1))
    name, value = whole[place]
    letter = data.draw(st.sampled_from(string.ascii_letters))
    edits = {
        "value": [*whole[:place], (name, value + letter), *whole[place + 1 :]],
        "name": [*whole[:place], (name + letter, value), *whole[place + 1 :]],
        "more": [*whole, (name + letter, letter)],
    }
    edited = edits[data.draw(st.sampled_from(sorted(edits)))]
    wrong = Request("POST", HERE, right.headers, urlencode(edited).encode())
    assert signed_alike(edited, whole) or not passes(wrong)
    assert not passes(Request("POST", HERE + "?a", right.headers, right.body))


def signed_alike(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> bool:
    """True if Twilio's own way to sign can't tell two forms apart: it joins names and values, each pair once."""

    def joined(fields: list[tuple[str, str]]) -> str:
        return "".join(name + value for name, value in sorted(set(fields)))

    return joined(one) == joined(other)


async def test_a_shared_keys_signature_is_refused_and_the_log_says_what_to_do(caplog: pytest.LogCaptureFixture) -> None:
    tell_once.cache_clear()
    one = request([("AccountSid", ACCOUNT.sid)])
    by_key = {"x-twilio-signature": "x", "x-twilio-webhooks-signature-settings": "key=k,algorithm=HMAC_SHA256"}

    assert not passes(Request("POST", HERE, by_key, one.body))
    assert "shared key" in caplog.text


def test_a_form_that_isnt_utf_8_is_not_signed() -> None:
    assert not passes(Request("POST", HERE, {"x-twilio-signature": "x"}, b"Body=%ff&AccountSid=1"))
    assert not passes(Request("POST", HERE, {"x-twilio-signature": "x"}, b"\xff"))
