"""Keeps other sites' pages out: browsers send our cookies along with their requests, too, so we look at `Origin`.

One rule for every POST and for the upgrade to a WebSocket, which CORS doesn't guard. Of a POST a browser also says in
`Sec-Fetch-Site` how its page and we are related, even where it leaves `Origin` out.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from server.config import Config
from server.errors import Refused
from server.web.answers import refused
from server.world import world_of


def origin_allowed(headers: Mapping[str, str], config: Config) -> bool:
    """Return whether a request comes from our own pages, or from no page (scripts and carriers send no `Origin`).

    Our own is `PUBLIC_URL` or, when that is unset, whatever `Host` the request itself was sent to, by http or https:
    we can't know which of the two a proxy in front of us speaks.
    """
    origin = headers.get("origin")
    if origin is None:
        return True
    scheme, host = scheme_and_host(origin)
    if config.public_url:
        return (scheme, host) == scheme_and_host(config.public_url)
    own = f"{scheme}://{headers.get('host', '')}"
    return bool(host) and scheme in ("http", "https") and (scheme, host) == scheme_and_host(own)


def scheme_and_host(url: str) -> tuple[str, str]:
    """`https://Text.example.org:443/x` → ("https", "text.example.org"); empty words for what isn't a URL."""
    try:
        parts = urlsplit(url.lower())
    except ValueError:
        return "", ""
    usual = {"http": ":80", "https": ":443"}.get(parts.scheme, "")
    return parts.scheme, parts.netloc.removesuffix(usual)


def fetched_by_another_site(headers: Mapping[str, str]) -> bool:
    """Return whether a browser says that the page which asks isn't ours.

    `same-site` isn't ours either: another host of the same domain.
    """
    return headers.get("sec-fetch-site", "").strip().lower() in ("cross-site", "same-site")


class OwnPostsOnly:
    """Refuses every request but a reading one that another site's page makes a browser send."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or refuse with 403."""
        if scope["type"] == "http" and scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            request = Request(scope)
            own = origin_allowed(request.headers, world_of(scope).config)
            if not own or fetched_by_another_site(request.headers):
                return await refused(request, Refused("wrong_origin"))(scope, receive, send)
        await self.app(scope, receive, send)
