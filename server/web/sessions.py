"""The page on which members see where they are signed in, and end what they don't know or need."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.web.answers import page
from server.web.asking import form, members, see, to_sign_in
from server.words.moments import ago
from server.world import world_of


async def show_sessions(request: Request) -> Response:
    """`/sessions`: my sessions, with a button beside each other one."""
    me = await members(request).who(request)
    if me is None:
        return to_sign_in(request)
    now = await world_of(request).scripts.now()
    sessions = await members(request).sessions(me)
    return page("sessions", member=me.member, sessions=sessions, ago=lambda at: ago(now - at))


async def end_sessions(request: Request) -> Response:
    """End the session that the form names, or all others; their consoles close at once."""
    me = await members(request).who(request)
    if me is None:
        return to_sign_in(request)
    fields = await form(request)
    if "others" in fields:
        await members(request).end_other_sessions(me)
    else:
        await members(request).end_session(me, fields.get("session", ""))
    return see("/sessions")


routes = [
    Route("/sessions", show_sessions),
    Route("/sessions", end_sessions, methods=["POST"]),
]
