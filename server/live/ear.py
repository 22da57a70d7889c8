"""One connection to a primary of the store, on which this process hears some channels."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from typing import Any

from redis.asyncio.connection import AbstractConnection

from server.store.connections import BROKEN
from server.store.nodes import Node

SUBSCRIBED_WITHIN_SECONDS = 3.0
"""Seconds in which a connection must be made and asked for the channels."""

QUIET_SECONDS = 1.0
"""Seconds without a word after which the store is asked whether it is still there: a network may have dropped the
connection without a word, and then nothing would ever come."""

SILENT_SECONDS = 2.0
"""Seconds that the answer may take."""

ANNOUNCEMENTS_IN_A_ROW = 50
"""Announcements taken in before everybody else gets a turn."""


class Ear:
    """Hears some channels of a primary. On a cluster (`sharded`) these are channels of its slots.

    take_in    is called with each announcement, in order: channel, payload
    confirmed  is called with a channel when it is heard from now on
    moved      is called when the primary has given a channel to another one

    unconfirmed  channels that are asked for and not heard yet
    anew         whether the connection was let go of, for another one
    """

    def __init__(
        self,
        node: Node,
        sharded: bool,
        take_in: Callable[[str, bytes], Awaitable[None]],
        confirmed: Callable[[str], Awaitable[None]],
        moved: Callable[[], Awaitable[None]],
    ) -> None:
        self.unconfirmed: set[str] = set()
        self.anew = False
        self._pool = node.redis.connection_pool
        self._prefix = "S" if sharded else ""
        self._take_in = take_in
        self._confirmed = confirmed
        self._moved = moved
        self._hearing: set[str] = set()
        self._connection: AbstractConnection | None = None
        self._asking = asyncio.Lock()

    async def listen(self, channels: Callable[[], Collection[str]]) -> None:
        """Hear and tell until the connection is lost. `channels` are those to begin with, confirmed in this order.

        Raises redis' exceptions, OSError.
        """
        connection = self._pool.connection_class(**{**self._pool.connection_kwargs, "protocol": 2})
        try:
            async with self._asking, asyncio.timeout(SUBSCRIBED_WITHIN_SECONDS):
                self.anew = False
                await connection.connect()  # type: ignore[no-untyped-call]
                begin = list(channels())
                self._hearing, self.unconfirmed = set(begin), set(begin)
                await self._send(connection, "SUBSCRIBE", begin)
                self._connection = connection
            await self._hear(connection)
        finally:
            self._connection = None
            self._hearing, self.unconfirmed = set(), set()
            await connection.disconnect(nowait=True)

    async def _send(self, connection: AbstractConnection, command: str, channels: Collection[str]) -> None:
        commands = [(f"{self._prefix}{command}", channel) for channel in channels]  # one each: slots may differ
        if commands:
            await connection.send_packed_command(connection.pack_commands(commands), check_health=False)

    async def _hear(self, connection: AbstractConnection) -> None:
        heard, asked = 0, False
        while True:
            answer: Any = await connection.read_response(timeout=SILENT_SECONDS if asked else QUIET_SECONDS)
            if answer is None:
                if asked:
                    raise TimeoutError("it doesn't answer")
                await connection.send_command("PING", check_health=False)
            asked = answer is None
            match answer:
                case [b"message" | b"smessage", channel, payload]:
                    await self._take_in(channel.decode(), payload)
                case [b"subscribe" | b"ssubscribe", channel, _]:
                    self.unconfirmed.discard(channel.decode())
                    await self._confirmed(channel.decode())
                case [b"sunsubscribe", channel, _] if channel.decode() in self._hearing:
                    self._hearing.discard(channel.decode())
                    await self._moved()
            heard += 1
            if heard % ANNOUNCEMENTS_IN_A_ROW == 0:
                await asyncio.sleep(0)

    async def hear(self, wanted: Collection[str]) -> None:
        """Hear these channels and no others. Those that are new are confirmed when they are heard."""
        await self._change(lambda: (set(wanted) - self._hearing, self._hearing - set(wanted)))

    async def hear_also(self, channel: str) -> None:
        """Hear one channel more; its confirmation comes."""
        await self._change(lambda: ({channel} - self._hearing, set()))

    async def hear_no_more(self, channel: str) -> None:
        """Hear one channel less."""
        await self._change(lambda: (set(), {channel} & self._hearing))

    async def _change(self, change: Callable[[], tuple[set[str], set[str]]]) -> None:
        async with self._asking:
            if self._connection is None:  # then it begins with all that it is to hear
                return
            more, less = change()
            self._hearing = self._hearing - less | more
            self.unconfirmed -= less
            with suppress(*BROKEN):  # then it begins again, likewise
                await self._send(self._connection, "SUBSCRIBE", more)
                await self._send(self._connection, "UNSUBSCRIBE", less)

    def listen_anew(self) -> None:
        """Let go of this connection, for another one: the server at the other end may be a former one."""
        self.anew = True
        if self._connection:
            self._letting_go = asyncio.create_task(self._connection.disconnect(nowait=True))

    @property
    def listens(self) -> bool:
        """True while all channels that it was asked for at the beginning are heard."""
        return self._connection is not None and not self.unconfirmed and not self.anew
