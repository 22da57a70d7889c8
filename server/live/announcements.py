"""The one connection on which this process hears what the store announces; it comes back by itself."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from server.errors import Refused
from server.live.news import Unreadable
from server.measures.declared import HUBS_LISTENING, UNREADABLE
from server.wire.frames import HEARD

log = logging.getLogger(__name__)

LISTEN_AGAIN_AFTER_SECONDS = 0.2
"""Seconds before the store is listened to again after it was lost."""

SUBSCRIBED_WITHIN_SECONDS = 3.0
"""Seconds in which a connection must be made and asked for the channels."""

QUIET_SECONDS = 1.0
"""Seconds without a word after which the store is asked whether it is still there: a network may have dropped the
connection without a word, and then nothing would ever come."""

SILENT_SECONDS = 2.0
"""Seconds that the answer may take."""

TELL_EVERY_SECONDS = 60.0
"""Seconds at least between two lines of the log about announcements that can't be read."""

ANNOUNCEMENTS_IN_A_ROW = 50
"""Announcements taken in before everybody else gets a turn."""


class Announcements:
    """Hears some channels of the store.

    channels    gives the channels to hear, whenever listening begins (again); they are confirmed in this order
    take_in     is called with each announcement, in order: channel, payload
    read_again  is called with a channel whose announcements may have been missed up to now, or couldn't be read

    listening   set while every channel is heard
    unreadable  how many announcements couldn't be taken in so far
    """

    def __init__(
        self,
        redis: Redis,
        channels: Callable[[], Iterable[str]],
        take_in: Callable[[str, bytes], Awaitable[None]],
        read_again: Callable[[str], Awaitable[None]],
    ) -> None:
        self._redis = redis
        self._channels = channels
        self._take_in = take_in
        self._read_again = read_again
        self._pubsub: PubSub | None = None
        self._hearing: set[str] = set()
        self._unconfirmed: set[str] = set()
        self._subscribing = asyncio.Lock()
        self._anew = False
        self._nudging: asyncio.Task[None] | None = None
        self._away = False
        self._told_unreadable = float("-inf")
        self.listening = asyncio.Event()
        self.unreadable = 0

    async def listen(self) -> None:
        """Hear and tell, until cancelled."""
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    await self._subscribe(pubsub)
                    await self._hear(pubsub)
                continue
            except (RedisError, OSError, Refused) as error:
                if not self._anew:
                    self._tell_away(error)
            finally:
                self._pubsub = None
                self._set_listening(False)
            await asyncio.sleep(LISTEN_AGAIN_AFTER_SECONDS)

    async def _subscribe(self, pubsub: PubSub) -> None:
        async with self._subscribing, asyncio.timeout(SUBSCRIBED_WITHIN_SECONDS):
            self._anew = False
            channels = list(self._channels())
            self._hearing, self._unconfirmed = set(channels), set(channels)
            await pubsub.subscribe(*channels)
            self._pubsub = pubsub

    async def _hear(self, pubsub: PubSub) -> None:
        heard, asked = 0, False
        while not self._anew:
            answer: Any = await pubsub.parse_response(block=False, timeout=SILENT_SECONDS if asked else QUIET_SECONDS)
            if answer is None:
                if asked:
                    raise TimeoutError("it doesn't answer")
                await pubsub.ping()
            asked = answer is None
            match answer:
                case [b"message", channel, payload]:
                    await self._read(channel.decode(), payload)
                case [b"subscribe", channel, _]:
                    # redis-py reconnects without telling us, and what was published meanwhile is lost. It can't help
                    # resubscribing, though, so each confirmation means: read again.
                    await self._read_again(channel.decode())
                    self._confirmed(channel.decode())
            heard += 1
            if heard % ANNOUNCEMENTS_IN_A_ROW == 0:
                await asyncio.sleep(0)

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

    def _confirmed(self, channel: str) -> None:
        self._unconfirmed.discard(channel)
        if not self._unconfirmed and not self._anew:
            self._set_listening(True)
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
        """Let go of this connection and listen on another one, since the store at the other end may be a former one."""
        self._anew = True
        self._set_listening(False)
        self._nudging = asyncio.create_task(self._nudge())

    async def _nudge(self) -> None:
        with suppress(RedisError, OSError):
            if self._pubsub:
                await self._pubsub.ping()  # whose answer ends the waiting

    async def subscribe(self, channel: str) -> None:
        """Hear one channel more, which `channels` gives from now on; its confirmation has it read."""
        async with self._subscribing:
            if self._pubsub and channel not in self._hearing:
                self._hearing.add(channel)
                with suppress(RedisError, OSError):  # then listening begins again, with this channel too
                    await self._pubsub.subscribe(channel)

    async def unsubscribe(self, channel: str) -> None:
        """Hear one channel less. Whoever wants it again has yet to subscribe, after this."""
        async with self._subscribing:
            if self._pubsub and channel in self._hearing:
                self._hearing.discard(channel)
                with suppress(RedisError, OSError):
                    await self._pubsub.unsubscribe(channel)
