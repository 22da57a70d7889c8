"""Bodies that Telnyx posts."""

from typing import Any

from tests.carriers.telnyx_account import NUMBERS
from tests.carriers.telnyx_poster import event

PUBLIC = "https://text.example.org"
INBOUND, STATUS = "/carriers/telnyx/inbound", "/carriers/telnyx/status"
PHONE = "+12125550100"


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
