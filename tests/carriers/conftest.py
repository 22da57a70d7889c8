"""The carriers' sides of their tests."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from tests.carriers.telnyx_stand_in import TelnyxStandIn, telnyx_stand_in
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


@pytest.fixture
async def at_telnyx() -> AsyncIterator[TelnyxStandIn]:
    """An account at Telnyx where nothing goes wrong, yet."""
    async with telnyx_stand_in() as it:
        it.poster.proxies[PUBLIC] = "http://127.0.0.1:9"  # nobody listens
        yield it
        assert it.wrong == []
