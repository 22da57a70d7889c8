"""Twilio's side of the carriers' tests."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from tests.carriers.twilio_hub import PUBLIC, Side, both_sides
from tests.carriers.twilio_side import Account
from tests.carriers.twilio_stand_in import StandIn, standing_in
from tests.world import World


@pytest.fixture
async def side(store_url: str, redis: Redis, world: World) -> AsyncIterator[Side]:
    """A hub, and Twilio."""
    async with both_sides(store_url, world) as side:
        yield side


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    """A stand-in for Twilio, without a hub. All of its requests and answers are as Twilio describes them."""
    async with standing_in(Account(routes={PUBLIC: ""})) as stand_in:
        yield stand_in
        assert stand_in.wrong == []
