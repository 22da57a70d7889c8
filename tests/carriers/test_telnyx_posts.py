"""Signatures and bodies of Telnyx, read."""

from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey
from telnyx import Telnyx as TelnyxSdk

from server.campaigns.attached import Attached
from server.carriers.carrier import Heard, Incoming, Place, Report, Request
from server.carriers.telnyx.errors import FAILED, LATER, MEANINGS, SENDER, STOPPED
from server.carriers.telnyx.posts import check_signature, read
from server.errors import Refused
from tests.carriers.telnyx_account import NUMBERS
from tests.carriers.telnyx_bodies import INBOUND, PHONE, PUBLIC, STATUS, became, incoming
from tests.carriers.telnyx_poster import Poster
from tests.command_line import ROOT

NOW = 1_800_000_000
KEY = SigningKey(bytes(32))
PUBLIC_KEY = b64encode(bytes(KEY.verify_key)).decode()


def test_the_sdk_judges_a_signature_as_we_do() -> None:
    body, poster = incoming(PHONE, "Hi"), Poster(1)
    client = TelnyxSdk(api_key="KEY", public_key=poster.public_key, base_url="http://127.0.0.1:9/v2")

    unwrapped: Any = client.webhooks.unwrap(body.decode(), headers=poster.headers(body))

    assert unwrapped.data.payload.text == "Hi"
    client.close()


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
