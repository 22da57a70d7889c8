"""A fake of the store's clock: it stands still until a test sets it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from redis.asyncio import Redis

from server.resources import resources
from server.store import verbs
from server.store.scripts import Scripts

KEY = "clock"
"""The key that holds the time, in ms since 1970. No verb of the product knows it."""

CLOCK = (resources("lua") / "shared" / "clock.lua").read_text()
FAKE = f'local function now()\n  return tonumber(redis.call("GET", "{KEY}"))\nend\n'


def source(verb: str, sharded: bool = False) -> str:
    """Return a verb with the fake in place of the product's clock."""
    return verbs.source(verb, sharded).replace(CLOCK, FAKE)


def moment(written: str, zone: str = "America/New_York") -> int:
    """Return a time such as `2026-07-01 20:55` by the clocks of a zone, in ms since 1970."""
    return round(datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


class Clock:
    """The clock of the store that a test runs on."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def set(self, written: str, zone: str = "America/New_York") -> None:
        """Set it to a time by the clocks of a zone."""
        await self.set_to(moment(written, zone))

    async def set_to(self, ms: int) -> None:
        """Set it to a time in ms since 1970."""
        await self._redis.set(KEY, ms)

    async def now(self) -> int:
        """Return the time in ms since 1970."""
        return int(await self._redis.get(KEY))


@asynccontextmanager
async def faked(redis: Redis, patch: pytest.MonkeyPatch) -> AsyncIterator[Clock]:
    """Put a fake clock, which stands at noon in New York, in the place of the store's for all verbs run in this process
    from now on. Enter this before any verb has been run."""
    fake = Clock(redis)
    patch.setattr("server.store.scripts.source", source)
    patch.setattr(Scripts, "now", lambda _: fake.now())
    await fake.set("2026-07-01 12:00")
    yield fake
    await redis.delete(KEY)
