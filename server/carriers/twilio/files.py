"""Files that came with texts by Twilio: what an inbound request says of them, and where they are fetched from.

An address leads, for those who sign in, on to another that is good for some hours (twilio.com/docs/messaging/api/
media-resource). So it is kept as Twilio wrote it, and followed each time.
"""

from base64 import b64encode

from server.campaigns.attached import FILES_PER_TEXT, Attached
from server.config import TwilioSettings
from server.host.fetching import Trusted

HOSTS = ("twilio.com",)


def attached(fields: dict[str, str], many: int) -> tuple[Attached, ...] | int:
    """Return the files of a text, of which Twilio says that there are so many; only the number if it names none."""
    places = [place for place in range(min(many, FILES_PER_TEXT)) if fields.get(f"MediaUrl{place}")]
    return tuple(Attached(fields[f"MediaUrl{n}"], fields.get(f"MediaContentType{n}", "")) for n in places) or many


def kept_at(settings: TwilioSettings) -> Trusted:
    """Return the hosts that keep files, and how to sign in there."""
    user, password = settings.account_sid, settings.auth_token
    if settings.api_key:
        user, password = settings.api_key, settings.api_secret
    told = b64encode(f"{user}:{password}".encode()).decode()
    return Trusted(HOSTS, settings.api_url, {"authorization": f"Basic {told}"})
