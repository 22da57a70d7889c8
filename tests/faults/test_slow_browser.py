"""A browser that stops reading hurts only itself."""

import asyncio
import base64
import contextlib
import json
import os
import socket

import psutil

from server.client import Client
from tests.processes import hub_process
from tests.world import World

MIB = 1024 * 1024


async def open_without_reading(url: str, token: str) -> socket.socket:
    """A WebSocket, upgraded by hand, whose other side has little room for what isn't read."""
    host, port = url.removeprefix("http://").split(":")
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.connect((host, int(port)))
    raw.sendall(
        (
            f"GET /ws/texter HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Protocol: handraise.v1.json\r\nAuthorization: Bearer {token}\r\n\r\n"
        ).encode()
    )
    await asyncio.sleep(0.5)
    assert b"101 Switching" in raw.recv(400)
    raw.setblocking(False)
    return raw


def frame(message: object) -> bytes:
    """A masked text frame (RFC 6455, 5.2) of up to 65,535 bytes."""
    payload = json.dumps(message).encode()
    return b"\x81\xfe" + len(payload).to_bytes(2, "big") + bytes(4) + payload


async def test_a_browser_that_stops_reading_costs_bounded_memory_and_is_closed(store_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=100, batch_size=100)
    ana = await world.texter(campaign)
    await ana.request()
    token = await world.members.token(await world.member("Ana"))
    async with hub_process(store_url) as hub, Client(hub.url, token) as reading:
        await reading.ask("open_console")
        page = await reading.ask("list_conversations", campaign=campaign, lane="initial")
        assert len(page["conversations"]) == 100
        before = psutil.Process(hub.pid).memory_info().rss
        stuck = await open_without_reading(hub.url, token)
        unsent = frame([1, "list_conversations", {"campaign": campaign, "lane": "initial"}]) * 2_000
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            async with asyncio.timeout(100):
                await asyncio.get_running_loop().sock_sendall(stuck, unsent)
                while True:  # until the system says that the connection is gone
                    await asyncio.sleep(0.2)
                    stuck.send(frame([2, "open_console", {}]))
        grown = psutil.Process(hub.pid).memory_info().rss - before
        stuck.close()
        assert grown < 30 * MIB  # what was asked for is 100 MiB
        assert "didn't read" in hub.log()
        assert (await reading.ask("list_conversations", campaign=campaign, lane="initial"))["conversations"]
