"""Twilio's side of the carriers' tests."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from tests.carriers.twilio_hub import Side, both_sides
from tests.world import World


@pytest.fixture
async def side(store_url: str, redis: Redis, world: World) -> AsyncIterator[Side]:
    """A hub, and Twilio."""
    async with both_sides(store_url, world) as side:
        yield side
