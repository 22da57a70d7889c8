"""Connections: silent ones end and give way, so that a texter always gets in; all others are left alone."""

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from pathlib import Path
from socket import create_connection

import pytest
from redis.asyncio import Redis

from server.config import Config
from server.host.addresses import networks
from server.host.open_files import OTHER_FILES
from server.web import connections
from server.web.connections import Caller
from tests.processes import ROOT
from tests.served import served
from tests.test_session import answer, socket
from tests.world import World

GET = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n"


class Bare:
    """A bare connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def say(self, *parts: bytes) -> None:
        """Send these, one after another."""
        for part in parts:
            self._writer.write(part)
            await self._writer.drain()

    async def status(self) -> int:
        """The status of the next answer, which is read whole."""
        async with asyncio.timeout(20):
            head = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
            found = re.search(r"content-length: (\d+)", head)
            await self._reader.readexactly(int(found[1]) if found else 0)
        return int(head.split()[1])

    async def ended(self) -> bool:
        """Wait until the other side has ended it, which is all that happens."""
        async with asyncio.timeout(20):
            try:
                return await self._reader.read() == b""
            except ConnectionResetError:
                return True


@asynccontextmanager
async def call(url: str, address: str = "127.0.0.1") -> AsyncIterator[Bare]:
    """A connection from an address of this machine."""
    host, port = url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port), local_addr=(address, 0))
    try:
        yield Bare(reader, writer)
    finally:
        writer.transport.abort()


async def calls(stack: AsyncExitStack, url: str, count: int, address: str = "127.0.0.1") -> list[Bare]:
    """Several of them, which have all been taken in."""
    return [await stack.enter_async_context(call(url, address)) for _ in range(count)]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Little time for everything."""
    monkeypatch.setattr(connections, "HEAD_WITHIN_SECONDS", 0.2)
    monkeypatch.setattr(connections, "BODY_LOOK_EVERY_SECONDS", 0.2)


@pytest.fixture
def taken_in(monkeypatch: pytest.MonkeyPatch) -> list[Caller]:
    """The connections that the hub has taken in. Nothing ends by itself: tests say when time is up."""
    found: list[Caller] = []
    original = Caller._look_in

    def look_in(inside: Caller, seconds: float) -> None:
        if inside not in found:
            found.append(inside)
        original(inside, 3600)

    monkeypatch.setattr(Caller, "_look_in", look_in)
    return found


async def until_heard(inside: Caller, came: int) -> None:
    """Wait until that many bytes have come since the last look."""
    async with asyncio.timeout(20):
        while inside._came < came:
            await asyncio.sleep(0)


async def in_body(taken_in: list[Caller]) -> Caller:
    """The first connection, once the head of its request has come."""
    async with asyncio.timeout(20):
        while not taken_in or not taken_in[0]._in_body:
            await asyncio.sleep(0)
    return taken_in[0]


# Those that don't finish are ended.


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"G",
        b"GET /health/live HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        b"GET /ws/texter HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n",
        b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n",
        b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\nemail=",
        b"POST /sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nemail\r\n",
        b"GET /ws/texter HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 9\r\n\r\n",
        b"GET /ws/texter HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX: %b\r\n\r\n"
        % (b"x" * 9_000),
    ],
)
@pytest.mark.parametrize("before", [b"", GET], ids=["first", "second"])
async def test_a_request_that_does_not_come_to_its_end_ends_its_connection(
    hub_url: str, impatient: None, caplog: pytest.LogCaptureFixture, said: bytes, before: bytes
) -> None:
    async with call(hub_url) as caller:
        await caller.say(before)
        if before:
            assert await caller.status() == 200
        await caller.say(said)
        assert await caller.ended()
    assert "Traceback" not in caplog.text


async def test_a_body_that_nobody_waits_for_any_more_has_its_time_too(hub_url: str, impatient: None) -> None:
    async with call(hub_url) as caller:
        await caller.say(b"POST /nothing-here HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\nabc")
        assert await caller.status() == 404
        await caller.say(b"d")
        assert await caller.ended()


