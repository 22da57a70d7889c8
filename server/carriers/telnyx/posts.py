"""Reads what Telnyx posts to us, and checks that it comes from Telnyx.

Telnyx signs the time and the body by Ed25519 ("Receiving Webhooks"), not the address. So the query of the address is
never believed: the text that a report is about is read from `webhook_url` in the signed body, which repeats the address
that we gave with the text.
"""

import json
import logging
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from server.carriers.carrier import Heard, Incoming, Place, Report, Request
from server.carriers.telnyx.errors import Error, first
from server.carriers.telnyx.files import attached
from server.errors import BadSetting, Refused

if TYPE_CHECKING:
    from nacl.signing import VerifyKey

SIGNATURE, TIMESTAMP = "telnyx-signature-ed25519", "telnyx-timestamp"
"""Headers: the signature in base64; the time that it was made at, in seconds since 1970."""
OLDEST_MS = 300_000
"""Milliseconds that a signature may be old, or ahead of the store's clock."""
PLACE = "/carriers/telnyx/status?t="
"""The end of the address that reports on a text are posted to, before its place."""
REPORTS = ("message.sent", "message.finalized", "message.read")
E164 = re.compile(r"\+[1-9]\d{1,14}", re.ASCII)

BECAME: Mapping[str, Literal["sent", "delivered", "failed"]] = {
    "sent": "sent",
    "delivery_unconfirmed": "sent",  # it went out, and the phone company doesn't say whether it arrived
    "delivered": "delivered",
    "read": "delivered",
    "sending_failed": "failed",
    "delivery_failed": "failed",
    "expired": "failed",
}
"""The statuses of a recipient that say what became of a text. While it is `queued` or `sending`, nothing has."""
ASKS: Mapping[str, Literal["stop", "start", "help"]] = {"STOP": "stop", "START": "start", "HELP": "help"}
EXPIRED = Error("40005")
INSTALL = "Telnyx needs more packages, for the hub, too. Install them: pip install -c constraints.txt '.[telnyx]'"

log = logging.getLogger("handraise.carrier")


class Party(msgspec.Struct, frozen=True):
    """One end of a text: a phone number, or another name that a sender has."""

    phone_number: str | None = None
    status: str | None = None

    @property
    def phone(self) -> str | None:
        """Its number in E.164; None: it has none, as a short code."""
        return self.phone_number if E164.fullmatch(self.phone_number or "") else None


class Message(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """A text as Telnyx describes it. Only what we read is here."""

    id: str = ""
    text: str | None = None
    sender: Party | None = None
    to: list[Party] | str | None = None
    media: list[Any] | None = None
    errors: list[Error] | None = None
    webhook_url: str | None = None
    autoresponse_type: str | None = None

    @property
    def recipient(self) -> Party:
        """The first recipient: each of our texts has one."""
        return self.to[0] if isinstance(self.to, list) and self.to else Party()


class Event(msgspec.Struct, frozen=True):
    """Something that happened; `payload` is a text where `event_type` says so."""

    event_type: str = ""
    payload: Any = None


class Post(msgspec.Struct, frozen=True):
    """The body of a request."""

    data: Event


def public_key(told: str | None) -> "VerifyKey":
    """Return the key that checks Telnyx's signatures, from what `TELNYX_PUBLIC_KEY` says.

    Raises BadSetting.
    """
    try:
        from nacl.signing import VerifyKey
    except ImportError as error:
        raise BadSetting(INSTALL) from error
    try:
        return VerifyKey(b64decode(told or "", validate=True))
    except ValueError as error:
        raise BadSetting("TELNYX_PUBLIC_KEY must be the public key that Telnyx's portal shows.") from error


def check_signature(told: str | None, request: Request, now: int) -> None:
    """Raise Refused bad_signature unless Telnyx has signed the request, in the last minutes before `now`, in ms.

    `told` is what `TELNYX_PUBLIC_KEY` says. If nothing can be checked by it, this raises Refused carrier_not_set_up.
    """
    try:
        key = public_key(told)
    except BadSetting as error:
        tell_once(f"What Telnyx posts is refused. {error}")
        raise Refused("carrier_not_set_up") from error
    from nacl.exceptions import CryptoError

    made, said = request.headers.get(TIMESTAMP, ""), request.headers.get(SIGNATURE, "")
    try:
        signature = b64decode(said, validate=True)
        key.verify(f"{made}|".encode() + request.body, signature)
    except (ValueError, CryptoError):
        raise Refused("bad_signature") from None
    # Base64 can say the same bytes in several ways. Telnyx says them in one.
    same = b64encode(signature).decode() == said
    if not (same and re.fullmatch(r"\d{1,12}", made, re.ASCII) and abs(now - 1000 * int(made)) <= OLDEST_MS):
        raise Refused("bad_signature")


def read(body: bytes, public_url: str | None) -> Heard:
    """Return what a body says, which is Telnyx's.

    Raises Refused bad_request.
    """
    try:
        told = msgspec.convert(json.loads(body), Post).data  # msgspec's own reader refuses halves of characters
        return heard(told, public_url)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise Refused("bad_request") from error


def heard(event: Event, public_url: str | None) -> Heard:
    """Return what an event says; nothing if it isn't about a text.

    Raises msgspec.ValidationError.
    """
    if event.event_type == "message.received":
        return received(msgspec.convert(event.payload, Message))
    if event.event_type in REPORTS:
        return became(msgspec.convert(event.payload, Message), public_url)
    return Heard()


def received(message: Message) -> Heard:
    """Return a text that came in. One from a short code isn't a contact's, so it is left out."""
    phone = message.sender and message.sender.phone
    if not (phone and message.id):
        return Heard()
    asks = ASKS.get((message.autoresponse_type or "").upper())
    media = attached(message.media or ())
    return Heard(
        texts=(Incoming(phone, message.text or "", message.id, media, number=message.recipient.phone, asks=asks),)
    )


def became(message: Message, public_url: str | None) -> Heard:
    """Return a report on one of our texts; none while nothing has become of it."""
    contact = message.recipient
    status = BECAME.get(contact.status or "")
    if not (status and message.id):
        return Heard()
    number = message.sender.phone if message.sender else None
    error = first(message.errors or ([EXPIRED] if contact.status == "expired" else []))
    failed = status == "failed"
    report = Report(
        message.id,
        status,
        why=error.sentence if failed else None,
        place=place_in(message, public_url),
        number=number if contact.phone else None,
        phone=contact.phone,
        opted_out=failed and error.opted_out and contact.phone is not None,
    )
    return Heard(reports=(report,))


def place_in(message: Message, public_url: str | None) -> Place | None:
    """Return the place that we told Telnyx with a text; None if that was no text of this deployment."""
    before, _, told = (message.webhook_url or "").partition(PLACE)
    return Place.read(told) if public_url and before == public_url else None


@cache
def tell_once(sentence: str) -> None:
    """Write a sentence into the log, the first time that it is told."""
    log.warning("%s", sentence)
