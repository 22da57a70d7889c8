"""Addresses: where a request comes from, behind proxies that the settings name and behind no others."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from server.errors import BadSetting
from server.host.addresses import networks, plain
from server.host.listening import listen
from server.host.proxies import PROXIES_TOLD, RealAddresses
from server.store import keys
from tests.browsers import PLAIN
from tests.command_line import handraise
from tests.processes import hub_process
from tests.test_session import answer, socket
from tests.world import World


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
        ("x" * 500, "x" * 64),
    ],
)
def test_an_address_has_one_form_in_which_it_is_counted(host: str, address: str) -> None:
    assert plain(host) == address


@pytest.mark.parametrize("setting", ["*", "localhost", "10.0.0.0/33", "10.0.0.1;10.0.0.2", "all"])
async def test_proxies_that_are_no_addresses_are_told_in_a_sentence(setting: str) -> None:
    with pytest.raises(BadSetting, match="TRUSTED_PROXIES must be addresses or networks"):
        networks(setting)
    ended = await handraise("serve", TRUSTED_PROXIES=setting)
    assert (ended.code, len(ended.err.splitlines())) == (1, 1)


async def seen(trusted: str, peer: str, *forwarded: str) -> str:
    """The address that the app sees of a request from `peer` with these `X-Forwarded-For`."""
    found: list[str] = []

    async def app(scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        found.append(scope["client"][0])

    headers = [(b"x-forwarded-for", each.encode()) for each in forwarded]
    scope = {"type": "websocket", "client": (peer, 1), "headers": headers}
    await RealAddresses(app, networks(trusted))(scope, None, None)  # type: ignore[arg-type]
    return found[0]


@pytest.mark.parametrize("trusted", ["10.0.0.0/8, fd00::/8", "10.1.2.3 10.9.9.9,fd00::1"])
@pytest.mark.parametrize("peer", ["10.1.2.3", "::ffff:10.1.2.3", "fd00::1"])
@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        (["192.0.2.1"], "192.0.2.1"),
        (["203.0.113.9, 192.0.2.1"], "192.0.2.1"),
        (["203.0.113.9", "192.0.2.1"], "192.0.2.1"),
        (["192.0.2.1, 10.9.9.9"], "192.0.2.1"),
        (["10.9.9.9, 192.0.2.1"], "192.0.2.1"),
        (["unknown, 192.0.2.1:5555"], "192.0.2.1"),
        (["2001:db8::7"], "2001:db8::7"),
        (["[2001:db8::7]:443"], "2001:db8::7"),
    ],
)
async def test_behind_trusted_proxies_the_address_is_the_one_that_they_add(
    trusted: str, peer: str, forwarded: list[str], address: str
) -> None:
    assert await seen(trusted, peer, *forwarded) == address


addresses = st.one_of(
    st.integers(1, 2**32 - 1).map(IPv4Address), st.integers(2**64, 2**128 - 1).map(IPv6Address)
).filter(lambda address: not address.is_private)


@given(
    peer=addresses, forwarded=st.lists(st.one_of(addresses.map(str), st.text("0123456789.,:[] unknown")), max_size=5)
)
async def test_what_a_stranger_writes_never_changes_their_address(
    peer: IPv4Address | IPv6Address, forwarded: list[str]
) -> None:
    for trusted in ("", "127.0.0.1", "10.0.0.0/8"):
        assert await seen(trusted, str(peer), *forwarded) == str(peer)
    behind = await seen("10.0.0.0/8", "10.0.0.1", *forwarded, str(peer))
    assert ip_address(behind) == peer


async def test_forwarded_requests_from_elsewhere_are_told_once_for_each_of_a_few_addresses(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def app(scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        pass

    real = RealAddresses(app, networks("10.0.0.1"))
    for n in range(3 * PROXIES_TOLD):
        for headers in ([], [(b"x-forwarded-for", b"192.0.2.1")]):
            for _ in range(3):
                scope = {"type": "http", "client": (f"10.0.0.{n}", 1), "headers": headers}
                await real(scope, None, None)  # type: ignore[arg-type]

    assert len(caplog.records) == PROXIES_TOLD
    assert "Requests from 10.0.0.0 say that they are passed on" in caplog.text
    assert "name it in TRUSTED_PROXIES" in caplog.text
    assert "from 10.0.0.1 " not in caplog.text


async def counted(redis: Redis) -> set[str]:
    """The addresses that wrong passwords have been counted for."""
    names = await redis.keys(keys.under(keys.ACCOUNT, "attempts", "from", "*"))
    return {name.decode().partition("from:")[2] for name in names}


async def guess(url: str, **headers: str) -> None:
    """A wrong password, as a script sends it."""
    async with httpx.AsyncClient(base_url=url, headers=headers, verify=PLAIN) as client:
        assert (await client.post("/sign-in", data={"email": "a@b.c", "password": "x"})).status_code == 403


async def test_a_header_that_anybody_can_send_is_ignored_unless_the_settings_name_its_sender(
    store_url: str, redis: Redis
) -> None:
    headers = {"X-Forwarded-For": "203.0.113.9, 192.0.2.1"}
    async with hub_process(store_url) as hub:
        await guess(hub.url, **headers)
        assert await counted(redis) == {"127.0.0.1"}
        assert "Requests from 127.0.0.1 say that they are passed on" in hub.log()

    await redis.flushall()
    async with hub_process(store_url, TRUSTED_PROXIES="127.0.0.0/8") as hub:
        await guess(hub.url, **headers)
        assert await counted(redis) == {"192.0.2.1"}
        assert "X-Forwarded-For" not in hub.log()


NGINX = """
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass {hub};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $http_connection;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
    }}
  }}
}}
"""


@asynccontextmanager
async def nginx(hub: str) -> AsyncIterator[str]:
    """A real nginx in front of a hub; gives its address."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.skip("Not run: there is no nginx here.")
    with tempfile.TemporaryDirectory(prefix="hr-nginx-") as name:
        folder = Path(name)
        with listen("127.0.0.1", 0) as free:
            port = free.getsockname()[1]
        (folder / "conf").write_text(NGINX.format(folder=folder, port=port, hub=hub))
        process = await asyncio.create_subprocess_exec(
            program, "-p", name, "-c", str(folder / "conf"), "-e", str(folder / "error.log")
        )
        try:
            async with asyncio.timeout(20), httpx.AsyncClient() as client:
                while True:
                    try:
                        await client.get(f"http://127.0.0.1:{port}/health/live")
                        break
                    except httpx.TransportError:
                        assert process.returncode is None, (folder / "error.log").read_text()
                        await asyncio.sleep(0.02)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            await process.wait()


