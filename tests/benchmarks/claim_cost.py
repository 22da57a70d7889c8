"""Measures the cost of a request inside the store, beside a bare script that does only what can't be left out.

    python -m tests.benchmarks.claim_cost [--plain] [SMALL LARGE]

Both take batches of 300 by turns from the same pool on the same store, and the store's own clock times them
(`INFO commandstats`), so neither the network nor Python counts. Wanted: the whole script within 1.5 times of the bare
one, and growing no more than that one from a pool of 100 thousand (SMALL) to one of a million (LARGE). A pool must
have whole batches for all who are here: else what is measured is a fair part, and it says so.

Everything that belongs to a texter's day is on: idle batches go back, the last conversations are shared among 200
texters who are here, texters have caps and need an admin's yes, and 20 wait for replies, of which there are none.
`--plain`: all of it is off, and nobody is here.
"""

import asyncio
import sys
import tempfile
import uuid
from pathlib import Path
from statistics import median

import msgpack
from redis.asyncio import Redis

from server.campaigns import launching, settings
from server.config import Config
from server.store import keys
from server.store.connecting import open_store
from server.store.scripts import Scripts
from server.store.verbs import source
from tests.benchmarks.contacts import fill

BATCH = 300
PLAIN = "--plain" in sys.argv
SMALL, LARGE = map(int, [each for each in sys.argv[1:] if each != "--plain"] or ("100000", "1000000"))
POOLS = {SMALL: 4, LARGE: 1}
"""Size of the pool → how many such pools are made, so that neither shrinks by much."""
REQUESTS = 100
"""Requests that are timed of each script at each size."""
ALL_ON = {
    "take_back_initials": 20,
    "take_back_replies": 60,
    "most_held": 1_000,
    "most_a_day": 5_000,
    "first_needs_yes": True,
    "undo_initials": 10,
}
OTHERS = range(1_001, 1_201)
"""Texters who are here and hold nothing."""
WAITING = OTHERS[:20]
"""Those of them who wait for replies."""

BARE = """#!lua
local taken = redis.call("ZPOPMIN", KEYS[1] .. ":bucket:0:initial", ARGV[2])
local put, at = {}, {}
for i = 1, #taken, 2 do
  put[i], put[i + 1] = taken[i + 1], taken[i]
  at[i], at[i + 1] = taken[i], ARGV[1] .. ":initial"
end
redis.call("ZADD", KEYS[1] .. ":bucket:" .. ARGV[1] .. ":initial", unpack(put))
redis.call("HSET", KEYS[1] .. ":where", unpack(at))
return #taken / 2
"""


async def microseconds(redis: Redis, sha: str, campaign: int, *args: str | int | bytes) -> int:
    """Run a script once, which must take a whole batch; returns its microseconds by the store's clock."""
    await redis.config_resetstat()
    answer = await redis.evalsha(sha, 1, keys.campaign(campaign), *args)
    taken = answer if isinstance(answer, int) else msgpack.unpackb(answer)["assigned"]
    if taken != BATCH:
        raise SystemExit(f"It took {taken} instead of {BATCH}: the pool is too small for all who are here.")
    return int((await redis.info("commandstats"))["cmdstat_evalsha"]["usec"])


async def pool(scripts: Scripts, size: int, texters: range) -> int:
    """An active campaign with that many unassigned conversations and these senders; its id."""
    wanted = {"title": "Pool", "script": "Hi {first_name}!", "self_assign": True, "batch_size": BATCH, "hours": None}
    wanted |= {"fair_tail": False} if PLAIN else ALL_ON
    campaign = await settings.create(scripts, settings.NewCampaign(**wanted))
    await fill(scripts, campaign, size)
    await launching.launch(scripts, campaign)
    await scripts.run("add_senders", campaign, members=list(texters))
    if not PLAIN:
        await come(scripts, campaign, texters)
    return campaign


async def come(scripts: Scripts, campaign: int, texters: range) -> None:
    """Let everybody be here, with an admin's yes, and some wait."""
    await scripts.run("add_senders", campaign, members=list(OTHERS))
    for texter in texters:
        await scripts.run("approve_sender", campaign, member=texter)
    for texter in OTHERS:
        await scripts.run("approve_sender", campaign, member=texter)
    for texter in WAITING:
        await scripts.run("update_sender", campaign, member=texter, only="reply")
        await scripts.run("wait_for_more", campaign, texter=texter)
    here = keys.under(keys.campaign(campaign), "here")
    long = await scripts.now() + 3_600_000
    await scripts.ask(*(("ZADD", here, long, texter) for texter in [*texters, *OTHERS]))


async def measure(scripts: Scripts, size: int, pools: int) -> tuple[list[int], list[int]]:
    """Microseconds of each whole and each bare request."""
    redis, whole, bare = scripts.redis, [], []
    bare_sha = await redis.script_load(BARE)
    whole_sha = await redis.script_load(source("request_conversations"))
    for _ in range(pools):
        each = REQUESTS // pools
        campaign = await pool(scripts, size, range(1, each + 2))
        for texter in range(1, each + 2):
            args = msgpack.packb({"texter": texter, "request_id": str(uuid.uuid4())})
            took = await microseconds(redis, whole_sha, campaign, args)
            took_bare = await microseconds(redis, bare_sha, campaign, 1_000_000 + texter, BATCH)
            if texter > 1:  # the first of each finds cold code and new keys
                whole.append(took)
                bare.append(took_bare)
        await redis.flushall()
    return whole, bare


async def main() -> None:
    """Measure and print."""
    medians: dict[int, tuple[float, float]] = {}
    with tempfile.TemporaryDirectory(prefix="handraise-") as folder:
        async with open_store(Config(data=Path(folder))) as store, store.redis.pubsub() as listening:
            print(f"{store.where}, batches of {BATCH}, medians of {REQUESTS}, microseconds inside the store")
            await listening.psubscribe("*")  # a hub would
            for size, pools in POOLS.items():
                whole, bare = map(median, await measure(Scripts(store.nodes), size, pools))
                medians[size] = whole, bare
                print(
                    f"pool of {size:>9,}: whole {whole:6.0f}  bare {bare:6.0f}  ratio {whole / bare:.2f} (at most 1.5)"
                )
    small, large = medians.values()
    grown, bare_grown = large[0] / small[0], large[1] / small[1]
    print(f"growing {grown:.2f} times, the bare one {bare_grown:.2f} times: ratio {grown / bare_grown:.2f} (at most 1)")


if __name__ == "__main__":
    asyncio.run(main())
