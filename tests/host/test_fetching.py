import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from server.host import fetching
from server.host.fetching import NotFetched, TooLarge, Trusted, all_public, fetch

MOST = 1_000


@asynccontextmanager
async def server(answer: Callable[[str], bytes], asked: list[str] | None = None) -> AsyncIterator[str]:
    """A server that answers each request, given its head, with these bytes; gives its origin."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        if asked is not None:
            asked.append(head)
        writer.write(answer(head))
        await writer.drain()
        writer.close()

    serving = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with serving:
        yield f"http://127.0.0.1:{serving.sockets[0].getsockname()[1]}"


def ok(body: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)


def redirect(where: str) -> bytes:
    return f"HTTP/1.1 307 Elsewhere\r\nlocation: {where}\r\ncontent-length: 0\r\n\r\n".encode()


async def test_a_file_comes_with_the_credentials_that_only_the_trusted_host_is_told() -> None:
    asked: list[str] = []
    async with server(lambda head: ok(b"a picture"), asked) as origin:
        trusted = Trusted((), origin, {"authorization": "Basic c2VjcmV0"})
        assert await fetch(f"{origin}/media/1", trusted, MOST) == b"a picture"
    assert "authorization: Basic c2VjcmV0" in asked[0]


async def test_a_redirect_is_followed() -> None:
    async with server(lambda head: ok(b"here") if "/there" in head else redirect("/there")) as origin:
        assert await fetch(f"{origin}/media/1", Trusted((), origin), MOST) == b"here"


@pytest.mark.parametrize(
    "url",
    [
        "http://api.example.com/media/1",
        "https://example.com/media/1",
        "https://notexample.com/",
        "https://api.example.com.evil.org/",
        "https://api.example.com:8443/",
        "https://api.example.com@evil.org/",
        "https://evil.org#api.example.com",
        "https://evil.org\\@api.example.com/",
        "file:///etc/passwd",
        "https://",
        "https://[::1/",
        "https://api.example.com:99999/",
        "simulator:picture:1",
        "",
    ],
)
async def test_an_address_of_another_host_is_not_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object, **__: object) -> None:
        raise AssertionError("nobody may be asked")

    monkeypatch.setattr(fetching.httpcore, "AsyncConnectionPool", connect)
    with pytest.raises(NotFetched):
        await fetch(url, Trusted(("api.example.com",)), MOST)


@pytest.mark.parametrize(
    "where",
    [
        "https://127.0.0.1:{port}/secret",
        "https://localhost:{port}/secret",
        "https://[::ffff:127.0.0.1]:{port}/secret",
        "http://127.0.0.1:{port}/secret",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/",
        "https://0.0.0.0:{port}/",
        "ftp://example.com/",
        "//127.0.0.1:{port}/secret",
    ],
)
async def test_a_redirect_into_our_own_network_is_not_followed(where: str) -> None:
    asked: list[str] = []
    async with server(lambda head: ok(b"secret"), asked) as inside:
        port = inside.rpartition(":")[2]
        async with server(lambda head: redirect(where.format(port=port))) as origin:
            with pytest.raises(NotFetched):
                await fetch(f"{origin}/media/1", Trusted((), origin), MOST)
    assert asked == []


async def test_a_name_that_leads_into_our_own_network_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name's owner decides where it leads, and may change that between two looks: there is only one."""
    looks = []

    async def getaddrinfo(self: object, host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        looks.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.1.2.3", port))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)
    with pytest.raises(NotFetched, match="isn't a public host"):
        await fetch("https://api.example.com/1", Trusted(("api.example.com",)), MOST)
    assert looks == ["api.example.com"]


async def test_a_file_that_is_too_large_is_left() -> None:
    async with server(lambda head: ok(b"x" * (MOST + 1))) as origin:
        with pytest.raises(TooLarge):
            await fetch(f"{origin}/1", Trusted((), origin), MOST)


async def test_redirects_end() -> None:
    asked: list[str] = []
    async with server(lambda head: redirect("/again"), asked) as origin:
        with pytest.raises(NotFetched, match="too often"):
            await fetch(f"{origin}/1", Trusted((), origin), MOST)
    assert len(asked) == fetching.REDIRECTS_AT_MOST


@pytest.mark.parametrize("status", [401, 404, 500])
async def test_a_refusal_tells_its_status(status: int) -> None:
    async with server(lambda head: f"HTTP/1.1 {status} No\r\ncontent-length: 0\r\n\r\n".encode()) as origin:
        with pytest.raises(NotFetched) as caught:
            await fetch(f"{origin}/1", Trusted((), origin), MOST)
    assert caught.value.status == status


@pytest.mark.parametrize("answer", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"])
async def test_a_broken_answer_is_none(answer: bytes) -> None:
    async with server(lambda head: answer) as origin:
        with pytest.raises(NotFetched):
            await fetch(f"{origin}/1", Trusted((), origin), MOST)


async def test_a_host_that_is_not_there_or_too_slow_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async with server(lambda head: b"") as gone:
        pass
    with pytest.raises(NotFetched):
        await fetch(f"{gone}/1", Trusted((), gone), MOST)
    monkeypatch.setattr(fetching, "SECONDS_IN_ALL", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        origin = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(NotFetched):
            await fetch(f"{origin}/1", Trusted((), origin), MOST)


def test_only_addresses_that_everybody_can_reach_are_public() -> None:
    assert all_public(["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
    inside = (
        "127.0.0.1 10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 ::1 fe80::1 fd00::1"
    )
    for address in [*inside.split(), "::ffff:10.0.0.1", "2002:a00:1::", "fe80::1%eth0", "::"]:
        assert not all_public(["93.184.215.14", address]), address
    assert not all_public([])
