"""The primaries of a cluster, and which of them has which key.

A key belongs to a slot, by the part of its name in braces, and each slot to one primary at a time. A server that is
asked for a key of another one runs nothing and says where it is (`MOVED`), so that is followed. While a slot moves, its
keys are in two places. Then plain questions follow the key (`ASK`), but a verb isn't run at all, since it would find
some of its keys missing; it is refused as `try_again` until the slot has moved.
"""

import asyncio
import itertools
from collections.abc import Callable, Iterable
from typing import Any

from redis.asyncio import Redis
from redis.crc import REDIS_CLUSTER_HASH_SLOTS as SLOTS
from redis.crc import key_slot
from redis.exceptions import AskError, ClusterDownError, MovedError, RedisError
from redis.exceptions import ConnectionError as StoreAway
from redis.exceptions import TimeoutError as StoreSlow

from server.store.address import Place
from server.store.nodes import Node, Nodes, node_of
from server.store.round_trips import RUNS

MOVES_FOLLOWED = 5
"""The times that a command is sent on to where its key is said to be, at most."""

TOLD_WITHIN_SECONDS = 1.0
"""Seconds that a node may take to say which primaries have which slots, before another is asked."""


class Cluster(Nodes):
    """The primaries of a cluster. `connect` returns a client of the node at a place."""

    sharded = True

    def __init__(self, places: Iterable[Place], connect: Callable[[Place], Redis], replicas: int) -> None:
        self.moved = asyncio.Event()
        self._connect = connect
        self._replicas = replicas
        self._places = list(places)
        """All that are known to be nodes; the one that answered last is first."""
        self._primaries: dict[Place, Node] = {}
        """Where we have clients: those that have slots, and those that are getting one."""
        self._owners: list[Place] = []
        self._slots: list[Place | None] = [None] * SLOTS
        self._looking: asyncio.Task[None] | None = None
        self._closing = set[asyncio.Task[None]]()

    def all(self) -> list[Node]:
        """Return all primaries that have slots."""
        return [self._primaries[place] for place in self._owners]

    def of(self, key: str) -> Node:
        """Return the primary that has a key.

        Raises redis' ConnectionError when none has its slot.
        """
        place = self._slots[key_slot(key.encode())]
        if place is None:
            raise StoreAway("no node of the cluster has it")
        return self._primaries[place]

    async def ask(self, key: str, *command: Any, confirm: bool = False) -> Any:
        """Return the answer to a command about a key. It runs to its end, and once, even when nobody waits any more.

        Raises redis' exceptions and OSError.
        """
        for _ in range(MOVES_FOLLOWED):
            place = self._slots[key_slot(key.encode())]
            try:
                return await self.of(key).ask(*command, confirm=confirm)
            except MovedError as moved:
                self._slots[moved.slot_id] = self._known(_at(moved, place))
                self._look_soon()
            except AskError as moving:
                if command[0] in RUNS:
                    raise
                return await self._primaries[self._known(_at(moving, place))].round_trips.ask_importing(*command)
            except (StoreAway, StoreSlow, OSError, ClusterDownError):
                self._look_soon()
                raise
        raise StoreAway("its nodes don't agree where it is")

    def _known(self, place: Place) -> Place:
        """Return the place, whose node we have a client of from now on."""
        if place not in self._primaries:
            redis = self._connect(place)
            self._primaries[place] = node_of(redis, self._replicas, self._look_soon)
        return place

    def _look_soon(self) -> None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self.look())
            self._looking.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def look(self) -> None:
        """Find out which primaries there are now, and which slots each has.

        Raises redis' ConnectionError when no node says it.
        """
        why: Exception | None = None
        for place in list(self._places):
            try:
                async with asyncio.timeout(TOLD_WITHIN_SECONDS):
                    told = await self._told_by(place)
            except (RedisError, OSError) as error:
                why = error
                continue
            self._places.sort(key=lambda known: known != place)
            return await self._take_in(told, place)
        raise StoreAway(f"no node of the cluster answers: {why}") from why

    async def _told_by(self, place: Place) -> Any:
        if node := self._primaries.get(place):
            return _sound(await node.round_trips.ask("CLUSTER", "SLOTS"))
        node = node_of(self._connect(place), 0)
        try:
            return _sound(await node.round_trips.ask("CLUSTER", "SLOTS"))
        finally:
            self._close_soon(node)

    async def _take_in(self, told: Any, teller: Place) -> None:
        """Take in an answer to `CLUSTER SLOTS`: first, last, and the primary and its replicas, for each range."""
        slots: list[Place | None] = [None] * SLOTS
        found: dict[Place, None] = {}
        for first, last, *nodes in told:
            places = [(host.decode() if host else teller[0], int(port)) for host, port, *_ in nodes]
            found.update(dict.fromkeys(places))
            slots[first : last + 1] = itertools.repeat(self._known(places[0]), last + 1 - first)
        self._owners = sorted(filter(None, set(slots)))
        gone = self._primaries.keys() - set(self._owners)
        self._places += [place for place in found if place not in self._places]
        changed, self._slots = slots != self._slots, slots
        left = [self._primaries.pop(place) for place in gone]
        if changed:
            self.moved.set()
            self.moved = asyncio.Event()
        for node in left:
            self._close_soon(node)

    def _close_soon(self, node: Node) -> None:
        closing = asyncio.create_task(node.aclose())
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    async def aclose(self) -> None:
        """Close all connections."""
        if self._looking:
            self._looking.cancel()
        await asyncio.gather(*self._closing)
        for node in self._primaries.values():
            await node.aclose()


def _at(told: AskError, here: Place | None) -> Place:
    """Return the place that a node names; one that knows no host of another's means its own."""
    return told.host or (here or ("", 0))[0], int(told.port)


def _sound(told: Any) -> Any:
    """Return an answer that names slots.

    Raises redis' ConnectionError for one that names none: a node that has left the cluster, or isn't in it yet.
    """
    if not told:
        raise StoreAway("it knows of no slots")
    return told
