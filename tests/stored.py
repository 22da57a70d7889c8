"""Everything that a store holds, read at one moment."""

import re
from dataclasses import dataclass, field
from typing import Any

import msgpack
from redis.asyncio import Redis

from server.store import keys

READ_ALL = """
local found = {}
for _, name in ipairs(redis.call("KEYS", "*")) do
  local kind = redis.call("TYPE", name).ok
  local value
  if kind == "hash" then value = redis.call("HGETALL", name)
  elseif kind == "set" then value = redis.call("SMEMBERS", name)
  elseif kind == "list" then value = redis.call("LRANGE", name, 0, -1)
  elseif kind == "zset" then value = redis.call("ZRANGE", name, 0, -1, "WITHSCORES")
  elseif kind == "stream" then value = redis.call("XRANGE", name, "-", "+")
  else value = {redis.call("GET", name)} end
  found[#found + 1] = {name, kind, value}
end
return found
"""

READ_TYPES = """
local found = {}
for i, name in ipairs(redis.call("KEYS", "*")) do
  found[i] = {name, redis.call("TYPE", name).ok}
end
return found
"""

KINDS = {"hash": "hash", "set": "set", "list": "list", "sorted set": "zset", "string": "string", "stream": "stream"}
"""The type names of keys.py → the store's names of them."""


@dataclass
class Stored:
    """A campaign's keys, by their names in server/store/keys.py."""

    hash: dict[str, str] = field(default_factory=dict)
    contacts: dict[int, str] = field(default_factory=dict)
    phones: dict[str, int] = field(default_factory=dict)
    where: dict[int, tuple[int, str]] = field(default_factory=dict)
    senders: set[int] = field(default_factory=set)
    holders: set[int] = field(default_factory=set)
    buckets: dict[tuple[int, str], list[tuple[int, float]]] = field(default_factory=dict)
    texts: dict[int, list[list[str]]] = field(default_factory=dict)
    answers: list[tuple[int, int]] = field(default_factory=list)
    outbox: list[tuple[int, int]] = field(default_factory=list)
    waiting: list[tuple[int, int]] = field(default_factory=list)
    held: list[tuple[int, int]] = field(default_factory=list)
    undoable: set[int] = field(default_factory=set)
    bulk_later: set[int] = field(default_factory=set)
    sending: dict[tuple[int, int], str] = field(default_factory=dict)
    ledger: list[tuple[bytes, bytes]] = field(default_factory=list)
    others: dict[str, Any] = field(default_factory=dict)

    def take_in(self, name: str, kind: str, value: list[Any]) -> None:
        """Take in one of the campaign's keys."""
        pairs = list(zip(value[::2], value[1::2], strict=False))
        match name.split(":"):
            case [""]:
                self.hash = {field.decode(): one.decode() for field, one in pairs}
            case ["contacts"]:
                self.contacts = {int(id): contact.decode() for id, contact in pairs}
            case ["phones"]:
                self.phones = {phone.decode(): int(id) for phone, id in pairs}
            case ["where"]:
                self.where = {int(id): _place(at) for id, at in pairs}
            case ["senders" | "holders"]:
                setattr(self, name, set(map(int, value)))
            case ["bucket", holder, lane]:
                self.buckets[int(holder), lane] = [(int(id), float(place)) for id, place in pairs]
            case ["texts", id]:
                unpacked = map(msgpack.unpackb, value)
                self.texts[int(id)] = [[text["d"], text["t"], text["s"]] for text in unpacked]
            case ["answers" | "outbox"]:
                setattr(self, name, [_text(text) for text in value])
            case ["waiting" | "held"]:
                setattr(self, name, [_text(text) for text, _ in pairs])
            case ["ledger"]:
                self.ledger = [(id, entry) for id, (_, entry) in value]
            case ["undoable"]:
                self.undoable = {int(id) for id, _ in pairs}
            case ["bulk_later"]:
                self.bulk_later = {int(id) for id, _ in pairs}
            case ["sending"]:
                self.sending = {_text(text): taken.decode().split(":")[0] for text, taken in pairs}
            case _:
                self.others[name] = dict(pairs) if kind == "hash" else value


def _place(at: bytes) -> tuple[int, str]:
    holder, lane = at.decode().split(":")
    return int(holder), lane


def _text(name: bytes) -> tuple[int, int]:
    conversation, text = name.split(b":")
    return int(conversation), int(text)


async def everything(redis: Redis) -> dict[str, tuple[str, Any]]:
    """Every key: name → (type, value). Sets and hashes have no order of their own, so they get one here."""
    found = [(name.decode(), kind.decode(), value) for name, kind, value in await redis.eval(READ_ALL, 0)]
    return {name: (kind, _in_order(kind, value)) for name, kind, value in found}


def _in_order(kind: str, value: Any) -> Any:
    if kind == "hash":
        pairs = sorted(zip(value[::2], value[1::2], strict=True))
        return [part for pair in pairs for part in pair]
    return sorted(value) if kind == "set" else value


def campaigns(found: dict[str, tuple[str, Any]]) -> dict[int, Stored]:
    """The campaigns of everything, by id."""
    stored: dict[int, Stored] = {}
    for name, (kind, value) in found.items():
        if match := re.fullmatch(r"\{c:(\d+)\}:?(.*)", name):
            stored.setdefault(int(match[1]), Stored()).take_in(match[2], kind, value)
    return stored


def strays(types: dict[str, str]) -> dict[str, str]:
    """The keys among these that server/store/keys.py doesn't know, or knows with another type."""
    return {name: kind for name, kind in types.items() if KINDS.get(_type(name)) != kind}


async def stray_keys(redis: Redis) -> dict[str, str]:
    """The keys in the store that server/store/keys.py doesn't know, or knows with another type."""
    return strays({name.decode(): kind.decode() for name, kind in await redis.eval(READ_TYPES, 0)})


def _type(name: str) -> str:
    """The type of a key by keys.py; empty if keys.py doesn't know the key."""
    match = re.fullmatch(r"(\{a\}|\{c:\d+\})(?::(\w+)(:.+)?)?", name)
    if not match:
        return ""
    if match[2] == "doomed":
        was = match[3][1:]
        return "sorted set" if was in keys.LANES else keys.CAMPAIGN[was][0]
    account = match[1] == keys.ACCOUNT
    single = keys.ACCOUNT_KEYS if account else keys.CAMPAIGN
    families = keys.ACCOUNT_FAMILIES if account else keys.CAMPAIGN_FAMILIES
    return (families if match[3] else single).get(match[2] or "", ("", ""))[0]
