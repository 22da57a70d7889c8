"""Upgrades by made-up steps: one process does each, and old programs are beside it, or hold it up."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count

import pytest
from redis.asyncio import Redis

from server.background import Background
from server.errors import Refused, StoreTrouble
from server.store import keys, lookups
from server.store import processes as reports
from server.store.lookups import Schema
from server.store.processes import OpenSockets, reporting
from server.store.scripts import Scripts
from server.upgrades import steps, upgrading
from server.upgrades.steps import STEPS, Step
from server.upgrades.upgrading import upgrade, upgrade_if_older
from tests.stored import everything

BEFORE = keys.SCHEMA


class MadeUp:
    """A program that is two schemas newer than ours.

    done  the schemas whose steps were begun, in order
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.done: list[int] = []
        self._monkeypatch = monkeypatch
        self.steps(alone=False)

    def steps(self, *, alone: bool, do: Callable[[], Awaitable[None]] | None = None) -> None:
        """Make up the steps."""

        def step(number: int) -> Step:
            async def begin(_: Scripts) -> None:
                self.done.append(number)
                if do:
                    await do()

            return Step(f"Something becomes {number}.", begin, alone)

        self._monkeypatch.setattr(steps, "STEPS", STEPS | {n: step(n) for n in (BEFORE + 1, BEFORE + 2)})
        self._monkeypatch.setattr(keys, "SCHEMA", BEFORE + 2)


@pytest.fixture
def made_up(monkeypatch: pytest.MonkeyPatch, account: None) -> MadeUp:
    """A program that is newer than what is stored."""
    monkeypatch.setattr(upgrading, "LOOK_EVERY_SECONDS", 0.01)
    return MadeUp(monkeypatch)


async def older(scripts: Scripts, schema: int = BEFORE, pid: int = 7) -> None:
    """A hub of an older version reports."""
    sockets = {"texter": 1, "admin": 0}
    report = {"host": "there", "pid": pid, "version": "0.0.9", "schema": schema, "sockets": sockets}
    await scripts.run("report_process", process=str(pid), report=report)


async def test_each_step_is_done_in_order_once_and_told(
    scripts: Scripts, made_up: MadeUp, caplog: pytest.LogCaptureFixture
) -> None:
    await upgrade(scripts)
    await upgrade(scripts)
    assert made_up.done == [BEFORE + 1, BEFORE + 2]
    assert await lookups.schema(scripts) == Schema(BEFORE + 2, 1)
    assert caplog.messages == [
        f"The store is upgraded to schema {n}: Something becomes {n}." for n in (BEFORE + 1, BEFORE + 2)
    ]


async def test_of_several_that_start_at_once_one_does_it_and_the_others_wait(
    scripts: Scripts, made_up: MadeUp, caplog: pytest.LogCaptureFixture
) -> None:
    ended = False

    async def slowly() -> None:
        nonlocal ended
        await asyncio.sleep(0.1)
        ended = True

    async def start() -> None:
        await upgrade(scripts)
        assert ended

    made_up.steps(alone=False, do=slowly)
    await asyncio.gather(*(start() for _ in range(5)))
    assert made_up.done == [BEFORE + 1, BEFORE + 2]
    assert sum("waiting for it" in message for message in caplog.messages) == 4


async def test_a_step_that_was_interrupted_is_done_again_by_another(
    scripts: Scripts, made_up: MadeUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upgrading, "ELECTED_FOR_SECONDS", 0.1)
    times = count()

    async def fail_at_first() -> None:
        if next(times) == 0:
            raise Refused("try_again")

    made_up.steps(alone=False, do=fail_at_first)
    with pytest.raises(Refused, match="try_again"):
        await upgrade(scripts)
    assert await lookups.schema(scripts) == Schema(BEFORE, 1)
    await upgrade(scripts)
    assert made_up.done == [BEFORE + 1, BEFORE + 1, BEFORE + 2]


async def test_an_empty_store_stays_empty_and_a_new_account_needs_no_step(
    scripts: Scripts, made_up: MadeUp, redis: Redis
) -> None:
    await redis.flushall()
    await upgrade(scripts)
    assert (await redis.keys("*"), made_up.done) == ([], [])


@pytest.mark.parametrize("field", ["schema", "schema_least"])
async def test_a_newer_store_is_refused_and_stays_as_it_is(
    scripts: Scripts, account: None, redis: Redis, field: str
) -> None:
    await redis.hset(keys.ACCOUNT, field, BEFORE + 4)
    before = await everything(redis)
    with pytest.raises(StoreTrouble, match=f"schema {BEFORE + 4}.*understands schema {BEFORE}"):
        await upgrade(scripts)
    assert await everything(redis) == before


async def test_a_step_beside_is_done_while_older_programs_run(scripts: Scripts, made_up: MadeUp) -> None:
    await older(scripts)
    await upgrade(scripts)
    assert made_up.done == [BEFORE + 1, BEFORE + 2]


async def test_a_step_alone_is_not_begun_while_older_programs_run(
    scripts: Scripts, made_up: MadeUp, redis: Redis
) -> None:
    made_up.steps(alone=True)
    await older(scripts)
    before = await everything(redis)

    with pytest.raises(StoreTrouble, match=r"Stop these processes.*: hub 7 on there \(version 0.0.9\)\."):
        await upgrade(scripts)

    assert await everything(redis) == before
    await scripts.run("report_process", process="7")
    await upgrade(scripts)
    assert made_up.done == [BEFORE + 1, BEFORE + 2]


async def test_a_step_alone_that_was_begun_keeps_older_programs_out(
    scripts: Scripts, made_up: MadeUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail() -> None:
        raise Refused("try_again")

    made_up.steps(alone=True, do=fail)
    with pytest.raises(Refused):
        await upgrade(scripts)
    assert await lookups.schema(scripts) == Schema(BEFORE, BEFORE + 1)
    monkeypatch.setattr(keys, "SCHEMA", BEFORE)
    with pytest.raises(StoreTrouble):
        await upgrade(scripts)


async def test_an_older_program_that_was_paused_meanwhile_leaves_when_it_is_back(
    scripts: Scripts, made_up: MadeUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up.steps(alone=True)
    left = asyncio.Event()
    monkeypatch.setattr(reports, "leave", left.set)
    monkeypatch.setattr(reports, "REPORT_EVERY_SECONDS", 0.01)
    await upgrade(scripts)
    async with reporting(Background(), scripts, lambda: OpenSockets(texter=0, admin=0)):
        await asyncio.sleep(0.05)
    assert not left.is_set(), "this one understands it"
    monkeypatch.setattr(keys, "SCHEMA", BEFORE)
    async with reporting(Background(), scripts, lambda: OpenSockets(texter=0, admin=0)), asyncio.timeout(10):
        await left.wait()


async def test_a_running_process_upgrades_an_older_state_that_was_put_in_place(
    scripts: Scripts, made_up: MadeUp, caplog: pytest.LogCaptureFixture, redis: Redis
) -> None:
    await upgrade_if_older(scripts)
    await upgrade_if_older(scripts)
    assert made_up.done == [BEFORE + 1, BEFORE + 2]
    caplog.clear()
    await redis.hset(keys.ACCOUNT, "schema", BEFORE + 4)
    await upgrade_if_older(scripts)
    assert caplog.messages == [], "a newer version works beside it"


async def test_a_running_process_says_why_it_does_not(
    scripts: Scripts, made_up: MadeUp, caplog: pytest.LogCaptureFixture
) -> None:
    made_up.steps(alone=True)
    await older(scripts)
    await upgrade_if_older(scripts)
    assert made_up.done == []
    assert "Stop these processes" in caplog.text
