"""The errors of Telnyx and what each means for a text, by their codes on Telnyx's pages "Messaging Error Codes" and
"API Errors".

The code counts before the HTTP status: a text to a phone that has opted out is refused with 403, and so is a wrong key.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from server.carriers.carrier import CarrierStopped, CarrierUnsure, Failed

FAILED = {
    "10002": "Telnyx says that this isn't a phone number. Correct it in the list.",
    "10016": "Telnyx says that this isn't a phone number. Correct it in the list.",
    "10039": "This Telnyx account may only text numbers that it has verified. Upgrade it in Telnyx's portal.",
    "40001": "This number gets no texts: it is a landline, or can't be reached. Call instead.",
    "40002": "A phone company took it for spam. Send more slowly, and word it more personally.",
    "40003": "A phone company took it for spam and blocks our number. Use another one, or write to Telnyx's support.",
    "40004": "The contact's phone company refused it without a reason. Try once more later.",
    "40005": "It expired on its way: the phone may have been off. Try once more later.",
    "40006": "The contact's phone company couldn't be reached. Try once more later.",
    "40007": "The phone companies sent it round in a circle. Write to Telnyx's support.",
    "40008": "The contact's phone company didn't take it. The number may not be in use.",
    "40009": "The contact's phone company doesn't take these words. Shorten them, without unusual characters.",
    "40010": "Our number isn't registered for texts to the US. Register it for 10DLC in Telnyx's portal.",
    "40011": "The phone company got too many texts from us. Send more slowly.",
    "40012": "The contact's phone company doesn't know this number. Correct it in the list.",
    "40014": "It waited at Telnyx until it expired. Send more slowly.",
    "40015": "Telnyx took it for spam. Send more slowly, and word it more personally.",
    "40016": "T-Mobile's limit for one day is reached. It begins anew at midnight, Pacific time.",
    "40017": "AT&T took it for spam. Send more slowly, and word it more personally.",
    "40018": "AT&T got more texts in a minute than our registration allows. Send more slowly.",
    "40150": "Our toll-free number isn't in the registry of toll-free numbers. Write to Telnyx's support.",
    "40151": "Our number still belongs to another provider's texts. Wait, or write to Telnyx's support.",
    "40300": "The contact has opted out at Telnyx, which blocks every text until they write START.",
    "40301": "Telnyx doesn't send this kind of text to this number. Call instead.",
    "40302": "The message is too long for one text. Shorten it.",
    "40309": "The messaging profile isn't allowed to text this country. Allow it in Telnyx's portal.",
    "40310": "Telnyx says that this number can't be texted. Correct it in the list.",
    "40315": "Too few texts from our number arrive, so Telnyx blocks it for now. Use another one.",
    "40316": "The message is empty.",
    "40319": "Telnyx doesn't send this kind of text to this number. Call instead.",
    "40322": "Telnyx blocks these words. Word the message differently.",
    "40328": "The message is longer than Telnyx recommends. Shorten it.",
    "40329": "Our toll-free number isn't verified yet. Verify it in Telnyx's portal.",
}
"""The reasons for which one text fails, by code: sentences for people, with what to do."""

SENDER = {
    "10001": "The number that texts come from isn't active. Correct it, or activate it in Telnyx's portal.",
    "10005": "Telnyx doesn't know the messaging profile that texts come from. Correct its id.",
    "10006": "Telnyx doesn't know the messaging profile that texts come from. Correct its id.",
    "10017": "Telnyx doesn't know the messaging profile that texts come from. Correct its id.",
    "40013": "The number that texts come from can't send any. Turn texts on for it in Telnyx's portal.",
    "40100": "The number that texts come from can't send any. Turn texts on for it in Telnyx's portal.",
    "40305": "The number that texts come from isn't one of this Telnyx account's messaging profiles. Correct it.",
    "40312": "The messaging profile is turned off. Turn it on in Telnyx's portal.",
    "40320": "The number that texts come from is still being bought. Wait until Telnyx has it.",
    "40321": "The messaging profile has no number that can send. Assign one to it in Telnyx's portal.",
}
"""The reasons for which every text fails that comes from the same number or profile."""

STOPPED = {
    "10009": "Telnyx doesn't accept the API key. Put a valid one into TELNYX_API_KEY.",
    "10010": "The Telnyx API key isn't allowed to send texts. Put another one into TELNYX_API_KEY.",
    "20002": "The Telnyx API key has been revoked. Put a new one into TELNYX_API_KEY.",
    "20006": "The Telnyx API key has expired. Put a new one into TELNYX_API_KEY.",
    "20012": "The Telnyx account isn't active; it may have no money left. Look in Telnyx's portal.",
    "20013": "The Telnyx account is blocked. Write to Telnyx's support.",
    "20014": "The Telnyx account isn't verified. Verify it in Telnyx's portal.",
    "20015": "The Telnyx account has no texts turned on. Turn them on in Telnyx's portal.",
    "20016": "The Telnyx account isn't verified at level 1. Verify it in Telnyx's portal.",
    "20017": "The Telnyx account isn't verified at level 2. Verify it in Telnyx's portal.",
    "20100": "The Telnyx account has no money left. Pay some in in Telnyx's portal.",
    "40311": "Telnyx doesn't accept the messaging profile's secret. Write to Telnyx's support.",
    "40313": "Telnyx misses the messaging profile's secret. Write to Telnyx's support.",
    "40314": "Texts are turned off for the Telnyx account. Write to Telnyx's support.",
}
"""The reasons for which every text of this account fails."""

LATER = {
    "10011": "Telnyx got too many texts at once.",
    "40318": "Telnyx's queue was full.",
}
"""The reasons for which Telnyx takes no text just now."""

OPTED_OUT = "40300"

Kind = Literal["failed", "sender", "stopped", "later"]
TABLES: Mapping[Kind, Mapping[str, str]] = {"failed": FAILED, "sender": SENDER, "stopped": STOPPED, "later": LATER}
MEANINGS = {code: (kind, sentence) for kind, table in TABLES.items() for code, sentence in table.items()}


class Error(msgspec.Struct, frozen=True):
    """An error as Telnyx tells it, in an answer or a report."""

    code: str | int = ""
    title: str | None = None
    detail: str | None = None

    @property
    def kind(self) -> Kind | None:
        """The name of the table above that has it; None: it is in none."""
        return MEANINGS[str(self.code)][0] if str(self.code) in MEANINGS else None

    @property
    def sentence(self) -> str:
        """A sentence for people; for an unknown error, Telnyx's own title."""
        code = str(self.code)
        if code in MEANINGS and (code != OPTED_OUT or self.opted_out):
            return MEANINGS[code][1]
        return f"Telnyx says: {self.title} ({code})." if self.title else "Telnyx gives no reason."

    @property
    def opted_out(self) -> bool:
        """True if the contact has opted out at Telnyx. Reports use the same code for phone companies' other blocks."""
        words = f"{self.title or 'stop'} {self.detail}".lower()
        return str(self.code) == OPTED_OUT and ("stop" in words or "block rule" in words)


