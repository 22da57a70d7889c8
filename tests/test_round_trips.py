"""Sharing round trips to the store."""

import asyncio

import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as StoreAway
from redis.exceptions import ResponseError

from server.round_trips import RoundTrips


@pytest.fixture
def round_trips(redis: Redis) -> RoundTrips:
    return RoundTrips(redis)


async def test_everybody_gets_the_answer_to_their_own_command(round_trips: RoundTrips) -> None:
    answers = await asyncio.gather(*(round_trips.ask("ECHO", str(n)) for n in range(500)))

    assert answers == [str(n).encode() for n in range(500)]


async def test_commands_that_are_asked_whenever_others_are_answered_are_answered_too(round_trips: RoundTrips) -> None:
    async def ask_on() -> int:
        return [await round_trips.ask("INCR", "asked") for _ in range(50)][-1]

    assert max(await asyncio.gather(*(ask_on() for _ in range(20)))) == 1000


async def test_a_command_that_fails_spares_its_neighbours(round_trips: RoundTrips) -> None:
    first, wrong, last = await asyncio.gather(
        round_trips.ask("SET", "word", "one"),
        round_trips.ask("INCR", "word"),
        round_trips.ask("GET", "word"),
        return_exceptions=True,
    )

    assert (first, last) == (True, b"one")
    assert isinstance(wrong, ResponseError)


async def test_a_command_runs_although_nobody_waits_for_it_any_more(round_trips: RoundTrips) -> None:
    asking = asyncio.create_task(round_trips.ask("SET", "word", "kept"))
    await asyncio.sleep(0)
    asking.cancel()

    assert await round_trips.ask("GET", "word") in (None, b"kept")
    await asyncio.gather(*round_trips._under_way)
    assert await round_trips.ask("GET", "word") == b"kept"


async def test_everybody_hears_that_the_store_is_away() -> None:
    async with Redis(unix_socket_path="/nowhere/s") as redis:
        round_trips = RoundTrips(redis)
        answers = await asyncio.gather(*(round_trips.ask("PING") for _ in range(3)), return_exceptions=True)

    assert [type(answer) for answer in answers] == [StoreAway] * 3


async def test_nobody_waits_for_ever_when_a_round_trip_is_stopped(redis: Redis, round_trips: RoundTrips) -> None:
    asking = asyncio.create_task(round_trips.ask("BLPOP", "never", 0))
    while not (await redis.info("clients"))["blocked_clients"]:
        await asyncio.sleep(0.01)
    for task in round_trips._under_way:
        task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await asking
