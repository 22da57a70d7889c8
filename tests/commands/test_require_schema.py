import pytest

from server.store import lookups
from server.store.lookups import Schema
from server.store.processes import reported
from server.store.scripts import Scripts


@pytest.fixture(autouse=True)
async def an_account(account: None) -> None:
    """Every test has one."""


async def reports(scripts: Scripts, pid: int, **more: object) -> int:
    """A process reports; gives the schema that it must understand."""
    report = {"host": "here", "pid": pid, "version": "1", "sockets": {"texter": 0, "admin": 0}}
    least: int = await scripts.run("report_process", process=str(pid), report=report | more)
    return least


async def required(scripts: Scripts, least: int) -> list[int]:
    """Require a schema; gives the processes that run and don't understand it."""
    return sorted(process.pid for process in reported(await scripts.run("require_schema", least=least)))


async def test_with_nobody_there_it_is_required_and_every_process_hears_so(scripts: Scripts) -> None:
    assert await reports(scripts, 1, schema=4) == 1
    assert await required(scripts, 4) == []
    assert await reports(scripts, 1, schema=4) == await reports(scripts, 2) == 4


async def test_processes_of_an_older_schema_are_named_and_nothing_is_required(scripts: Scripts) -> None:
    await reports(scripts, 1)
    await reports(scripts, 2, schema=3)
    await reports(scripts, 3, schema=4)
    before = await lookups.schema(scripts)

    assert await required(scripts, 4) == [1, 2]

    assert await lookups.schema(scripts) == before
    await scripts.run("report_process", process="1")
    assert await required(scripts, 4) == [2]
    await scripts.run("report_process", process="2")
    assert await required(scripts, 4) == []


async def test_a_later_one_stays_required(scripts: Scripts) -> None:
    await required(scripts, 5)
    await required(scripts, 4)
    found = await lookups.schema(scripts)
    assert isinstance(found, Schema)
    assert found.least == 5


async def test_an_emptied_store_stays_empty(scripts: Scripts) -> None:
    await scripts.redis.flushall()
    assert await required(scripts, 4) == []
    assert await scripts.redis.keys("*") == []
