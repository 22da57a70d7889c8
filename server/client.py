"""The Python client: connect with a token, ask, follow what changes, and come back after a lost connection.

    from handraise import Client

    async with Client("http://127.0.0.1:8000", token) as client:
        await client.ask("open_console")
        await client.request_conversations(campaign=1)
        async for change in client.changes():
            print(change.what, change.thing["kind"], change.thing["id"])

docs/wire.md lists the commands, their answers and the things.
"""

import asyncio
import itertools
import random
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from server.errors import HandraiseError, NotAFrame, Refused
from server.shown import Change, Shown, Thing
from server.wire.frames import Encoding, Key, decode, encode

FINAL = {4400, 4401, 4403}
"""Close codes after which coming back would be closed again."""

LONGEST_WAIT_SECONDS = 10.0
"""Seconds at most between two tries to come back."""

OPEN_AGAIN_AFTER_SECONDS = 0.2
"""Seconds after a refusal to open again: the hub is there, and its store isn't yet."""

OPENS = ("open_console", "open_admin")


class ConnectionLost(HandraiseError):
    """The connection was lost before the answer came: whether the change was made isn't known."""


class Client:
    """A member's connection to a hub.

    path           `/ws/texter` or `/ws/admin`
    encoding       msgpack in binary frames, or JSON in text frames
    local_address  of this machine, to connect from; None: the usual one

    A connection that is lost, or that the hub closes to restart, is made again: the first try comes after a random part
    of 0.1 s, and the range doubles each time up to 10 s (full jitter), so that a thousand scripts don't come at once.
    What was opened with `open_console` or `open_admin`, and watched with `watch_campaign`, is then opened and watched
    again. A connection that was closed for good (4400, 4401, 4403) stays closed.

    pushes      how many changes came so far
    close_code  of the last connection that was closed; None while the first is open
    closings    the close codes of all connections that ended; 1006: without one
    """

    def __init__(
        self,
        url: str,
        token: str,
        path: str = "/ws/texter",
        encoding: Encoding = Encoding.MSGPACK,
        local_address: str | None = None,
    ) -> None:
        self._url = url.replace("http", "ws", 1).rstrip("/") + path
        self._headers = {"Authorization": f"Bearer {token}"}
        self._encoding = encoding
        self._from: dict[str, Any] = {"local_addr": (local_address, 0)} if local_address else {}
        self._socket: ClientConnection | None = None
        self._refs = itertools.count(1)
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self._watching: dict[int, int] = {}  # the campaign of each question whose answer shows one, by its ref
        self._opening: int | None = None  # the question whose answer replaces all things
        self._opened: tuple[str, dict[str, Any]] | None = None
        self._watched: set[int] = set()
        self._shown = Shown()
        self._following: asyncio.Task[None] | None = None
        self._reopening: asyncio.Task[None] | None = None
        self._told = asyncio.Condition()
        self._connected = asyncio.Event()
        self.pushes = 0
        self.close_code: int | None = None
        self.closings: list[int] = []

    async def __aenter__(self) -> Self:
        await self._connect()
        self._following = asyncio.create_task(self._follow())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for task in filter(None, (self._following, self._reopening)):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        if self._socket:
            await self._socket.close()

    async def ask(self, name: str, /, **args: Any) -> Any:
        """Ask for a command and wait for its answer: a map, as docs/wire.md describes it.

        While the connection is away, this waits for it. Raises Refused, or ConnectionLost when the connection goes
        before the answer comes: then whether a change was made isn't known.
        """
        answer = await self._ask_connected(name, args)
        if name in OPENS:
            self._opened, self._watched = (name, args), set()
        return answer

    async def _ask_connected(self, name: str, args: dict[str, Any]) -> Any:
        await self._connected.wait()
        if self._socket is None:
            raise ConnectionLost(f"closed with {self.close_code}")
        return await self._ask(self._socket, name, args)

    async def _ask(self, socket: ClientConnection, name: str, args: dict[str, Any]) -> Any:
        ref = next(self._refs)
        future = self._asked[ref] = asyncio.get_running_loop().create_future()
        if name in OPENS:
            self._opening = ref
            self._shown.ask_anew()
        if name == "watch_campaign" and "campaign" in args:
            self._watching[ref] = args["campaign"]
        try:
            await socket.send(encode([ref, name, args], self._encoding))
            return await future
        except ConnectionClosed as error:
            if socket is self._socket:
                self._connected.clear()  # what is asked next waits for the next connection
            if not future.cancel():
                future.exception()
            raise ConnectionLost("the connection was lost before the answer came") from error
        finally:
            self._asked.pop(ref, None)
            self._watching.pop(ref, None)

    async def request_conversations(self, campaign: int, only: str | None = None) -> dict[str, int]:
        """Take a batch, exactly once: asked again with the same id while the connection or the store is away.

        Raises Refused.
        """
        args = {"campaign": campaign, "request_id": str(uuid.uuid4())} | ({"only": only} if only else {})
        while True:
            try:
                answer: dict[str, int] = await self.ask("request_conversations", **args)
                return answer
            except ConnectionLost:
                if self.close_code in FINAL:
                    raise
            except Refused as refused:
                if refused.code != "try_again":
                    raise
                await asyncio.sleep(0.2)

    async def changes(self) -> AsyncIterator[Change]:
        """Yield each change from now on, in its order, until the connection is closed for good.

        The things that an answer to `open_…` or `watch_campaign` shows are yielded one by one, also after a return.
        Changes that come faster than they are used wait in memory.
        """
        if self.close_code not in FINAL:
            async for change in self._shown.changes():
                yield change

    def abort(self) -> None:
        """Cut the connection without a word, as a network that fails does. It comes back by itself."""
        if self._socket:
            self._socket.transport.abort()

    @property
    def things(self) -> dict[Key, Thing]:
        """The newest of each thing that is shown, by (kind, id, campaign)."""
        return self._shown.things

    @property
    def gone(self) -> dict[Key, int]:
        """The `v` at which a thing went, by the same key."""
        return self._shown.gone

    async def until(self, holds: Callable[["Client"], Any], within: float = 10.0) -> Any:
        """Wait for pushes until `holds(client)` is true, and give what it gave.

        Raises TimeoutError after `within` seconds.
        """
        async with asyncio.timeout(within), self._told:
            return await self._told.wait_for(lambda: holds(self))

    def thing(self, kind: str, id: int, campaign: int | None = None) -> Thing | None:
        """The newest of a thing, if it is shown."""
        return self.things.get((kind, id, campaign))

    async def _connect(self) -> None:
        self._socket = await connect(
            self._url,
            additional_headers=self._headers,
            subprotocols=[Subprotocol(self._encoding)],
            compression=None,
            max_size=None,
            proxy=None,
            **self._from,
        )
        self._connected.set()

    async def _follow(self) -> None:
        while self._socket is not None:
            socket = self._socket
            with suppress(ConnectionClosed):
                async for payload in socket:
                    await self._take_in(payload)
            self.close_code = socket.close_code
            self.closings.append(socket.close_code or 1006)
            await self._lost()
            if self.close_code not in FINAL:
                await self._come_back()

    async def _lost(self) -> None:
        self._connected.clear()
        for future in self._asked.values():
            if not future.done():
                future.set_exception(ConnectionLost("the connection was lost before the answer came"))
        if self.close_code in FINAL:
            self._socket = None
            self._connected.set()
            self._shown.end()
        await self._tell()

    async def _come_back(self) -> None:
        for attempt in itertools.count():
            await asyncio.sleep(random.uniform(0, min(LONGEST_WAIT_SECONDS, 0.1 * 2**attempt)))  # full jitter
            with suppress(OSError, InvalidHandshake, TimeoutError):
                await self._connect()
                break
        if self._reopening:
            self._reopening.cancel()
        if self._opened:
            self._reopening = asyncio.create_task(self._open_again(*self._opened))

    async def _open_again(self, name: str, args: dict[str, Any]) -> None:
        with suppress(ConnectionLost):  # lost again: coming back opens it again, and watches all that was watched
            await self._ask_until_done(name, args)
            for campaign in sorted(self._watched):
                await self._ask_until_done("watch_campaign", {"campaign": campaign})

    async def _ask_until_done(self, name: str, args: dict[str, Any]) -> None:
        while True:
            try:
                await self._ask_connected(name, args)
                return
            except Refused as refused:
                if refused.code == "unknown_campaign":
                    return
            await asyncio.sleep(OPEN_AGAIN_AFTER_SECONDS)

    async def _take_in(self, payload: str | bytes) -> None:
        match decode(payload, self._encoding):
            case ["reply", ref, result]:
                if ref == self._opening:
                    self._opening = None
                    self._shown.replace(result["things"])
                    await self._tell()
                elif ref in self._watching:
                    self._watched.add(self._watching[ref])
                    self._shown.add(result["things"])
                    await self._tell()
                self._settle(ref, lambda future: future.set_result(result))
            case ["refused", ref, code, sentence, *details]:
                if ref == self._opening:
                    self._opening = None
                    self._shown.ask_anew(False)
                refused = Refused(code, sentence, details[0] if details else None)
                self._settle(ref, lambda future: future.set_exception(refused))
            case ["changed" | "gone" as what, dict(thing)]:
                self.pushes += 1
                self._shown.push(what, thing)
                await self._tell()
            case _:
                raise NotAFrame("the hub said something unknown")

    async def _tell(self) -> None:
        async with self._told:
            self._told.notify_all()

    def _settle(self, ref: int, how: Callable[[asyncio.Future[Any]], None]) -> None:
        future = self._asked.get(ref)
        if future and not future.done():
            how(future)
