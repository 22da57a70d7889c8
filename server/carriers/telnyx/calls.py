"""Requests to Telnyx, by its own SDK. It takes 60 MB and a second to load, so it is loaded when they are opened."""

import asyncio
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from server.carriers.backoff import Backoff
from server.carriers.carrier import Answer, CarrierStopped, CarrierUnsure, Sent
from server.carriers.telnyx.errors import meaning
from server.carriers.telnyx.posts import E164, INSTALL, public_key
from server.config import Config
from server.errors import BadSetting

if TYPE_CHECKING:
    pass

ITS_OWN = "https://api.telnyx.com/v2"
"""The address at which Telnyx answers."""
CONNECT_WITHIN_SECONDS, ANSWER_WITHIN_SECONDS = 5.0, 35.0
"""Seconds for a connection, and for an answer."""
CONNECTIONS = {"max_connections": 100, "max_keepalive_connections": 100, "keepalive_expiry": 30}
"""More than a process has texts with its carrier. By itself the SDK keeps 20 open, for 5 seconds."""
PROFILE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)


def check_settings(config: Config) -> None:
    """Raise BadSetting if nothing could be sent with these settings."""
    settings, public = config.telnyx, config.public_url or ""
    if not settings.api_key:
        raise BadSetting("TELNYX_API_KEY must be an API key from Telnyx's portal.")
    its_own = (urlsplit(settings.api_url or ITS_OWN).hostname or "").endswith("telnyx.com")
    if not public.startswith("https://" if its_own else "http"):
        raise BadSetting("Telnyx needs an address to post to: PUBLIC_URL must be one that begins with https://.")
    public_key(settings.public_key)
    if settings.profile and not PROFILE.fullmatch(settings.profile):
        raise BadSetting("TELNYX_MESSAGING_PROFILE_ID must be an id as Telnyx's portal shows it.")
    if sender(settings.profile or settings.numbers or "", "") is None:
        raise BadSetting("Set TELNYX_MESSAGING_PROFILE_ID, or TELNYX_FROM to numbers like +12125550100, with commas.")


def sender(told: str, phone: str) -> dict[str, str] | None:
    """Return the part of a request that says where a text to this phone comes from; None if `told` makes no sense.

    `told` is the id of a messaging profile, whose numbers Telnyx chooses from, or numbers with commas between. Of these
    each phone gets its own, always the same one, also when others come or go.
    """
    if PROFILE.fullmatch(told):
        return {"messaging_profile_id": told}
    numbers = [number.strip() for number in told.split(",")]
    if not all(E164.fullmatch(number) for number in numbers):
        return None
    return {"from_": max(numbers, key=lambda number: sha256(f"{phone} {number}".encode()).digest())}


class Calls:
    """Opened when it is built, until it is closed.

    Raises BadSetting.
    """

    def __init__(self, config: Config) -> None:
        check_settings(config)
        try:
            from httpx import Limits, Timeout
            from telnyx import AsyncTelnyx, DefaultAsyncHttpxClient
        except ImportError as error:
            raise BadSetting(INSTALL) from error
        self.settings = config.telnyx
        self.public_url = config.public_url
        self.client: AsyncTelnyx = AsyncTelnyx(
            api_key=config.telnyx.api_key,
            base_url=config.telnyx.api_url or ITS_OWN,
            max_retries=0,  # it would post a text again by itself
            timeout=Timeout(ANSWER_WITHIN_SECONDS, connect=CONNECT_WITHIN_SECONDS),
            http_client=DefaultAsyncHttpxClient(follow_redirects=False, limits=Limits(**CONNECTIONS)),
        )
        self._backoff = Backoff()

    async def close(self) -> None:
        """Close the connections."""
        await self.client.close()

    async def deliver(self, key: str, phone: str, words: str, more: dict[str, Any], own: bool = False) -> Answer:
        """Post a text, with `more` in the request, and return the answer. `own` is that of `meaning`.

        Raises CarrierUnsure, CarrierStopped.
        """
        from httpx import ConnectError, ConnectTimeout, PoolTimeout
        from telnyx import APIConnectionError, APIStatusError

        try:
            async with asyncio.timeout(ANSWER_WITHIN_SECONDS):
                said = await self.client.messages.send(idempotency_key=key, to=phone, text=words, **more)
        except APIStatusError as error:
            refused = meaning(error.status_code, error.body, own)
            return refused or self._backoff.later(limit(error.response.headers))
        except APIConnectionError as error:
            if isinstance(error.__cause__, ConnectError | ConnectTimeout | PoolTimeout):  # nothing has been sent
                return self._backoff.later()
            raise CarrierUnsure("The connection to Telnyx broke.") from error
        except TimeoutError as error:
            raise CarrierUnsure("Telnyx didn't answer in time.") from error
        message = getattr(said, "data", None)
        if not (message and message.id):
            raise CarrierUnsure("Telnyx's answer can't be read.")
        self._backoff.taken()
        number = message.from_.phone_number if message.from_ else None
        return Sent(message.id, number if E164.fullmatch(number or "") else more.get("from_"))


def limit(headers: Mapping[str, str]) -> float | None:
    """Return the seconds until Telnyx's limit begins anew, from an answer's headers; None if they don't say."""
    said = headers.get("x-ratelimit-reset", "")
    return float(said) if re.fullmatch(r"\d{1,4}", said, re.ASCII) else None


@contextmanager
def asking(unknown: str) -> Iterator[None]:
    """Around requests that send nothing. `unknown` is the sentence for what Telnyx doesn't know (404).

    Raises CarrierStopped in place of a refusal, CarrierUnsure when Telnyx can't be asked now.
    """
    from telnyx import APIConnectionError, APIStatusError, NotFoundError

    try:
        yield
    except NotFoundError as error:
        raise CarrierStopped(unknown) from error
    except APIStatusError as error:
        refused = meaning(error.status_code, error.body)
        if refused is None:
            raise CarrierUnsure("Telnyx takes no more requests now.") from error
        raise CarrierStopped(refused.why) from error
    except APIConnectionError as error:
        raise CarrierUnsure("Telnyx can't be reached.") from error
    except (AttributeError, TypeError, ValueError) as error:  # from the SDK, or of what it made of the answer
        raise CarrierUnsure("Telnyx's answer can't be read.") from error
