"""Wires it all together; what is opened in order is closed in reverse."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from server.addresses import RealAddresses
from server.campaigns.removals import finishing_removals
from server.commands import account, admin, moves, texter
from server.commands.table import Commands
from server.config import Config
from server.live.hub import Hub
from server.people.mail import Mail
from server.people.members import Members
from server.resources import resources
from server.session import Doors, serve_session
from server.store.connecting import Store, open_store
from server.store.scripts import Scripts
from server.web.pages import exception_handlers, middleware, routes


@dataclass
class World:
    """What a request or a socket may need."""

    config: Config
    store: Store
    scripts: Scripts
    members: Members
    hub: Hub
    mail: Mail
    doors: Doors

    async def say_goodbye(self) -> None:
        """Tell every socket to come back (1012), spread over time; what is asked by then is answered first."""
        await self.hub.sockets.tell_to_come_back(self.hub.sockets.all, "Restarting: come back in a moment.")


def create_app(config: Config) -> Starlette:
    """The whole application, on one store."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_store(config) as store:
            scripts = Scripts(store.redis)
            members = Members(scripts, config)
            hub = Hub(scripts, members.still_valid)
            async with hub.running(), finishing_removals(scripts):
                doors = Doors(public=config.public_url is not None)
                app.state.world = World(config, store, scripts, members, hub, Mail(config), doors)
                yield

    return Starlette(
        routes=[
            WebSocketRoute("/ws/texter", _socket(texter.commands, admin_only=False)),
            WebSocketRoute("/ws/admin", _socket(admin.commands | moves.commands | account.commands, admin_only=True)),
            *routes,
            Mount("/static", StaticFiles(directory=resources("static"))),
        ],
        middleware=[Middleware(RealAddresses, config.trusted_proxies), *middleware],
        exception_handlers=exception_handlers,
        lifespan=lifespan,
    )


def _socket(commands: Commands, *, admin_only: bool) -> Callable[[WebSocket], object]:
    async def socket(websocket: WebSocket) -> None:
        await serve_session(websocket, commands, admin=admin_only)

    return socket
