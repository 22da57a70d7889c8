"""A network that does to a page's connection what networks do."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from playwright.async_api import Page, WebSocketRoute

Frame = list[Any]


class Wire:
    """The WebSocket of a page, through which frames pass; until they are held back, or the line is cut."""

    def __init__(self) -> None:
        self.cuts = 0
        self._holds: Callable[[Frame], bool] = lambda frame: False
        self._cut_at: Callable[[Frame], bool] = lambda frame: False
        self._held: list[tuple[WebSocketRoute, str | bytes]] = []
        self._closing: list[asyncio.Task[None]] = []

    async def join(self, page: Page) -> None:
        """Stand between this page and its hub, from its next connection on."""
        await page.route_web_socket("**/ws/*", self._connected)

    def hold(self, which: Callable[[Frame], bool]) -> None:
        """Hold back the hub's frames that `which` picks, from now on."""
        self._holds = which

    async def holds_back(self, count: int) -> None:
        """This many frames are held back, by now or soon."""
        async with asyncio.timeout(20):
            while len(self._held) != count:
                await asyncio.sleep(0.02)

    def let_go(self) -> None:
        """Pass on the frames that were held back, and all that follow."""
        self._holds = lambda frame: False
        for socket, frame in self._held:
            socket.send(frame)
        self._held.clear()

    def cut_instead_of(self, which: Callable[[Frame], bool]) -> None:
        """Lose the hub's next frame that `which` picks, and the connection with it."""
        self._cut_at = which

    def _connected(self, socket: WebSocketRoute) -> None:
        hub = socket.connect_to_server()

        def from_hub(message: str | bytes) -> None:
            frame = json.loads(message)
            if self._cut_at(frame):
                self._cut_at = lambda frame: False
                self.cuts += 1
                self._closing += [asyncio.create_task(end.close()) for end in (socket, hub)]
            elif self._holds(frame):
                self._held.append((socket, message))
            else:
                socket.send(message)

        hub.on_message(from_hub)


def reply_to_request(frame: Frame) -> bool:
    """Return whether a frame answers a request for conversations."""
    return frame[0] == "reply" and "assigned" in frame[2]


def change(frame: Frame) -> bool:
    """Return whether a frame is a push."""
    return frame[0] in ("changed", "gone")
