"""Many processes, one data folder, and any of them may be killed at any moment."""

import asyncio
import functools
import os
import random
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from redis.exceptions import ConnectionError as StoreAway
from redis.exceptions import TimeoutError as StoreSlow

from server.config import Config
from server.store.connecting import open_store
from tests.faults.store_user import StoreUser, runs, until


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture
async def users(data):
    """Starts processes that use the folder; whatever a test leaves behind, this takes away."""
    started = []

    def start(*around):
        started.append(StoreUser(data, *around))
        return started[-1]

    yield start
    for user in started:
        user.end()
    if runs(data):  # nobody was left to stop it
        async with open_store(Config(data=data)):
            pass


async def test_ten_processes_that_race_to_start_it_share_one_store(data, users):
    ten = [users() for _ in range(10)]
    for user in ten:
        user.ask("ready")

    for user in ten:
        user.tell("open")
    stores = [user.hear() for user in ten]
    for user in ten:
        user.ask(f"SADD here {user.process.pid}")

    assert len(set(stores)) == 1
    assert {user.ask("SCARD here") for user in ten} == {10}


async def test_however_users_come_go_and_are_killed_every_acknowledged_write_stays(data, users):
    dice = random.Random(7)
    ten = [users() for _ in range(10)]
    acknowledged = 0
    for turn in range(4):
        for user in ten:
            user.tell("open")
            user.tell("INCR n")
            user.tell("close")
        killed = dice.sample(ten, 3) if turn in (1, 2) else []
        for user in killed:
            await asyncio.sleep(dice.random() * 0.05)
            user.signal_group(signal.SIGKILL)
        for user in ten:
            opened, number, closed = user.hear(), user.hear(), user.hear()
            assert not any(isinstance(answer, dict) for answer in (opened, number, closed))
            acknowledged += number is not None
        ten = [user for user in ten if user not in killed]

    async with open_store(Config(data=data)) as store:
        assert int(await store.redis.get("n")) >= acknowledged > 20
    assert not runs(data)


async def test_a_store_killed_while_it_is_written_to_comes_back_with_all_it_acknowledged(data):
    acknowledged, refused = [], 0

    async def write(redis, writer):
        nonlocal refused
        number = 0
        while number < 150 or refused < 3:
            number += 1
            try:
                await redis.rpush("written", f"{writer}:{number}")
                acknowledged.append(f"{writer}:{number}".encode())
            except (StoreAway, StoreSlow):
                refused += 1
                await asyncio.sleep(0.02)

    async with open_store(Config(data=data)) as store:
        writers = asyncio.gather(*(write(store.redis, writer) for writer in range(8)))
        for _ in range(3):
            before = (await store.redis.info())["process_id"]
            await asyncio.sleep(0.05)
            os.kill(before, signal.SIGKILL)
            await until(functools.partial(another, store.redis, before))
        await writers
        written = await store.redis.lrange("written", 0, -1)

    assert refused
    assert set(acknowledged) <= set(written)
    assert len(written) == len(set(written))


async def another(redis, before):
    try:
        return (await redis.info())["process_id"] != before
    except (StoreAway, StoreSlow):
        return False


async def test_whoever_is_left_starts_it_again_when_its_starter_and_it_are_killed(data, users):
    starter, other = users(), users()
    first = starter.ask("open")
    assert other.ask("open") == first
    other.ask("SET kept yes")

    starter.signal_group(signal.SIGKILL)
    os.kill(first, signal.SIGKILL)

    await until(lambda: other.ask("GET kept") == "yes")


async def test_killing_the_starters_process_group_leaves_the_store_for_the_next(data, users):
    starter = users()
    started = starter.ask("open")

    starter.signal_group(signal.SIGKILL)
    starter.end()
    assert runs(data)

    assert users().ask("open") == started


async def test_ctrl_c_doesnt_reach_the_store(data, users):
    starter, other = users(), users()
    started = starter.ask("open")
    other.ask("open")

    starter.signal_group(signal.SIGINT)

    assert "Traceback" not in starter.end()
    assert starter.process.returncode == 130
    assert other.ask("open") == started


async def test_only_the_last_one_to_leave_in_order_stops_it(data, users):
    starter, other, killed = users(), users(), users()
    started = starter.ask("open")
    other.ask("open")
    killed.ask("open")

    assert starter.end() == ""
    killed.signal_group(signal.SIGKILL)
    killed.end()
    assert other.ask("open") == started  # still the same one

    assert other.end() == ""
    assert not runs(data)


async def test_a_full_disk_is_told_once_and_the_store_is_back_when_there_is_room(data, users):
    data.mkdir()
    small_disk = [
        "unshare",
        "--map-root-user",
        "--mount",
        "sh",
        "-c",
        f'mount -t tmpfs -o size=4m none {data}; exec "$@"',
    ]
    if not shutil.which("unshare") or subprocess.run([*small_disk, "sh", "mountpoint", "-q", str(data)]).returncode:
        pytest.skip("this machine lets nobody mount a small disk")
    user = users(*small_disk, "sh")
    user.ask("open")
    filler = Path(f"/proc/{user.process.pid}/root{data}/filler")
    user.ask("SET kept yes")
    with filler.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        while True:
            file.write(bytes(4096))

    for _ in range(3):  # a write that doesn't fit ends the store
        await until(lambda: "closed by server" in str(user.ask(f"APPEND big {'x' * 2000}")))
    filler.unlink()
    await until(lambda: user.ask("SET more yes") is True)

    assert user.ask("GET kept") == "yes"
    assert user.end().count("is full, so the private store can't run: make room on it.") == 1
