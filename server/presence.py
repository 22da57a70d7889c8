"""Who has a console open, on any hub: each hub vouches for its own for a while, and renews that."""

import secrets
import time
from collections import Counter

from redis.asyncio import Redis

from server import keys

VOUCHED_FOR = 15_000
"""Milliseconds that a hub's word holds: three audits long, so that one killed leaves nobody online for longer."""

ONLINE = keys.under(keys.ACCOUNT, "online")
CHANNEL = keys.under(keys.ACCOUNT, "presence")


def now() -> int:
    """Milliseconds since 1970."""
    return int(time.time() * 1000)


class Presence:
    """The members online here, told to the other hubs."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._hub = secrets.token_hex(8)
        self._here: Counter[int] = Counter()

    async def arrive(self, member: int) -> None:
        """One more socket of this member is open here."""
        self._here[member] += 1
        if self._here[member] == 1:
            await self._redis.zadd(ONLINE, {self._name(member): now() + VOUCHED_FOR})
            await self._redis.publish(CHANNEL, b"")

    async def leave(self, member: int) -> None:
        """One socket less."""
        self._here[member] -= 1
        if not self._here[member]:
            del self._here[member]
            await self._redis.zrem(ONLINE, self._name(member))
            await self._redis.publish(CHANNEL, b"")

    def _name(self, member: int) -> str:
        return f"{member}:{self._hub}"

    async def online(self) -> set[int]:
        """Who is online on any hub, after renewing this one's word."""
        at = now()
        pipeline = self._redis.pipeline(transaction=False)
        if self._here:
            pipeline.zadd(ONLINE, {self._name(member): at + VOUCHED_FOR for member in self._here})
        pipeline.zremrangebyscore(ONLINE, "-inf", at)
        pipeline.zrange(ONLINE, 0, -1)
        names: list[bytes] = (await pipeline.execute())[-1]
        return {int(name.split(b":")[0]) for name in names}

    async def go(self) -> None:
        """This hub stops: nobody is online here any more."""
        if self._here:
            await self._redis.zrem(ONLINE, *[self._name(member) for member in self._here])
