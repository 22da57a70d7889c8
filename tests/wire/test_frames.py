"""The frames of the wire, in both encodings."""

import json
from typing import Any

import msgpack
import pytest
import websockets.frames
from hypothesis import example, given
from hypothesis import strategies as st
from websockets.frames import Opcode
from websockets.streams import StreamReader

from server.errors import NotAFrame
from server.wire.frames import Encoding, Frame, changed, decode, encode, gone, read_command
from server.wire.parts import LARGEST_INTEGER
from server.wire.things import Presence

encodings = st.sampled_from(Encoding)
integers = st.integers(-LARGEST_INTEGER, LARGEST_INTEGER)
values = st.recursive(
    st.none() | st.booleans() | integers | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(encodings, values)
def test_what_is_said_is_what_is_heard(encoding: Encoding, value: Any) -> None:
    assert decode(encode(value, encoding), encoding) == value


@given(encodings, integers, st.text(), st.dictionaries(st.text(), values, max_size=4))
def test_a_command_is_read_as_it_was_written(encoding: Encoding, ref: int, name: str, args: dict[str, Any]) -> None:
    assert read_command(encode([ref, name, args], encoding), encoding) == (ref, name, args)


def frames(payload: str | bytes, encoding: Encoding) -> bool:
    """Return whether the payload can be read as a command. Every error but NotAFrame is let through."""
    try:
        ref, name, args = read_command(payload, encoding)
    except NotAFrame:
        return False
    assert type(ref) is int
    assert type(name) is str
    assert type(args) is dict
    return True


@given(encodings, st.text() | st.binary())
@example(Encoding.JSON, "[" * 5000)
@example(Encoding.JSON, "[" * 60_000)
@example(Encoding.JSON, '{"a":' * 5000)
@example(Encoding.JSON, "\ud800")
@example(Encoding.JSON, '[1e999,"a",{}]')
@example(Encoding.JSON, '[NaN,"a",{}]')
@example(Encoding.JSON, "[" + "9" * 5000 + ',"a",{}]')
@example(Encoding.JSON, b'[1,"a",{}]')
@example(Encoding.MSGPACK, b"\x91" * 5000)
@example(Encoding.MSGPACK, b"\xdf\xff\xff\xff\xff")
@example(Encoding.MSGPACK, b"\xdd\xff\xff\xff\xff")
@example(Encoding.MSGPACK, b"\xc1")
@example(Encoding.MSGPACK, b"")
@example(Encoding.MSGPACK, b"\x81\x80\x80")
@example(Encoding.MSGPACK, b"\x93\x01\xa1a\x81\x90\x01")
@example(Encoding.MSGPACK, b"\x93\x01\xa1\xff\x80")
@example(Encoding.MSGPACK, b"\xc7\x00\x05")
@example(Encoding.MSGPACK, b"\xc7\x0d\xff" + b"\xff" * 13)
@example(Encoding.MSGPACK, b"\xd6\xff\x00\x00\x00\x00")
@example(Encoding.MSGPACK, '[1,"a",{}]')
def test_garbage_is_not_a_frame_and_nothing_worse(encoding: Encoding, payload: str | bytes) -> None:
    frames(payload, encoding)


@given(encodings, values)
def test_a_message_that_is_no_command_is_not_a_frame(encoding: Encoding, value: Any) -> None:
    is_command = (
        isinstance(value, list)
        and len(value) == 3
        and type(value[0]) is int
        and isinstance(value[1], str)
        and isinstance(value[2], dict)
    )
    assert frames(encode(value, encoding), encoding) == is_command


@given(encodings, st.integers(0, 200), st.integers(0, 255))
def test_a_damaged_command_is_not_a_frame_or_another_command(encoding: Encoding, at: int, byte: int) -> None:
    payload = encode([7, "send_reply", {"campaign": 1, "text": "Grüße 👋", "last_seen": 2}], encoding)
    damaged = bytearray(payload.encode() if isinstance(payload, str) else payload)
    damaged[at % len(damaged)] = byte
    text = damaged.decode(errors="surrogateescape") if encoding is Encoding.JSON else bytes(damaged)
    frames(text, encoding)


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize(
    "message",
    [
        [],
        [1, "a"],
        [1, "a", {}, 4],
        ["1", "a", {}],
        [1.5, "a", {}],
        [True, "a", {}],
        [None, "a", {}],
        [1, 2, {}],
        [1, "a", []],
        [1, "a", None],
        {"ref": 1},
        "a",
        1,
        None,
        [LARGEST_INTEGER + 1, "a", {}],
        [-LARGEST_INTEGER - 1, "a", {}],
    ],
)
def test_these_are_no_commands(encoding: Encoding, message: Any) -> None:
    with pytest.raises(NotAFrame):
        read_command(encode(message, encoding), encoding)


@pytest.mark.parametrize("ref", [LARGEST_INTEGER, -LARGEST_INTEGER, 0])
def test_refs_are_what_javascript_can_hold(ref: int) -> None:
    assert read_command(encode([ref, "a", {}], Encoding.JSON), Encoding.JSON)[0] == ref


def test_a_frame_is_encoded_once_per_encoding() -> None:
    frame = changed(Presence(id=1, v=3, online=True))
    assert frame.framed(Encoding.JSON) is frame.framed(Encoding.JSON)
    assert frame.framed(Encoding.MSGPACK) is frame.framed(Encoding.MSGPACK)


def test_json_goes_as_text_and_msgpack_as_bytes() -> None:
    frame = Frame("reply", 1, {"name": "Zoë", "none": None})
    text, packed = frame.encoded(Encoding.JSON), frame.encoded(Encoding.MSGPACK)
    assert isinstance(text, str)
    assert isinstance(packed, bytes)
    assert json.loads(text) == msgpack.unpackb(packed) == ["reply", 1, {"name": "Zoë", "none": None}]


@pytest.mark.parametrize("encoding", Encoding)
def test_what_is_gone_is_named_whole(encoding: Encoding) -> None:
    said = decode(gone("sender", 3, 7, 9).encoded(encoding), encoding)
    assert said == ["gone", {"kind": "sender", "id": 3, "campaign": 7, "v": 9}]


@pytest.mark.parametrize("encoding", Encoding)
def test_a_thing_says_its_kind_and_real_nulls(encoding: Encoding) -> None:
    said = decode(changed(Presence(id=4, v=5, online=True)).encoded(encoding), encoding)
    assert said == ["changed", {"kind": "presence", "id": 4, "campaign": None, "v": 5, "online": True}]


@pytest.mark.parametrize("encoding", Encoding)
@pytest.mark.parametrize("size", [0, 100, 125, 126, 127, 65_535, 65_536, 100_000])
def test_a_frame_of_any_size_is_a_whole_websocket_frame(encoding: Encoding, size: int) -> None:
    frame = Frame("reply", 1, "x" * (size - len(encode(["reply", 1, "x" * size], encoding)) + size))
    written = StreamReader()
    written.feed_data(frame.framed(encoding))

    reading = websockets.frames.Frame.parse(written.read_exact, mask=False)
    with pytest.raises(StopIteration) as read:
        next(reading)

    assert read.value.value.fin
    assert read.value.value.opcode is (Opcode.TEXT if encoding is Encoding.JSON else Opcode.BINARY)
    payload = read.value.value.data
    assert (payload.decode() if encoding is Encoding.JSON else payload) == frame.encoded(encoding)
    assert decode(frame.encoded(encoding), encoding)[:2] == ["reply", 1]
    assert not written.buffer
