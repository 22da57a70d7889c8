"""Real Chromium on a real hub, on an empty store for each test. The hub serves in the process of the tests, and in one
of its own for a test that kills it.

One browser serves them all, so these tests, and what they use, share one event loop: `pytestmark` in each file.
"""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from server.config import Config
from server.people.members import Members
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests.browser.windows import Windows
from tests.clock import Clock, faked
from tests.processes import Process, hub_process
from tests.served import served
from tests.stored import stray_keys

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is Chromium without its own window: the same pages for half of the processor time."""
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
expect.set_options(timeout=20_000)  # ms; only a failure takes that long


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The browser of all these tests."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"Not run: there is no Chromium here ({', '.join(NAMES)}).")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def redis(store_url: str) -> AsyncIterator[Redis]:
    """A client of an empty store, on the browser's event loop."""
    client = Redis.from_url(store_url, retry=Retry(NoBackoff(), 0))
    await client.flushall()
    async with client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def scripts(redis: Redis) -> AsyncIterator[Scripts]:
    """The Lua verbs, on an empty store; they leave no key there that server/store/keys.py doesn't know."""
    yield Scripts(Nodes(redis))
    assert await stray_keys(redis) == {}


@pytest_asyncio.fixture(loop_scope="session")
async def clock(scripts: Scripts, redis: Redis, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Clock]:
    """The store's clock, faked. A test names it before its windows."""
    async with faked(redis, monkeypatch) as fake:
        yield fake


@dataclass
class Serving:
    """The hub of a test.

    process  its own, if it has one
    """

    url: str
    process: Process | None = None


@pytest_asyncio.fixture(loop_scope="session")
async def serving(request: pytest.FixtureRequest, store_url: str, redis: Redis) -> AsyncIterator[Serving]:
    """A hub on that store."""
    if "hub" in request.fixturenames:
        async with hub_process(store_url) as process:
            yield Serving(process.url, process)
    else:
        async with served(Config(redis_url=store_url, secret_key="for tests", accept_loss=True)) as url:
            yield Serving(url)


@pytest.fixture
def hub(serving: Serving) -> Process:
    """The process of that hub, for tests that kill it."""
    assert serving.process
    return serving.process


@pytest_asyncio.fixture(loop_scope="session")
async def windows(
    request: pytest.FixtureRequest, chromium: Browser, serving: Serving, members: Members
) -> AsyncIterator[Windows]:
    """People at their browsers. What went wrong in any of them fails the test."""
    windows = Windows(chromium, serving.url, members, request.config.getoption("--pictures"))
    yield windows
    await windows.close()
    assert not windows.wrong, "\n".join(windows.wrong)
