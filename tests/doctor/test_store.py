from pathlib import Path

import pytest

from server.doctor import machine
from server.doctor.machine import look_at_clock, look_at_disk, look_at_files
from server.store.scripts import Scripts
from tests.doctor.examined import marks, said, told
from tests.faults.stores import store
from tests.replicated.cluster import cluster_deployment

LASTING = {"HANDRAISE_ACCEPT_LOSS": ""}


async def test_a_store_that_keeps_everything_is_fine(store_binary: str) -> None:
    async with store(store_binary, "--appendonly", "yes") as one:
        empty = await told(REDIS_URL=f"unix://{one.path}", **LASTING)
        await one.world.member("Ana")
        parts = await told(REDIS_URL=f"unix://{one.path}", **LASTING)
        kept = await one.redis.keys()
        assert marks(await told(REDIS_URL=f"unix://{one.path}"))["Durability"] == "doubt"
        assert await one.redis.keys() == kept, "it changes nothing"
    assert "handraise member add" in said(empty, "Account")
    assert {about: marks(parts)[about] for about in ("Store", "Durability", "Memory", "Clock")} == dict.fromkeys(
        ("Store", "Durability", "Memory", "Clock"), "fine"
    )
    assert "Account" not in parts
    assert "each change on disk" in said(parts, "Durability")


async def test_what_a_store_would_lose_is_told_and_the_rest_is_looked_at_all_the_same(store_binary: str) -> None:
    async with store(store_binary) as one:
        parts = await told(REDIS_URL=f"unix://{one.path}", **LASTING)
        assert "set its appendonly to yes" in said(parts, "Store")
        assert {"Memory", "Clock", "Hubs", "Texts"} <= parts.keys()
        await one.redis.config_set("save", "3600 1")
        assert "Set its appendonly to yes" in said(await told(REDIS_URL=f"unix://{one.path}", **LASTING), "Durability")
        await one.redis.config_set("maxmemory", "1gb")
        await one.redis.config_set("maxmemory-policy", "allkeys-lru")
        parts = await told(REDIS_URL=f"unix://{one.path}", **LASTING)
        assert "set its maxmemory-policy to noeviction" in said(parts, "Store")
        assert marks(parts)["Memory"] == "fine"


async def test_a_store_that_is_nearly_full_is_told_and_one_that_is_full_too(store_binary: str) -> None:
    async with store(store_binary, "--appendonly", "yes", "--maxmemory-policy", "noeviction") as one:
        await one.world.member("Ana")
        await one.redis.setrange("large", 30_000_000, "x")
        used = (await one.redis.info())["used_memory"]
        for part, mark in ((0.85, "doubt"), (0.97, "wrong")):
            await one.redis.config_set("maxmemory", round(used / part))
            parts = await told(REDIS_URL=f"unix://{one.path}", **LASTING)
            assert marks(parts)["Memory"] == mark
            assert "Raise its maxmemory" in said(parts, "Memory")
        await one.redis.config_set("maxmemory", 1)
        parts = await told(REDIS_URL=f"unix://{one.path}", **LASTING)
        assert "The store refuses everything" in said(parts, "Store")


async def test_a_store_that_isnt_there_is_told(tmp_path: Path) -> None:
    away = await told(REDIS_URL="redis://127.0.0.1:1")
    assert "There is no store at redis://127.0.0.1:1/0" in said(away, "Store")
    none = await told(HANDRAISE_DATA=str(tmp_path / "none"))
    assert "set REDIS_URL, or HANDRAISE_DATA as the hub has it" in said(none, "Store")
    assert list(tmp_path.iterdir()) == [], "it makes none"


async def test_the_private_store_and_its_disk_are_looked_at(tmp_path: Path) -> None:
    parts = await told(HANDRAISE_DATA=str(tmp_path))
    assert (marks(parts)["Store"], marks(parts)["Durability"], marks(parts)["Disk"]) == ("fine", "fine", "fine")
    [finding] = [one async for one in look_at_disk(tmp_path, 10**18)]
    assert (finding.mark, "Make room" in finding.do) == ("wrong", True)


async def test_a_clock_that_is_wrong_is_told(scripts: Scripts, monkeypatch: pytest.MonkeyPatch) -> None:
    [finding] = [one async for one in look_at_clock(scripts)]
    assert finding.mark == "fine"
    right = machine.time.time
    for seconds in (-10, 10):
        monkeypatch.setattr(machine.time, "time", lambda seconds=seconds: right() + seconds)
        [finding] = [one async for one in look_at_clock(scripts)]
        assert (finding.mark, "are 10 s apart" in finding.sentence) == ("wrong", True)
        assert "timedatectl" in finding.do


async def test_few_open_files_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "raise_open_files", lambda: (56, "It lets a process open 256 files."))
    [finding] = [one async for one in look_at_files()]
    assert (finding.mark, finding.sentence) == ("doubt", "It lets a process open 256 files.")


async def test_a_cluster_is_examined_with_its_replicas(store_binary: str) -> None:
    async with cluster_deployment(store_binary, shards=2) as cluster:
        parts = await told(REDIS_URL=cluster.url, STORE_REPLICAS="1")
        assert "2 primaries" in parts["Store"][-1][1]
        assert marks(parts)["Memory"] == marks(parts)["Clock"] == "fine"
        assert "Account" in parts
        too_few = await told(REDIS_URL=cluster.url, STORE_REPLICAS="2")
        assert "of the 2 replicas that STORE_REPLICAS asks for" in said(too_few, "Store")
