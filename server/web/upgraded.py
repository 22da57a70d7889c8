"""WebSockets that uvicorn has let in, with a way to write whole frames at once.

uvicorn's own way of sending takes several coroutines and makes each frame anew, which is most of what it costs to tell
thousands of consoles the same moment. Where it doesn't lead, frames go uvicorn's way.
"""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request
from websockets.protocol import State

EXTENSION = "handraise.frames"
"""The name in the ASGI scope's extensions under which an application finds the connection."""


class Upgraded(WebSocketsSansIOProtocol):
    """uvicorn's WebSocket connection, which the application can write to directly."""

    def handle_connect(self, event: Request) -> None:
        """Begin the application's task, and let it find the connection."""
        super().handle_connect(event)
        if self.response.status_code == 101:
            self.scope["extensions"][EXTENSION] = self  # type: ignore[assignment]

    def write(self, framed: bytes) -> bool:
        """Write a whole frame, if the connection is open and there is room. Returns False if it isn't written."""
        if self.conn.state is not State.OPEN or self.close_sent or not self.writable.is_set():
            return False
        if self.transport.is_closing():
            return False
        self.transport.write(framed)
        return True
