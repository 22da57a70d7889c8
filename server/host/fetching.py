"""Fetches a file from hosts that we trust, and never from our own network.

An address comes from outside, so it could name a machine that only we can reach. The first address must be one of the
hosts that are trusted. A redirect may lead elsewhere, but over https and to public addresses only. Names are resolved
here, and the connection goes to the very address that was looked at.
"""

import asyncio
import socket
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from ipaddress import IPv6Address, ip_address
from ssl import SSLContext
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import httpcore

from server.errors import HandraiseError

REDIRECTS_AT_MOST = 4
SECONDS_IN_ALL = 20.0
"""Seconds until a file must have come."""
SECONDS_TO_CONNECT = 5.0


class NotFetched(HandraiseError):
    """A file that can't be had; the message says why, for the log.

    status  the HTTP status, where there was an answer
    """

    def __init__(self, why: str, status: int = 0) -> None:
        super().__init__(why)
        self.status = status


class TooLarge(NotFetched):
    """A file with more bytes than wanted."""


@dataclass(frozen=True, slots=True)
class Trusted:
    """Hosts that files may be asked from, and what only they are told.

    hosts    names; every host below one counts, too
    origin   `http://127.0.0.1:9000`: one that an operator has set, trusted wherever it is; None: there is none
    headers  such as credentials
    """

    hosts: Sequence[str]
    origin: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)

    def holds(self, at: SplitResult) -> bool:
        """Return whether an address is one of these hosts'."""
        if self.is_origin(at):
            return True
        host = (at.hostname or "").lower()
        own = any(host == name or host.endswith(f".{name}") for name in self.hosts)
        return own and at.scheme == "https" and at.port in (None, 443)

    def is_origin(self, at: SplitResult) -> bool:
        """Return whether an address is on the origin that an operator has set."""
        return self.origin is not None and f"{at.scheme}://{at.netloc}" == self.origin.rstrip("/")


async def fetch(url: str, trusted: Trusted, most: int) -> bytes:
    """Return the file at an address of the trusted hosts, of at most so many bytes.

    Raises NotFetched, TooLarge.
    """
    at = split(url)
    if not trusted.holds(at):
        raise NotFetched(f"{at.hostname} isn't one of its hosts.")
    try:
        async with asyncio.timeout(SECONDS_IN_ALL):
            for _ in range(REDIRECTS_AT_MOST):
                found = await _ask(at, trusted, most)
                if isinstance(found, bytes):
                    return found
                at = split(urljoin(at.geturl(), found))
                if at.scheme != "https" and not trusted.is_origin(at):
                    raise NotFetched("It is redirected to an address without https.")
    except TimeoutError as error:
        raise NotFetched("It took too long.") from error
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
        raise NotFetched(f"The connection failed: {error!r}") from error
    raise NotFetched("It is redirected too often.")


def split(url: str) -> SplitResult:
    """Return the parts of an address.

    Raises NotFetched if it is none.
    """
    try:
        at = urlsplit(url)
        if at.hostname and at.port != 0 and "@" not in at.netloc and at.geturl().isascii():
            return at
    except ValueError:
        pass
    raise NotFetched("Its address isn't one.")


async def _ask(at: SplitResult, trusted: Trusted, most: int) -> bytes | str:
    """Return the file, or the address that it is redirected to."""
    backend = httpcore.AnyIOBackend() if trusted.is_origin(at) else PublicOnly()
    own = dict(trusted.headers) if trusted.holds(at) else {}
    headers = [("accept", "*/*"), ("accept-encoding", "identity"), *own.items()]
    limits = {"connect": SECONDS_TO_CONNECT, "read": SECONDS_IN_ALL}
    async with (
        httpcore.AsyncConnectionPool(ssl_context=_ssl(), network_backend=backend) as pool,
        pool.stream("GET", at.geturl(), headers=headers, extensions={"timeout": limits}) as answer,
    ):
        told = {name.lower(): value.decode("latin-1") for name, value in answer.headers}
        if answer.status in (301, 302, 303, 307, 308) and b"location" in told:
            return told[b"location"]
        if answer.status != 200:
            raise NotFetched(f"It answered {answer.status}.", answer.status)
        body = bytearray()
        async for chunk in answer.aiter_stream():
            body += chunk
            if len(body) > most:
                raise TooLarge(f"It has more than {most:,} bytes.")
        return bytes(body)


class PublicOnly(httpcore.AnyIOBackend):
    """Connects to public addresses only."""

    async def connect_tcp(self, host: str, port: int, *args: Any, **options: Any) -> httpcore.AsyncNetworkStream:
        """Connect to a host that has public addresses only.

        Raises NotFetched.
        """
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = [str(where[0]) for *_, where in found]
        if not all_public(addresses):
            raise NotFetched(f"{host} isn't a public host.")
        return await super().connect_tcp(addresses[0], port, *args, **options)


def all_public(addresses: Iterable[str]) -> bool:
    """Return whether these are addresses, at least one, that everybody on the Internet can reach."""
    found = [ip_address(address.partition("%")[0]) for address in addresses]
    plain = [(it.ipv4_mapped or it.sixtofour or it) if isinstance(it, IPv6Address) else it for it in found]
    return bool(plain) and all(it.is_global and not it.is_multicast for it in plain)


@cache
def _ssl() -> SSLContext:
    return httpcore.default_ssl_context()
