"""The wire: frames and things, in both encodings.

A client says `[ref, name, args]`; `ref` is an integer of its choosing. It hears

    ["reply", ref, result]
    ["refused", ref, code, sentence, details?]
    ["changed", thing]      a whole thing as it looks now
    ["gone", thing]         {kind, id, campaign, v}: no longer to be shown

The Lua scripts describe things (lua/shared/describe.lua); here they get their final form, with nulls where Lua has
nothing. What a console shows is made by server/live/console.py, and `stranded` things by server/live/stranded.py.
"""

from enum import StrEnum
from typing import Any

import msgpack
import msgspec

from server.errors import NotAFrame
from server.words.stop_words import in_force

Thing = dict[str, Any]

LARGEST_INTEGER = 2**53 - 1
"""The largest integer that JavaScript and Lua hold exactly."""


class Encoding(StrEnum):
    """The two subprotocols."""

    JSON = "handraise.v1.json"
    MSGPACK = "handraise.v1.msgpack"


class Frame:
    """One message, encoded at most once in each encoding, however many sockets it goes to."""

    __slots__ = ("_encoded", "message")

    def __init__(self, *message: Any) -> None:
        self.message = message
        self._encoded: dict[Encoding, str | bytes] = {}

    def encoded(self, encoding: Encoding) -> str | bytes:
        """The frame's payload: text for JSON, bytes for msgpack."""
        payload = self._encoded.get(encoding)
        if payload is None:
            payload = self._encoded[encoding] = encode(self.message, encoding)
        return payload


def encode(message: Any, encoding: Encoding) -> str | bytes:
    """A message as text (JSON) or bytes (msgpack)."""
    if encoding is Encoding.JSON:
        return msgspec.json.encode(message).decode()
    packed: bytes = msgpack.packb(message)
    return packed


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
    """The `[ref, name, args]` of a client.

    Raises NotAFrame.
    """
    match decode(payload, encoding):
        case [int(ref), str(name), dict(args)] if not isinstance(ref, bool) and abs(ref) <= LARGEST_INTEGER:
            return ref, name, args
    raise NotAFrame("a command is [ref, name, args]")


def key_of(thing: Thing) -> tuple[str, int, int | None]:
    """Return kind, id and campaign: two things with the same are one thing."""
    return thing["kind"], thing["id"], thing["campaign"]


def changed(thing: Thing) -> Frame:
    """The frame that shows a thing as it looks now."""
    return Frame("changed", thing)


def gone(kind: str, id: int, campaign: int | None, v: int) -> Frame:
    """The frame that takes a thing away."""
    return Frame("gone", {"kind": kind, "id": id, "campaign": campaign, "v": v})


def campaign_thing(described: Thing) -> Thing:
    """A campaign, for admins: settings, and how many conversations are where."""
    return {
        "kind": "campaign",
        "campaign": described["id"],
        "batch_size": None,
        "sender_link": None,
        **described,
    }


def console_thing(campaign: int, texter: int, v: int, shown: Thing) -> Thing:
    """Return one texter's console of one campaign; `shown` is from server/live/console.py."""
    return {"kind": "console", "id": texter, "campaign": campaign, "v": v, **shown}


def sender_thing(campaign: int, v: int, texter: Thing, member: Thing) -> Thing:
    """A sender's row: who they are, and how many conversations they hold in each lane.

    `last_active` is when they last did something in this campaign, in ms, or null.
    """
    return {
        "kind": "sender",
        "id": texter["id"],
        "campaign": campaign,
        "v": v,
        "name": member.get("name", ""),
        "email": member.get("email", ""),
        "last_active": texter.get("last_active"),
        **{lane: texter[lane] for lane in ("initial", "reply", "quiet", "closed", "opted_out")},
    }


def conversation_thing(campaign: int, described: Thing) -> Thing:
    """A conversation; unsent initials carry `draft`, the message as it will be sent.

    `waiting_since` is when a contact in lane `reply` began to wait, in ms. `opt_outs` lists who opted the contact out
    (`opted_out` true) or in again, and when (ms); `by` is the member's name, null for a text from the contact. A text
    that came in may carry `media`, the number of pictures or other files with it, and `also_in`, the titles of other
    campaigns that have the person. One that failed may carry `why`, a sentence.
    """
    return {
        "kind": "conversation",
        "campaign": campaign,
        "holder": None,
        "waiting_since": None,
        **described,
        "opt_outs": [{"by": None, **note} for note in described.get("opt_outs", ())],
        "contact": contact_thing(described["contact"]),
    }


def contact_thing(packed: str) -> Thing:
    """A contact, from the JSON that campaigns keep (keys.py, `contacts`)."""
    first_name, last_name, phone, fields = msgspec.json.decode(packed)[:4]
    return {"first_name": first_name, "last_name": last_name, "phone": phone, "fields": fields}


def account_thing(account: Thing, v: int) -> Thing:
    """The account, for admins. `unplaced` is how many texts that no texter gets wait to be dismissed,
    `last_unplaced` the id of the last that came, 0 if none ever did."""
    languages = in_force(account.get("stop_languages"))
    return {"kind": "account", "id": 1, "campaign": None, "v": v, **account, "stop_languages": languages}


def member_thing(member: Thing, v: int) -> Thing:
    """A member, for admins."""
    names = ("id", "name", "email", "role", "disabled")
    return {"kind": "member", "campaign": None, "v": v, **{name: member[name] for name in names}}


def presence_thing(member: int, online: bool, at: int) -> Thing:
    """Return the thing that says whether a member has a console open; its `v` is a time in ms."""
    return {"kind": "presence", "id": member, "campaign": None, "v": at, "online": online}
