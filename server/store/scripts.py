"""Runs the Lua verbs: `lua/campaign/<verb>.lua` and `lua/account/<verb>.lua`.

The store gets each with its includes, the names of all keys and the limits (server/limits.py), and runs it as one
atomic step.

A verb gets one key, the campaign (or the account) it belongs to, and one argument, a msgpack map that it reads as
`args`; it answers in msgpack. "REFUSED x" becomes `Refused("x")`.

A verb of the account gets a second argument, too, when this process knows which account that is: its identity. Where
another one answers meanwhile, or none, the verb does nothing and is refused as `try_again`.
"""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha1
from pathlib import Path
from typing import Any, cast

import msgpack
from msgspec.structs import asdict
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as StoreAway
from redis.exceptions import NoScriptError, ResponseError
from redis.exceptions import TimeoutError as StoreSlow

from server.errors import SENTENCES, Refused
from server.limits import LIMITS
from server.resources import resources
from server.store import keys
from server.store.epoch import Epoch
from server.store.round_trips import RoundTrips

INCLUDE = re.compile(r"^-- include (\w+)\n", re.MULTILINE)
REFUSED = re.compile(r"REFUSED (\w+)(?: (.*?))?(?: script: [0-9a-f]{40},.*)?$", re.DOTALL)
SAME_ACCOUNT = (
    'if ARGV[2] and redis.call("HGET", KEYS[1], "identity") ~= ARGV[2] then '
    'return redis.error_reply("REFUSED try_again") end'
)
PASSING = {
    "LOADING",
    "READONLY",
    "MISCONF",
    "OOM",
    "TRYAGAIN",
    "CLUSTERDOWN",
    "MASTERDOWN",
    "NOREPLICAS",
    "BUSY",
}
"""The first words of error replies by which a store refuses everything for a while, whatever is asked."""


@cache
def source(verb: str) -> str:
    """Return the whole text of a verb as the store gets it: `#!lua`, its argument, keys, limits, includes once each.

    The folder that a verb lies in says whose keys it gets.
    """
    path = _paths()[verb]
    owned = keys.ACCOUNT_KEYS if path.parent.name == "account" else keys.CAMPAIGN
    names = ", ".join(f'{name} = KEYS[1] .. ":{name}"' for name in owned if name)
    limits = ", ".join(f"{name} = {number}" for name, number in asdict(LIMITS).items())
    included: list[str] = []

    def include(text: str) -> str:
        def one(match: re.Match[str]) -> str:
            name = match[1]
            if name in included:
                return ""
            included.append(name)
            return include((resources("lua") / "shared" / f"{name}.lua").read_text())

        return INCLUDE.sub(one, text)

    prelude = [
        "#!lua",
        "local args = cmsgpack.unpack(ARGV[1])",
        f"local key = {{{names}}}",
        f"local limit = {{{limits}}}",
        'local function under(...) return KEYS[1] .. ":" .. table.concat({...}, ":") end',
        'local function refuse(code) return redis.error_reply("REFUSED " .. code) end',
    ]
    if owned is keys.ACCOUNT_KEYS:
        prelude.append(SAME_ACCOUNT)
    return "\n".join([*prelude, include(path.read_text())])


def verbs() -> list[str]:
    """Return the names of all verbs."""
    return sorted(_paths())


@cache
def _paths() -> dict[str, Path]:
    return {path.stem: path for folder in ("campaign", "account") for path in (resources("lua") / folder).glob("*.lua")}


class Scripts:
    """The verbs, on one store.

    epoch  the one that verbs of the account are held to; None: they run on whichever account answers
    """

    def __init__(self, redis: "Redis") -> None:
        self.redis = redis
        self.epoch: Epoch | None = None
        self._round_trips = RoundTrips(redis)
        self._shas: dict[str, str] = {}

    async def run(self, verb: str, campaign: int | None = None, **args: Any) -> Any:
        """Run a verb on a campaign, or on the account when none is given, and return its answer.

        Never run twice by itself: when the reply is lost nobody knows whether it ran, so that is told as `try_again`,
        and every verb is safe to ask for again.

        Raises Refused.
        """
        owner = keys.ACCOUNT if campaign is None else keys.campaign(campaign)
        packed = msgpack.packb({name: value for name, value in args.items() if value is not None})
        same = [self.epoch.account] if campaign is None and self.epoch and self.epoch.account else []
        with refusing():
            return msgpack.unpackb(await self._evaluate(verb, owner, packed, *same), strict_map_key=False)

    async def ask(self, *commands: tuple[str | int, ...]) -> list[Any]:
        """Return the answers to plain commands of the store, in one round trip.

        Raises Refused (try_again).
        """
        with refusing():
            return await asyncio.gather(*(self._round_trips.ask(*command) for command in commands))

    async def now(self) -> int:
        """Milliseconds since 1970 by the store's clock, which all hosts and pages share.

        Raises Refused (try_again).
        """
        [(seconds, microseconds)] = await self.ask(("TIME",))
        return int(seconds * 1000 + microseconds // 1000)

    async def _evaluate(self, verb: str, owner: str, *args: bytes | str) -> bytes:
        sha = self._shas.get(verb) or await self._hash(verb)
        try:
            return cast(bytes, await self._round_trips.ask("EVALSHA", sha, 1, owner, *args))
        except NoScriptError:  # a store that doesn't know it, or was started again and has forgotten it, hasn't run it
            return cast(bytes, await self._round_trips.ask("EVAL", source(verb), 1, owner, *args))

    async def _hash(self, verb: str) -> str:
        """Return the SHA-1 of a script, by which the store knows it."""
        text = await asyncio.to_thread(source, verb)
        self._shas[verb] = sha1(text.encode(), usedforsecurity=False).hexdigest()
        return self._shas[verb]


@contextmanager
def refusing() -> Iterator[None]:
    """Tells the store's errors as refusals."""
    try:
        yield
    except ResponseError as error:
        raise refusal(error) from error
    except (StoreAway, StoreSlow, OSError) as error:
        raise Refused("try_again") from error


def refusal(error: ResponseError) -> Exception:
    """Return what an error reply of the store means: a Refused, or the error itself if it is a fault of ours."""
    text = str(error)
    if refused := REFUSED.search(text):
        code, field = refused[1], refused[2]
        if not field:
            return Refused(code)
        return Refused(code, f"{SENTENCES[code].removesuffix('.')}: {{{field}}}.", {"field": field})
    if (error.status_code or text.partition(" ")[0]) in PASSING:  # redis-py takes off the first word where it knows it
        return Refused("try_again")
    return error


def store_says(refused: Refused) -> str:
    """Return what the store said if it is there and refuses everything, as when its memory is full; else ""."""
    said = refused.__cause__
    passing = refused.code == "try_again" and isinstance(said, ResponseError) and not REFUSED.search(str(said))
    return str(said) if passing else ""