async def test_behind_a_real_nginx_limits_count_browsers_and_sockets_open(
    store_url: str, redis: Redis, world: World
) -> None:
    token = await world.members.token(await world.member("Ana"))
    async with hub_process(store_url, TRUSTED_PROXIES="127.0.0.1") as hub, nginx(hub.url) as front:
        for address in ("127.0.0.7", "127.0.0.8"):
            transport = httpx.AsyncHTTPTransport(local_address=address)
            async with httpx.AsyncClient(base_url=front, transport=transport) as client:
                answer_ = await client.post(
                    "/sign-in", data={"email": "a@b.c", "password": "x"}, headers={"X-Forwarded-For": "192.0.2.1"}
                )
                assert answer_.status_code == 403
        assert await counted(redis) == {"127.0.0.7", "127.0.0.8"}
        async with socket(front, token=token, origin=front) as opened:
            assert (await answer(opened, [1, "open_console", {}]))[0] == "reply"
        assert "TRUSTED_PROXIES" not in hub.log()


def test_a_proxy_is_trusted_in_the_form_that_a_socket_for_both_kinds_of_addresses_shows() -> None:
    assert networks("127.0.0.1, 10.0.0.1/8") == (
        "127.0.0.1/32",
        "::ffff:127.0.0.1/128",
        "10.0.0.0/8",
        "::ffff:10.0.0.0/104",
    )
    for network in networks("127.0.0.1 10.0.0.0/8 fd00::/8"):
        ip_network(network)
    assert networks("") == networks(" , ") == ()
