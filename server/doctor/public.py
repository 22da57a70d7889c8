"""Looks at `PUBLIC_URL` as a browser does: its certificate, the hubs behind it, and a WebSocket."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import httpcore
import msgspec
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus
from websockets.typing import Origin, Subprotocol

from server.doctor.findings import Finding, doubt, fine, wrong
from server.readiness import Readiness
from server.wire.frames import SIGNED_OUT, Encoding

ANSWERED_WITHIN_SECONDS = 10.0
DAYS_LEFT, HARDLY_ANY_DAYS_LEFT = 14, 3
"""Days before its end at which a certificate should long have been renewed, and at which it is urgent."""
ELSEWHERE = "Carriers and phones come from outside: open it once on a phone that isn't in your own network."
AWAY = {502, 503, 504}
"""Statuses of a proxy that reaches no hub."""
SECONDS_PER_DAY = 86_400


async def look_at_public_url(url: str, deployment: str, now: float) -> AsyncIterator[Finding]:
    """Look at the address that browsers use. `now` is the time in seconds by the store's clock."""
    at = urlsplit(url)
    if at.scheme == "https":
        try:
            until = await _certificate_until(at.hostname or "", at.port or 443)
        except _NotSecure as error:  # nothing else can be reached then, and nobody should try
            yield error.finding
            return
        yield _days_left(until - now)
    hubs = await _hubs(url, deployment)
    yield hubs
    if hubs.mark != "wrong":
        yield await _socket(url)


class _NotSecure(Exception):
    """An address to which browsers make no secure connection."""

    def __init__(self, sentence: str, do: str) -> None:
        self.finding = wrong("Certificate", sentence, do)


async def _certificate_until(host: str, port: int) -> float:
    """Return when the certificate of a host ends, in seconds since 1970. Raises _NotSecure."""
    try:
        async with asyncio.timeout(ANSWERED_WITHIN_SECONDS):
            _, writer = await asyncio.open_connection(host, port, ssl=ssl.create_default_context())
    except ssl.SSLCertVerificationError as error:
        why = error.verify_message.rstrip(".")
        raise _NotSecure(f"Browsers refuse it: {why}.", RENEW) from error
    except (OSError, TimeoutError) as error:  # ssl.SSLError is one
        raise _NotSecure(f"{host}, port {port}, can't be reached by https ({_why(error)}).", REACH) from error
    told: dict[str, Any] = writer.get_extra_info("peercert")
    writer.transport.abort()
    return ssl.cert_time_to_seconds(told["notAfter"])


def _days_left(seconds: float) -> Finding:
    """Judge how long a certificate is valid."""
    about, days = "Certificate", int(seconds // SECONDS_PER_DAY)
    says = f"It is valid for {days} more days."
    if days < HARDLY_ANY_DAYS_LEFT:
        return wrong(about, says, RENEW)
    return doubt(about, says, RENEW) if days < DAYS_LEFT else fine(about, says)


RENEW = "Look why it isn't renewed: journalctl -u caddy, or: certbot renew"
REACH = "Look if the proxy runs, if the host's name leads to it, and if a firewall lets its port through."


def _why(error: BaseException) -> str:
    """Return why nothing could be reached, in words."""
    if isinstance(error, TimeoutError):
        return f"no answer within {ANSWERED_WITHIN_SECONDS:.0f} s"
    if isinstance(error, socket.gaierror):
        return "there is no such host"
    strerror = getattr(error, "strerror", None)
    return (strerror or str(error) or type(error).__name__).rstrip(".")


async def _hubs(url: str, deployment: str) -> Finding:
    about = "Hubs at PUBLIC_URL"
    try:
        async with asyncio.timeout(ANSWERED_WITHIN_SECONDS), httpcore.AsyncConnectionPool() as pool:
            answer = await pool.request("GET", f"{url}/health/ready")
    except (OSError, TimeoutError, httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException) as error:
        return wrong(about, f"{url} can't be reached ({_why(error.__cause__ or error)}).", REACH)
    try:
        told = msgspec.json.decode(answer.content, type=Readiness)
    except msgspec.DecodeError:
        if answer.status in AWAY:
            return wrong(
                about,
                f"A proxy answers at {url}, and reaches no hub.",
                "Start handraise serve, and look where the proxy leads.",
            )
        return wrong(
            about,
            f"Something else answers at {url} ({answer.status}).",
            "Look where the host's name and the proxy lead.",
        )
    if not told.ready:
        reasons = " ".join(reason.sentence for reason in told.reasons)
        return wrong(about, f"A hub answers at {url}, and can't do its work: {reasons}")
    if told.deployment != deployment:
        return wrong(
            about,
            f"The hub at {url} is of another deployment: its store isn't the one of these settings.",
            "Give this command the settings of the hubs, or correct PUBLIC_URL.",
        )
    return fine(about, f"{url} leads to our hubs, seen from here. {ELSEWHERE}")


async def _socket(url: str) -> Finding:
    """Open a WebSocket without signing in: a hub lets it in, and closes it with a code of its own."""
    about = "WebSockets"
    lead = "Have the proxy pass on upgrades to WebSockets, as deploy/nginx.conf does."
    try:
        async with (
            asyncio.timeout(ANSWERED_WITHIN_SECONDS),
            connect(
                f"{url.replace('http', 'ws', 1)}/ws/texter",
                origin=Origin(url),
                subprotocols=[Subprotocol(Encoding.JSON)],
                compression=None,
                proxy=None,
            ) as opened,
        ):
            await opened.recv()
    except ConnectionClosed as closed:
        if closed.rcvd and closed.rcvd.code == SIGNED_OUT:
            return fine(about, "They open, with the Origin that browsers send.")
        return wrong(
            about, f"One opened and was closed ({closed.rcvd.code if closed.rcvd else 'without a word'}).", lead
        )
    except InvalidStatus as refused:
        if refused.response.status_code == 403:
            return wrong(
                about,
                "The hub refuses this Origin: its PUBLIC_URL is another.",
                "Give hubs this PUBLIC_URL, and start them anew.",
            )
        return wrong(about, f"They don't open ({refused.response.status_code}).", lead)
    except (OSError, TimeoutError, InvalidHandshake) as error:
        return wrong(about, f"They don't open ({_why(error)}).", lead)
    return wrong(about, "Something other than a hub answers there.", lead)
