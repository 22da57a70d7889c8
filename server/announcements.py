"""The one connection on which this process hears what the store announces; it comes back by itself."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from typing import Any, cast

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from server.errors import Refused

log = logging.getLogger(__name__)

LISTEN_AGAIN_AFTER = 0.2
"""Seconds before the store is listened to again after it was lost."""

AT_ONCE = 50
"""Announcements taken in before everybody else gets a turn."""


class Announcements:
    """Hears some channels of the store.

    channels    gives the channels to hear, whenever listening begins (again)
    take_in     is called with each announcement, in order: channel, payload
    read_again  is called with a channel whose announcements may have been missed up to now
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
        self._subscribing = asyncio.Lock()

    async def listen(self) -> None:
        """Hear and tell, until cancelled."""
        while True:
            try:
                async with self._redis.pubsub() as pubsub:
                    async with self._subscribing:
                        self._hearing = set(self._channels())
                        await pubsub.subscribe(*self._hearing)
                        self._pubsub = pubsub
                    await self._hear(pubsub)
            except (RedisError, OSError, Refused) as error:
                log.warning("Lost the store, listening again: %s", error)
                await asyncio.sleep(LISTEN_AGAIN_AFTER)
            finally:
                self._pubsub = None

    async def _hear(self, pubsub: PubSub) -> None:
        heard = 0
        while True:
            kind, channel, payload = cast(tuple[bytes, bytes, Any], await pubsub.parse_response(block=True))
            if kind == b"message":
                await self._take_in(channel.decode(), payload)
            elif kind == b"subscribe":
                # redis-py reconnects without telling us, and what was published meanwhile is lost. It can't help
                # resubscribing, though, so each confirmation means: read again.
                await self._read_again(channel.decode())
            heard += 1
            if heard % AT_ONCE == 0:
                await asyncio.sleep(0)

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
