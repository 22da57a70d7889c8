"""Twilio's error codes: each means that this text failed, that every text would, or that texts are taken later.

The codes are those of Twilio's Error and Warning Dictionary (twilio.com/docs/api/errors). The same tables serve for
what Twilio answers when a text is handed over and for what it reports afterwards. The sentences are for people: they
say what is wrong and, where somebody can do something, what.
"""

from server.carriers.carrier import CarrierStopped, Failed

OPTED_OUT = 21610
NOT_NOW = frozenset({20429, 21611})
"""Too many requests at the same time, and a number's queue that is full: nothing was taken."""

CONSOLE = "in the Twilio Console"
SLOWER = "Send more slowly: set a lower rate."

FAILED = {
    21211: "This isn't a phone number that exists. Correct it in the list.",
    21217: "This isn't a phone number that exists. Correct it in the list.",
    21265: "This is a short code, which can't be texted. Correct it in the list.",
    21266: "This is the very number that the texts come from. Correct it in the list.",
    21268: "This is a premium or information number, which can't be texted. Correct it in the list.",
    21408: f"Twilio may not text this country. Allow it {CONSOLE}, under Messaging, Settings, Geo permissions.",
    21608: f"The Twilio account is a trial, which texts only numbers verified there. Upgrade it {CONSOLE}.",
    OPTED_OUT: "The contact has written STOP, so Twilio blocks texts to them until they write START.",
    21612: "Twilio can't text this number from the number that the texts come from.",
    21614: "This isn't a mobile number. Call instead.",
    21617: "The text is longer than the 1,600 characters that Twilio takes.",
    21635: "This is a landline, which can't be texted. Call instead.",
    30001: f"Too many texts waited at Twilio, so it dropped this one. {SLOWER}",
    30002: f"The Twilio account was suspended before the text went out. Look {CONSOLE}.",
    30003: "The phone can't be reached: it may be off or out of range. Try once more tomorrow.",
    30004: "The phone or its carrier blocks texts from this number.",
    30005: "The number isn't in use, or not any more. Correct it in the list.",
    30006: "This is a landline, or a phone whose carrier takes no texts. Call instead.",
    30007: "The phone's carrier took the text for spam. Write it differently; links are often the reason.",
    30008: "The phone's carrier didn't deliver the text and doesn't say why. Try once more later.",
    30010: f"The text costs more than the highest price set {CONSOLE}.",
    30017: "The phone's carrier had too much to do. Try once more later.",
    30018: "The phone's carrier takes texts from registered sender names only.",
    30019: "The text is larger than the phone's carrier takes.",
    30022: f"More texts a second went out than the registration of the sender (10DLC) allows. {SLOWER}",
    30023: "The sender's quota of the day at the phone's carrier is used up; it begins anew at midnight, Pacific time.",
    30024: "The phone's carrier doesn't know the number that texts come from. A new one may take a day.",
    30027: "The sender's quota of the day at T-Mobile is used up; it begins anew at midnight, Pacific time.",
    30032: f"The toll-free number that texts come from isn't verified. Have it verified {CONSOLE}.",
    30034: f"The number that texts come from isn't registered for the US (10DLC). Register it {CONSOLE}.",
    30035: "The number that texts come from is still being set up for the US (10DLC).",
    30036: "The text waited for over an hour at Twilio, so it didn't go out.",
}
"""The text failed, and others may not."""

NO_SENDER = {
    21212: "isn't a number that texts can come from",
    21401: "isn't a number that texts can come from",
    21601: "isn't a number of this Twilio account that can send texts",
    21606: "isn't a number of this Twilio account that can send texts there",
    21659: "isn't a number of Twilio's",
    21660: "isn't a number of this Twilio account",
    21661: "isn't a number that can send texts",
    21701: "isn't a Messaging Service of this Twilio account",
    21703: f"is a Messaging Service without numbers: add one to it {CONSOLE}",
    21704: f"is a Messaging Service without numbers: add one to it {CONSOLE}",
    21705: "isn't a Messaging Service of this Twilio account",
}
"""The number or the service that texts come from can't send any, or not to this phone. Each goes on after its name."""

STOPPED = {
    20003: "Twilio doesn't accept our credentials any more: correct TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (or the "
    "API key), and look whether the account is suspended.",
    20005: f"The Twilio account isn't active: look {CONSOLE}.",
    20403: f"The Twilio account is suspended or closed: look {CONSOLE}.",
    20404: "Twilio knows no such account: correct TWILIO_ACCOUNT_SID.",
    70051: "Twilio doesn't let our API key do this: give it the rights to send and read messages, or correct it.",
    90010: f"The Twilio account isn't active: look {CONSOLE}.",
}
"""Every text would fail."""


def why(code: int | None) -> str:
    """Return the sentence for people about a text that Twilio reports as failed; None: it gives no code."""
    if code is None:
        return FAILED[30008]
    if code in NO_SENDER:
        return f"The sender {NO_SENDER[code]}."
    told = FAILED.get(code) or STOPPED.get(code)
    return told or f"Twilio couldn't deliver it, by its error {code} (twilio.com/docs/api/errors/{code})."


def refusal(status: int, code: int | None, says: str, sender: str) -> Failed:
    """Return why a text is refused for good: by Twilio's HTTP status and code, None where there is none, and words.

    `sender` is the number or service that it was to come from.

    Raises CarrierStopped, when every text would be refused like this.
    """
    if code in FAILED:
        return Failed(FAILED[code], opted_out=code == OPTED_OUT)
    if code in NO_SENDER:
        return Failed(f"{sender} {NO_SENDER[code]}.")
    if code in STOPPED:
        raise CarrierStopped(STOPPED[code])
    if code is None:
        raise CarrierStopped(f"Something that isn't Twilio answers in its place (HTTP {status}): look at the network.")
    if status == 401:
        raise CarrierStopped(f"Twilio refuses everything, by its error {code}: {says}")
    return Failed(f"Twilio refuses the text, by its error {code}: {says}")
