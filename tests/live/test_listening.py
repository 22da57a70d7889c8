"""The connection on which a process hears what the store announces."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from server.background import Background
from server.errors import Refused
from server.live import ear as module
from server.live.announcements import Announcements
from server.live.hub import Hub
from server.store.nodes import Nodes
from tests.faults.stores import address
from tests.world import World


class Ears:
    """Hears the channels `one` and `two`, and remembers what it was told; `faults` are raised first."""

    def __init__(self, redis: Redis) -> None:
        self.heard: list[tuple[str, bytes]] = []
        self.read: list[str] = []
        self.faults: list[Exception] = []
        self.announcements = Announcements(
            Nodes(redis), lambda: ["one", "two"], self._take_in, self._read_again, lambda: None
        )

    async def _take_in(self, channel: str, payload: bytes) -> None:
        if self.faults:
            raise self.faults.pop()
        self.heard.append((channel, payload))

    async def _read_again(self, channel: str) -> None:
        self.read.append(channel)

    async def hear(self, redis: Redis, payload: bytes) -> None:
        """Have something announced, and wait until it is heard."""
        async with asyncio.timeout(10):
            while ("one", payload) not in self.heard:
                await redis.publish("one", payload)
                await asyncio.sleep(0.02)


@asynccontextmanager
async def listening(redis: Redis) -> AsyncIterator[Ears]:
    """Listens to this store."""
    ears = Ears(redis)
    task = asyncio.create_task(ears.announcements.listen())
    try:
        async with asyncio.timeout(10):
            await ears.announcements.listening.wait()
        yield ears
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_what_was_published_before_it_listened_is_read_in_the_order_of_the_channels(redis: Redis) -> None:
    async with listening(redis) as ears:
        assert ears.read == ["one", "two"]


@pytest.mark.parametrize("fault", [KeyError("v"), TypeError("no"), RecursionError(), Refused("unknown_conversation")])
async def test_a_fault_in_taking_in_is_a_gap_and_ends_nothing(redis: Redis, fault: Exception) -> None:
    async with listening(redis) as ears:
        ears.faults.append(fault)
        await redis.publish("two", b"bad")
        await ears.hear(redis, b"good")
        assert ears.read == ["one", "two", "two"]
        assert ears.announcements.unreadable == 1


async def test_many_that_cant_be_read_are_one_line_of_the_log(redis: Redis, caplog: pytest.LogCaptureFixture) -> None:
    async with listening(redis) as ears:
        ears.faults += [KeyError("v")] * 50
        for _ in range(50):
            await redis.publish("two", b"bad")
        await ears.hear(redis, b"good")
    assert ears.announcements.unreadable == 50
    assert [record.levelname for record in caplog.records] == ["WARNING"]


async def test_a_connection_dropped_without_a_word_is_noticed_and_another_listened_on(
    store_url: str, redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    async with (
        address(store_url.removeprefix("unix://")) as at,
        Redis.from_url(at.url, retry=Retry(NoBackoff(), 0)) as far,
        listening(far) as ears,
    ):
        await ears.hear(redis, b"before")
        at.drop_silently()
        async with asyncio.timeout(5):
            await ears.hear(redis, b"after")
        assert ears.read == ["one", "two"] * 2
    assert [record.getMessage() for record in caplog.records] == [
        "The store is away; waiting for it. (it doesn't answer)",
        "The store is back; going on.",
    ]


async def test_a_store_with_nothing_to_say_is_still_listened_to(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "QUIET_SECONDS", 0.05)
    async with listening(redis) as ears:
        before = (await redis.info("commandstats"))["cmdstat_ping"]["calls"]
        async with asyncio.timeout(10):
            while (await redis.info("commandstats"))["cmdstat_ping"]["calls"] < before + 5:
                await asyncio.sleep(0.02)
        assert ears.read == ["one", "two"]
        await ears.hear(redis, b"news")


async def test_a_hub_that_doesnt_hear_the_store_isnt_ready(world: World) -> None:
    hub = Hub(world.scripts, world.members.still_valid)
    with pytest.raises(Refused, match="not_listening"):
        hub.check()
    async with hub.running(Background()):
        hub.check()
    with pytest.raises(Refused, match="not_listening"):
        hub.check()
