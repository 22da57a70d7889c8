"""Requests of a browser: who asks, what the form says, and where to go on."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from server.errors import Refused
from server.people import deeds
from server.people.members import Member, Members
from server.world import world_of

T = TypeVar("T")
Endpoint = Callable[[Request], Awaitable[Response]]
LARGEST_FORM_BYTES = 16_384
"""Bytes; our longest has three passwords' length."""
LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
"""A path on this site. Browsers drop tabs and line ends and read `\\` as `/`, so `/\\t/evil` would lead elsewhere."""


def members(request: Request) -> Members:
    """Return the members of this deployment's account."""
    return world_of(request).members


def local_path(wanted: str | None) -> str | None:
    """Return the page to go on to if it is one of ours, else None."""
    return wanted if wanted and LOCAL.fullmatch(wanted) else None


def see(path: str) -> Response:
    """Sends the browser on to another page."""
    return RedirectResponse(path, 303)


def to_sign_in(request: Request) -> Response:
    """Sends the browser to the sign-in page, and from there back to here."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return see(f"/sign-in?next={quote(here, safe='/')}")


def home(member: Member) -> str:
    """Return the page on which a member works."""
    return "/admin" if member.role == "admin" else "/console"


async def admin(request: Request) -> Member:
    """Return the admin who asks.

    Raises Refused not_signed_in, not_an_admin.
    """
    me = await members(request).who(request)
    if me is None:
        raise Refused("not_signed_in")
    if me.member.role != "admin":
        raise Refused("not_an_admin")
    request.state.admin = me.member
    return me.member


def noted(did: str, endpoint: Endpoint) -> Endpoint:
    """Return an endpoint for admins whose deed is noted in the audit under this name, once it is done."""

    async def doing(request: Request) -> Response:
        answer = await endpoint(request)
        campaign = request.path_params.get("campaign")
        scripts, me = world_of(request).scripts, request.state.admin
        await deeds.note(scripts, me, did, {}, campaign=int(campaign) if campaign else None)
        return answer

    return doing


async def admins_campaign(request: Request) -> int:
    """Return the id of the campaign that an admin's request names in its path. It may not exist.

    Raises Refused not_signed_in, not_an_admin, unknown_campaign.
    """
    await admin(request)
    if not re.fullmatch(r"\d{1,15}", request.path_params["campaign"]):
        raise Refused("unknown_campaign")
    return int(request.path_params["campaign"])


async def body_of(request: Request, longest: int) -> bytes:
    """The body of a request, of at most so many bytes.

    Raises Refused too_big.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > longest:
            raise Refused("too_big")
    return body


async def form(request: Request) -> dict[str, str]:
    """Return the fields of a form that was sent.

    Raises Refused too_big, bad_request.
    """
    body = await body_of(request, LARGEST_FORM_BYTES)
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20))
    except ValueError as error:
        raise Refused("bad_request") from error


async def while_there(request: Request, doing: Coroutine[Any, Any, T]) -> T:
    """Do what a request asks for, and stop when its browser leaves: nobody would read the answer. Its body must have
    been read.

    Raises ClientDisconnect.
    """

    async def left() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    working, leaving = asyncio.create_task(doing), asyncio.create_task(left())
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise ClientDisconnect
        return working.result()
    finally:
        working.cancel()
        leaving.cancel()
        await asyncio.gather(working, leaving, return_exceptions=True)
