import asyncio
import subprocess

import pytest

from server.config import Config
from server.errors import StoreTrouble
from server.store import connecting as store_module
from server.store import connections
from server.store.connecting import open_store
from server.store.fitness import check
from server.store.private import server_binary
from tests.faults.network import network_to
from tests.faults.store_user import until


@pytest.fixture
async def server(tmp_path):
    """Starts a server of somebody else's and gives its URL."""
    started = []

    async def start(*settings):
        path = tmp_path / "their.sock"
        words = [
            "--port",
            "0",
            "--unixsocket",
            str(path),
            "--save",
            "",
            "--appendonly",
            "yes",
            "--dir",
            str(tmp_path),
            *settings,
        ]
        started.append(subprocess.Popen([server_binary(), *words], stdout=subprocess.DEVNULL))
        await until(path.exists)
        return f"unix://{path}"

    yield start
    for process in started:
        process.terminate()
        process.wait()


@pytest.fixture
def slow_to_load(tmp_path):
    """The settings of a server that takes about a second to load 7,000 writes."""
    writes = (b"*3\r\n$4\r\nSADD\r\n$3\r\nall\r\n$4\r\n%04d\r\n" % n for n in range(7000))
    folder = tmp_path / "appendonlydir"
    folder.mkdir()
    (folder / "appendonly.aof.1.incr.aof").write_bytes(b"".join(writes))
    (folder / "appendonly.aof.manifest").write_text("file appendonly.aof.1.incr.aof seq 1 type i\n")
    return "--appendonly", "yes", "--key-load-delay", "10"


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(store_module, "THERE_WITHIN_SECONDS", 0.1)


async def trouble(url):
    with pytest.raises(StoreTrouble) as told:
        async with open_store(Config(redis_url=url)):
            pass
    return str(told.value)


async def test_the_store_at_redis_url_is_used_and_left_running(server):
    url = await server()

    async with open_store(Config(redis_url=url)) as store:
        await store.redis.set("kept", "yes")
        assert store.where.startswith(f"{url} (")

    async with open_store(Config(redis_url=url)) as store:
        assert await store.redis.get("kept") == b"yes"


async def test_a_connection_that_lay_idle_is_not_trusted(server, monkeypatch):
    monkeypatch.setattr(connections, "TRUSTED_FOR_SECONDS", 0)
    async with network_to(await server()) as network, open_store(Config(redis_url=network.url)) as store:
        await store.redis.set("kept", "yes")
        network.go_silent(new_ones_hang=False)

        async with asyncio.timeout(connections.ANSWER_WITHIN_SECONDS - 1):
            assert await store.redis.get("kept") == b"yes"


async def test_a_connection_in_use_is_kept(server):
    async with open_store(Config(redis_url=await server())) as store:
        assert len({await store.redis.client_id() for _ in range(10)}) == 1


async def test_it_says_which_store_it_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    async with open_store(Config()) as store:
        product, place = store.where.rsplit(" in ", 1)

    assert product.startswith(("private Valkey 8.", "private Redis 7."))
    assert place == "./data"


@pytest.mark.parametrize("asked_for", ["", "?health_check_interval=0"])  # else the health check meets it first
async def test_a_store_that_is_still_loading_is_waited_for(server, slow_to_load, caplog, asked_for):
    url = await server(*slow_to_load)

    async with open_store(Config(redis_url=f"{url}{asked_for}")) as store:
        assert await store.redis.scard("all") == 7000
    assert "is loading what it knows; waiting for it." in caplog.text


async def test_a_store_that_never_ends_loading_is_told(server, slow_to_load, monkeypatch):
    monkeypatch.setattr(store_module, "LOADED_WITHIN_SECONDS", 0.1)
    url = await server(*slow_to_load[:-1], "200")  # for more than a second

    assert await trouble(url) == f"The store at {url} is still loading what it knows: try again when it has."


async def test_a_store_that_evicts_is_refused(server):
    url = await server("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru")

    told = await trouble(url)

    assert told == (
        f"The store at {url} forgets conversations when its memory is full (allkeys-lru): "
        "set its maxmemory-policy to noeviction."
    )


