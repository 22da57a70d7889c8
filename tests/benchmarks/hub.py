"""Measures the requests a second that the hub answers with a thousand consoles and twenty boards connected.

    python -m tests.benchmarks.hub

Beside it, by turns on the same store, two stand-ins (stand_ins.py) that run the same script: one tells nobody, one
tells every console at once. Wanted: at least half as many as the first and ten times as many as the second. On a busy
machine the requests per second that each computed are the figure to go by.
Batches of 1 from a pool of quiet conversations, which don't keep anyone from requesting again.
"""

import asyncio
import json
import os
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any

from server.campaigns import launching, senders, settings
from server.config import Config
from server.people.members import Members
from server.store import keys
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.benchmarks.contacts import fill

CONSOLES, BOARDS, REQUESTS_AT_ONCE = 1_000, 20, 100
ROUNDS, SECONDS = 3, 4
POOL = 200_000
ENDPOINTS = {
    "the hub": ("-c", "from server.cli.main import main; main()", "serve", "--port", "0"),
    "telling nobody": ("-m", "tests.benchmarks.stand_ins", "nobody"),
    "telling everybody": ("-m", "tests.benchmarks.stand_ins", "everybody"),
}


@asynccontextmanager
async def serving(
    arguments: tuple[str, ...], data: str, folder: str | None = None, more: Mapping[str, str] | None = None
) -> AsyncIterator[tuple[str, int]]:
    """The address and process id of an endpoint that serves while this lasts, of the version in a folder."""
    environment = {**os.environ, "HANDRAISE_DATA": data, "PYTHONUNBUFFERED": "1", **(more or {})}
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stdout=asyncio.subprocess.PIPE, env=environment, cwd=folder
    )
    try:
        while line := await process.stdout.readline():
            if found := re.search(r"serves (http://\S+)", line.decode()):
                yield found[1], process.pid
                return
        raise RuntimeError("it doesn't serve")
    finally:
        process.kill()
        await process.communicate()


async def drive(**plan: Any) -> dict[str, float]:
    """Run crowd.py with this plan; returns what it measured."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.benchmarks.crowd"), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    said, _ = await process.communicate(json.dumps(plan).encode())
    assert process.returncode == 0, "the crowd gave up"
    return json.loads(said)


async def people(members: Members, count: int, role: str) -> list[tuple[int, str]]:
    """New members: id and API token."""
    found = [await members.add(f"{role}{n}@example.org", f"{role} {n}", role) for n in range(count)]
    return [(member.id, await members.token(member)) for member in found]


async def campaign_of(scripts: Scripts, texters: list[tuple[int, str]]) -> int:
    """An active campaign with batches of 1, whose unassigned conversations are all quiet."""
    campaign = await settings.create(
        scripts, settings.NewCampaign(title="Crowd", script="Hi!", self_assign=True, batch_size=1)
    )
    await fill(scripts, campaign, POOL)
    owner = keys.campaign(campaign)
    await scripts.redis.rename(keys.under(owner, "bucket", 0, "initial"), keys.under(owner, "bucket", 0, "quiet"))
    await launching.launch(scripts, campaign)
    await senders.add(scripts, campaign, [member for member, _ in texters])
    return campaign


async def main() -> None:
    """Measure and print."""
    rates: defaultdict[str, list[float]] = defaultdict(list)
    per_core: defaultdict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory(prefix="handraise-") as data:
        async with open_store(Config(data=Path(data))) as store:
            print(f"{store.where}, {CONSOLES} consoles, {BOARDS} boards, {REQUESTS_AT_ONCE} requests at once")
            scripts = Scripts(store.nodes)
            members = Members(scripts, Config())
            texters, admins = await people(members, CONSOLES, "texter"), await people(members, BOARDS, "admin")
            campaign = await campaign_of(scripts, texters)
            crowd = {"campaign": campaign, "texters": texters, "admins": admins}
            for _ in range(ROUNDS):
                for name, arguments in ENDPOINTS.items():
                    async with serving(arguments, data) as (url, pid):
                        found = await drive(**crowd, url=url, pid=pid, at_once=REQUESTS_AT_ONCE, seconds=SECONDS)
                    rates[name].append(found["requests"] / found["seconds"])
                    per_core[name].append(found["requests"] / found["cpu"])
                    print(
                        f"{name:17} {rates[name][-1]:6,.0f} requests a second, {per_core[name][-1]:6,.0f} per second "
                        f"that it computed, {found['pushes'] / found['seconds']:7,.0f} pushes a second"
                    )
    for what, figures in (("requests a second", rates), ("requests per second computed", per_core)):
        hub, nobody, everybody = (median(figures[name]) for name in ENDPOINTS)
        print(f"{what}: {hub / everybody:.1f} times telling everybody (at least 10), ", end="")
        print(f"{hub / nobody:.2f} times telling nobody (at least 0.5)")


if __name__ == "__main__":
    asyncio.run(main())
