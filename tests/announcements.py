"""The announcements of campaigns, as a hub hears them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgpack
from redis.asyncio import Redis

from server.store import keys


class Announcements:
    """The announcements of some campaigns, from now on."""

    def __init__(self, pubsub: Any) -> None:
        self._pubsub = pubsub

    async def news(self) -> list[dict[str, Any]]:
        """The announcements since this was last asked: `{v, campaign, texters, conversation?, taken?}`."""
        news = []
        await self._pubsub.ping()  # its answer comes after all that was published before
        while (message := await self._pubsub.get_message(timeout=10))["type"] != "pong":
            if message["type"] == "message":
                news.append(msgpack.unpackb(message["data"], strict_map_key=False))
        return news

    async def told(self) -> list[int]:
        """The ids of the texters whose consoles the one announcement since `news` was last asked is about."""
        (message,) = await self.news()
        return sorted(texter["id"] for texter in message["texters"])


@asynccontextmanager
async def listening(redis: Redis, *campaigns: int) -> AsyncIterator[Announcements]:
    """Listens to some campaigns."""
    async with redis.pubsub() as pubsub:
        await pubsub.subscribe(*(keys.changes(keys.campaign(campaign)) for campaign in campaigns))
        yield Announcements(pubsub)
