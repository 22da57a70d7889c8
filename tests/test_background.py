"""Loops that go on for as long as the process does, and end when they are told to."""

import asyncio

import pytest

from server import background as loops
from server.background import end


async def test_a_task_that_takes_a_cancellation_for_another_ends_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "CANCEL_AGAIN_AFTER", 0.0)
    swallowed = 0

    async def deaf() -> None:
        nonlocal swallowed
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                swallowed += 1
                if swallowed > 2:
                    raise

    task = asyncio.create_task(deaf())
    await asyncio.sleep(0)

    async with asyncio.timeout(10):
        await end([task])

    assert task.cancelled() and swallowed == 3
