"""Stores that want TLS, a user and password, and a certificate of ours: one server, and one that a sentinel names."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import pytest
import trustme
from redis.asyncio import Redis

from server.config import Config
from server.errors import StoreTrouble
from server.live.hub import Hub
from server.people.members import Members
from server.store import connecting
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.replicated.node import HOST, Node, free_ports, options, until
from tests.world import World

VOUCHED = "texts:a%20b%40c"
PASSWORD = sha256(b"a b@c").hexdigest()
MAY = "~{a}* ~{c:* &* +@all -@admin -@dangerous +info +wait"
"""All that our user needs, as docs/operating/stores.md says."""


@pytest.fixture
def encrypting_binary() -> str:
    """A server that was built with TLS."""
    found = shutil.which("redis-server")
    if not found:
        pytest.skip("needs redis-server")
    return found


@pytest.fixture
def certificates(tmp_path: Path) -> str:
    """The options of an address with our certificate and with who signed the store's."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    for name in ("store", "ours"):
        issued = authority.issue_cert(HOST)
        issued.private_key_pem.write_to_path(tmp_path / f"{name}.key")
        issued.cert_chain_pems[0].write_to_path(tmp_path / f"{name}.pem")
    ours = f"ssl_certfile={tmp_path}/ours.pem&ssl_keyfile={tmp_path}/ours.key"
    return f"ssl_ca_certs={tmp_path}/ca.pem&{ours}"


def encrypted(folder: Path) -> dict[str, object]:
    """The settings of a server that talks to nobody without a certificate."""
    files = {"tls_ca_cert_file": "ca.pem", "tls_cert_file": "store.pem", "tls_key_file": "store.key"}
    return {"port": 0, "tls_replication": "yes", **{name: folder / file for name, file in files.items()}}


@pytest.fixture
async def port(encrypting_binary: str, certificates: str, tmp_path: Path) -> AsyncIterator[int]:
    """The port of a server with a user `texts`."""
    [port] = free_ports(1)
    (tmp_path / "users.acl").write_text(f"user texts on #{PASSWORD} {MAY}\nuser default off\n")
    own = options(**encrypted(tmp_path), tls_port=port, dir=tmp_path, aclfile=tmp_path / "users.acl", unixsocket="s")
    node = Node(encrypting_binary, tmp_path, port, *own)
    node.start()

    async def listens() -> bool:
        _, writer = await asyncio.open_connection(HOST, port)
        writer.close()
        return True

    try:
        await until(listens)
        yield port
    finally:
        await node.end()


async def works(url: str) -> None:
    """A hub hears what is changed in the store at this address."""
    async with open_store(Config(redis_url=url, accept_loss=True)) as store:
        scripts = Scripts(store.nodes)
        world = World(scripts, Members(scripts, Config(secret_key="for tests")))
        hub = Hub(scripts, world.members.still_valid)
        async with hub.running(store.background):
            hub.check()
            ana = await world.texter(await world.campaign(contacts=3), "Ana")
            assert (await ana.request())["assigned"] == 3
        assert "b@c" not in store.where


async def test_one_server(port: int, certificates: str) -> None:
    await works(f"rediss://{VOUCHED}@{HOST}:{port}/0?{certificates}")


async def test_one_that_a_sentinel_names(encrypting_binary: str, port: int, certificates: str, tmp_path: Path) -> None:
    [at] = free_ports(1)
    own = tmp_path / "sentinel"
    own.mkdir()
    lines = [
        *(f"tls-port {at}", f"dir {own}", "requirepass guarded", "user watcher on >word allchannels +@all"),
        *(f"{name.replace('_', '-')} {value}" for name, value in encrypted(tmp_path).items()),
        f"sentinel monitor main {HOST} {port} 1",
        "sentinel auth-user main texts",
        'sentinel auth-pass main "a b@c"',
    ]
    (own / "sentinel.conf").write_text("\n".join(lines) + "\n")
    sentinel = Node(encrypting_binary, own, at, str(own / "sentinel.conf"), "--sentinel")
    sentinel.start()
    vouched = "sentinel_user=watcher&sentinel_password=word"
    try:
        asked = f"rediss://watcher:word@{HOST}:{at}?{certificates}"
        async with Redis.from_url(asked) as redis:
            await until(redis.ping)
        await works(f"rediss+sentinel://{VOUCHED}@{HOST}:{at}/main/0?{certificates}&{vouched}")
    finally:
        await sentinel.end()


@pytest.mark.parametrize("vouched", ["texts:wrong", "nobody:x"])
async def test_a_wrong_password_is_told(port: int, certificates: str, vouched: str) -> None:
    with pytest.raises(StoreTrouble, match="doesn't let us in"):
        async with open_store(Config(redis_url=f"rediss://{vouched}@{HOST}:{port}?{certificates}")):
            pass


async def test_a_store_that_others_have_signed_is_not_trusted(
    port: int, certificates: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connecting, "THERE_WITHIN_SECONDS", 0.2)
    ours = certificates.partition("&")[2]
    with pytest.raises(StoreTrouble, match=r"(?i)certificate"):
        async with open_store(Config(redis_url=f"rediss://{VOUCHED}@{HOST}:{port}?{ours}")):
            pass
