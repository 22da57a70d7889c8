import asyncio
import os
import signal
import socket
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from redis.asyncio import Redis
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from server.host.listening import CantListen, address, listen
from tests.carriers.carrying import eventually
from tests.command_line import Running, running
from tests.world import World


def test_an_address_is_written_as_people_open_it() -> None:
    with listen("127.0.0.1", 0) as four:
        assert address(four) == f"http://127.0.0.1:{four.getsockname()[1]}"


@pytest.mark.skipif(not socket.has_ipv6, reason="no IPv6 here")
def test_an_ipv6_address_is_in_brackets() -> None:
    try:
        six = listen("::1", 0)
    except CantListen:
        pytest.skip("no IPv6 here")
    with six:
        assert address(six).startswith("http://[::1]:")


@pytest.mark.parametrize("host", ["no such host", "192.0.2.1"])
def test_an_address_that_is_not_ours_is_told_in_a_sentence(host: str) -> None:
    with pytest.raises(CantListen, match="choose another with --port"):
        listen(host, 8000)


async def test_a_hub_that_stops_tells_its_sockets_to_come_back(store_url: str, world: World) -> None:
    token = await world.members.token(await world.member("Ana"))

    async with running("serve", "--port", "0", REDIS_URL=store_url) as hub:
        at = (await hub.says("Handraise serves")).split()[-1].replace("http", "ws")
        headers = {"Authorization": f"Bearer {token}"}
        async with connect(
            f"{at}/ws/texter", subprotocols=["handraise.v1.json"], additional_headers=headers
        ) as browser:
            await browser.send('[1, "open_console", {}]')
            await browser.recv()  # so it has been let in
            stopping = asyncio.create_task(hub.stop())
            with pytest.raises(ConnectionClosed) as closed:
                await browser.recv()
        ended = await stopping

    said = closed.value.rcvd
    assert said is not None
    assert (said.code, said.reason) == (1012, "Restarting: come back in a moment.")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith("\nHandraise has stopped.\n")


async def processes() -> dict[int, int]:
    """Every process that serves as one of several → the one that started it."""
    command = ("ps", "-A", "-ww", "-o", "pid=,ppid=,args=")
    listing = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await listing.communicate()
    rows = (line.split(maxsplit=2) for line in out.decode().splitlines())
    return {int(pid): int(parent) for pid, parent, words in rows if "serve --descriptor" in words}


async def workers(hub: Running) -> list[int]:
    """The processes that serve, once there are two."""
    found: list[int] = []

    async def two() -> bool:
        found[:] = [pid for pid, parent in (await processes()).items() if parent == hub.process.pid]
        return len(found) == 2

    await eventually(two)
    return found


async def answers(at: str) -> bool:
    """Return whether a hub serves at this address."""
    async with httpx.AsyncClient() as browser:
        try:
            return (await browser.get(f"{at}/health/live")).status_code == 200
        except httpx.TransportError:
            return False


async def test_told_twice_to_leave_it_leaves_at_once_and_still_in_order(store_url: str, redis: Redis) -> None:
    async with running("serve", "--port", "0", REDIS_URL=store_url) as hub:
        await hub.says("Handraise serves")
        hub.process.send_signal(signal.SIGTERM)
        ended = await hub.stop(signal.SIGINT)

    assert (ended.code, ended.err) == (0, "")


async def test_several_processes_serve_one_address_and_all_leave(store_url: str, redis: Redis) -> None:
    async with running("serve", "--port", "0", "--workers", "2", REDIS_URL=store_url) as hub:
        at = (await hub.says("with 2 processes")).split()[2]
        await eventually(lambda: answers(at))
        pids = await workers(hub)
        ended = await hub.stop(signal.SIGINT)

    assert (ended.code, ended.err, len(pids)) == (0, "", 2)
    assert ended.out.endswith("\nHandraise has stopped.\n")
    assert not set(pids) & (await processes()).keys()
    assert not await answers(at)


async def test_a_process_that_dies_is_replaced(store_url: str, redis: Redis) -> None:
    async with running("serve", "--port", "0", "--workers", "2", REDIS_URL=store_url) as hub:
        await hub.says("with 2 processes")
        first = await workers(hub)
        os.kill(first[0], signal.SIGKILL)

        async def replaced() -> bool:
            return first[0] not in await workers(hub)

        await eventually(replaced)
        ended = await hub.stop()

    assert "A process that served ended (-9); another takes its place." in ended.err


async def test_processes_leave_when_the_one_that_started_them_is_killed(tmp_path: Path) -> None:
    async with running("serve", "--port", "0", "--workers", "2", HANDRAISE_DATA=tmp_path) as hub:
        at = (await hub.says("with 2 processes")).split()[2]
        await eventually(lambda: answers(at))
        pids = await workers(hub)
        hub.process.kill()

        async def all_have_left() -> bool:
            return not set(pids) & (await processes()).keys()

        try:
            await eventually(all_have_left)
        finally:
            for pid in pids:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
    assert not (tmp_path / "store.sock").exists()
