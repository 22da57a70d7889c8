"""The record of a load test: everything that its people asked and were shown, with times.

Times are seconds of the clock that all processes of one machine share (CLOCK_MONOTONIC). Each process writes its part
as it happens; the verdict and the figures are made of the whole.
"""

import asyncio
import struct
from collections.abc import AsyncIterator
from typing import Any

import msgspec

OK, LOST = "ok", "lost"
"""Outcomes of a command: answered, or the connection went before its answer. That of a refused one is its code."""


class Record(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """Something that happened in a session. `session` names it: `texter 7`, or a page of it: `texter 7, tab 2`."""

    session: str


class Asked(Record, frozen=True, array_like=True, tag=True):
    """A command and its end.

    intended      when it was due; later than that it began if the session or the load generator was behind
    outcome       OK, LOST, or the code of the refusal
    conversation  the one that it was about
    words         what it sent, if it sent something; each of the load test's replies is unlike every other
    request       the request id of request_conversations
    answer        of request_conversations
    v             the version at which the answer's conversation was described
    undid         the command that it undid, and `words` are the words that were sent then
    """

    name: str
    intended: float
    began: float
    ended: float
    outcome: str
    conversation: int | None = None
    words: str | None = None
    request: str | None = None
    answer: dict[str, int | bool] | None = None
    v: int | None = None
    undid: str | None = None


class Held(Record, frozen=True, array_like=True, tag=True):
    """A page of conversations that a texter was told they hold: [conversation, v] of each."""

    began: float
    ended: float
    conversations: list[tuple[int, int]]


class Taken(Record, frozen=True, array_like=True, tag=True):
    """Conversations that were taken from a texter without their doing, at some time between `began` and `ended`."""

    began: float
    ended: float


class Pushed(Record, frozen=True, array_like=True, tag=True):
    """A campaign that a board shows from now on, or a console that a tab shows, at a version.

    v           the version that it shows: the campaign's own, or the console's `moved`
    unassigned  how many are left, on a board
    """

    at: float
    v: int
    unassigned: int | None = None


class Pushes(Record, frozen=True, array_like=True, tag=True):
    """The number of pushes that came to a session since the record before."""

    at: float
    count: int


class Opened(Record, frozen=True, array_like=True, tag=True):
    """A session that has connected and opened; `again`: it had before."""

    at: float
    seconds: float
    again: bool = False


class Closed(Record, frozen=True, array_like=True, tag=True):
    """A connection that ended, with its close code; 1006: without one. `meant`: the session closed or cut it itself."""

    at: float
    code: int
    meant: bool


class Fell(Record, frozen=True, array_like=True, tag=True):
    """A thing that was pushed with a lower version than before, on the same connection."""

    at: float
    thing: str
    before: int
    v: int


class Differs(Record, frozen=True, array_like=True, tag=True):
    """A thing that a session shows otherwise than one that has just opened. None: not at all."""

    thing: str
    shown: dict[str, Any] | None
    fresh: dict[str, Any] | None


class Alike(Record, frozen=True, array_like=True, tag=True):
    """A session that shows, at the end, what one that has just opened shows."""

    at: float
    things: int


class Stuck(Record, frozen=True, array_like=True, tag=True):
    """A session that couldn't go on; the sentence says why."""

    at: float
    sentence: str


class Lag(Record, frozen=True, array_like=True, tag=True):
    """Seconds by which the load generator's own event loop was late, at most, since the record before."""

    at: float
    seconds: float


AnyRecord = Asked | Held | Taken | Pushed | Pushes | Opened | Closed | Fell | Differs | Alike | Stuck | Lag

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(AnyRecord)
_size = struct.Struct(">I")


def packed(record: AnyRecord) -> bytes:
    """Return a record as it is written: its size in four bytes, then msgpack."""
    payload = _encoder.encode(record)
    return _size.pack(len(payload)) + payload


async def records(source: asyncio.StreamReader) -> AsyncIterator[AnyRecord]:
    """Yield the records that a process writes, until it ends."""
    while True:
        try:
            (size,) = _size.unpack(await source.readexactly(_size.size))
            yield _decoder.decode(await source.readexactly(size))
        except asyncio.IncompleteReadError:
            return
