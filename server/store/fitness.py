"""Checks that a store can be used: it is new enough, and keeps what it is told."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from redis.asyncio import Redis
from redis.exceptions import ResponseError

from server.errors import StoreTrouble
from server.store.nodes import Nodes

OLDEST = (7, 0)


def check(info: Mapping[str, Any], shown: str) -> None:
    """Raise StoreTrouble if a store that says this about itself (`INFO`) lacks what we need."""
    version = tuple(int(part) for part in str(info["redis_version"]).split(".")[:2])
    if version < OLDEST:
        raise StoreTrouble(f"The store {shown} is too old ({product(info)}): upgrade it to Redis 7.0 or Valkey 7.2.")


async def check_lasting(redis: Redis, info: Mapping[str, Any], shown: str) -> str:
    """Raise StoreTrouble if the store may forget what it was told: by evicting it, or because it is nowhere on disk.

    Every policy but noeviction evicts: also those that take only keys with an expiry, which are sign-ins and the
    answers to requests. Without `maxmemory` no policy ever does. Managed stores may not say what they do (`CONFIG` is
    blocked): then the answer is a sentence for whoever starts a process, else it is empty.
    """
    limit, policy = info.get("maxmemory"), info.get("maxmemory_policy")
    if limit and policy not in (None, "noeviction"):
        raise StoreTrouble(
            f"The store {shown} forgets conversations when its memory is full ({policy}): "
            "set its maxmemory-policy to noeviction."
        )
    unsaid = ["evicts nothing"] if limit is None or (limit and policy is None) else []
    if info.get("aof_enabled") != 1:
        save_points = await _save_points(redis)
        if save_points == "":
            raise StoreTrouble(
                f"The store {shown} keeps nothing on disk, so all would be lost when it stops: "
                "set its appendonly to yes, or accept that with HANDRAISE_ACCEPT_LOSS=1."
            )
        if save_points is None:
            unsaid.append("keeps what it is told")
    if not unsaid:
        return ""
    return f"The store {shown} doesn't say whether it {' and '.join(unsaid)}: make sure that it does."


async def check_replicas(nodes: Nodes, infos: Sequence[Mapping[str, Any]], replicas: int, shown: str) -> str:
    """Return a sentence for whoever starts a process if fewer replicas than it takes are there now; else "".

    `infos` is what each primary says about itself. Raises StoreTrouble if a store that must have replicas doesn't say
    whether they keep up.
    """
    if not replicas:
        return ""
    for node in nodes.all():
        try:
            await node.redis.execute_command("WAIT", 0, 1)  # type: ignore[no-untyped-call]
        except ResponseError as error:
            raise StoreTrouble(
                f"The store {shown} doesn't say what its replicas have ({error}): take STORE_REPLICAS away."
            ) from error
    there = min(int(info.get("connected_slaves", 0)) for info in infos)
    if there >= replicas:
        return ""
    return (
        f"The store {shown} has {there} of the {replicas} replicas that STORE_REPLICAS asks for: "
        "until it has them, nothing that is changed can be confirmed."
    )


async def persistence(redis: Redis, info: Mapping[str, Any]) -> str:
    """Return in words what a store that says this about itself keeps on disk, and whether it last could."""
    if info.get("aof_enabled") == 1:
        failed = info.get("aof_last_write_status", "ok") != "ok"
        return "each change on disk" + (", but the last could not be written" if failed else "")
    save_points = await _save_points(redis)
    if save_points is None:
        return "it doesn't say what it keeps"
    if not save_points:
        return "nothing on disk"
    failed = info.get("rdb_last_bgsave_status", "ok") != "ok"
    return "all on disk now and then" + (", but the last time failed" if failed else "")


async def _save_points(redis: Redis) -> str | None:
    """Return when the store writes all it knows to disk: `3600 1 300 100`; empty: never; None: it may not be asked."""
    try:
        answer = cast(Mapping[Any, Any], await redis.config_get("save"))
    except ResponseError:
        return None
    save = answer.get("save", answer.get(b"save"))
    return save.decode() if isinstance(save, bytes) else save


def described(infos: Sequence[Mapping[str, Any]]) -> str:
    """Return the products and versions of a store's primaries, and how many these are if there are several."""
    products = " and ".join(sorted({product(info) for info in infos}))
    return products if len(infos) == 1 else f"{len(infos)} primaries, {products}"


def product(info: Mapping[str, Any]) -> str:
    """Return the server's name and version: `Valkey 8.1.8`."""
    return f"Valkey {info['valkey_version']}" if "valkey_version" in info else f"Redis {info['redis_version']}"
