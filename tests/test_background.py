"""Loops that go on for as long as the process does: a fault interrupts them, and they end when they are told to."""

import asyncio
import logging
from collections.abc import Callable

import pytest

from server import background as module
from server.background import Background, end
from server.errors import Refused


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BEGIN_AGAIN_AFTER_SECONDS", 0.1)
    monkeypatch.setattr(module, "CANCEL_AGAIN_AFTER_SECONDS", 0.0)


class Failing:
    """A loop that raises its faults one after the other, then goes on."""

    def __init__(self, *faults: BaseException, runs: float = 0.0) -> None:
        self.faults, self.begun, self.runs = list(faults), 0, runs

    async def loop(self) -> None:
        self.begun += 1
        await asyncio.sleep(self.runs)
        if self.faults:
            raise self.faults.pop(0)
        await asyncio.Event().wait()


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("fault", [KeyError("v"), RecursionError(), asyncio.CancelledError()], ids=repr)
async def test_a_loop_that_fails_is_down_then_begins_again_and_the_log_says_why(
    fault: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    failing, sound, background = Failing(fault), Failing(), Background()
    async with background.running(failing=failing.loop, sound=sound.loop):
        await until(background.down)
        with pytest.raises(Refused, match=r"^loop_down: .*\(failing\)"):
            background.check()
        await until(lambda: failing.begun == 2)
        assert background.down() == []
        background.check()

    [said] = caplog.records
    assert (said.levelno, said.getMessage()) == (logging.ERROR, "The loop failing failed; it begins again in 0.1 s.")
    assert said.exc_info and said.exc_info[1] is fault
    assert background.failed == {"failing": 1}
    assert sound.begun == 1


async def test_a_loop_that_returns_has_failed(caplog: pytest.LogCaptureFixture) -> None:
    async def returns() -> None:
        pass

    background = Background()
    async with background.running(returns=returns):
        await until(background.down)
    assert "a loop goes on until it is cancelled" in caplog.text


async def test_the_pause_doubles_up_to_the_longest_and_is_short_again_once_the_loop_has_run(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "BEGIN_AGAIN_AFTER_SECONDS", 0.01)
    monkeypatch.setattr(module, "LONGEST_PAUSE_SECONDS", 0.03)
    failing = Failing(*(KeyError() for _ in range(4)))
    async with Background().running(failing=failing.loop):
        await until(lambda: failing.begun == 5)
    lasting = Failing(KeyError(), KeyError(), runs=0.05)
    async with Background().running(lasting=lasting.loop):
        await until(lambda: lasting.begun == 3)

    pauses = [record.getMessage().split(" in ")[1] for record in caplog.records]
    assert pauses == ["0.01 s.", "0.02 s.", "0.03 s.", "0.03 s."] + ["0.01 s."] * 2


async def test_a_loop_that_is_down_ends_when_it_is_told_to() -> None:
    background = Background()
    async with background.running(failing=Failing(KeyError()).loop):
        await until(background.down)
    assert background.down() == []


async def test_a_task_that_takes_a_cancellation_for_another_ends_all_the_same() -> None:
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
