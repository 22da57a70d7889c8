"""The pages of signing in and out. A browser has a cookie that signs it in, and one by which it stays known."""

import secrets
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.errors import Refused
from server.people import deeds
from server.people.cookies import COOKIE, DEVICE_COOKIE, Visitor
from server.people.members import SignedIn
from server.store import lookups
from server.web.answers import page, telling
from server.web.asking import form, home, local_path, members, see, to_sign_in, while_there
from server.web.sender_link import Invitation, invitation
from server.world import world_of

KEEP_COOKIE_SECONDS = 400 * 24 * 3600
"""Seconds, the longest that browsers keep one. How long it counts is the session's business, in the store."""


async def signed_in(request: Request, now: SignedIn, visitor: Visitor, by: str, next: str | None) -> Response:
    """Go on to the `next` page, if it is one of ours, or else home, with two cookies: the new session's, and the one by
    which the browser stays known. The session that the browser had before ends. `by` is the way in which somebody has
    signed in, for the audit of admins."""
    if now.member.role == "admin":
        given = {"by": by, "address": visitor.address}
        await deeds.note(world_of(request).scripts, now.member, "sign_in", given)
    if before := await members(request).who(request):
        await members(request).sign_out(before.credential)
    answer = see(local_path(next) or home(now.member))
    cookies = {
        COOKIE: await members(request).cookies.session(now.credential),
        DEVICE_COOKIE: await members(request).cookies.device(visitor, now.member.id),
    }
    secure = world_of(request).config.secure
    for name, value in cookies.items():
        answer.set_cookie(name, value, max_age=KEEP_COOKIE_SECONDS, httponly=True, samesite="lax", secure=secure)
    return answer


async def sign_in_page(request: Request, next: str | None, email: str = "", refusal: Refused | None = None) -> Response:
    """Return the page with all ways of signing in, on to the `next` page: if that is a sender link, the page says what
    it invites to. A refusal says why one failed."""
    openid, on = world_of(request).openid, local_path(next)
    sentence, provider = refusal and refusal.sentence, openid and openid.name
    shown = page(
        "sign_in",
        email=email,
        refusal=sentence,
        provider=provider,
        next=on,
        organisation=await organisation(request),
        invited=await invited(request, on),
    )
    return telling(shown, refusal) if refusal else shown


async def organisation(request: Request) -> str | None:
    """Return the organization's name; None if none is set, or if the store is away: pages of signing in do without."""
    with suppress(Refused):
        return await lookups.organisation(world_of(request).scripts)
    return None


async def invited(request: Request, on: str | None) -> Invitation | None:
    """Return what the page to go on to invites to; None if it invites to nothing, or if the store is away."""
    with suppress(Refused):
        return await invitation(world_of(request).scripts, on)
    return None


async def show_sign_in(request: Request) -> Response:
    """The form for e-mail address and password; who is signed in already goes on."""
    if me := await members(request).who(request):
        return see(local_path(request.query_params.get("next")) or home(me.member))
    return await sign_in_page(request, request.query_params.get("next"))


async def sign_in(request: Request) -> Response:
    """Sign in by password, or say why not, in the form."""
    fields = await form(request)
    email = fields.get("email", "")
    visitor = await members(request).cookies.visitor(request)
    try:
        now = await while_there(request, members(request).sign_in(email, fields.get("password", ""), visitor))
    except Refused as refusal:
        return await sign_in_page(request, request.query_params.get("next"), email, refusal)
    return await signed_in(request, now, visitor, "password", request.query_params.get("next"))


async def show_link(request: Request) -> Response:
    """A button. Mail scanners open links, so opening one doesn't use it up: pressing does."""
    try:
        member = await members(request).of_link(request.path_params["token"])
    except Refused as refusal:
        return over(refusal)
    return page(
        "sign_in_link", member=member, press=secrets.token_urlsafe(16), organisation=await organisation(request)
    )


async def use_link(request: Request) -> Response:
    """Sign in by link, which uses it up."""
    fields = await form(request)
    visitor = await members(request).cookies.visitor(request)
    try:
        now = await members(request).use_link(request.path_params["token"], fields.get("press", ""), visitor)
    except Refused as refusal:
        return over(refusal)
    return await signed_in(request, now, visitor, "link", request.query_params.get("next"))


def over(refusal: Refused) -> Response:
    """Says that a link is of no use any more, and what to do; a passing trouble is told as such."""
    if refusal.code == "try_again":
        raise refusal
    return page("sign_in_link_over", 410, sentence=refusal.sentence)


async def show_password(request: Request) -> Response:
    """The form to set or change one's password."""
    me = await members(request).who(request)
    if me is None:
        return to_sign_in(request)
    has_one = await members(request).has_password(me.member)
    return page("password", member=me.member, has_one=has_one, refusal=None, done=False)


async def set_password(request: Request) -> Response:
    """Set or change one's password, or say why not, in the form."""
    me = await members(request).who(request)
    if me is None:
        return to_sign_in(request)
    fields = await form(request)
    has_one = await members(request).has_password(me.member)
    try:
        new, current = fields.get("new", ""), fields.get("current", "")
        await while_there(request, members(request).set_password(me, new, current))
    except Refused as refusal:
        refused = page("password", member=me.member, has_one=has_one, refusal=refusal.sentence, done=False)
        return telling(refused, refusal)
    return page("password", member=me.member, has_one=True, refusal=None, done=True)


async def sign_out(request: Request) -> Response:
    """End the session, and the sockets that it opened."""
    if me := await members(request).who(request):
        await members(request).sign_out(me.credential)
    answer = see("/sign-in")
    answer.delete_cookie(COOKIE)
    return answer


routes = [
    Route("/sign-in", show_sign_in),
    Route("/sign-in", sign_in, methods=["POST"]),
    Route("/sign-in/{token}", show_link),
    Route("/sign-in/{token}", use_link, methods=["POST"]),
    Route("/invite/{token}", show_link),
    Route("/invite/{token}", use_link, methods=["POST"]),
    Route("/password", show_password),
    Route("/password", set_password, methods=["POST"]),
    Route("/sign-out", sign_out, methods=["POST"]),
]
