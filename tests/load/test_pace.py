"""Turns to act: after thinking, or at a given rate, timed from when they were due."""

import asyncio
import time
from random import Random
from statistics import mean

from server.load.pace import Arrivals, Thinking


async def test_people_think_for_as_long_as_they_should_on_average(monkeypatch) -> None:
    slept = list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    pace = Thinking(Random(1), 2.0)
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
