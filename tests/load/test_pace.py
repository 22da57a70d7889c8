"""Turns to act: after thinking, or at a given rate, timed from when they were due."""

import asyncio
import time
from random import Random
from statistics import mean

import pytest

from server.load.pace import Arrivals, Pace, Thinking


async def test_people_think_for_as_long_as_they_should_on_average(monkeypatch: pytest.MonkeyPatch) -> None:
    slept = list[float]()

    def timeout(seconds: float) -> asyncio.Timeout:
        slept.append(seconds)
        return real(0)

    real = asyncio.timeout
    monkeypatch.setattr(asyncio, "timeout", timeout)
    pace = Thinking(Random(1), 2.0, asyncio.Event())
    for _ in range(3_000):
        async with pace.turn() as due:
            assert due <= time.monotonic()
    assert 1.9 < mean(slept) < 2.1
    assert min(slept) > 0 and max(slept) > 6


async def test_turns_that_come_while_everybody_is_held_up_wait_and_are_timed_from_when_they_were_due() -> None:
    pace = Arrivals(Random(1), 200.0)
    giving = asyncio.create_task(pace.run())
    async with pace.turn():
        await asyncio.sleep(0.2)
        held_up = time.monotonic()
    waits = []
    for _ in range(10):
        async with pace.turn() as due:
            waits.append(held_up - due)
    giving.cancel()
    assert waits == sorted(waits, reverse=True)
    assert waits[0] > 0.1, "the stall is in its time"
    assert pace.spare == 0


async def test_turns_that_come_while_nobody_has_anything_to_do_are_let_go() -> None:
    pace = Arrivals(Random(1), 200.0)
    giving = asyncio.create_task(pace.run())
    await asyncio.sleep(0.1)
    async with pace.turn() as due:
        assert time.monotonic() - due < 0.1
    giving.cancel()
    assert pace.spare > 2


async def test_nobody_who_waits_for_a_turn_is_waited_for_when_it_is_time_to_leave() -> None:
    leaving = asyncio.Event()
    thinking, arrivals = Thinking(Random(1), 1000.0, leaving), Arrivals(Random(1), 0.001)

    async def act(pace: Pace) -> None:
        async with pace.turn():
            pass

    acts = [asyncio.create_task(act(pace)) for pace in (thinking, arrivals)]
    await asyncio.sleep(0.01)
    assert not any(task.done() for task in acts)
    leaving.set()
    arrivals.end()
    async with asyncio.timeout(5):
        await asyncio.gather(*acts, act(thinking), act(arrivals))
