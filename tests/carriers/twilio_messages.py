"""A text as Twilio keeps it, as it posts it, and as its API shows it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from random import Random
from typing import Any


@dataclass
class Message:
    """A text that Twilio has taken. `code` is the error that it ends with."""

    sid: str
    to: str
    body: str
    from_: str | None
    service: str | None
    status: str
    dice: Random
    callback: str = ""
    created: datetime = field(default_factory=lambda: datetime.now(UTC))
    sent: datetime | None = None
    code: int | None = None
    direction: str = "outbound-api"


def status_fields(account: str, message: Message) -> dict[str, str]:
    """The fields of a status callback."""
    said = {
        "SmsSid": message.sid,
        "SmsStatus": message.status,
        "MessageStatus": message.status,
        "To": message.to,
        "MessageSid": message.sid,
        "AccountSid": account,
        "ApiVersion": "2010-04-01",
    }
    if message.from_:
        said["From"] = message.from_
    if message.service:
        said["MessagingServiceSid"] = message.service
    if message.status in ("delivered", "undelivered"):
        said["RawDlrDoneDate"] = message.created.strftime("%y%m%d%H%M")
    if message.status in ("failed", "undelivered") and message.code:
        said["ErrorCode"] = str(message.code)
    return said


def inbound_fields(account: str, message: Message, media: int = 0, at: str = "") -> dict[str, str]:
    """The fields of a text that a person wrote, with so many pictures that are kept `at` an origin. What Twilio doesn't
    know is there, and empty."""
    said = {"ToCountry": "US", "ToState": "DC", "ToCity": "", "ToZip": "", "FromCountry": "US", "FromState": ""}
    said |= {"FromCity": "", "FromZip": "", "SmsMessageSid": message.sid, "SmsSid": message.sid}
    said |= {"SmsStatus": "received", "MessageSid": message.sid, "AccountSid": account, "ApiVersion": "2010-04-01"}
    said |= {"NumMedia": str(media), "NumSegments": "1", "Body": message.body, "To": message.to}
    said |= {"From": message.from_ or ""}
    for place in range(media):
        said |= {
            f"MediaUrl{place}": f"{at}/2010-04-01/Accounts/{account}/Messages/{message.sid}/Media/ME{place:032d}",
            f"MediaContentType{place}": "image/jpeg",
        }
    if message.service:
        said["MessagingServiceSid"] = message.service
    return said


def described(account: str, message: Message) -> dict[str, Any]:
    """A message as the API shows it."""
    uri = f"/2010-04-01/Accounts/{account}/Messages/{message.sid}"
    return {
        "body": message.body,
        "num_segments": "1" if message.from_ else "0",
        "direction": message.direction,
        "from": message.from_,
        "to": message.to,
        "date_updated": format_datetime(message.created),
        "price": None,
        "error_message": f"Error {message.code}" if message.status == "undelivered" else None,
        "uri": f"{uri}.json",
        "account_sid": account,
        "num_media": "0",
        "status": message.status,
        "messaging_service_sid": message.service,
        "sid": message.sid,
        "date_sent": message.sent and format_datetime(message.sent),
        "date_created": format_datetime(message.created),
        "error_code": message.code if message.status == "undelivered" else None,
        "price_unit": "USD",
        "api_version": "2010-04-01",
        "subresource_uris": {"media": f"{uri}/Media.json"},
    }
