"""The stand-in's answers and our requests are held to Twilio's own description: this says that it judges."""

import json
from random import Random
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.carriers import twilio_contract
from tests.carriers.twilio_contract import ALL, FILE, ONE, Contract
from tests.carriers.twilio_messages import Message, described

SID = "AC" + "a" * 32
FORM = {"To": "+12025550150", "Body": "Hi!", "MessagingServiceSid": "MG" + "c" * 32, "ValidityPeriod": "3600"}


@pytest.fixture(scope="module")
def contract() -> Contract:
    """Twilio's description."""
    found = twilio_contract.found()
    if found is None:
        pytest.skip(f"Not run: there is no {FILE} beside this repository.")
    return found


def answer(**changes: Any) -> dict[str, Any]:
    """A text as the stand-in shows it, with changes."""
    message = Message("SM" + "1" * 32, "+12025550150", "Hi!", None, "MG" + "c" * 32, "accepted", Random(0))
    return {**described(SID, message), **changes}


def test_right_ones_pass(contract: Contract) -> None:
    contract.create(urlencode(FORM).encode())
    contract.listing([("To", "+12025550150"), ("DateSent>", "2026-11-30"), ("PageSize", "100")])
    contract.answer(ONE, "get", answer())


@pytest.mark.parametrize(
    "changes", [{"To": None}, {"MessagingServiceSid": "MG1"}, {"Sender": "+12025550100"}, {"ContentSid": "HX"}]
)
def test_a_wrong_request_is_seen(contract: Contract, changes: dict[str, str | None]) -> None:
    form = {name: value for name, value in {**FORM, **changes}.items() if value is not None}
    with pytest.raises(AssertionError):
        contract.create(urlencode(form).encode())


def test_a_wrong_query_is_seen(contract: Contract) -> None:
    with pytest.raises(AssertionError):
        contract.listing([("PageSize", "5000")])


@pytest.mark.parametrize("changes", [{"status": "delivred"}, {"sid": "MX1"}, {"error_code": "30003"}, {"body": 5}])
def test_a_wrong_answer_is_seen(contract: Contract, changes: dict[str, Any]) -> None:
    with pytest.raises(AssertionError):
        contract.answer(ONE, "get", answer(**changes))
    with pytest.raises(AssertionError):
        contract.answer(ALL, "get", {"messages": [answer(**changes)]})


def test_the_descriptions_own_examples_pass(contract: Contract) -> None:
    spec = json.loads(twilio_contract.file().read_text())
    examples = spec["paths"][ALL]["post"]["responses"]["201"]["content"]["application/json"]["examples"]
    assert len(examples) >= 5
    for example in examples.values():
        contract.answer(ONE, "get", example["value"])
