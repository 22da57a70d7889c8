"""A store that is there and refuses everything for a while: memory or disk full, a replica, a script that won't end."""

import asyncio
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as StoreAway
from redis.exceptions import ResponseError
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from server.campaigns import launching, senders
from server.campaigns.check import check
from server.client import Client
from server.config import Config
from server.errors import Refused
from server.people.members import Members
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from server.store.verbs import verbs
from server.wire.frames import Encoding
from tests import command_line
from tests.faults.store_user import until
from tests.processes import handraise, hub_process
from tests.stored import everything
from tests.world import World


@pytest.fixture
async def own(store_binary: str, tmp_path: Path) -> AsyncIterator[Redis]:
    """A store of this test alone. It can't save: where its file should be is a folder."""
    socket = tmp_path / "s"
    words = ["--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(tmp_path), "--dbfilename", "folder"]
    process = subprocess.Popen([store_binary, *words], stdout=subprocess.DEVNULL)
    try:
        async with Redis(unix_socket_path=str(socket), retry=Retry(NoBackoff(), 0)) as redis:
            await until(lambda: answers(redis))
            (tmp_path / "folder" / "full").mkdir(parents=True)
            yield redis
    finally:
        process.kill()
        process.wait()


async def answers(redis: Redis) -> bool:
    """Return whether the store answers by now."""
    with suppress(StoreAway):
        return bool(await redis.ping())
    return False


@pytest.fixture
def own_url(own: Redis, tmp_path: Path) -> str:
    return f"unix://{tmp_path}/s"


@pytest.fixture
def world(own: Redis) -> World:
    scripts = Scripts(Nodes(own))
    return World(scripts, Members(scripts, Config(secret_key="for tests")))


# Faults of a store: each lasts as long as its block.


@asynccontextmanager
async def memory_is_full(redis: Redis) -> AsyncIterator[None]:
    await redis.config_set("maxmemory", 1)
    yield
    await redis.config_set("maxmemory", 0)


@asynccontextmanager
async def disk_is_full(redis: Redis) -> AsyncIterator[None]:
    await redis.config_set("save", "3600 1000000")
    await redis.bgsave()

    async def failed() -> bool:
        return (await redis.info("persistence"))["rdb_last_bgsave_status"] == "err"

    await until(failed)
    yield
    await redis.config_set("save", "")


@asynccontextmanager
async def it_is_a_replica(redis: Redis) -> AsyncIterator[None]:
    await redis.replicaof("127.0.0.1", "1")
    yield
    await redis.replicaof("NO", "ONE")


@asynccontextmanager
async def it_is_a_replica_that_knows_it_is_stale(redis: Redis) -> AsyncIterator[None]:
    await redis.config_set("replica-serve-stale-data", "no")
    async with it_is_a_replica(redis):
        yield


@asynccontextmanager
async def too_few_replicas(redis: Redis) -> AsyncIterator[None]:
    await redis.config_set("min-replicas-to-write", 1)
    yield
    await redis.config_set("min-replicas-to-write", 0)


@asynccontextmanager
async def a_script_wont_end(redis: Redis) -> AsyncIterator[None]:
    await redis.config_set("busy-reply-threshold", 1)
    async with Redis(connection_pool=redis.connection_pool) as other:
        running = asyncio.create_task(other.eval("while true do end", 0))

        async def busy() -> bool:
            try:
                return not await redis.ping()
            except ResponseError as error:
                return str(error).startswith("BUSY")

        await until(busy)
        yield
        await redis.script_kill()
        with suppress(ResponseError):
            await running


Trouble = Callable[[Redis], Any]
TROUBLES: list[Trouble] = [
    memory_is_full,
    disk_is_full,
    it_is_a_replica,
    it_is_a_replica_that_knows_it_is_stale,
    too_few_replicas,
    a_script_wont_end,
]
every_trouble = pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.__name__)


@every_trouble
async def test_every_verb_is_refused_with_try_again_and_changes_nothing(
    own: Redis, world: World, trouble: Trouble
) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign)
    before = await everything(own)
    async with trouble(own):
        for verb in verbs():
            for whose in (campaign, None):
                with pytest.raises(Refused) as refused:
                    await world.scripts.run(verb, whose)
                assert refused.value.code == "try_again", verb
    assert await everything(own) == before
    assert (await ana.request())["assigned"] == 5


@every_trouble
async def test_plain_commands_are_refused_with_try_again(own: Redis, world: World, trouble: Trouble) -> None:
    async with trouble(own):
        with pytest.raises(Refused, match="try_again"):
            await world.scripts.ask(("HSET", "{a}:phones", "+12025550101", "1:1"))


