"""A verb that changed nothing announces nothing: each is asked for a second time, with the same arguments."""

import asyncio
import re
from collections import defaultdict
from contextlib import suppress
from typing import Any

import pytest
from redis.asyncio import Redis

from server.config import Config
from server.errors import Refused
from server.people.members import Members
from server.store import keys, verbs
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests.lives import a_campaigns_life, an_accounts_life
from tests.world import World

ANOTHER = {
    "add_token": "a token is random: the same one never comes twice",
    "message_sender": "the same words again are another message",
    "new_campaign": "it lists one campaign more",
    "skip_conversation": "a first message that is skipped twice is given back",
}
"""Verbs that by their nature change something each time they are asked for, and why."""


class Repeating(Scripts):
    """Runs each verb twice.

    told   verb → what its first runs announced, in all
    again  verb → what its second runs announced, and each rise of `v`
    """

    def __init__(self, redis: Redis, pubsub: Any) -> None:
        super().__init__(Nodes(redis))
        self._pubsub = pubsub
        self.told: defaultdict[str, list[Any]] = defaultdict(list)
        self.again: dict[str, list[Any]] = {}

    async def run(self, verb: str, campaign: int | None = None, **args: Any) -> Any:
        answer = await super().run(verb, campaign, **args)
        self.told[verb] += await self._announced()
        if verb not in ANOTHER and not goes_on(verb, args, answer):
            before = await self._v(campaign)
            with suppress(Refused):
                await super().run(verb, campaign, **args)
            news = self.again.setdefault(verb, [])
            news += await self._announced()
            if (v := await self._v(campaign)) != before:
                news.append(f"v rose from {before} to {v}")
        return answer

    async def _v(self, campaign: int | None) -> Any:
        return await self.redis.hget(keys.ACCOUNT if campaign is None else keys.campaign(campaign), "v")

    async def _announced(self) -> list[Any]:
        """The messages that have been published on any channel since this was last asked."""
        news = []
        await self._pubsub.ping()  # its answer comes after all that was published before
        while (message := await self._pubsub.get_message(timeout=10))["type"] != "pong":
            if message["type"] == "pmessage":
                news.append((message["channel"], message["data"]))
        return news


def goes_on(verb: str, args: dict[str, Any], answer: Any) -> bool:
    """Return whether a verb with a limit has left something that it does when asked again."""
    if verb == "launch_campaign":
        return bool(answer["status"] == "draft")
    if verb == "wait_for_more":
        return "served" in answer
    moved = answer["moved"] if verb in ("take_back", "finish_day") else answer
    return "most" in args and bool(moved == args["most"])


@pytest.fixture(scope="module")
def repeating(store_url: str) -> Repeating:
    """The scripts after a campaign's life, in which each verb that was asked for was run twice."""

    async def live() -> Repeating:
        async with Redis.from_url(store_url) as redis, redis.pubsub() as pubsub:
            await redis.flushall()
            await pubsub.psubscribe("*")
            repeating = Repeating(redis, pubsub)
            world = World(repeating, Members(repeating, Config()))
            await a_campaigns_life(world)
            await an_accounts_life(world)
            return repeating

    return asyncio.run(live())


@pytest.mark.parametrize("verb", sorted(set(verbs.verbs()) - ANOTHER.keys()))
def test_a_verb_that_changed_nothing_announces_nothing(repeating: Repeating, verb: str) -> None:
    assert repeating.again[verb] == []


@pytest.mark.parametrize("verb", verbs.verbs())
def test_a_verb_that_tells_anybody_has_changed_something_before(repeating: Repeating, verb: str) -> None:
    tells = re.search(r"^  Tells    (?!nobody\n)", verbs.source(verb), re.MULTILINE)
    assert bool(repeating.told[verb]) == bool(tells)
