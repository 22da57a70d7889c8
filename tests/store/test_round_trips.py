"""Sharing round trips to the store."""

import asyncio
import socket
import struct
import threading
from contextlib import suppress

import pytest
import uvloop
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as StoreAway
from redis.exceptions import ResponseError

from server.store import round_trips as round_trips_module
from server.store.round_trips import RoundTrips
from tests.faults.network import network_to


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


def test_a_connection_that_is_reset_while_it_is_made_is_told_as_a_store_that_is_away() -> None:
    """With uvloop, which serves hubs, that is an error of another kind than without it."""

    listening = socket.create_server(("127.0.0.1", 0))

    def reset() -> None:
        with suppress(OSError):  # it is shut at the end
            while True:
                with listening.accept()[0] as accepted:
                    accepted.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    async def ask() -> None:
        async with Redis(port=listening.getsockname()[1], retry=Retry(NoBackoff(), 0)) as redis:
            round_trips = RoundTrips(redis)
            for _ in range(1000):
                asked = (round_trips.ask("PING"), round_trips.ask("PING"))
                assert {*map(type, await asyncio.gather(*asked, return_exceptions=True))} == {StoreAway}

    thread = threading.Thread(target=reset)
    thread.start()
    try:
        uvloop.run(ask())
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()
        listening.close()


async def test_they_end_when_all_that_was_asked_is_answered(store_url: str) -> None:
    for moment in range(1, 60):
        async with Redis.from_url(store_url) as redis:
            round_trips = RoundTrips(redis)
            asking = [asyncio.create_task(round_trips.ask("PING")) for _ in range(3)]
            for _ in range(moment):
                await asyncio.sleep(0)
            await round_trips.end()
        assert await asyncio.gather(*asking) == [True] * 3


async def test_nobody_waits_for_ever_when_a_round_trip_is_stopped(redis: Redis, round_trips: RoundTrips) -> None:
    asking = asyncio.create_task(round_trips.ask("BLPOP", "never", 0))
    while not (await redis.info("clients"))["blocked_clients"]:
        await asyncio.sleep(0.01)
    for task in round_trips._under_way:
        task.cancel()

    with pytest.raises(StoreAway):
        await asking


async def test_no_answer_is_waited_for_on_a_connection_that_died_without_a_word(store_url: str, redis: Redis) -> None:
    async with network_to(store_url) as network, Redis.from_url(network.url) as by_network:
        round_trips = RoundTrips(by_network)
        await round_trips.ask("SET", "n", 1)
        network.go_silent(new_ones_hang=False)

        async with asyncio.timeout(round_trips_module.ANSWER_WITHIN_SECONDS - 1):  # before the deadline of all
            with pytest.raises(TimeoutError):
                await round_trips.ask("INCR", "n")

        assert await round_trips.ask("GET", "n") == b"1"


async def test_nothing_is_left_of_a_round_trip_that_was_answered(round_trips: RoundTrips) -> None:
    before = asyncio.all_tasks()
    await round_trips.ask("PING")
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    assert asyncio.all_tasks() <= before


async def test_a_store_that_is_busy_is_waited_for(
    redis: Redis, round_trips: RoundTrips, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(round_trips_module, "DOUBTED_AFTER_SECONDS", 0.05)
    monkeypatch.setattr(round_trips_module, "PROBED_WITHIN_SECONDS", 0.05)
    await redis.client_pause(1_000)  # as a slow script does, it makes everybody wait

    assert await round_trips.ask("INCR", "n") == 1


async def test_a_store_that_answers_nobody_is_given_up_at_last(
    store_url: str, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(round_trips_module, "ANSWER_WITHIN_SECONDS", 0.1)
    async with network_to(store_url) as network, Redis.from_url(network.url) as by_network:
        network.go_silent(new_ones_hang=True)

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(10):
                await RoundTrips(by_network).ask("PING")


async def test_who_asked_at_the_same_moment_is_answered_although_another_waits_no_more(
    redis: Redis, round_trips: RoundTrips
) -> None:
    given_up, other = (asyncio.create_task(round_trips.ask("ECHO", word)) for word in ("one", "two"))
    await asyncio.sleep(0)
    given_up.cancel()

    async with asyncio.timeout(10):
        assert await other == b"two"
