"""The calls to Twilio over HTTP, for its SDK. Only this file needs the packages of the extra `twilio` to be loaded.

The SDK's own client has no time-out (aiohttp takes its None as none) and doesn't show how long we are asked to wait.
This one tells four ends apart: an answer, a refusal, a call that was certainly not taken, and one that may have been.
"""

from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, ConnectionTimeoutError
from twilio.http.response import Response
from twilio.rest import Client

from server.carriers.carrier import CarrierUnsure
from server.carriers.twilio.answers import NotTaken, TwilioRefused
from server.config import TwilioSettings

TIMES = ClientTimeout(total=35, connect=10)
"""Seconds. Twilio's own failures may take 30 to be told; a connection that isn't there by then won't be."""
LONGEST_WORDS = 300
"""Characters of Twilio's own words about a refusal that are told on."""


class Calls:
    """An HTTP client for the SDK."""

    is_async = True

    def __init__(self, session: ClientSession) -> None:
        self._session = session

    async def request(
        self,
        method: str,
        url: str,
        params: Any = None,
        data: Any = None,
        headers: Any = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Any:
        """Return the answer to a request, whose HTTP status is 2xx.

        Raises NotTaken, TwilioRefused, CarrierUnsure.
        """
        if auth:
            headers = {**headers, "Authorization": f"Basic {b64encode(':'.join(auth).encode()).decode()}"}
        sent = {"params": params, "data": data, "headers": headers, "timeout": TIMES, "allow_redirects": False}
        try:
            async with self._session.request(method, url, **sent) as response:
                text = await response.text()
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            raise NotTaken("Twilio can't be reached") from error
        except (ClientError, TimeoutError, OSError, UnicodeError) as error:
            raise CarrierUnsure(f"Twilio didn't answer ({type(error).__name__})") from error
        if response.status >= 300:
            raise trouble(response.status, text, response.headers)
        return Response(response.status, text, response.headers)


def trouble(status: int, text: str, headers: Mapping[str, str]) -> Exception:
    """Return the error that an answer without success stands for."""
    if status == 429:
        wait = headers.get("retry-after", "")
        return NotTaken("Twilio has too many requests of ours", float(wait) if wait.isdecimal() else None)
    if status >= 500 or status == 408:
        return CarrierUnsure(f"Twilio failed (HTTP {status})")
    try:
        said = msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.DecodeError:
        said = {}
    code = said.get("code")
    says = said.get("message") or said.get("detail") or said.get("title") or ""
    return TwilioRefused(status, code if isinstance(code, int) else None, str(says)[:LONGEST_WORDS])


@dataclass(frozen=True, slots=True)
class Clients:
    """The SDK, signed in twice: as the account, by its token, and as what sends, which may be an API key."""

    account: Any
    sending: Any


@asynccontextmanager
async def connected(settings: TwilioSettings) -> AsyncIterator[Clients]:
    """Give the SDK's clients for as long as this lasts. Opening them asks Twilio nothing."""
    async with ClientSession() as session:
        calls = Calls(session)
        account = Client(settings.account_sid, settings.auth_token, http_client=calls)
        key = settings.api_key
        sending = Client(key, settings.api_secret, settings.account_sid, http_client=calls) if key else account
        for client in (account, sending) if settings.api_url else ():
            client.api.base_url = client.messaging.base_url = client.lookups.base_url = settings.api_url
        yield Clients(account, sending)
