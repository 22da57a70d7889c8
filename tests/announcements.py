"""What campaigns announce, as a hub hears it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgpack
from redis.asyncio import Redis

from server.store import keys


class Announcements:
    """Those of some campaigns, from now on."""

    def __init__(self, pubsub: Any) -> None:
        self._pubsub = pubsub

    async def news(self) -> list[dict[str, Any]]:
        """Those since this was last asked: `{v, campaign, texters, conversation?, taken?}`."""
        news = []
        await self._pubsub.ping()  # its answer comes after all that was published before
        while (message := await self._pubsub.get_message(timeout=10))["type"] != "pong":
            if message["type"] == "message":
                news.append(msgpack.unpackb(message["data"], strict_map_key=False))
        return news

    async def told(self) -> list[int]:
        """Whose consoles the one announcement since this was last asked is about, by id."""
        (message,) = await self.news()
        return sorted(texter["id"] for texter in message["texters"])


@asynccontextmanager
async def listening(redis: Redis, *campaigns: int) -> AsyncIterator[Announcements]:
    """Listens to some campaigns."""
    async with redis.pubsub() as pubsub:
        await pubsub.subscribe(*(keys.changes(keys.campaign(campaign)) for campaign in campaigns))
        yield Announcements(pubsub)
