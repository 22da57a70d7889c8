"""Processes that say that they are there, and what they do."""

import asyncio

import msgpack
import pytest
from redis.asyncio import Redis

from server.background import Background
from server.store import keys
from server.store import processes as module
from server.store.processes import Carrying, OpenSockets, Process, Rate, processes, reporting
from server.store.scripts import Scripts
from tests.account import listening

HERE = {"host": "here", "pid": 7, "version": "1"}


@pytest.fixture(autouse=True)
async def an_account(account: None) -> None:
    """Every test has one."""


async def reports(scripts: Scripts, process: str = "one", **more: object) -> None:
    """A process reports."""
    await scripts.run("report_process", process=process, report=HERE | more)


async def test_a_process_is_there_since_its_first_report_with_its_latest_work(scripts: Scripts) -> None:
    await reports(scripts, sockets={"texter": 1, "admin": 0})
    [(first, *_), at] = await processes(scripts)
    await asyncio.sleep(0.01)
    await reports(scripts, sockets={"texter": 5, "admin": 2})
    [(last, *others), later] = await processes(scripts)

    assert (others, last.sockets) == ([], OpenSockets(texter=5, admin=2))
    assert first.since == last.since <= at < later


async def test_one_that_has_ended_or_fallen_silent_is_not_there_and_is_forgotten(
    scripts: Scripts, redis: Redis
) -> None:
    for name in ("ended", "silent", "one"):
        await reports(scripts, name)
    await scripts.run("report_process", process="ended")
    packed = msgpack.unpackb(await redis.hget(keys.under(keys.ACCOUNT, "processes"), "silent"))
    silent = packed | {"believed": (await scripts.now()) - 1}
    await redis.hset(keys.under(keys.ACCOUNT, "processes"), "silent", msgpack.packb(silent))

    assert len((await processes(scripts))[0]) == 1
    await reports(scripts)
    assert await redis.hkeys(keys.under(keys.ACCOUNT, "processes")) == [b"one"]


async def test_it_is_announced_to_nobody(scripts: Scripts) -> None:
    async with listening(scripts) as heard:
        await reports(scripts)
        await scripts.run("report_process", process="one")
        assert await heard.news() == []


async def test_an_emptied_store_stays_empty(scripts: Scripts, redis: Redis) -> None:
    await redis.flushall()
    await reports(scripts)
    assert await redis.keys("*") == []


async def test_a_report_of_another_version_is_passed_over_or_read_as_far_as_it_is_known(scripts: Scripts) -> None:
    await reports(scripts, "newer", carrying={"carrier": "pigeon", "rate": 2, "in_hand": 3, "wings": 2}, age=3)
    await reports(scripts, "other", host=None)
    [[found], _] = await processes(scripts)
    assert found.carrying == Carrying(carrier="pigeon", rate=2.0, in_hand=3)


async def test_a_process_reports_again_and_again_and_says_when_it_goes(
    scripts: Scripts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REPORT_EVERY_SECONDS", 0.01)
    texters = 0

    def work() -> OpenSockets:
        nonlocal texters
        texters += 1
        return OpenSockets(texter=texters, admin=0)

    found: list[Process] = []
    async with reporting(Background(), scripts, work), asyncio.timeout(10):
        while not (found and found[0].sockets and found[0].sockets.texter > 2):
            found, _ = await processes(scripts)
    assert (await processes(scripts))[0] == []


async def test_the_end_of_a_process_does_not_wait_long_for_a_store_that_is_away(
    scripts: Scripts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GOODBYE_WITHIN_SECONDS", 0.05)

    async def never(*_: object, **__: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(scripts, "run", never)
    async with asyncio.timeout(5), reporting(Background(), scripts, lambda: OpenSockets(texter=0, admin=0)):
        await asyncio.sleep(0.01)


async def test_a_rate_is_that_of_the_last_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    now, total = 1000.0, 7.0
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now, raising=False)
    rate = Rate(lambda: total)
    assert rate.now() == 0
    now, total = now + 10, total + 20
    assert rate.now() == 2.0
    for _ in range(12):
        now, total = now + 5, total + 50
        rate.now()
    assert rate.now() == 10.0
    now += 61
    rate.now()
    assert rate.now() == 0.0