class NoRepeat(CarrierUnsure):
    """Telnyx has had the key with another body (422), so it may have had the text: a setting was changed meanwhile."""


class _Errors(msgspec.Struct):
    errors: list[Error] = []


def errors_in(body: object) -> list[Error]:
    """Return the errors that an answer holds, which is read from JSON already; any other body holds none."""
    try:
        return msgspec.convert(body, _Errors).errors
    except msgspec.ValidationError:
        return []


def first(errors: Sequence[Error]) -> Error:
    """Return the first error that the tables have, else the first; one without words if there is none."""
    return next((error for error in errors if error.kind), errors[0] if errors else Error())


def meaning(status: int, body: object, own: bool = False) -> Failed | None:
    """Return Failed if Telnyx refuses this text, None if it takes none now.

    `status` and `body` are an HTTP answer's that is no success. `own` is true if only texts of one campaign come from
    the same sender, so that an error of the sender's fails this one and no others.

    Raises CarrierStopped; CarrierUnsure if it may have accepted the text: its server failed, or it is still busy with
    the first request with the same key (409); NoRepeat.
    """
    error = first(errors_in(body))
    kind = error.kind
    if status < 400 or status >= 500:
        raise CarrierUnsure(f"Telnyx's server failed ({status}).")
    if kind == "later" or status == 429:
        return None
    if kind is None and status in (401, 403):
        raise CarrierStopped(f"Telnyx refuses our requests ({status}). {error.sentence} Look in Telnyx's portal.")
    if kind == "stopped" or (kind == "sender" and not own):
        raise CarrierStopped(error.sentence)
    if kind is None and status == 422:
        raise NoRepeat(f"Telnyx had another request with the same key: {error.sentence}")
    if kind is None and status in (408, 409):
        raise CarrierUnsure(f"Telnyx answered {status}: {error.sentence}")
    return Failed(error.sentence, error.opted_out)
