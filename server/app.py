"""The application: which address leads where."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

from server.commands.actors import ACTORS
from server.config import Config
from server.host.proxies import RealAddresses
from server.session import serve_session
from server.web.pages import exception_handlers, middleware, routes
from server.world import World, open_world

SOCKETS = {f"/ws/{actor}": (commands, actor == "admin") for actor, commands in ACTORS.items()}
"""The commands that are answered at each address of a WebSocket, and whether it is for admins only."""


class StraightToSockets:
    """Leads a WebSocket to its session past all that only pages need: each call on the way there takes up memory for as
    long as the socket is open."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a socket, or pass on."""
        if scope["type"] == "websocket" and scope["path"] in SOCKETS:
            commands, admin = SOCKETS[scope["path"]]
            return await serve_session(WebSocket(scope, receive, send), commands, admin=admin)
        await self.app(scope, receive, send)


def create_app(config: Config) -> Starlette:
    """Return the whole application, on one store."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[dict[str, World]]:
        async with open_world(config) as world:
            yield {"world": world}

    return Starlette(
        routes=routes,
        middleware=[Middleware(RealAddresses, config.trusted_proxies), Middleware(StraightToSockets), *middleware],
        exception_handlers=exception_handlers,
        lifespan=lifespan,
    )
