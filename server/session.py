"""One WebSocket, from its upgrade to its end.

It is handed its actor's table of commands and can call nothing else: that is the authorization.
"""

import asyncio
import logging
import time
from contextlib import suppress
from enum import Enum, auto
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import Message
from starlette.websockets import WebSocket

from server.commands.table import Asking, Commands
from server.errors import SENTENCES, NotAFrame, Refused
from server.host.logs import SOCKETS
from server.host.proxies import address_of
from server.live.hub import Hub
from server.live.watch import Connection
from server.measures.declared import (
    CLOSES,
    COMMAND_SECONDS,
    COMMANDS,
    CONNECTIONS,
)
from server.people.mail import Mail
from server.people.members import Members, SignedIn
from server.store.scripts import Scripts
from server.web.origin import origin_allowed
from server.wire.frames import (
    CLOSE_CODES,
    NOT_A_FRAME,
    NOT_ALLOWED,
    SIGNED_OUT,
    TOO_MANY,
    Encoding,
    Frame,
    read_command,
)
from server.wire.parts import LARGEST_INTEGER
from server.world import world_of
from server.writer import Writer

log = logging.getLogger(__name__)

SLOW_SECONDS = 1.0
"""Seconds for an answer after which the log tells of a command."""
GONE = 1006
"""The close code of a socket whose browser has gone without a word."""
COUNTED_CODES = CLOSE_CODES.keys() | {1000, 1001, 1005, GONE, 1011}
"""Close codes that are counted by themselves: ours, those of browsers, and that of a ping without an answer."""


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
        self._left_with: int = GONE
        """The close code that the browser said."""
        self._answers = 0
        self.state = State.OPENING

    async def run(self, scripts: Scripts, members: Members, hub: Hub, mail: Mail, region: str, admin: bool) -> None:
        """Answer and push until either side leaves. `region` is that of numbers without a country code."""
        me = self._signed_in.member
        connection = Connection(self._mailbox, me.id, admin, self._signed_in.credential)
        asking = Asking(me, scripts.acting(me.id), members, hub, mail, connection, region)
        side, began = "admin" if admin else "texter", time.perf_counter()
        self.state = State.OPEN
        CONNECTIONS.add(1, side)
        try:
            hub.join(connection)
            with suppress(TimeoutError):  # which is how the writer ends the reading
                async with self._open:
                    await self._read(asking)
        finally:
            self.state = State.CLOSING
            self._writer.stop()
            CONNECTIONS.add(-1, side)
            count_close(self._code)
            self._tell_end(side, time.perf_counter() - began)
            hub.leave(connection)
        if self._fault:
            raise self._fault

    @property
    def _code(self) -> int:
        """The close code of this socket: ours, if it was we who closed it."""
        return self._writer.closed_with or self._left_with

    def _tell_end(self, side: str, seconds: float) -> None:
        if not SOCKETS.isEnabledFor(logging.INFO):
            return
        member = self._signed_in.member.id
        fields = {
            "member": member,
            "side": side,
            "encoding": self._encoding,
            "address": address_of(self._websocket),
            "seconds": round(seconds, 3),
            "commands": self._answers,
            "pushes": self._writer.pushes,
            "code": self._code,
        }
        SOCKETS.info("A socket of member %d has ended.", member, extra={"fields": fields})

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
        self._left_with = message.get("code", GONE)

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
        began, outcome = time.perf_counter(), "ok"
        try:
            return Frame("reply", ref, await self._commands.run(asking, name, args))
        except Refused as refused:
            outcome = refused.code
            details = (refused.details,) if refused.details else ()
            return Frame("refused", ref, refused.code, refused.sentence, *details)
        except Exception:  # a fault of ours is told as one, and ends neither the socket nor what else it shows
            outcome = "fault"
            fields = {"command": name, "member": asking.me.id}
            log.exception("%s by member %s failed.", name, asking.me.id, extra={"fields": fields})
            return Frame("refused", ref, "fault", SENTENCES["fault"])
        finally:
            known, seconds = name if name in self._commands else "unknown_command", time.perf_counter() - began
            COMMANDS.add(known, outcome)
            COMMAND_SECONDS.observe(seconds, known)
            self._answers += 1
            if seconds > SLOW_SECONDS:
                self._tell_slow(known, asking.me.id, args.get("campaign"), seconds)

    def _tell_slow(self, command: str, member: int, campaign: Any, seconds: float) -> None:
        fields = {"command": command, "member": member, "seconds": round(seconds, 3)}
        where = ""
        if isinstance(campaign, int) and 0 < campaign <= LARGEST_INTEGER:  # else it is words of a client
            where, fields["campaign"] = f" in campaign {campaign}", campaign
        log.warning("%s by member %d%s took %.1f s.", command, member, where, seconds, extra={"fields": fields})


def count_close(code: int) -> None:
    """Count a socket that has ended."""
    CLOSES.add(str(code) if code in COUNTED_CODES else "other")


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
        await turn_away(websocket, 1013, "The store is away for a moment. Come back.")
        return
    if signed_in is None:
        await turn_away(websocket, SIGNED_OUT, "Sign in first.")
        return
    if admin and signed_in.member.role != "admin":
        await turn_away(websocket, NOT_ALLOWED, "This is for admins.")
        return
    address = address_of(websocket)
    if not world.doors.enter(signed_in.member.id, address):
        await turn_away(websocket, TOO_MANY, "Too many connections. Close some.")
        return
    try:
        session = Session(websocket, encoding, signed_in, commands)
        await session.run(world.scripts, world.members, world.hub, world.mail, world.config.region, admin)
    finally:
        world.doors.leave(signed_in.member.id, address)


async def turn_away(websocket: WebSocket, code: int, sentence: str) -> None:
    """Close a socket that isn't let in."""
    count_close(code)
    await websocket.close(code, sentence)
