import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from server.campaigns.check import check
from tests.backup.stores import AT_ONCE, backed_up
from tests.command_line import handraise, running, start
from tests.commands.test_take_texts import sent
from tests.faults.stores import Store, store


@pytest.fixture
async def here(store_binary: str) -> AsyncIterator[Store]:
    """A store with a campaign of five, who are all being texted."""
    async with store(store_binary, *AT_ONCE) as running_store:
        await sent(running_store.world, contacts=5)
        yield running_store


async def test_a_backup_is_made_and_restored_into_a_private_store(here: Store, tmp_path: Path) -> None:
    file = tmp_path / "b.zip"
    ended = await handraise("backup", file, REDIS_URL=f"unix://{here.path}")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.startswith(f"{file}: 0.0 MB")

    ended = await handraise("restore", file, HANDRAISE_DATA=tmp_path / "data")

    assert ended.code == 0, ended.err
    assert "keys are restored, as they were on 20" in ended.err
    assert "1 campaign was active and is paused.\n" in ended.err
    assert "5 texts that were queued are of unknown fate, and won't go out any more" in ended.err
    assert "look into your carrier's log of texts" in ended.err
    checked = await handraise("check", HANDRAISE_DATA=tmp_path / "data")
    assert checked.out == "5 conversations in 1 campaigns: all is well.\n"


async def test_moved_as_it_is_nothing_is_said_of_texts(here: Store, tmp_path: Path, store_binary: str) -> None:
    await handraise("backup", tmp_path / "b.zip", REDIS_URL=f"unix://{here.path}")
    async with store(store_binary) as there:
        ended = await handraise("restore", tmp_path / "b.zip", "--as-is", REDIS_URL=f"unix://{there.path}")
        assert (ended.code, "texts" in ended.err) == (0, False)
        assert (await there.world.counts(1))["status"] == "active"


async def test_what_cannot_be_restored_is_told_in_a_sentence(here: Store, tmp_path: Path) -> None:
    url = f"unix://{here.path}"
    ended = await handraise("restore", tmp_path / "b.zip", REDIS_URL=url)
    assert (ended.code, "b.zip can't be read: No such file or directory." in ended.err) == (1, True)
    await handraise("backup", tmp_path / "b.zip", REDIS_URL=url)
    ended = await handraise("restore", tmp_path / "b.zip", REDIS_URL=url)
    assert (ended.code, "isn't empty" in ended.err) == (1, True)
    ended = await handraise("backup", tmp_path / "b.zip", REDIS_URL=url)
    assert (ended.code, "b.zip is there already: choose another name, or add --replace." in ended.err) == (1, True)
    assert (await handraise("backup", tmp_path / "b.zip", "--replace", REDIS_URL=url)).code == 0


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
async def test_a_backup_that_is_ended_leaves_no_file(store_binary: str, tmp_path: Path, how: signal.Signals) -> None:
    async with store(store_binary, *AT_ONCE, "--rdb-key-save-delay", "100000") as slow:
        await slow.redis.mset({f"{n}": os.urandom(10**6) for n in range(100)})
        file = tmp_path / "b.zip"
        async with running("backup", file, REDIS_URL=f"unix://{slow.path}") as backup, asyncio.timeout(30):
            while not (tmp_path / "b.zip.part").exists():
                await asyncio.sleep(0.05)
            ended = await backup.stop(how)
        assert (ended.code, ended.err) == (1, "Error: It was ended half-way, so nothing was written.\n")
        assert list(tmp_path.iterdir()) == []


async def test_a_restore_that_is_ended_leaves_no_process_and_can_be_done_again(
    store_binary: str, tmp_path: Path
) -> None:
    file = tmp_path / "b.zip"
    async with store(store_binary, *AT_ONCE) as here, store(store_binary) as there:
        await here.world.campaign(5)
        async with here.redis.pipeline(transaction=False) as pipeline:
            for n in range(200_000):
                pipeline.set(f"{{c:1}}:request:1:{n}", n)
            await pipeline.execute()
        await backed_up(here, file)
        url = f"unix://{there.path}"
        restoring = await start("restore", file, REDIS_URL=url)
        async with asyncio.timeout(60):
            while await there.redis.dbsize() < 1_000:
                await asyncio.sleep(0.02)
        servers = psutil.Process(restoring.pid).children()
        assert [one.name() for one in servers] == [Path(store_binary).name]
        restoring.send_signal(signal.SIGTERM)
        _, err = await restoring.communicate()
        assert restoring.returncode == 1
        assert "It was ended half-way, so the store may hold a part: restore with --again." in err.decode()
        assert not servers[0].is_running()
        assert (await handraise("restore", file, REDIS_URL=url)).code == 1

        assert (await handraise("restore", file, "--again", REDIS_URL=url)).code == 0

        assert await there.redis.dbsize() == await here.redis.dbsize()
        assert (await check(there.world.scripts)).faults == []
