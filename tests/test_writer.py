"""Writing to a WebSocket: at once, or as the browser makes room."""

import asyncio
from typing import Any, cast

import pytest
from starlette.websockets import WebSocket
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from server import writer
from server.client import Client
from server.web.upgraded import EXTENSION, Upgraded
from server.wire.frames import Encoding, Frame, changed
from server.wire.things import Presence
from server.writer import Writer
from tests.world import World


def presence(v: int) -> Frame:
    """Something to push."""
    return changed(Presence(id=1, v=v, online=True))


class Browser:
    """The other side of a socket, as an ASGI server has it; `has_room` says whether it reads."""

    def __init__(self, has_room: bool = True, **extensions: Any) -> None:
        self.got: list[Any] = []
        self.ended: list[Exception | None] = []
        self.has_room = asyncio.Event()
        if has_room:
            self.has_room.set()
        socket = WebSocket({"type": "websocket", "extensions": extensions}, self._receive, self._send)
        self.socket = socket
        self.writer = Writer(socket, Encoding.JSON, 1, lambda: None, self.ended.append)

    async def accept(self) -> None:
        """Let it in."""
        await self.socket.accept()
        self.got.clear()

    async def _receive(self) -> Any:
        return {"type": "websocket.connect"}

    async def _send(self, message: Any) -> None:
        if message["type"] != "websocket.accept":
            await self.has_room.wait()
        self.got.append(message.get("text") or message.get("code"))


class Connection:
    """A connection that has room for so many frames."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.written: list[bytes] = []

    def write(self, framed: bytes) -> bool:
        """Write a frame."""
        if len(self.written) < self.room:
            self.written.append(framed)
            return True
        return False


async def until(condition: Any) -> None:
    """Wait for something that happens soon."""
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.002)


REPLIES = [Frame("reply", ref, None) for ref in range(4)]
TEXTS = [frame.encoded(Encoding.JSON) for frame in REPLIES]


async def test_what_there_is_no_room_for_is_sent_after_what_there_was_and_in_order() -> None:
    connection = Connection(room=2)
    browser = Browser(has_room=False, **{EXTENSION: connection})
    await browser.accept()
    for frame in REPLIES[:3]:
        browser.writer.mailbox.reply(frame)
    await until(lambda: connection.written)
    browser.writer.mailbox.reply(REPLIES[3])  # which must not overtake the one that waits
    connection.room = 4
    await asyncio.sleep(0.01)
    assert connection.written == [frame.framed(Encoding.JSON) for frame in REPLIES[:2]]

    browser.has_room.set()
    await until(lambda: len(connection.written) == 3)

    assert browser.got == [TEXTS[2]]
    assert connection.written[2] == REPLIES[3].framed(Encoding.JSON)


async def test_all_that_is_left_goes_before_the_close() -> None:
    browser = Browser(has_room=False)
    await browser.accept()
    browser.writer.mailbox.reply(REPLIES[0])
    await asyncio.sleep(0.01)
    browser.writer.mailbox.push(presence(1))
    browser.writer.mailbox.reply(REPLIES[1])
    browser.writer.mailbox.close(4401, "You are signed out.")

    browser.has_room.set()
    await until(lambda: browser.ended)

    assert browser.got == [TEXTS[0], TEXTS[1], presence(1).encoded(Encoding.JSON), 4401]
    assert browser.ended == [None]


async def test_pushes_are_a_tenth_of_a_second_apart_and_replies_go_between() -> None:
    browser, loop = Browser(), asyncio.get_running_loop()
    await browser.accept()
    began = loop.time()
    browser.writer.mailbox.push(presence(1))
    await until(lambda: browser.got)
    for v in (2, 3):
        browser.writer.mailbox.push(presence(v))
    browser.writer.mailbox.reply(REPLIES[0])
    await until(lambda: len(browser.got) == 3)

    assert browser.got == [presence(1).encoded(Encoding.JSON), TEXTS[0], presence(3).encoded(Encoding.JSON)]
    assert loop.time() >= began + 0.1


async def test_who_does_not_read_is_closed_with_4408(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "SEND_WITHIN_SECONDS", 0.02)
    browser = Browser(has_room=False)
    await browser.accept()
    browser.writer.mailbox.reply(REPLIES[0])
    await asyncio.sleep(0.1)  # while it isn't read, and the close frame neither
    assert not browser.ended
    browser.has_room.set()
    await until(lambda: browser.ended)

    assert (browser.got, browser.ended) == ([4408], [None])


async def test_a_fault_ends_the_socket_and_is_told() -> None:
    for sees_a_connection in (True, False):
        browser = Browser(**({EXTENSION: Connection(9)} if sees_a_connection else {}))
        await browser.accept()
        browser.writer.mailbox.reply(Frame("reply", 1, object()))  # which nobody can encode
        await until(lambda browser=browser: browser.ended)
        browser.writer.mailbox.reply(REPLIES[0])
        await asyncio.sleep(0.01)
        assert [type(fault) for fault in browser.ended] == [TypeError]
        assert browser.got == []


async def test_once_stopped_nothing_more_is_written() -> None:
    browser = Browser()
    await browser.accept()
    browser.writer.stop()
    browser.writer.mailbox.reply(REPLIES[0])
    await asyncio.sleep(0.01)
    assert browser.got == []
    for has_room in (True, False):
        browser = Browser(has_room)
        await browser.accept()
        browser.writer.mailbox.reply(REPLIES[0])
        if not has_room:
            await asyncio.sleep(0.01)
        browser.writer.stop()
        browser.has_room.set()
        browser.writer.mailbox.reply(REPLIES[1])
        await asyncio.sleep(0.01)
        assert (browser.got, browser.ended) == ([], [])


# With uvicorn.


@pytest.mark.parametrize("encoding", Encoding)
async def test_uvicorn_lets_us_write_frames_at_once(
    hub_url: str, world: World, encoding: Encoding, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    send = WebSocketsSansIOProtocol.send

    async def uvicorns(self: WebSocketsSansIOProtocol, message: Any) -> None:
        sent.append(message["type"])
        await send(self, message)

    monkeypatch.setattr(WebSocketsSansIOProtocol, "send", uvicorns)
    await opens_and_is_told(hub_url, world, encoding)

    assert "websocket.accept" in sent
    assert "websocket.send" not in sent


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("changed_in", ["write", "handle_connect"])
async def test_where_uvicorn_does_not_frames_go_its_own_way(
    hub_url: str, world: World, encoding: Encoding, changed_in: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if changed_in == "write":
        monkeypatch.setattr(Upgraded, "write", lambda self, framed: False)
    else:
        monkeypatch.setattr(Upgraded, "handle_connect", WebSocketsSansIOProtocol.handle_connect)
    await opens_and_is_told(hub_url, world, encoding)


async def opens_and_is_told(hub_url: str, world: World, encoding: Encoding) -> None:
    """Open a console, and see it change and be closed."""
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign)
    member = await world.member("Ana")
    async with Client(hub_url, await world.members.token(member), encoding=encoding) as client:
        await client.ask("open_console")
        await world.scripts.run("pause_campaign", campaign)
        await client.until(lambda c: cast(Any, c.thing("console", ana.id, campaign))["screen"] == "not_sending")
