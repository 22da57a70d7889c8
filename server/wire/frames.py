"""The frames on the wire, in both encodings.

A client says `[ref, name, args]`; `ref` is an integer of its choosing. It hears

    ["reply", ref, result]
    ["refused", ref, code, sentence, details?]
    ["changed", thing]      a whole thing as it looks now
    ["gone", thing]         {kind, id, campaign, v}: no longer to be shown
"""

from contextvars import ContextVar
from enum import StrEnum
from functools import cache
from typing import Any

import msgpack
import msgspec

from server.errors import NotAFrame
from server.wire.parts import LARGEST_INTEGER, Going
from server.wire.things import Gone, Thing


class Encoding(StrEnum):
    """The two subprotocols."""

    JSON = "handraise.v1.json"
    MSGPACK = "handraise.v1.msgpack"


Key = tuple[str, int, int | None]
"""Kind, id and campaign: two things with the same are one thing."""


NOT_A_FRAME, SIGNED_OUT, NOT_ALLOWED, TOO_SLOW, TOO_MANY = 4400, 4401, 4403, 4408, 4429
CLOSE_CODES = {
    1009: "A frame was too big.",
    1012: "This process restarts, or all that is shown has to be read again: come back, after a random wait.",
    1013: "The store is away for a moment: come back.",
    NOT_A_FRAME: "It wasn't one of these frames: coming back would end the same way.",
    SIGNED_OUT: "Not signed in, or no longer.",
    NOT_ALLOWED: "This member may not open this socket.",
    TOO_SLOW: "The client didn't read what it was sent.",
    TOO_MANY: "This member or address has too many sockets open.",
}


HEARD: ContextVar[float | None] = ContextVar("HEARD", default=None)
"""When the announcement was heard that is being taken in, by time.perf_counter."""


class Frame:
    """One message, encoded at most once in each encoding, however many sockets it goes to.

    about  the key of the thing that it shows or takes away; None for an answer
    heard  when the announcement was heard that it tells of; None if it tells of none
    """

    __slots__ = ("_framed", "about", "heard", "message")

    def __init__(self, *message: Any, about: Key | None = None) -> None:
        self.message = message
        self.about = about
        self.heard = HEARD.get()
        self._framed: dict[Encoding, bytes] = {}

    def framed(self, encoding: Encoding) -> bytes:
        """The whole WebSocket frame, as it goes over the network."""
        framed = self._framed.get(encoding)
        if framed is None:
            framed = self._framed[encoding] = websocket_frame(ENCODERS[encoding].encode(self.message), encoding)
        return framed

    def encoded(self, encoding: Encoding) -> str | bytes:
        """The frame's payload: text for JSON, bytes for msgpack."""
        framed = self.framed(encoding)
        payload = framed[{126: 4, 127: 10}.get(framed[1], 2) :]
        return payload.decode() if encoding is Encoding.JSON else payload


ENCODERS: dict[Encoding, msgspec.json.Encoder | msgspec.msgpack.Encoder] = {
    Encoding.JSON: msgspec.json.Encoder(),
    Encoding.MSGPACK: msgspec.msgpack.Encoder(),
}


def websocket_frame(payload: bytes, encoding: Encoding) -> bytes:
    """Return the one frame of a server's message (RFC 6455, 5.2): unmasked, of text or binary."""
    kind, size = 0x81 if encoding is Encoding.JSON else 0x82, len(payload)
    if size < 126:
        return bytes((kind, size)) + payload
    if size < 0x10000:
        return bytes((kind, 126)) + size.to_bytes(2) + payload
    return bytes((kind, 127)) + size.to_bytes(8) + payload


def changed(thing: Thing) -> Frame:
    """Return the frame that shows a thing as it looks now."""
    return Frame("changed", thing, about=(kind_of(type(thing)), thing.id, thing.campaign))


def gone(kind: Going, id: int, campaign: int | None, v: int) -> Frame:
    """Return the frame that takes a thing away."""
    return Frame("gone", Gone(kind=kind, id=id, campaign=campaign, v=v), about=(kind, id, campaign))


@cache
def kind_of(thing: type[Thing]) -> str:
    """Return the `kind` of a class of things."""
    return str(thing.__struct_config__.tag)


def encode(message: Any, encoding: Encoding) -> str | bytes:
    """Return a message as text (JSON) or bytes (msgpack)."""
    payload = ENCODERS[encoding].encode(message)
    return payload.decode() if encoding is Encoding.JSON else payload


def decode(payload: str | bytes, encoding: Encoding) -> Any:
    """Return the message of a payload.

    Raises NotAFrame.
    """
    if isinstance(payload, str) is not (encoding is Encoding.JSON):
        raise NotAFrame("text frames are for JSON, binary frames for msgpack")
    try:
        return msgspec.json.decode(payload) if encoding is Encoding.JSON else msgpack.unpackb(payload)
    # Deeply nested JSON is a RecursionError; msgpack raises a family of its own that isn't all ValueErrors.
    except (ValueError, TypeError, RecursionError, msgpack.UnpackException, msgspec.DecodeError) as error:
        raise NotAFrame("this isn't what the subprotocol says") from error


def read_command(payload: str | bytes, encoding: Encoding) -> tuple[int, str, dict[str, Any]]:
    """Return the `[ref, name, args]` of a client.

    Raises NotAFrame.
    """
    match decode(payload, encoding):
        case [int(ref), str(name), dict(args)] if not isinstance(ref, bool) and abs(ref) <= LARGEST_INTEGER:
            return ref, name, args
    raise NotAFrame("a command is [ref, name, args]")
