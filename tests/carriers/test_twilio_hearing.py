from typing import Any

import pytest
from redis.asyncio import Redis

from server.carriers.carrier import Heard, Incoming, Place, Report
from server.carriers.twilio.carrier import Twilio
from server.carriers.twilio.errors import FAILED, NO_SENDER, NOT_NOW, OPTED_OUT, STOPPED
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests.carriers.twilio_hub import ACCOUNT, HERE, PUBLIC, SETTINGS, request
from tests.forked import ROOT


def heard(fields: dict[str, str], url: str = HERE) -> Heard:
    """All that the carrier hears in fields that are signed."""
    whole = {"AccountSid": ACCOUNT.sid, "MessageSid": "SM1", "From": "+12025550100", "To": "+12025550150", **fields}
    return Twilio(SETTINGS, PUBLIC, Scripts(Nodes(Redis()))).hear(request(list(whole.items()), url))


@pytest.mark.parametrize(
    ("said", "status"),
    [
        *((word, None) for word in ("queued", "accepted", "sending", "scheduled", "teleported")),
        ("sent", "sent"),
        *((word, "delivered") for word in ("delivered", "read", "partially_delivered")),
        *((word, "failed") for word in ("failed", "undelivered", "canceled")),
    ],
)
def test_each_status_has_a_meaning(said: str, status: str | None) -> None:
    reports = heard({"MessageStatus": said}, f"{HERE}?t=7.4.1.99").reports

    assert [report.status for report in reports] == ([status] if status else [])
    for report in reports:
        assert (report.reference, report.place) == ("SM1", Place(7, 4, 1, 99))
        assert (report.number, report.phone) == ("+12025550100", "+12025550150")
        assert bool(report.why) == (status == "failed")


def test_a_report_that_says_nothing_of_the_text_goes_by_its_reference() -> None:
    [report] = heard({"MessageStatus": "failed", "ErrorCode": "", "To": "", "From": ""}).reports

    why = "The phone's carrier didn't deliver the text and doesn't say why. Try once more later."
    assert report == Report("SM1", "failed", why)


def test_a_report_that_the_contact_has_opted_out_says_so() -> None:
    [report] = heard({"MessageStatus": "undelivered", "ErrorCode": "21610"}).reports

    assert report.opted_out
    assert report.phone == "+12025550150"


@pytest.mark.parametrize("code", FAILED)
def test_every_reason_why_a_text_fails_is_on_the_page_about_carriers(code: int) -> None:
    rows = [line.split(" | ") for line in (ROOT / "docs/carriers.md").read_text().splitlines() if line.startswith("| ")]
    [row] = [row for row in rows if str(code) in row[0].strip("| ").split(", ")]
    assert row[1] == FAILED[code]


@pytest.mark.parametrize("code", [*NO_SENDER, *STOPPED, *NOT_NOW, OPTED_OUT])
def test_every_other_code_is_on_that_page_too(code: int) -> None:
    assert str(code) in (ROOT / "docs/carriers.md").read_text()


@pytest.mark.parametrize("code", ["30007", "12345", "21606", "20003", "x", "9" * 30])
def test_every_error_code_is_a_sentence(code: str) -> None:
    [report] = heard({"MessageStatus": "failed", "ErrorCode": code}).reports

    assert report.why
    assert report.why[0].isupper()
    assert report.why.endswith((".", ")."))


@pytest.mark.parametrize(
    ("told", "asks"), [("STOP", "stop"), ("START", "start"), ("HELP", "help"), ("", None), ("?", None)]
)
def test_a_text_says_what_twilio_took_it_to_ask_for(told: str, asks: Any) -> None:
    [text] = heard({"Body": "Por favor no más", "NumMedia": "2", "OptOutType": told}).texts

    assert text == Incoming("+12025550100", "Por favor no más", "SM1", 2, "+12025550150", asks)


def test_blank_words_and_odd_numbers_of_pictures_are_read() -> None:
    assert heard({"Body": "", "NumMedia": "1"}).texts[0].media == 1
    assert heard({"Body": "", "NumMedia": "-1"}).texts[0].media == 0
    assert heard({"Body": " \n"}).texts[0].text == " \n"
