"""A store that a version wrote, kept in a file: each key with its type, value and lifetime, and what was shown of it.

The file is msgpack in gzip, {stored: list of [name, type, value, ms it still lives], shown}.
"""

import gzip
from pathlib import Path
from typing import Any

import msgpack
from msgspec import to_builtins
from redis.asyncio import Redis

from server.campaigns.reading import campaign_now, conversations_page, whole_account
from server.store import lookups
from server.store.scripts import Scripts
from tests.stored import everything
from tests.world import World

SCHEMAS = (1, 3)
"""The schemas of which a store is kept: that of the last version before schemas had numbers (keep_store.py, on 30
November 2026), and of the one before search."""


def read(schema: int) -> dict[str, Any]:
    """Read the store that is kept of a schema."""
    file = Path(__file__).parent / f"schema-{schema}.gz"
    kept: dict[str, Any] = msgpack.unpackb(gzip.decompress(file.read_bytes()), strict_map_key=False)
    return kept


async def write(world: World, file: Path) -> None:
    """Keep a whole store."""
    redis = world.scripts.redis
    shown = await all_shown(world)
    stored = [[name, *one, await redis.pttl(name)] for name, one in sorted((await everything(redis)).items())]
    file.write_bytes(gzip.compress(msgpack.packb({"stored": stored, "shown": shown}), mtime=0))


async def load(redis: Redis, stored: list[Any]) -> None:
    """Put a store's keys into an empty one; each lives as long as it was to live."""
    for name, kind, value, lives in stored:
        if kind == "string":
            await redis.set(name, value[0])
        elif kind == "zset":
            by_score = [part for pair in zip(value[1::2], value[::2], strict=True) for part in pair]
            await redis.execute_command("ZADD", name, *by_score)
        else:
            await redis.execute_command({"hash": "HSET", "set": "SADD", "list": "RPUSH"}[kind], name, *value)
        if lives > 0:
            await redis.pexpire(name, lives)


async def all_shown(world: World) -> dict[str, Any]:
    """All that admins and texters are shown, as it goes over the wire: but for when texting hours begin and end."""
    scripts = world.scripts
    account = to_builtins(await whole_account(scripts))
    campaigns = await lookups.campaigns(scripts)
    found = {id: await _campaign(scripts, id) for id in campaigns}
    opted_out = [sorted((await lookups.opted_out_phones(scripts, 0))[1]), (await lookups.opt_out_notes(scripts, 0))[1]]
    unplaced = await scripts.run("list_unplaced", limit=100)
    return {"account": account, "campaigns": found, "opted_out": opted_out, "unplaced": unplaced}


async def _campaign(scripts: Scripts, id: int) -> dict[str, Any]:
    campaign = to_builtins(await campaign_now(scripts, id))
    holders = (await scripts.run("holders", id))["holders"]
    texters = (await scripts.run("snapshot", id, texters=holders, rows=False))["texters"]
    listed = (await conversations_page(scripts, id, limit=100)).conversations
    opened = [await scripts.run("open_conversation", id, conversation=one.id) for one in listed]
    return {"campaign": without_hours(campaign), "texters": texters, "conversations": [*map(without_hours, opened)]}


def without_hours(thing: dict[str, Any]) -> dict[str, Any]:
    """Return a thing without what time alone changes of it."""
    return {name: value for name, value in thing.items() if name not in ("opens", "closes", "later")}
