"""Reads what Twilio posts: a text that a contact wrote, or what became of one of ours.

Both are forms, signed with the account's token over the address as Twilio knows it and over every field. Twilio adds
fields without notice (twilio.com/docs/usage/webhooks/messaging-webhooks), so they are told apart by theirs alone.
"""

import logging
import re
from functools import lru_cache
from typing import Literal
from urllib.parse import parse_qs, parse_qsl, urlsplit

from server.carriers.carrier import Heard, Incoming, Place, Report, Request
from server.carriers.twilio.errors import OPTED_OUT, why
from server.carriers.twilio.files import attached
from server.carriers.twilio.senders import check_account
from server.config import TwilioSettings
from server.errors import BadSetting, Refused

INSTALL = "Twilio needs more packages, for the hub, too. Install them: pip install -c constraints.txt '.[twilio]'"
NEVER_ARRIVES = {"failed": None, "undelivered": None, "canceled": "The text was canceled at Twilio."}
"""Statuses of a text that doesn't arrive, with the reason; None: the error code tells it."""
STATUSES: dict[str, Literal["sent", "delivered", "failed"] | None] = {
    **dict.fromkeys(["queued", "accepted", "scheduled", "sending"]),
    "sent": "sent",
    "delivered": "delivered",
    "partially_delivered": "delivered",
    "read": "delivered",
    **dict.fromkeys(NEVER_ARRIVES, "failed"),
}
"""Twilio's word → ours; None: it is still with Twilio, which says nothing new."""
ASKS: dict[str, Literal["stop", "start", "help"]] = {"STOP": "stop", "START": "start", "HELP": "help"}
"""`OptOutType`, which a service with Advanced Opt-Out adds."""

log = logging.getLogger("handraise.carrier")


class Form(dict[str, list[str]]):
    """The fields of a form, each with all its values, as the SDK's validator reads them."""

    @classmethod
    def read(cls, body: bytes) -> "Form":
        """Read a form. No field is left out, since all are signed.

        Raises UnicodeDecodeError.
        """
        form = cls()
        for name, value in parse_qsl(body.decode(), keep_blank_values=True, errors="strict"):
            form.setdefault(name, []).append(value)
        return form

    def getlist(self, name: str) -> list[str]:
        """Return all values of a field."""
        return self[name]

    def first(self, name: str) -> str:
        """Return the first value of a field; empty if it isn't there."""
        return self.get(name, [""])[0]


def read(settings: TwilioSettings, request: Request) -> Heard:
    """Return what a request says.

    Raises Refused bad_signature, bad_request, carrier_not_set_up.
    """
    form = verified(settings, request)
    if "MessageStatus" in form:
        report = report_in(form, request.url)
        return Heard(reports=(report,) if report else ())
    if not form.first("From") or not form.first("MessageSid") or "Body" not in form:
        raise Refused("bad_request")
    return Heard(texts=(text_in(form),))


def verified(settings: TwilioSettings, request: Request) -> Form:
    """Return the form of a request that Twilio has signed for our account.

    Raises Refused bad_signature, carrier_not_set_up.
    """
    try:
        check_account(settings)
        from twilio.request_validator import RequestValidator
    except (BadSetting, ImportError) as error:
        tell_once(f"What Twilio posts is refused. {error if isinstance(error, BadSetting) else INSTALL}")
        raise Refused("carrier_not_set_up") from error
    try:
        form = Form.read(request.body)
    except UnicodeDecodeError:
        raise Refused("bad_signature") from None
    signature = request.headers.get("x-twilio-signature", "")
    if not RequestValidator(settings.auth_token).validate(request.url, form, signature):
        if "x-twilio-webhooks-signature-settings" in request.headers:
            tell_once("Twilio signs what it posts with a shared key. Handraise knows only the token: remove that rule.")
        raise Refused("bad_signature")
    if form.first("AccountSid") != settings.account_sid:
        raise Refused("bad_signature")
    return form


def report_in(form: Form, url: str) -> Report | None:
    """Return the report that a form is; None if it says nothing new.

    Raises Refused bad_request.
    """
    said, sid = form.first("MessageStatus"), form.first("MessageSid")
    if not sid:
        raise Refused("bad_request")
    if said not in STATUSES:
        tell_once(f"Twilio reports texts as {said!r:.40}, which Handraise doesn't know.")
    status = STATUSES.get(said)
    if status is None:
        return None
    code = int(form.first("ErrorCode")) if re.fullmatch(r"\d{1,9}", form.first("ErrorCode"), re.ASCII) else None
    told = parse_qs(urlsplit(url).query).get("t", [""])[0]
    return Report(
        sid,
        status,
        why=(NEVER_ARRIVES[said] or why(code)) if status == "failed" else None,
        place=Place.read(told),
        number=form.first("From") or None,
        phone=form.first("To") or None,
        opted_out=status == "failed" and code == OPTED_OUT,
    )


def text_in(form: Form) -> Incoming:
    """Return the text from a contact that a form is."""
    media = form.first("NumMedia")
    return Incoming(
        phone=form.first("From"),
        text=form.first("Body"),
        reference=form.first("MessageSid"),
        media=attached(
            {name: values[0] for name, values in form.items()},
            int(media) if re.fullmatch(r"\d{1,3}", media, re.ASCII) else 0,
        ),
        number=form.first("To") or None,
        asks=ASKS.get(form.first("OptOutType")),
    )


@lru_cache(maxsize=100)
def tell_once(sentence: str) -> None:
    """Write a sentence into the log, the first time that it is told."""
    log.warning("%s", sentence)
