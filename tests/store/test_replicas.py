"""Confirmed is only what as many replicas have as `STORE_REPLICAS` asks for."""

import asyncio
import signal
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from redis.asyncio import Redis

from server.config import Config
from server.errors import Refused, StoreTrouble
from server.people.members import Members
from server.store import keys
from server.store.connecting import open_store
from server.store.refusals import UNCONFIRMED
from server.store.scripts import Scripts
from tests.faults.store_user import until
from tests.faults.stores import Store, server
from tests.processes import free_port
from tests.world import World


@dataclass
class Pair:
    """A primary that one replica copies, and how to start that again."""

    primary: Store
    port: int
    binary: str
    folder: Path

    @contextmanager
    def replica(self) -> Iterator[subprocess.Popen[bytes]]:
        """A replica, until it is killed at the end."""
        words = ["--port", "0", "--unixsocket", "r", "--save", "", "--dir", str(self.folder), "--loglevel", "warning"]
        command = [self.binary, *words, "--replicaof", "127.0.0.1", str(self.port)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    async def follows(self) -> bool:
        """True once the replica has all."""
        told = await self.primary.redis.info("replication")
        return told.get("slave0", {}).get("state") == "online"


@pytest.fixture
async def pair(store_binary: str, tmp_path: Path) -> AsyncIterator[Pair]:
    (tmp_path / "replica").mkdir()
    port = free_port()
    settings = ("--port", str(port), "--repl-diskless-sync-delay", "0")
    async with server(store_binary, tmp_path, *settings) as primary:
        yield Pair(primary, port, store_binary, tmp_path / "replica")


@pytest.fixture
async def world(pair: Pair) -> AsyncIterator[World]:
    """People and campaigns, confirmed when the replica has them."""
    config = Config(redis_url=f"unix://{pair.primary.path}", store_replicas=1, accept_loss=True)
    async with open_store(config) as store:
        scripts = Scripts(store.nodes)
        yield World(scripts, Members(scripts, Config(secret_key="for tests")))


async def in_time(ask: Callable[[], Awaitable[dict[str, int]]]) -> dict[str, int]:
    """The answer, once the replica has been quick enough."""
    async with asyncio.timeout(20):
        while True:
            with suppress(Refused):
                return await ask()


async def test_what_no_replica_has_is_told_as_unknown_until_one_has_it(
    pair: Pair, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    with pair.replica():
        await until(pair.follows)
        campaign = await world.campaign(contacts=5)
        ana = await world.texter(campaign, "Ana")
    request = {"texter": ana.id, "request_id": "1"}
    answers = []
    for _ in range(2):  # the second time it does nothing, and what it answers from is on no replica either
        with pytest.raises(Refused, match="try_again") as told:
            answers.append(await world.scripts.run("request_conversations", campaign, **request))
        assert told.value.sentence == UNCONFIRMED
    with pytest.raises(Refused, match="try_again"):  # and so is the reason of a refusal
        await world.scripts.run("request_conversations", campaign, texter=ana.id, request_id="2")
    assert (await world.scripts.run("snapshot", campaign, texters=[], rows=False))["campaign"]["held"]["initial"] == 5
    with pair.replica():
        await until(pair.follows)
        answer = await in_time(lambda: world.scripts.run("request_conversations", campaign, **request))
        assert answer["assigned"] == 5
        with pytest.raises(Refused, match="initials_left"):
            await world.scripts.run("request_conversations", campaign, texter=ana.id, request_id="2")
    assert list(dict.fromkeys(caplog.messages)) == [
        "Too few replicas of the store keep up: what is changed can't be confirmed until they do.",
        "Enough replicas of the store keep up again.",
    ]


async def test_reading_waits_for_no_change(pair: Pair, world: World) -> None:
    with pair.replica():
        await until(pair.follows)
        campaign = await world.campaign(contacts=5)
    changing = []
    for title in "abc":
        changing.append(asyncio.create_task(world.scripts.run("update_campaign", campaign, title=title)))
        await asyncio.sleep(0.01)
    await world.scripts.run("snapshot", campaign, texters=[], rows=False)
    assert not any(task.done() for task in changing)
    for told in await asyncio.gather(*changing, return_exceptions=True):
        assert isinstance(told, Refused)


async def test_what_was_done_by_another_connection_is_confirmed_no_sooner(pair: Pair, world: World) -> None:
    with pair.replica() as replica:
        await until(pair.follows)
        campaign = await world.campaign(contacts=5)
        ana = await world.texter(campaign, "Ana")
        replica.send_signal(signal.SIGSTOP)
        for _ in range(2):
            with pytest.raises(Refused, match="try_again"):
                await world.scripts.run("request_conversations", campaign, texter=ana.id, request_id="1")
            await world.scripts.nodes.let_go()
        replica.send_signal(signal.SIGCONT)
        assert (await in_time(lambda: ana.request("1")))["assigned"] == 5


async def test_a_verb_that_the_store_doesnt_know_yet_is_sent_and_confirmed(pair: Pair, world: World) -> None:
    with pair.replica():
        await until(pair.follows)
        campaign = await world.campaign(contacts=5)
        await pair.primary.redis.script_flush()
        await world.scripts.run("pause_campaign", campaign)
        async with Redis.from_url(f"unix://{pair.folder}/r") as copy:
            assert await copy.hget(keys.campaign(campaign), "status") == b"paused"


async def test_a_store_with_too_few_replicas_is_told_at_the_start(pair: Pair) -> None:
    config = Config(redis_url=f"unix://{pair.primary.path}", store_replicas=2, accept_loss=True)
    async with open_store(config) as store:
        assert store.doubt == (
            f"The store at unix://{pair.primary.path} has 0 of the 2 replicas that STORE_REPLICAS asks for: "
            "until it has them, nothing that is changed can be confirmed."
        )


async def test_a_store_that_doesnt_say_what_replicas_have_is_refused(store_binary: str, tmp_path: Path) -> None:
    async with server(store_binary, tmp_path, "--rename-command", "WAIT", "") as silent:
        with pytest.raises(StoreTrouble, match="take STORE_REPLICAS away"):
            async with open_store(Config(redis_url=f"unix://{silent.path}", store_replicas=1, accept_loss=True)):
                pass


async def test_the_private_store_has_no_replicas(tmp_path: Path) -> None:
    with pytest.raises(StoreTrouble, match="The private store has no replicas"):
        async with open_store(Config(data=tmp_path, store_replicas=1)):
            pass
