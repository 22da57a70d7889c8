"""All that one serving process is made of: opened in order, closed in reverse."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, cast

from server.background import Background
from server.carriers.media import Media
from server.chores import CHORES, doing_chores
from server.config import Config
from server.live.doors import Doors
from server.live.hub import Hub
from server.people.mail import Mail
from server.people.members import Members
from server.people.openid import OpenId, openid_of
from server.store.processes import reporting
from server.store.scripts import Scripts
from server.upgrades.opening import open_account


@dataclass(frozen=True, slots=True)
class World:
    """Everything that a request or a socket may need."""

    config: Config
    background: Background
    scripts: Scripts
    members: Members
    hub: Hub
    mail: Mail
    doors: Doors
    media: Media
    openid: OpenId | None

    async def say_goodbye(self) -> None:
        """Tell every socket to come back (1012), spread over time; what is asked by then is answered first."""
        await self.hub.sockets.tell_to_come_back(self.hub.sockets.all, "Restarting: come back in a moment.")


@asynccontextmanager
async def open_world(config: Config) -> AsyncIterator[World]:
    """Open the store and what stands on it.

    Raises StoreTrouble and Refused (try_again), at the opening only.
    """
    async with open_account(config) as (store, scripts):
        members = Members(scripts, config)
        hub = Hub(scripts, members.still_valid)
        background = store.background
        doors = Doors(public=config.public_url is not None)
        async with (
            hub.running(background),
            doing_chores(background, scripts, CHORES),
            reporting(background, scripts, hub.sockets.count),
        ):
            media, openid = Media(config, scripts), openid_of(scripts, members.cookies, config)
            yield World(config, background, scripts, members, hub, Mail(config), doors, media, openid)


def world_of(scope: Mapping[str, Any]) -> World:
    """Return the world that a request or a socket is in, from its ASGI scope; Starlette's requests are such, too."""
    return cast(World, scope["state"]["world"])
