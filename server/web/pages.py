"""Plain HTTP: which address leads where. Signing in and uploads have files of their own."""

from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from server.web.answers import SafeHeaders, application, exception_handlers, page
from server.web.asking import home, members, see, to_sign_in
from server.web.asyncapi import routes as asyncapi_routes
from server.web.export import routes as export_routes
from server.web.health import routes as health_routes
from server.web.join import routes as join_routes
from server.web.media import routes as media_routes
from server.web.openid import routes as openid_routes
from server.web.opt_outs import routes as opt_out_routes
from server.web.origin import OwnPostsOnly
from server.web.people import routes as people_routes
from server.web.pictures import routes as picture_routes
from server.web.reports import routes as report_routes
from server.web.sessions import routes as session_routes
from server.web.sign_in import routes as sign_in_routes
from server.web.static_files import routes as static_routes
from server.web.uploads import routes as upload_routes
from server.web.webhooks import routes as webhook_routes

__all__ = ["exception_handlers", "middleware", "routes"]


async def front_door(request: Request) -> Response:
    """`/`: to where one's work is, or to signing in."""
    me = await members(request).who(request)
    return see(home(me.member) if me else "/sign-in")


async def console(request: Request) -> Response:
    """`/console`, for every member; an admin may be a sender too."""
    if await members(request).who(request) is None:
        return to_sign_in(request)
    return application("console/console.html").answer(request.headers.get("accept-encoding", ""))


async def admin(request: Request) -> Response:
    """`/admin`, for admins."""
    me = await members(request).who(request)
    if me is None:
        return to_sign_in(request)
    if me.member.role != "admin":
        return page("not_an_admin", 403, member=me.member)
    return application("admin/admin.html").answer(request.headers.get("accept-encoding", ""))


async def help(request: Request) -> Response:
    """`/help`: how to text, on one page, for everybody."""
    return page("help")


routes: list[BaseRoute] = [
    Route("/", front_door),
    Route("/console", console),
    Route("/admin", admin),
    Route("/help", help),
    *health_routes,
    *openid_routes,
    *sign_in_routes,
    *session_routes,
    *upload_routes,
    *export_routes,
    *people_routes,
    *report_routes,
    *opt_out_routes,
    *join_routes,
    *media_routes,
    *picture_routes,
    *webhook_routes,
    *asyncapi_routes,
    *static_routes,
]

middleware = [Middleware(SafeHeaders), Middleware(OwnPostsOnly)]
