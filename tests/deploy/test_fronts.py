"""Two hubs behind the proxies of `deploy/`, on one store."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import psutil
import pytest
from redis.asyncio import Redis
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from server.client import Client
from server.limits import LIMITS
from server.wire.frames import Encoding, decode, encode
from tests.deploy.fronts import PROXIES, Front, arranged, changed
from tests.host.test_addresses import counted
from tests.world import World

MEGABYTE = 1024 * 1024


@pytest.fixture(params=PROXIES)
async def front(request: pytest.FixtureRequest, store_url: str, redis: Redis) -> AsyncIterator[Front]:
    """A proxy in front of two hubs that run."""
    async with arranged(request.param) as front, front.hub(0, store_url), front.hub(1, store_url), front.runs():
        yield front


async def opened(
    front: Front, token: str, encoding: Encoding = Encoding.JSON, path: str = "/ws/texter"
) -> ClientConnection:
    """A WebSocket through the proxy, as a browser opens one."""
    return await connect(
        front.url.replace("http", "ws", 1) + path,
        additional_headers={"Authorization": f"Bearer {token}"},
        origin=Origin(front.url),
        subprotocols=[Subprotocol(encoding)],
        compression=None,
        ssl=front.trusting,
        proxy=None,
    )


async def asks(socket: ClientConnection, encoding: Encoding = Encoding.JSON) -> str:
    """Open the console; returns the beginning of the answer."""
    await socket.send(encode([1, "open_console", {}], encoding))
    answer = decode(await asyncio.wait_for(socket.recv(), 10), encoding)
    return str(answer[0])


async def test_sockets_of_both_encodings_open_and_are_spread_over_the_hubs(front: Front, world: World) -> None:
    token = await world.members.token(await world.member("Ana"))
    async with AsyncExitStack() as sockets:
        for encoding in (*Encoding, *Encoding):
            socket = await sockets.enter_async_context(await opened(front, token, encoding))
            assert (socket.subprotocol, await asks(socket, encoding)) == (encoding, "reply")
        there = [one.laddr.port for one in psutil.net_connections("tcp") if one.status == psutil.CONN_ESTABLISHED]
        assert [there.count(port) for port in front.hubs] == [2, 2]


async def test_http_leads_to_https_and_cookies_go_over_nothing_else(front: Front, world: World) -> None:
    ana = await world.member("Ana")
    async with front.browser() as browser:
        led = await browser.get(f"{front.plain}/join/x?a=1")
        assert led.status_code == 308
        assert led.headers["location"] in (f"{front.url}/join/x?a=1", "https://localhost/join/x?a=1")  # as Caddy has it
        signed_in = await browser.post(await world.members.sign_in_link(ana), data={"press": "p"})
        assert signed_in.status_code == 303
        for cookie in signed_in.headers.get_list("set-cookie"):
            assert "; Secure" in cookie
        page = await browser.get("/console")
        assert (page.status_code, page.headers["strict-transport-security"]) == (200, "max-age=31536000")


async def test_a_big_file_is_taken_and_one_that_is_too_big_is_told_in_the_hubs_sentence(
    front: Front, world: World
) -> None:
    campaign = await world.campaign(launch=False)
    token = await world.members.token(await world.member("Root", "admin"))
    row = b"+1202555%04d," + b"x" * 10_000 + b"\n"
    rows = b"Phone,Words\n" + b"".join(row % n for n in range(2_000))
    assert len(rows) > 19 * MEGABYTE
    async with front.browser(authorization=f"Bearer {token}") as browser:
        answer = await browser.post(f"/campaigns/{campaign}/contacts", files={"file": ("c.csv", rows)})
        assert answer.status_code == 200, answer.text
        assert answer.json()["rows"] == 2_000

    host, _, port = front.url.removeprefix("https://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port), ssl=front.trusting)
    head = (
        f"POST /campaigns/{campaign}/contacts HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: text/csv\r\nContent-Length: {LIMITS.file + 1}\r\n\r\n"
    )
    writer.write(head.encode())
    sending = asyncio.create_task(send_on(writer))
    try:
        async with asyncio.timeout(20):
            told = await reader.readuntil(b"}")
    finally:
        sending.cancel()
        writer.transport.abort()
        await asyncio.gather(sending, return_exceptions=True)
    assert b" 413 " in told and b'"file_too_big"' in told


async def send_on(writer: asyncio.StreamWriter) -> None:
    """Send a file, as browsers do also when they are answered."""
    while True:
        writer.write(bytes(MEGABYTE // 8))
        await writer.drain()
        await asyncio.sleep(0.02)


async def test_limits_count_the_browsers_address_whatever_it_says(front: Front, redis: Redis) -> None:
    for address in ("127.0.0.7", "127.0.0.8"):
        async with front.browser(address, **{"x-forwarded-for": "192.0.2.1"}) as browser:
            answer = await browser.post("/sign-in", data={"email": "a@b.c", "password": "x"})
            assert answer.status_code == 403
    assert await counted(redis) == {"127.0.0.7", "127.0.0.8"}


@pytest.mark.parametrize("name", PROXIES)
async def test_when_a_hub_leaves_its_sockets_are_told_and_the_other_hub_takes_everybody(
    name: str, store_url: str, world: World
) -> None:
    ana = await world.member("Ana")
    token = await world.members.token(ana)
    async with arranged(name) as front, front.browser() as browser, front.hub(0, store_url), AsyncExitStack() as rest:
        async with front.hub(1, store_url):
            await rest.enter_async_context(front.runs())
            signed_in = await browser.post(await world.members.sign_in_link(ana), data={"press": "p"})
            assert signed_in.status_code == 303
            sockets = [await opened(front, token) for _ in range(2)]
            assert [await asks(socket) for socket in sockets] == ["reply", "reply"]
        ended = [socket for socket in sockets if (await closing(socket)) == 1012]
        assert len(ended) == 1, "each hub had one"
        async with await opened(front, token) as again:
            assert await asks(again) == "reply"
        for _ in range(4):
            assert (await browser.get("/console")).status_code == 200
        for socket in sockets:
            await socket.close()


async def closing(socket: ClientConnection) -> int | None:
    """The code with which a socket was closed by now, or None."""
    try:
        async with asyncio.timeout(1):
            while True:
                await socket.recv()
    except ConnectionClosed as closed:
        return closed.rcvd and closed.rcvd.code
    except TimeoutError:
        return None


async def test_a_reload_ends_no_page_for_good(front: Front, world: World) -> None:
    token = await world.members.token(await world.member("Ana"))
    socket = await opened(front, token)
    assert await asks(socket) == "reply"
    await front.reload()
    async with await opened(front, token) as new:
        assert await asks(new) == "reply"
    async with front.browser() as browser:
        assert (await browser.get("/health/ready")).status_code == 200
    await socket.close()


async def test_a_socket_that_nginx_ends_after_a_reload_comes_back_by_itself(
    store_url: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await world.members.token(await world.member("Ana"))
    async with arranged("nginx") as front, front.hub(0, store_url):
        conf = front.folder / "conf"
        conf.write_text(changed(conf.read_text(), **{"worker_shutdown_timeout 10m;": "worker_shutdown_timeout 1s;"}))
        monkeypatch.setenv("SSL_CERT_FILE", front.authority)
        async with front.runs(), Client(front.url, token) as client:
            await client.ask("open_console")
            await front.reload()
            await client.until(lambda client: client.closings, within=20)
            assert (await client.ask("open_console"))["me"]["name"] == "Ana"
