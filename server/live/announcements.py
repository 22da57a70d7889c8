"""Hears what the store announces; a connection that is lost comes back by itself."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import cast

from redis.exceptions import RedisError

from server.background import end
from server.errors import Refused
from server.live.ear import Ear
from server.live.news import Unreadable
from server.measures.declared import HUBS_LISTENING, UNREADABLE
from server.store.connections import BROKEN
from server.store.nodes import Node, Nodes
from server.wire.frames import HEARD

log = logging.getLogger(__name__)

LISTEN_AGAIN_AFTER_SECONDS = 0.2
"""Seconds before the store is listened to again after it was lost."""

TELL_EVERY_SECONDS = 60.0
"""Seconds at least between two lines of the log about announcements that can't be read."""


class Announcements:
    """Hears some channels of the store, by one connection to each primary (ear.py).

    channels    gives the channels to hear, whenever listening begins (again); those of a primary are confirmed in order
    take_in     is called with each announcement, in order: channel, payload
    read_again  is called with a channel whose announcements may have been missed up to now, or couldn't be read
    heard       is called whenever every channel is heard from now on, which was not so before

    listening   set while every channel is heard
    unreadable  how many announcements couldn't be taken in so far
    """

    def __init__(
        self,
        nodes: Nodes,
        channels: Callable[[], Iterable[str]],
        take_in: Callable[[str, bytes], Awaitable[None]],
        read_again: Callable[[str], Awaitable[None]],
        heard: Callable[[], None],
    ) -> None:
        self._nodes = nodes
        self._channels = channels
        self._take_in = take_in
        self._read_again = read_again
        self._heard = heard
        self._ears: dict[Node, tuple[Ear, asyncio.Task[None]]] = {}
        self._away = False
        self._told_unreadable = float("-inf")
        self.listening = asyncio.Event()
        self.unreadable = 0

    async def listen(self) -> None:
        """Hear and tell, until cancelled."""
        name = cast(asyncio.Task[None], asyncio.current_task()).get_name()
        try:
            while True:
                moved, primaries = asyncio.create_task(self._nodes.moved.wait()), self._nodes.all()
                for node in primaries:
                    if node not in self._ears:
                        ear = Ear(node, self._nodes.sharded, self._read, self._confirmed, self._whenever_moved)
                        self._ears[node] = ear, asyncio.create_task(self._keep_listening(node, ear), name=name)
                await end([self._ears.pop(node)[1] for node in self._ears.keys() - set(primaries)])
                await self._lay()
                listening = [task for _, task in self._ears.values()]
                ended, _ = await asyncio.wait([moved, *listening], return_when=asyncio.FIRST_COMPLETED)
                for task in ended:
                    task.result()  # a fault ends the listening to all
        finally:
            moved.cancel()
            await end([task for _, task in self._ears.values()])
            self._ears = {}
            self._set_listening(False)

    async def _keep_listening(self, node: Node, ear: Ear) -> None:
        while True:
            try:
                await ear.listen(lambda: self._channels_of(node))
            except (*BROKEN, Refused) as error:
                if not ear.anew:
                    self._tell_away(error)
            finally:
                self._set_listening(False)
            await asyncio.sleep(LISTEN_AGAIN_AFTER_SECONDS)
            with suppress(RedisError, OSError):
                await self._nodes.look()

    def _channels_of(self, node: Node) -> list[str]:
        return [channel for channel in self._channels() if self._primary_of(channel) is node]

    def _primary_of(self, channel: str) -> Node | None:
        with suppress(RedisError):
            return self._nodes.of(channel)
        return None

    async def _whenever_moved(self) -> None:
        """Find out where a channel has gone that a primary has given away, and hear it there."""
        self._set_listening(False)
        await self._nodes.look()
        await self._lay()

    async def _lay(self) -> None:
        """Have each channel heard at the primary that has it now."""
        await asyncio.gather(*(ear.hear(self._channels_of(node)) for node, (ear, _) in self._ears.items()))

    async def _read(self, channel: str, payload: bytes) -> None:
        """Take an announcement in. One that can't be is a gap: what it was about is read again."""
        heard = HEARD.set(time.perf_counter())
        try:
            return await self._take_in(channel, payload)
        except (RedisError, OSError):
            raise
        except Refused as refused:
            if refused.code == "try_again":
                raise
            self._tell_unreadable(channel, refused)
        except Exception as error:
            self._tell_unreadable(channel, error)
        finally:
            HEARD.reset(heard)
        await self._read_again(channel)

    async def _confirmed(self, channel: str) -> None:
        # The announcements made while nobody listened are lost, so the channel is read.
        await self._read_again(channel)
        if self.listening.is_set() or not all(ear.listens for ear, _ in self._ears.values()):
            return
        if all(self._primary_of(one) in self._ears for one in self._channels()):
            self._set_listening(True)
            self._heard()
            if self._away:
                self._away = False
                log.warning("The store is back; going on.")

    def _set_listening(self, now: bool) -> None:
        if now is not self.listening.is_set():
            HUBS_LISTENING.add(1 if now else -1)
        if now:
            self.listening.set()
        else:
            self.listening.clear()

    def _tell_away(self, error: Exception) -> None:
        if not self._away:
            self._away = True
            log.warning("The store is away; waiting for it. (%s)", str(error).rstrip(".") or type(error).__name__)

    def _tell_unreadable(self, channel: str, error: Exception) -> None:
        self.unreadable += 1
        UNREADABLE.add()
        if time.monotonic() < self._told_unreadable + TELL_EVERY_SECONDS:
            return
        self._told_unreadable = time.monotonic()
        log.warning(
            "An announcement on %s can't be read (%s); the store is read instead. So far there were %d.",
            *(channel, error, self.unreadable),
            exc_info=None if isinstance(error, Unreadable) else error,
        )

    def listen_anew(self) -> None:
        """Listen on other connections, since the servers at the other ends may be former ones."""
        self._set_listening(False)
        for ear, _ in self._ears.values():
            ear.listen_anew()

    async def subscribe(self, channel: str) -> None:
        """Hear one channel more, which `channels` gives from now on; its confirmation has it read."""
        if (node := self._primary_of(channel)) and node in self._ears:
            await self._ears[node][0].hear_also(channel)

    async def unsubscribe(self, channel: str) -> None:
        """Hear one channel less. Whoever wants it again has yet to subscribe, after this."""
        for ear, _ in list(self._ears.values()):
            await ear.hear_no_more(channel)
