"""The application: which address leads where."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket

from server.commands.actors import ACTORS
from server.commands.table import Commands
from server.config import Config
from server.host.proxies import RealAddresses
from server.session import serve_session
from server.web.pages import exception_handlers, middleware, routes
from server.world import World, open_world


def create_app(config: Config) -> Starlette:
    """Return the whole application, on one store."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[dict[str, World]]:
        async with open_world(config) as world:
            yield {"world": world}

    return Starlette(
        routes=[
            *(
                WebSocketRoute(f"/ws/{actor}", _socket(commands, admin_only=actor == "admin"))
                for actor, commands in ACTORS.items()
            ),
            *routes,
        ],
        middleware=[Middleware(RealAddresses, config.trusted_proxies), *middleware],
        exception_handlers=exception_handlers,
        lifespan=lifespan,
    )


def _socket(commands: Commands, *, admin_only: bool) -> Callable[[WebSocket], object]:
    async def socket(websocket: WebSocket) -> None:
        await serve_session(websocket, commands, admin=admin_only)

    return socket
