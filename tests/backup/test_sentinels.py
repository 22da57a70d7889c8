import asyncio
from pathlib import Path

import pytest

from server.backup.archive import BadBackup, opened
from server.backup.making import back_up
from server.backup.restoring import restore
from server.config import Config
from server.people.members import Members
from server.store.connecting import open_store
from server.store.half_restored import MARK
from server.store.scripts import Scripts
from tests.backup.stores import backed_up, kept, restored
from tests.faults.stores import store
from tests.replicated.sentinel import NAME, sentinel_deployment
from tests.world import World

LISTED_AFTER_SECONDS = 12.0
"""Seconds after which sentinels have asked the primary who follows it: they do so every ten."""


async def test_a_backup_from_behind_sentinels_is_no_replica_to_them(store_binary: str, tmp_path: Path) -> None:
    """They would keep it for ever, and say that it is down."""
    async with sentinel_deployment(store_binary) as deployment, store(store_binary) as there:
        primary = await deployment.primary()
        async with open_store(Config(redis_url=deployment.url, accept_loss=True)) as running:
            world = World(Scripts(running.nodes), Members(Scripts(running.nodes), Config()))
            await world.texter(await world.campaign(50))
            keys = await primary.redis.dbsize()
            await primary.redis.config_set("rdb-key-save-delay", round(LISTED_AFTER_SECONDS / keys * 1e6))
            making = asyncio.create_task(back_up(running, tmp_path / "b.zip", replace=False))
            await asyncio.sleep(LISTED_AFTER_SECONDS - 1)
            assert (await primary.redis.info("replication"))["connected_slaves"] == 2
            for sentinel in deployment.sentinels:
                assert len(await sentinel.redis.sentinel_slaves(NAME)) == 1
            await making
        await restored(there, tmp_path / "b.zip", as_is=True)
        assert await kept(there.redis) == await kept(primary.redis)


async def test_a_restore_is_done_only_when_the_replicas_have_it(store_binary: str, tmp_path: Path) -> None:
    async with sentinel_deployment(store_binary) as deployment, store(store_binary) as here:
        await here.world.campaign(50)
        await backed_up(here, tmp_path / "b.zip")
        primary = await deployment.primary()
        replica = await deployment.replica(primary)
        async with open_store(Config(redis_url=deployment.url, store_replicas=1, accept_loss=True)) as running:
            with opened(tmp_path / "b.zip") as backup:
                replica.pause()
                try:
                    with pytest.raises(BadBackup, match="too few of its replicas keep up"):
                        await restore(running, backup, as_is=True, again=False, progress=lambda size, more: None)
                finally:
                    replica.resume()
        assert await primary.redis.exists(MARK)
