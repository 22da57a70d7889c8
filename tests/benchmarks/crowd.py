"""Many sockets in one light process: consoles that request, and boards that watch.

    python -m tests.benchmarks.crowd < PLAN

The plan is JSON: `{url, pid, campaign, texters: [[member, token], …], admins: the same, at_once, seconds}`. All connect
and open; then `at_once` requests are always under way, each from the texter who has been waiting longest. Prints
`{requests, pushes, seconds, cpu}`; `cpu` is the seconds that process `pid` computed meanwhile.

It speaks just enough of RFC 6455 to cost little beside what it measures: frames with a mask of zeros, none in parts.
"""

import asyncio
import itertools
import json
import os
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

PER_ADDRESS = 500
"""Sockets from one of our addresses, 127.0.0.1 and on; a hub lets in 1,000."""


class Socket(asyncio.Protocol):
    """One WebSocket; `answered` is called with each reply, and pushes are counted."""

    pushes = 0

    def __init__(self, member: int, answered: Any) -> None:
        self.member = member
        self._answered = answered
        self._received = b""
        self._open = False

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def upgrade(self, host: str, path: str, token: str) -> None:
        """Ask to be let in."""
        self._transport.write(
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
            "Sec-WebSocket-Protocol: handraise.v1.json\r\n"
            f"Authorization: Bearer {token}\r\nX-Member: {self.member}\r\n\r\n".encode()
        )

    def ask(self, ref: int, name: str, **args: Any) -> None:
        """Send a command."""
        payload = msgspec.json.encode([ref, name, args])
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2)
        self._transport.write(b"\x81" + length + b"\0\0\0\0" + payload)

    def hang_up(self) -> None:
        """Go, as a browser does that is closed."""
        self._transport.write(b"\x88\x82\0\0\0\0\x03\xe9")
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        received = self._received + data if self._received else data
        at = 0
        if not self._open:
            end = received.find(b"\r\n\r\n")
            if end >= 0:
                assert received.startswith(b"HTTP/1.1 101 "), received
                self._open, at = True, end + 4
                self._answered(self)
        while self._open and len(received) - at >= 2:
            begin, size = at + 2, received[at + 1]
            if size == 126:
                begin, size = at + 4, int.from_bytes(received[at + 2 : at + 4])
            elif size == 127:
                begin, size = at + 10, int.from_bytes(received[at + 2 : at + 10])
            if len(received) < begin + size:
                break
            self._take(received[at], received[begin : begin + size])
            at = begin + size
        self._received = received[at:]

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == 0x89:  # a ping
            self._transport.write(b"\x8a" + bytes([0x80 | len(payload)]) + b"\0\0\0\0" + payload)
        elif payload.startswith(b'["changed"'):
            Socket.pushes += 1
        else:
            assert payload.startswith(b'["reply"'), payload[:300]
            self._answered(self)


class Crowd:
    """All sockets, and which of the texters' are waiting for their turn."""

    def __init__(self, campaign: int) -> None:
        self.requests = 0
        self._campaign = campaign
        self._name = f"{os.getpid()}-{time.time_ns()}"
        self._refs = itertools.count(1)
        self._waiting: deque[Socket] = deque()

    async def connect(self, url: str, path: str, people: list[tuple[int, str]], command: str) -> list[Socket]:
        """Connect one after the other and open each one's page."""
        at = urlsplit(url)
        loop = asyncio.get_running_loop()
        sockets = []
        for nth, (member, token) in enumerate(people):
            told = asyncio.Event()
            local = (f"127.0.0.{1 + nth // PER_ADDRESS}", 0)
            _, socket = await loop.create_connection(
                lambda member=member, told=told: Socket(member, lambda _: told.set()),
                at.hostname,
                at.port,
                local_addr=local,
            )
            socket.upgrade(at.netloc, path, token)
            await told.wait()
            told.clear()
            socket.ask(0, command)
            await told.wait()
            sockets.append(socket)
        return sockets

    def begin(self, sockets: list[Socket], at_once: int) -> None:
        """Keep so many requests under way."""
        for socket in sockets:
            socket._answered = self._answered
        self._waiting.extend(sockets)
        for _ in range(at_once):
            self._next()

    def _answered(self, socket: Socket) -> None:
        self.requests += 1
        self._waiting.append(socket)
        self._next()

    def _next(self) -> None:
        ref = next(self._refs)
        self._waiting.popleft().ask(
            ref, "request_conversations", campaign=self._campaign, request_id=f"{self._name}-{ref}"
        )


def core_seconds(pid: int) -> float:
    """Seconds that a process has spent computing."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def give_up(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """An answer that wasn't one spoils the measurement."""
    loop.default_exception_handler(context)
    loop.stop()


async def main(plan: dict[str, Any]) -> None:
    """Do what the plan says."""
    asyncio.get_running_loop().set_exception_handler(give_up)
    crowd = Crowd(plan["campaign"])
    await crowd.connect(plan["url"], "/ws/admin", plan["admins"], "open_admin")
    texters = await crowd.connect(plan["url"], "/ws/texter", plan["texters"], "open_console")
    crowd.begin(texters, plan["at_once"])
    await asyncio.sleep(1)  # the first seconds are everybody's slowest
    requests, pushes, began, cpu = crowd.requests, Socket.pushes, time.perf_counter(), core_seconds(plan["pid"])
    await asyncio.sleep(plan["seconds"])
    print(
        json.dumps(
            {
                "requests": crowd.requests - requests,
                "pushes": Socket.pushes - pushes,
                "seconds": time.perf_counter() - began,
                "cpu": core_seconds(plan["pid"]) - cpu,
            }
        )
    )


if __name__ == "__main__":
    import uvloop

    uvloop.run(main(json.load(sys.stdin)))
