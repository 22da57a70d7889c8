"""The address that a request really comes from, also behind a proxy: for every limit that counts per address."""

import logging

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from server.host.addresses import plain

PROXIES_TOLD = 5
"""Log lines about proxies that aren't trusted, at most, from one process."""

log = logging.getLogger(__name__)


def address_of(connection: HTTPConnection) -> str:
    """Return the address that a request or socket comes from, in the form in which addresses are counted.

    It is the address behind a trusted proxy. Of an IPv6 address it is the network. Empty when there is none.
    """
    return plain(connection.client.host) if connection.client else ""


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
