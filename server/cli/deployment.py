"""The state of a whole deployment at one moment: its hubs and carriers, what waits, and the store."""

import asyncio

import msgspec

from server.store import lookups
from server.store.connecting import Store
from server.store.fitness import persistence
from server.store.processes import OpenSockets, Process, processes
from server.store.refusals import refusing
from server.store.scripts import Scripts
from server.store.work import Active, work_now


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """The texts that are on their way to carriers.

    outbox          texts of all campaigns that wait for a carrier
    oldest_seconds  how long the oldest of them has waited; 0 if there are none
    in_hand         texts that carriers have taken and not reported yet
    """

    outbox: int
    oldest_seconds: float
    in_hand: int


class StoreState(msgspec.Struct, frozen=True, kw_only=True):
    """The store.

    where        which one it is, with product and version
    memory_most  bytes that it may use; None: as many as there are
    persistence  what it keeps on disk, in words
    schema       of what is stored; None: nothing was ever stored
    """

    where: str
    memory_bytes: int
    memory_most: int | None
    persistence: str
    schema: int | None = None


class Deployment(msgspec.Struct, frozen=True, kw_only=True):
    """All of it.

    at         ms by the store's clock
    sockets    of all hubs
    troubles   why carriers send nothing until somebody has done something, by the carrier's name
    campaigns  the newest 300 active ones
    """

    at: int
    hubs: list[Process]
    sockets: OpenSockets
    carriers: list[Process]
    troubles: dict[str, str]
    queue: Queue
    store: StoreState
    campaigns: list[Active]


async def look(store: Store) -> Deployment:
    """Look at the deployment on this store.

    Raises Refused (try_again).
    """
    scripts = Scripts(store.nodes)
    work, (there, at), troubles, state = await asyncio.gather(
        work_now(scripts), processes(scripts), lookups.troubles(scripts), _state(store, scripts)
    )
    hubs = [process for process in there if process.sockets]
    sockets = [process.sockets for process in there if process.sockets]
    return Deployment(
        at=at,
        hubs=hubs,
        sockets=OpenSockets(texter=sum(each.texter for each in sockets), admin=sum(each.admin for each in sockets)),
        carriers=[process for process in there if process.carrying],
        troubles=troubles,
        queue=Queue(outbox=work.queued, oldest_seconds=round(work.oldest_seconds, 1), in_hand=work.taken),
        store=state,
        campaigns=work.active,
    )


async def _state(store: Store, scripts: Scripts) -> StoreState:
    infos, schema = await asyncio.gather(lookups.about_itself(scripts), lookups.schema(scripts))
    with refusing():
        kept = [await persistence(node.redis, info) for node, info in zip(store.nodes.all(), infos, strict=True)]
    most = [info.get("maxmemory") or None for info in infos]
    return StoreState(
        where=store.where,
        memory_bytes=sum(info["used_memory"] for info in infos),
        memory_most=None if None in most else sum(filter(None, most)),
        persistence=" / ".join(dict.fromkeys(kept)),
        schema=schema and schema.number,
    )
