"""The senders of texts at Twilio, and the addresses that it posts to. Checks the settings that say so. Pure."""

import re
from hashlib import sha256
from urllib.parse import urlsplit

from server.carriers.carrier import Place, Text
from server.config import TwilioSettings
from server.errors import BadSetting

SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")
ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
NUMBER = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)

TRIES = "#rc=3&rp=all"
"""Twilio posts again, up to three times, whatever goes wrong here. By itself it does so once, and only where it can't
connect (twilio.com/docs/usage/webhooks/webhooks-connection-overrides). It keeps this part of an address to itself."""


def numbers_in(written: str) -> list[str]:
    """Return the numbers that are written with commas between them."""
    return [number for number in re.split(r"[\s,]+", written) if number]


def check_settings(settings: TwilioSettings, public_url: str | None) -> None:
    """Raise BadSetting, with one sentence, if no text could be sent with these settings."""
    check_account(settings)
    if (settings.api_key is None) != (settings.api_secret is None):
        raise BadSetting("TWILIO_API_KEY and TWILIO_API_SECRET belong together: set both, or neither.")
    if settings.service and not SERVICE.fullmatch(settings.service):
        raise BadSetting("TWILIO_MESSAGING_SERVICE_SID must be MG and 32 more characters.")
    numbers = numbers_in(settings.numbers or "")
    if not settings.service and not numbers:
        raise BadSetting("Set TWILIO_MESSAGING_SERVICE_SID, or TWILIO_FROM to the numbers that texts come from.")
    for number in numbers:
        if not NUMBER.fullmatch(number):
            raise BadSetting(f"TWILIO_FROM must be numbers like +12025550123, with commas between: {number} isn't one.")
    if not public_url:
        raise BadSetting("Set PUBLIC_URL: Twilio must know where to post answers and what became of texts.")
    if not public_url.startswith("https://") and not elsewhere(settings):
        raise BadSetting("PUBLIC_URL must begin with https://, since Twilio posts what people write there.")


def check_account(settings: TwilioSettings) -> None:
    """Raise BadSetting, with one sentence, if nothing that Twilio posts could be believed with these settings."""
    if not settings.account_sid or not ACCOUNT.fullmatch(settings.account_sid):
        raise BadSetting("Set TWILIO_ACCOUNT_SID: AC and 32 more characters.")
    if not settings.auth_token:
        raise BadSetting("Set TWILIO_AUTH_TOKEN, also beside an API key: it signs what Twilio posts.")


def elsewhere(settings: TwilioSettings) -> bool:
    """Return whether something other than Twilio itself stands for it."""
    host = urlsplit(settings.api_url or "https://api.twilio.com").hostname or ""
    return host != "twilio.com" and not host.endswith(".twilio.com")


def sender(settings: TwilioSettings, text: Text) -> dict[str, str]:
    """Return what a text comes from, as arguments of the SDK: its campaign's own, else the service or numbers set.

    Of several numbers each phone always gets the same one, also while others come and go.
    """
    wanted = text.numbers.strip() or settings.service or settings.numbers or ""
    if SERVICE.fullmatch(wanted):
        return {"messaging_service_sid": wanted}
    return {"from_": max(numbers_in(wanted), key=lambda number: sha256(f"{number} {text.phone}".encode()).digest())}


def callback(public_url: str | None, text: Text) -> str:
    """Return the address to which Twilio reports what becomes of a text. It says which text it is, unless of none."""
    if not text.campaign:
        return status_address(public_url)
    return status_address(public_url, f"?t={Place(text.campaign, text.conversation, text.id, text.at)}")


def status_address(public_url: str | None, query: str = "") -> str:
    """Return the address to which Twilio posts what becomes of texts."""
    return f"{public_url}/carriers/twilio/status{query}{TRIES}"


def inbound(public_url: str | None) -> str:
    """Return the address to which Twilio posts what people write."""
    return f"{public_url}/carriers/twilio/inbound{TRIES}"