@pytest.mark.parametrize("trouble", [memory_is_full, it_is_a_replica_that_knows_it_is_stale])
async def test_pages_sockets_and_health_say_so_and_the_log_says_it_once(
    own: Redis, own_url: str, world: World, trouble: Trouble
) -> None:
    campaign = await world.campaign(contacts=20)
    root = await world.member("Root", "admin")
    await world.texter(campaign)
    tokens = {name: await world.members.token(await world.member(name)) for name in ("Ana", "Root")}
    headers = {"authorization": f"Bearer {tokens['Root']}"}
    as_root = {"additional_headers": headers, "subprotocols": [Encoding.JSON], "proxy": None}
    link = await world.members.sign_in_link(root)
    async with (
        hub_process(own_url) as hub,
        Client(hub.url, tokens["Ana"]) as ana,
        Client(hub.url, tokens["Root"], "/ws/admin") as admin,
        httpx.AsyncClient(base_url=hub.url, timeout=30, headers=headers) as browser,
    ):
        await asyncio.gather(ana.ask("open_console"), admin.ask("open_admin"))
        async with trouble(own):
            for asking in (
                *(ana.ask("request_conversations", campaign=campaign, request_id="r") for _ in range(30)),
                ana.ask("open_console"),
                ana.ask("release_conversations", campaign=campaign),
                admin.ask("open_admin"),
                admin.ask("create_campaign", title="More"),
                admin.ask("set_default_batch_size", size=7),
            ):
                with pytest.raises(Refused, match="try_again"):
                    await asking
            for answer in (
                await browser.get("/console"),
                await browser.get("/admin"),
                await browser.get("/health/ready"),
                await browser.get(link),
                await browser.post(link, data={"press": "p"}),
                await browser.post("/sign-in", data={"email": "root@example.org", "password": "long enough"}),
                await browser.get(f"/campaigns/{campaign}/export.csv"),
                await browser.get("/join/1-token"),
                await browser.post(f"/campaigns/{campaign}/contacts", content=b"phone\n2025550101\n"),
            ):
                assert answer.status_code == 503, answer.url
            assert "away for a moment" in (await browser.get("/console", headers={"accept": "text/html"})).text
            with pytest.raises(ConnectionClosed) as closed:
                async with connect(f"{hub.url.replace('http', 'ws', 1)}/ws/admin", **as_root) as socket:
                    await socket.recv()
            assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (
                1013,
                "The store is away for a moment. Come back.",
            )
            await hub.says("The store refuses everything")
        await ana.request_conversations(campaign)
        await hub.says("The store does what it is asked again")
        log = hub.log()
    assert "Traceback" not in log
    assert log.count("The store refuses everything") == 1
    assert (await check(world.scripts)).faults == []


async def test_a_carrier_waits_says_so_once_and_goes_on(own: Redis, own_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=5, bulk_send=True, launch=False)
    async with handraise("carrier", "simulator", "--delay", "0", "--reply-rate", "0", REDIS_URL=own_url) as carrier:
        await carrier.says("carries the texts")
        async with memory_is_full(own):
            await own.config_set("maxmemory", 0)
            await launching.launch(world.scripts, campaign)
            await own.config_set("maxmemory", 1)
            await carrier.says(r"The store refuses everything \(.*\); waiting for it\.")

        async def all_sent() -> bool:
            return bool((await world.counts(campaign))["sent"] == 5)

        await until(all_sent)
        log = carrier.log()
    assert "Traceback" not in log
    assert log.count("waiting for it") == 1


async def test_a_command_line_ends_with_a_sentence(own: Redis, own_url: str, world: World, tmp_path: Path) -> None:
    campaign = await world.campaign(contacts=1)
    await world.member("Ana")
    contacts = tmp_path / "contacts.csv"
    contacts.write_text("phone\n2025550101\n")
    before = await everything(own)
    async with memory_is_full(own):
        for words in (
            ("member", "add", "ben@example.org", "--name", "Ben", "--role", "texter"),
            ("token", "ana@example.org"),
            ("campaign", "create", "Vote!", "--contacts", contacts, "--script", "Hi!"),
            ("campaign", "status", str(campaign)),
            ("check",),
        ):
            ended = await command_line.handraise(*words, REDIS_URL=own_url)
            assert ended.code == 1
            *bar, sentence = ended.err.splitlines()
            assert sentence.startswith("Error: The store refuses everything (")
            assert all(line.startswith("Importing") for line in bar)
    assert await everything(own) == before


# A change of several scripts is finished by asking again, wherever it was interrupted.


class Interrupted(Scripts):
    """The store begins to refuse everything right before the verb of this number."""

    def __init__(self, redis: Redis, number: int) -> None:
        super().__init__(Nodes(redis))
        self._left = number

    async def run(self, verb: str, campaign: int | None = None, **args: Any) -> Any:
        if self._left == 0:
            await self.redis.config_set("maxmemory", 1)
        self._left -= 1
        return await super().run(verb, campaign, **args)


async def launch(scripts: Scripts) -> None:
    await launching.launch(scripts, 1)


async def add_senders(scripts: Scripts) -> None:
    await senders.add(scripts, 1, [1, 2])


async def remove_sender(scripts: Scripts) -> None:
    await senders.remove(scripts, 1, 3)


@pytest.mark.parametrize("doing", [launch, add_senders, remove_sender], ids=lambda doing: doing.__name__)
async def test_what_takes_several_scripts_is_finished_by_asking_again(
    own: Redis, world: World, doing: Callable[[Scripts], Awaitable[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.campaigns.launching.CONVERSATIONS_PER_SCRIPT", 10)
    monkeypatch.setattr("server.campaigns.chunks.CONVERSATIONS_PER_SCRIPT", 10)

    async def arranged() -> None:
        await own.flushall()
        campaign = await world.campaign(contacts=35, launch=False)
        for name in ("Ana", "Ben", "Cleo"):
            await world.member(name)
        await senders.add(world.scripts, campaign, [3])
        if doing is not launch:
            await launching.launch(world.scripts, campaign)

    await arranged()
    await doing(world.scripts)
    want = await buckets(own)
    for number in range(100):
        await arranged()
        try:
            await doing(Interrupted(own, number))
        except Refused as refused:
            assert refused.code == "try_again"
        else:
            break
        await own.config_set("maxmemory", 0)
        await doing(world.scripts)
        assert await buckets(own) == want
        assert (await check(world.scripts)).faults == []
    assert number > 1


async def buckets(redis: Redis) -> dict[str, Any]:
    """The conversations of each holder and lane, the senders, and the campaigns where members may be senders."""
    found = await everything(redis)
    return {
        name: [value] if "bucket" not in name else sorted(value)
        for name, (_, value) in found.items()
        if any(part in name for part in ("bucket", "senders", "campaigns_of"))
    }
