"""One WebSocket, from its upgrade to its end.

It is handed its actor's table of commands and can call nothing else: that is the authorization.
"""

import asyncio
import logging
from contextlib import suppress
from enum import Enum, auto
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import Message
from starlette.websockets import WebSocket

from server.commands.table import Asking, Commands
from server.errors import SENTENCES, NotAFrame, Refused
from server.host.proxies import address_of
from server.live.hub import Hub
from server.live.watch import Connection
from server.people.mail import Mail
from server.people.members import Members, SignedIn
from server.store.scripts import Scripts
from server.web.origin import origin_allowed
from server.wire.frames import (
    NOT_A_FRAME,
    NOT_ALLOWED,
    SIGNED_OUT,
    TOO_MANY,
    Encoding,
    Frame,
    read_command,
)
from server.world import world_of
from server.writer import Writer

log = logging.getLogger(__name__)


class State(Enum):
    """The state of a socket; it only moves down this list."""

    OPENING = auto()
    """Upgraded, not yet known whose it is."""
    OPEN = auto()
    """Commands are answered, and what changes is pushed."""
    CLOSING = auto()
    """Nothing more is sent."""


class Session:
    """A socket that is open: it reads commands one after another, while its Writer writes."""

    def __init__(self, websocket: WebSocket, encoding: Encoding, signed_in: SignedIn, commands: Commands) -> None:
        self._websocket = websocket
        self._encoding = encoding
        self._commands = commands
        self._signed_in = signed_in
        self._writer = Writer(websocket, encoding, signed_in.member.id, self._when_written, self._when_ended)
        self._mailbox = self._writer.mailbox
        self._room: asyncio.Future[None] | None = None
        """Done once answers that wait have been written."""
        self._open = asyncio.timeout(None)
        self._fault: Exception | None = None
        self.state = State.OPENING

    async def run(self, scripts: Scripts, members: Members, hub: Hub, mail: Mail, admin: bool) -> None:
        """Answer and push until either side leaves."""
        me = self._signed_in.member
        connection = Connection(self._mailbox, me.id, admin, self._signed_in.credential)
        asking = Asking(me, scripts, members, hub, mail, connection)
        self.state = State.OPEN
        try:
            hub.join(connection)
            with suppress(TimeoutError):  # which is how the writer ends the reading
                async with self._open:
                    await self._read(asking)
        finally:
            self.state = State.CLOSING
            self._writer.stop()
            hub.leave(connection)
        if self._fault:
            raise self._fault

    def _when_written(self) -> None:
        if self._room and not self._room.done():
            self._room.set_result(None)

    def _when_ended(self, fault: Exception | None) -> None:
        self._fault = fault
        self._open.reschedule(0)

    async def _read(self, asking: Asking) -> None:
        while (message := await self._websocket.receive())["type"] != "websocket.disconnect":
            if not self._mailbox.closing:
                await self._reply(asking, message)  # on its own, so that nothing of an answer stays while we wait

    async def _reply(self, asking: Asking, message: Message) -> None:
        while self._mailbox.behind:
            self._room = asyncio.get_running_loop().create_future()
            await self._room
        payload = message.get("text")
        try:
            ref, name, args = read_command(message["bytes"] if payload is None else payload, self._encoding)
        except NotAFrame as error:
            self._mailbox.close(NOT_A_FRAME, f"Not one of our frames: {error}.")
            return
        # A change is run to its end even when its socket dies: half known is worse than done.
        answer = asyncio.create_task(self._answer(asking, ref, name, args))
        self._mailbox.reply(await asyncio.shield(answer))

    async def _answer(self, asking: Asking, ref: int, name: str, args: dict[str, Any]) -> Frame:
        try:
            return Frame("reply", ref, await self._commands.run(asking, name, args))
        except Refused as refused:
            details = (refused.details,) if refused.details else ()
            return Frame("refused", ref, refused.code, refused.sentence, *details)
        except Exception:  # a fault of ours is told as one, and ends neither the socket nor what else it shows
            log.exception("%s by member %s failed.", name, asking.me.id)
            return Frame("refused", ref, "fault", SENTENCES["fault"])


async def serve_session(websocket: WebSocket, commands: Commands, *, admin: bool) -> None:
    """Let a WebSocket in, or say why not, and serve it.

    A wrong origin or subprotocol is refused over HTTP. Whoever isn't signed in or allowed is let in and closed with a
    code, since a browser can't tell a refused upgrade from a lost network.
    """
    world = world_of(websocket)
    if not origin_allowed(websocket.headers, world.config):
        await websocket.send_denial_response(PlainTextResponse("This page may not connect here.", 403))
        return
    offered = websocket.scope["subprotocols"]
    encoding = next((encoding for encoding in Encoding if encoding in offered), None)
    if encoding is None:
        sentence = f"Choose one of the subprotocols {', '.join(Encoding)}."
        await websocket.send_denial_response(PlainTextResponse(sentence, 400))
        return
    await websocket.accept(encoding)
    await _let_in(websocket, encoding, commands, admin)


async def _let_in(websocket: WebSocket, encoding: Encoding, commands: Commands, admin: bool) -> None:
    world = world_of(websocket)
    try:
        signed_in = await world.members.who(websocket)
    except Refused:
        await websocket.close(1013, "The store is away for a moment. Come back.")
        return
    if signed_in is None:
        await websocket.close(SIGNED_OUT, "Sign in first.")
        return
    if admin and signed_in.member.role != "admin":
        await websocket.close(NOT_ALLOWED, "This is for admins.")
        return
    address = address_of(websocket)
    if not world.doors.enter(signed_in.member.id, address):
        await websocket.close(TOO_MANY, "Too many connections. Close some.")
        return
    try:
        session = Session(websocket, encoding, signed_in, commands)
        await session.run(world.scripts, world.members, world.hub, world.mail, admin)
    finally:
        world.doors.leave(signed_in.member.id, address)
