"""Answers to plain HTTP requests: pages, and refusals as pages for people and as JSON for scripts."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.config import Config
from server.errors import Refused
from server.limits import LIMITS
from server.resources import resources
from server.web.static_files import FILES, Packed
from server.world import world_of

HEADERS = {"x-content-type-options": "nosniff"}
DOCUMENT_HEADERS = {
    # Everything we show is our own, scripts and sockets too, so nothing that slipped into a page could load or tell.
    "content-security-policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "referrer-policy": "same-origin",  # the addresses of sign-in links are secrets
}
STATUS = {
    "not_signed_in": 401,
    "wrong_password": 403,
    "wrong_current_password": 403,
    "not_an_admin": 403,
    "wrong_origin": 403,
    "provider_refused": 403,
    "untrusted_sign_in": 403,
    "email_unverified": 403,
    "not_invited": 403,
    "another_identity": 403,
    "not_yours": 403,
    "not_a_sender": 403,
    "bad_signature": 403,
    "unknown_page": 404,
    "unknown_carrier": 404,
    "unknown_campaign": 404,
    "unknown_conversation": 404,
    "unknown_file": 404,
    "wrong_method": 405,
    "archived": 409,
    "file_gone": 410,
    "unknown_link": 410,
    "link_disabled": 410,
    "link_used": 410,
    "sign_in_expired": 410,
    "too_big": 413,
    "file_too_big": 413,
    "file_too_large": 413,
    "too_many_attempts": 429,
    "fault": 500,
    "carrier_not_set_up": 503,
    "file_not_now": 503,
    "provider_away": 503,
    "too_busy": 503,
    "try_again": 503,
}
"""The status of each refusal that has its own; the others' is 422."""
RETRY_AFTER = {"too_busy": 2, "try_again": 2, "file_not_now": 10}
"""Seconds until it is worth asking again. `too_many_attempts` brings its own."""
NO_DOCUMENTS = ("text/javascript", "text/css")
"""Types that browsers show as plain text at most, so that nothing in them runs on its own. A page is made of dozens of
such files, and what is said to documents would be half of their headers. An SVG is a document: it can have scripts."""
HTTPS_ONLY = {"strict-transport-security": "max-age=31536000"}
"""A browser that has been here uses https for a year, whatever it is told to open. We don't speak for other
hosts of the domain."""

TEMPLATES = Environment(
    loader=FileSystemLoader([resources("static") / "pages", resources("static")]),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
)
TEMPLATES.globals["limits"] = LIMITS
TEMPLATES.globals["static"] = FILES


def page(name: str, status: int = 200, **values: Any) -> Response:
    """Return the page of that name in `static/pages/`, filled in."""
    return HTMLResponse(TEMPLATES.get_template(f"{name}.html").render(values), status)


@cache
def application(name: str) -> Packed:
    """Return a page of `static/` that is the same for everybody: its scripts ask who is there."""
    return Packed("text/html; charset=utf-8", TEMPLATES.get_template(name).render().encode())


def status_of(refusal: Refused) -> int:
    """Return the HTTP status of a refusal."""
    return STATUS.get(refusal.code, 422)


def telling(answer: Response, refusal: Refused) -> Response:
    """Give an answer that says why not the status of the refusal and, where it is known, when to ask again."""
    answer.status_code = status_of(refusal)
    if seconds := RETRY_AFTER.get(refusal.code) or (refusal.details or {}).get("seconds"):
        answer.headers["retry-after"] = str(seconds)
    return answer


def refused(request: HTTPConnection, refusal: Refused) -> Response:
    """Return a refusal as a page if the browser wants to show one, else as JSON `{code, sentence}`."""
    if "text/html" in request.headers.get("accept", ""):
        return telling(page("refused", sentence=refusal.sentence), refusal)
    return telling(JSONResponse({"code": refusal.code, "sentence": refusal.sentence}), refusal)


async def on_refusal(request: Request, refusal: Exception) -> Response:
    """Answer a request in which a Refused was raised."""
    if request.scope["type"] != "http" or not isinstance(refusal, Refused):
        raise refusal
    return refused(request, refusal)


async def on_http_error(request: Request, error: Exception) -> Response:
    """Answer a request that Starlette itself turns down."""
    if request.scope["type"] != "http" or not isinstance(error, HTTPException):
        raise error
    code = {404: "unknown_page", 405: "wrong_method"}.get(error.status_code, "bad_request")
    answer = refused(request, Refused(code))
    answer.status_code = error.status_code
    answer.headers.update(error.headers or {})
    return answer


def safe_headers(config: Config, type: str) -> Mapping[str, str]:
    """Return the headers that every answer with this content type has."""
    if type.startswith(NO_DOCUMENTS):
        return HEADERS
    return HEADERS | DOCUMENT_HEADERS | (HTTPS_ONLY if config.secure else {})


async def on_fault(request: Request, error: Exception) -> Response:
    """Answer a request that failed by our fault. Starlette raises the error once more, for the log."""
    answer = refused(request, Refused("fault"))
    answer.headers.update(safe_headers(world_of(request).config, answer.headers["content-type"]))
    return answer


async def on_disconnect(request: Request, error: Exception) -> Response:
    """Answer a browser that left before it had sent all. It isn't our fault, and nobody reads the answer."""
    return Response(status_code=400)


exception_handlers: Mapping[Any, Any] = {
    Refused: on_refusal,
    HTTPException: on_http_error,
    ClientDisconnect: on_disconnect,
    Exception: on_fault,
}


class SafeHeaders:
    """Puts `safe_headers` on every answer, but for those that it has itself: they are stricter. A cache keeps none that
    doesn't say so itself."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, adding the headers on the way back."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                safe = safe_headers(world_of(scope).config, headers.get("content-type", ""))
                for name, value in {**safe, "cache-control": "no-store"}.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)