async def test_a_slow_body_goes_on_as_long_as_enough_of_it_comes(
    hub_url: str, taken_in: list[Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with call(hub_url) as caller:
        await caller.say(POST)
        inside = await in_body(taken_in)
        for _ in range(2):
            await caller.say(b"x" * 1_000, b"x" * 1_000)
            await until_heard(inside, 2_000)
            inside._look()
        await caller.say(b"x" * 1_000)
        assert await caller.status() == 403  # it was read, as a form that signs nobody in


async def test_a_body_of_which_too_little_comes_ends(hub_url: str, taken_in: list[Caller]) -> None:
    async with call(hub_url) as caller:
        await caller.say(POST)
        inside = await in_body(taken_in)
        await caller.say(b"x" * 2_000)
        await until_heard(inside, 2_000)
        inside._look()
        await caller.say(b"x" * 1_999)
        await until_heard(inside, 1_999)
        inside._look()
        assert await caller.ended()


async def test_a_body_that_we_do_not_read_is_not_held_against_its_sender(hub_url: str, taken_in: list[Caller]) -> None:
    async with call(hub_url) as caller:
        await caller.say(POST)
        inside = await in_body(taken_in)
        inside.flow.pause_reading()
        inside._look()
        inside._look()
        inside.flow.resume_reading()
        await caller.say(b"x" * 5_000)
        assert await caller.status() == 403


# They give way to those who come after them.


async def test_the_longest_silent_of_an_address_gives_way_to_its_newest(
    hub_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(connections, "UNFINISHED_PER_ADDRESS", 5)
    async with AsyncExitStack() as stack:
        (other,) = await calls(stack, hub_url, 1, "127.0.0.2")
        first, *rest = await calls(stack, hub_url, 6)
        assert await first.ended()
        assert "127.0.0.1 has 5 connections whose request hasn't wholly come, as many as" in caplog.text
        for caller in (other, *rest):
            await caller.say(GET)
            assert await caller.status() == 200


async def test_the_longest_silent_of_all_gives_way_and_an_upload_that_comes_on_does_not(
    hub_url: str, taken_in: list[Caller], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "UNFINISHED_IN_ALL", 5)
    async with AsyncExitStack() as stack:
        (upload,) = await calls(stack, hub_url, 1, "127.0.0.2")
        await upload.say(POST)
        inside = await in_body(taken_in)
        silent = [(await calls(stack, hub_url, 1, f"127.0.0.{n}"))[0] for n in range(3, 7)]
        await upload.say(b"x")
        await until_heard(inside, 1)
        (new,) = await calls(stack, hub_url, 1, "127.0.0.9")
        assert await silent[0].ended()
        await upload.say(b"x" * 4_999)
        assert await upload.status() == 403
        for caller in (*silent[1:], new):
            await caller.say(GET)
            assert await caller.status() == 200


async def test_sockets_and_answered_requests_do_not_count(
    hub_url: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "UNFINISHED_PER_ADDRESS", 1)
    token = await world.members.token(await world.member("Ana"))
    async with AsyncExitStack() as stack:
        opened = [await stack.enter_async_context(socket(hub_url, token=token)) for _ in range(5)]
        callers = []
        for _ in range(5):
            callers += await calls(stack, hub_url, 1)
            await callers[-1].say(GET)
            assert await callers[-1].status() == 200
        for n, each in enumerate(opened):
            assert (await answer(each, [n, "open_console", {}]))[:2] == ["reply", n]
        for caller in callers:
            await caller.say(GET)
            assert await caller.status() == 200


async def test_a_trusted_proxy_may_have_more_than_an_address(
    store_url: str, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "UNFINISHED_PER_ADDRESS", 5)
    trusted = Config(redis_url=store_url, accept_loss=True, trusted_proxies=networks("127.0.0.1"))
    async with served(trusted) as url, AsyncExitStack() as stack:
        for caller in await calls(stack, url, 20):
            await caller.say(GET)
            assert await caller.status() == 200


async def test_many_who_come_at_the_same_moment_are_all_answered(hub_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "UNFINISHED_PER_ADDRESS", 5)
    monkeypatch.setattr(connections, "UNFINISHED_IN_ALL", 5)
    host, port = hub_url.removeprefix("http://").split(":")
    with ExitStack() as stack:
        callers = [stack.enter_context(create_connection((host, int(port)))) for _ in range(100)]
        for caller in callers:  # all of it before the hub, which is in this process, can take in the first
            caller.sendall(GET)
            caller.setblocking(False)
        for caller in callers:
            async with asyncio.timeout(20):
                assert (await asyncio.get_running_loop().sock_recv(caller, 12)) == b"HTTP/1.1 200"


# The limit of open files.


@asynccontextmanager
async def hub_with_few_files(store_url: str, files: int) -> AsyncIterator[tuple[str, Path]]:
    """A hub that may open no more files than this; gives its address, and the file of all that it says."""
    program = ("sh", "-c", f'ulimit -n {files}; exec "$@"', "sh", sys.executable)
    main = ("-c", "from server.cli.main import main; main()", "serve", "--port", "0")
    with tempfile.NamedTemporaryFile(suffix=".log") as log:
        process = await asyncio.create_subprocess_exec(
            *program,
            *main,
            cwd=ROOT,
            env={**os.environ, "REDIS_URL": store_url, "HANDRAISE_ACCEPT_LOSS": "1"},
            stdout=log,
            stderr=log,
        )
        said = Path(log.name)
        try:
            async with asyncio.timeout(60):
                while not (serves := re.search(r"serves (http://\S+)", said.read_text())):
                    assert process.returncode is None, said.read_text()
                    await asyncio.sleep(0.02)
            yield serves[1], said
        finally:
            process.terminate()
            await process.wait()


async def test_where_files_are_few_hundreds_of_silent_ones_keep_no_texter_out(store_url: str, world: World) -> None:
    token = await world.members.token(await world.member("Ana"))
    async with (
        hub_with_few_files(store_url, OTHER_FILES + 50) as (url, said),
        socket(url, token=token) as before,
        AsyncExitStack() as stack,
    ):
        await answer(before, [1, "open_console", {}])
        for n in range(2, 12):
            await calls(stack, url, 40, f"127.0.0.{n}")
        async with socket(url, token=token) as after:
            assert (await answer(after, [1, "open_console", {}]))[0] == "reply"
            assert (await answer(before, [2, "open_console", {}]))[0] == "reply"
        told = said.read_text()
    assert told.count("enough for 50 connections") == 1
    assert told.count("There are 50 connections, as many as this process may have") == 1
    assert len(told.splitlines()) == 4


async def test_the_limit_of_open_files_is_raised_as_far_as_it_goes() -> None:
    program = (
        "import resource; from server.host.open_files import raise_open_files; "
        "print(*raise_open_files(), *resource.getrlimit(resource.RLIMIT_NOFILE), sep='|')"
    )
    shell = 'ulimit -Sn 300 && ulimit -Hn 900 && exec "$@"'
    command = ("sh", "-c", shell, "sh", sys.executable, "-c", program)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()

    fits, sentence, soft, hard = out.decode().strip().split("|")
    assert (int(fits), int(soft), int(hard)) == (900 - OTHER_FILES, 900, 900)
    assert "900 files, enough for 700 connections instead of 15,000: raise its limit of open files" in sentence
