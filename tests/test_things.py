"""The wire: frames and things, in both encodings."""

import json
from typing import Any

import msgpack
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.errors import NotAFrame
from server.things import (
    LARGEST_INTEGER,
    Encoding,
    Frame,
    account_thing,
    campaign_thing,
    changed,
    conversation_thing,
    decode,
    encode,
    gone,
    member_thing,
    presence_thing,
    read_command,
    sender_thing,
)

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
    """Whether it can be read as a command; anything but NotAFrame is let through."""
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
    frame = changed({"kind": "console", "id": 1, "campaign": 2, "v": 3})
    assert frame.encoded(Encoding.JSON) is frame.encoded(Encoding.JSON)
    assert frame.encoded(Encoding.MSGPACK) is frame.encoded(Encoding.MSGPACK)


def test_json_goes_as_text_and_msgpack_as_bytes() -> None:
    frame = Frame("reply", 1, {"name": "Zoë", "none": None})
    text, packed = frame.encoded(Encoding.JSON), frame.encoded(Encoding.MSGPACK)
    assert isinstance(text, str)
    assert isinstance(packed, bytes)
    assert json.loads(text) == msgpack.unpackb(packed) == ["reply", 1, {"name": "Zoë", "none": None}]


def test_what_is_gone_is_named_whole() -> None:
    assert gone("sender", 3, 7, 9).message == ("gone", {"kind": "sender", "id": 3, "campaign": 7, "v": 9})


def test_nulls_are_real_nulls() -> None:
    campaign = campaign_thing({"id": 7, "v": 1})
    assert campaign == {"kind": "campaign", "id": 7, "campaign": 7, "v": 1, "batch_size": None, "sender_link": None}
    contact = json.dumps(["Bo", "Doe", "+12025550101", {"City": "Reno"}])
    assert conversation_thing(7, {"id": 1, "contact": contact, "lane": "reply"}) == {
        "kind": "conversation",
        "id": 1,
        "campaign": 7,
        "holder": None,
        "lane": "reply",
        "waiting_since": None,
        "opt_outs": [],
        "contact": {"first_name": "Bo", "last_name": "Doe", "phone": "+12025550101", "fields": {"City": "Reno"}},
    }
    note = {"opted_out": True, "at": 5}
    thing = conversation_thing(7, {"id": 1, "contact": contact, "lane": "opted_out", "opt_outs": [note]})
    assert thing["opt_outs"] == [{**note, "by": None}]
    account = account_thing({"name": "Handraise"}, 3)
    assert (account["campaign"], account["stop_languages"]) == (None, ["es", "fr"])
    assert presence_thing(4, True, 5) == {"kind": "presence", "id": 4, "campaign": None, "v": 5, "online": True}


def test_a_member_is_shown_without_their_password() -> None:
    member = {"id": 1, "name": "Ana", "email": "ana@example.org", "role": "texter", "disabled": False, "password": "x"}
    assert member_thing(member, 3) == {
        "kind": "member",
        "id": 1,
        "campaign": None,
        "v": 3,
        "name": "Ana",
        "email": "ana@example.org",
        "role": "texter",
        "disabled": False,
    }


def test_a_sender_is_shown_with_what_they_hold() -> None:
    counts = {"id": 3, "initial": 1, "reply": 2, "quiet": 3, "closed": 4, "opted_out": 5, "moved": 9, "sender": True}
    row = sender_thing(7, 12, counts, {"name": "Ana", "email": "ana@example.org"})
    assert {name: row[name] for name in ("kind", "id", "campaign", "v", "name", "email")} == {
        "kind": "sender",
        "id": 3,
        "campaign": 7,
        "v": 12,
        "name": "Ana",
        "email": "ana@example.org",
    }
    assert [row[lane] for lane in ("initial", "reply", "quiet", "closed", "opted_out")] == [1, 2, 3, 4, 5]
    assert "moved" not in row
