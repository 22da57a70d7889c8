"""Runs the Lua verbs: `lua/campaign/<verb>.lua` and `lua/account/<verb>.lua`.

The store gets each with its includes, the names of all keys and the limits (server/limits.py), and runs it as one
atomic step.

A verb gets one key, the campaign (or the account) it belongs to, and one argument, a msgpack map that it reads as
`args`; it answers in msgpack. "REFUSED x" becomes `Refused("x")`.

A verb of the account gets a second argument, too, when this process knows which account that is: its identity. Where
another one answers meanwhile, or none, the verb does nothing and is refused as `try_again`.
"""

import asyncio
from copy import copy
from hashlib import sha1
from typing import Any, cast

import msgpack
from redis.asyncio import Redis
from redis.exceptions import NoScriptError

from server.store import keys
from server.store.epoch import Epoch
from server.store.nodes import Nodes
from server.store.refusals import refusing
from server.store.verbs import changes, source


class Scripts:
    """The verbs, on one store.

    epoch  the one that verbs of the account are held to; None: they run on whichever account answers
    """

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self._epoch: list[Epoch | None] = [None]
        self._shas: dict[str, str] = {}
        self._member: int | None = None

    def acting(self, member: int) -> "Scripts":
        """Return these verbs as a member asks for them: a campaign's ledger notes who that was."""
        acting = copy(self)  # one epoch, and the same hashes
        acting._member = member
        return acting

    @property
    def epoch(self) -> Epoch | None:
        """The epoch that verbs of the account are held to."""
        return self._epoch[0]

    @epoch.setter
    def epoch(self, epoch: Epoch | None) -> None:
        self._epoch[0] = epoch

    async def run(self, verb: str, campaign: int | None = None, **args: Any) -> Any:
        """Run a verb on a campaign, or on the account when none is given, and return its answer.

        Never run twice by itself: when the reply is lost nobody knows whether it ran, so that is told as `try_again`,
        and every verb is safe to ask for again.

        Raises Refused.
        """
        owner = keys.ACCOUNT if campaign is None else keys.campaign(campaign)
        if campaign is not None and self._member is not None:
            args["me"] = self._member
        packed = msgpack.packb({name: value for name, value in args.items() if value is not None})
        same = [self.epoch.account] if campaign is None and self.epoch and self.epoch.account else []
        with refusing():
            return msgpack.unpackb(await self._evaluate(verb, owner, packed, *same), strict_map_key=False)

    async def ask(self, *commands: tuple[str | int, ...]) -> list[Any]:
        """Return the answers to plain commands of the store, in one round trip to each primary concerned.

        A command goes to the primary that has its key, one without a key to that of the account.

        Raises Refused (try_again).
        """
        with refusing():
            return await asyncio.gather(*(self.nodes.ask(_key(command), *command) for command in commands))

    async def now(self) -> int:
        """Milliseconds since 1970 by the clock of the account's primary, which all hosts and pages share.

        Raises Refused (try_again).
        """
        [(seconds, microseconds)] = await self.ask(("TIME",))
        return int(seconds * 1000 + microseconds // 1000)

    async def _evaluate(self, verb: str, owner: str, *args: bytes | str) -> bytes:
        sha, confirm = self._shas.get(verb) or await self._hash(verb), changes(verb)
        try:
            return cast(bytes, await self.nodes.ask(owner, "EVALSHA", sha, 1, owner, *args, confirm=confirm))
        except NoScriptError:  # a store that doesn't know it, or was started again and has forgotten it, hasn't run it
            text = source(verb, self.nodes.sharded)
            return cast(bytes, await self.nodes.ask(owner, "EVAL", text, 1, owner, *args, confirm=confirm))

    @property
    def redis(self) -> Redis:
        """The client of the primary that has the account."""
        return self.nodes.of(keys.ACCOUNT).redis

    async def _hash(self, verb: str) -> str:
        """Return the SHA-1 of a script, by which the store knows it."""
        text = await asyncio.to_thread(source, verb, self.nodes.sharded)
        await asyncio.to_thread(changes, verb)
        self._shas[verb] = sha1(text.encode(), usedforsecurity=False).hexdigest()
        return self._shas[verb]


def _key(command: tuple[str | int, ...]) -> str:
    key = str(command[1]) if len(command) > 1 else ""
    return key if key.startswith("{") else keys.ACCOUNT
