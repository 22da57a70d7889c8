"""Every command that opens a store which a newer version has upgraded ends with a sentence, and changes nothing."""

import asyncio
from pathlib import Path

import pytest
from redis.asyncio import Redis

from server.config import Config
from server.store import keys
from server.store.connecting import open_store
from server.store.scripts import Scripts
from server.store.verbs import source, verbs
from server.upgrades.opening import open_account
from tests.account import add
from tests.command_line import handraise
from tests.processes import handraise as hub_or_carrier
from tests.stored import everything

COMMANDS = [
    ("serve", "--port", "0"),
    ("serve", "--port", "0", "--workers", "2"),
    ("carrier", "simulator"),
    ("status",),
    ("check",),
    ("account", "show"),
    ("member", "add", "ana@example.org", "--name", "Ana", "--role", "texter"),
    ("load", "http://127.0.0.1:1", "--campaign", "1"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
async def test_a_newer_store_is_refused(store_url: str, redis: Redis, account: None, command: tuple[str, ...]) -> None:
    await redis.hset(keys.ACCOUNT, "schema", 99)
    before = await everything(redis)

    ended = await handraise(*command, REDIS_URL=store_url)

    assert (ended.code, ended.err.count("\n")) == (1, 1)
    assert "schema 99" in ended.err
    assert await everything(redis) == before


async def test_the_demo_refuses_one_too(tmp_path: Path) -> None:
    async with open_store(Config(data=tmp_path)) as store:
        await add(Scripts(store.nodes), "Ana")
        await store.redis.hset(keys.ACCOUNT, "schema", 99)
    ended = await handraise("demo", "--port", "0", "--data", tmp_path)
    assert ended.code == 1
    assert "schema 99" in ended.err.splitlines()[-1], "after a line that the store is loading"


async def test_an_older_store_is_upgraded_and_that_is_told(store_url: str, redis: Redis, account: None) -> None:
    await redis.hdel(keys.ACCOUNT, "schema")
    for upgraded in (True, False):
        ended = await handraise("status", REDIS_URL=store_url)
        assert ended.code == 0
        assert ("upgraded to schema" in ended.err) == upgraded
        assert f"schema {keys.SCHEMA}" in ended.out


@pytest.mark.parametrize("command", [("serve", "--port", "0"), ("carrier", "simulator")], ids=" ".join)
async def test_one_that_a_newer_store_locks_out_while_it_runs_leaves(
    store_url: str, redis: Redis, account: None, command: tuple[str, ...]
) -> None:
    async with hub_or_carrier(*command, REDIS_URL=store_url) as running:
        await running.says("serves|carries")
        await redis.hset(keys.ACCOUNT, "schema_least", 99)
        async with asyncio.timeout(15):
            assert await running.process.wait() == 0
        assert "upgraded the store to schema 99. This process leaves." in running.log()
        assert "Traceback" not in running.log()


async def test_a_process_that_has_opened_the_store_needs_no_files_of_verbs_any_more(
    store_url: str, redis: Redis
) -> None:
    """Whoever upgrades may replace them while it runs."""
    source.cache_clear()
    async with open_account(Config(redis_url=store_url, accept_loss=True)):
        assert source.cache_info().currsize == len(verbs())