async def test_a_store_with_limited_memory_that_doesnt_evict_is_fine(server):
    async with open_store(Config(redis_url=await server("--maxmemory", "100mb"))) as store:
        assert await store.redis.ping()


@pytest.mark.parametrize("policy", ["volatile-ttl", "allkeys-lru", "volatile-lfu"])
async def test_a_policy_without_a_limit_of_memory_never_evicts(server, policy):
    async with open_store(Config(redis_url=await server("--maxmemory-policy", policy))) as store:
        assert store.doubt == ""


async def test_a_store_that_keeps_nothing_on_disk_is_refused(server):
    url = await server("--appendonly", "no")

    assert await trouble(url) == (
        f"The store at {url} keeps nothing on disk, so all would be lost when it stops: "
        "set its appendonly to yes, or accept that with HANDRAISE_ACCEPT_LOSS=1."
    )


@pytest.mark.parametrize("policy", ["volatile-ttl", "allkeys-random", "volatile-lfu"])
async def test_every_policy_that_evicts_is_refused(server, policy):
    told = await trouble(await server("--maxmemory", "100mb", "--maxmemory-policy", policy))

    assert f"({policy})" in told


@pytest.mark.parametrize(
    "forgetful", [("--appendonly", "no"), ("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru")]
)
async def test_a_store_that_may_forget_is_used_by_who_accepts_that(server, forgetful):
    async with open_store(Config(redis_url=await server(*forgetful), accept_loss=True)) as store:
        assert store.doubt == ""


@pytest.mark.parametrize("kept", [("--appendonly", "yes"), ("--appendonly", "no", "--save", "3600 1 300 100")])
async def test_a_store_that_keeps_it_in_either_way_is_fine(server, kept):
    async with open_store(Config(redis_url=await server(*kept))) as store:
        assert store.doubt == ""


async def test_a_store_that_may_not_be_asked_is_used_and_the_doubt_is_told(server):
    url = await server("--appendonly", "no", "--rename-command", "CONFIG", "")

    async with open_store(Config(redis_url=url)) as store:
        assert store.doubt == (
            f"The store at {url} doesn't say whether it keeps what it is told: make sure that it does."
        )


async def test_a_store_that_may_not_be_asked_and_says_that_it_keeps_a_log_leaves_no_doubt(server):
    async with open_store(Config(redis_url=await server("--rename-command", "CONFIG", ""))) as store:
        assert store.doubt == ""


def test_a_store_that_is_too_old_is_refused():
    with pytest.raises(StoreTrouble, match=r"too old \(Redis 6\.2\.7\): upgrade it to Redis 7\.0 or Valkey 7\.2\."):
        check({"redis_version": "6.2.7"}, "at redis://old:6379/0")


@pytest.mark.parametrize("password", ["", ":wrong@"])
async def test_a_store_that_doesnt_let_us_in_is_told(server, password):
    url = await server("--requirepass", "secret")

    told = await trouble(url.replace("//", f"//{password}"))

    assert told.startswith(f"The store at {url} doesn't let us in (")
    assert told.endswith("): correct the user and password in REDIS_URL.")


async def test_a_store_that_isnt_there_is_told_without_its_password(impatient, unused_tcp_port):
    told = await trouble(f"redis://someone:secret@127.0.0.1:{unused_tcp_port}/3?socket_timeout=1")

    assert told.startswith(f"There is no store at redis://127.0.0.1:{unused_tcp_port}/3 (")
    assert told.endswith("): start it, or correct REDIS_URL.")
    assert "secret" not in told


async def test_something_else_at_redis_url_is_told(impatient):
    async def speak_http(reader, writer):
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(speak_http, "127.0.0.1", 0) as something:
        port = something.sockets[0].getsockname()[1]
        told = await trouble(f"redis://127.0.0.1:{port}")

    assert f"redis://127.0.0.1:{port}/0" in told
    assert "REDIS_URL" in told


@pytest.mark.parametrize(
    "url",
    ["localhost:6379", "http://localhost", "redis://me:secr/et@host", "redis://host?nonsense=1", "redis://h:70000"],
)
async def test_a_redis_url_that_isnt_one_is_told(url):
    told = await trouble(url)

    assert told.startswith("REDIS_URL isn't an address of a store: write redis://user:password@host:6379/0")
    assert "secr" not in told
