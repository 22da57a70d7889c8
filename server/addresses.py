"""Addresses: where a request really comes from, for every limit that counts per address."""

import logging
from ipaddress import IPv4Network, IPv6Address, ip_address, ip_network

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from server.errors import BadSetting

LONGEST = 64
"""Characters kept of an address that isn't an IP address: a proxy may send a name."""
ONE_NETWORK = 64
"""Bits of an IPv6 address that count: whoever has one address there usually has the whole network of 2^64."""
PROXIES_TOLD = 5
"""Log lines about proxies that aren't trusted, at most, from one process."""

log = logging.getLogger("handraise.addresses")


def networks(setting: str) -> tuple[str, ...]:
    """Read `TRUSTED_PROXIES`: `127.0.0.1, 10.0.0.0/8`. An IPv4 network is trusted in its IPv6 form, too.

    Raises BadSetting.
    """
    found: list[str] = []
    try:
        for word in setting.replace(",", " ").split():
            network = ip_network(word, strict=False)
            found.append(str(network))
            if isinstance(network, IPv4Network):  # a socket that listens on `::` sees IPv4 addresses like this
                found.append(f"::ffff:{network.network_address}/{96 + network.prefixlen}")
    except ValueError as error:
        raise BadSetting(
            "TRUSTED_PROXIES must be addresses or networks of your own proxies, like 127.0.0.1 or 10.0.0.0/8, "
            "with commas between them."
        ) from error
    return tuple(found)


def address_of(connection: HTTPConnection) -> str:
    """Return the address that a request or socket comes from, in the form in which addresses are counted.

    It is the address behind a trusted proxy. Of an IPv6 address it is the network. Empty when there is none.
    """
    return plain(connection.client.host) if connection.client else ""


def plain(host: str) -> str:
    """Return an address as it is counted: `::ffff:192.0.2.1` → `192.0.2.1`, `2001:db8::7` → `2001:db8::/64`."""
    try:
        address = ip_address(host)
    except ValueError:
        return host[:LONGEST]
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), ONE_NETWORK), strict=False))


def is_loopback(address: str) -> bool:
    """Return whether an address, in the form in which it is counted, is this very machine's."""
    return address.startswith("127.") or address == plain("::1")


class RealAddresses(ProxyHeadersMiddleware):
    """Puts the address that a trusted proxy reports (`X-Forwarded-For`, read from the right) in the proxy's place.

    What anybody else reports is ignored. A log line says so: it may be a proxy that somebody forgot to name.
    """

    def __init__(self, app: ASGIApp, trusted: tuple[str, ...]) -> None:
        super().__init__(app, list(trusted))  # type: ignore[arg-type]  # uvicorn's and Starlette's names for the same
        self._told: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        """Pass on, with the real address as `scope["client"]`."""
        if scope["type"] != "lifespan":
            self._tell_if_forwarded(scope)
        await super().__call__(scope, receive, send)  # type: ignore[arg-type]

    def _tell_if_forwarded(self, scope: Scope) -> None:
        peer = scope["client"][0] if scope.get("client") else ""
        if peer in self.trusted_hosts or peer in self._told or len(self._told) >= PROXIES_TOLD:
            return
        if any(name == b"x-forwarded-for" for name, _ in scope["headers"]):
            self._told.add(peer)
            log.warning(
                "Requests from %s say that they are passed on for others (X-Forwarded-For). That is ignored: all of "
                "them count as one address. If %s is your own proxy, name it in TRUSTED_PROXIES.",
                peer or "an unknown address",
                peer or "it",
            )
