"""Measures what a change costs the hub when there is more of everything around it.

    python -m tests.benchmarks.growth

An admin's board is open, and a campaign of 10 senders changes, again and again. Then the same with 299 other active
campaigns on the board; and with 5,000 senders in the campaign, whose rows the board shows. Wanted: a change costs the
same, whatever is around it. Idle is what a hub computes of a second while nothing changes: asking what it may have
missed costs a little for each campaign.
"""

import asyncio
import tempfile
import time
from pathlib import Path

import uvloop

from server.campaigns import launching, senders, settings
from server.campaigns.chunks import in_chunks
from server.client import Client
from server.config import Config
from server.people.members import Members
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.benchmarks.contacts import fill
from tests.benchmarks.crowd import core_seconds
from tests.processes import unrecorded_hub

CHANGES, EVERY_SECONDS, IDLE_SECONDS = 500, 0.005, 10
FEW, MANY_CAMPAIGNS, MANY_SENDERS = 10, 300, 5_000
EACH = 2 * CHANGES


async def campaign_of(scripts: Scripts, contacts: int, texters: list[int]) -> int:
    """An active campaign with these senders, who hold nothing yet."""
    new = settings.NewCampaign(title="Growing", script="Hi!", self_assign=True, batch_size=1)
    campaign = await settings.create(scripts, new)
    await fill(scripts, campaign, contacts)
    await launching.launch(scripts, campaign)
    for first in range(0, len(texters), 500):
        await senders.add(scripts, campaign, texters[first : first + 500])
    return campaign


async def change(scripts: Scripts, campaign: int, texter: int) -> None:
    """Change a campaign CHANGES times, some milliseconds apart: a texter requests one, and gives it back."""
    for nth in range(CHANGES // 2):
        await scripts.run("request_conversations", campaign, texter=texter, request_id=f"{time.monotonic()}:{nth}")
        await asyncio.sleep(EVERY_SECONDS)
        await in_chunks(scripts, "release_conversations", campaign, texter=texter, lanes=["initial"])
        await asyncio.sleep(EVERY_SECONDS)


async def measure(name: str, data: str, scripts: Scripts, root: str, campaign: int, texter: int) -> None:
    """Print what opening the board, a change and a second without one cost the hub."""
    async with unrecorded_hub(HANDRAISE_DATA=data) as hub, Client(hub.url, root, "/ws/admin") as board:
        began, computed = time.perf_counter(), core_seconds(hub.pid)
        await board.ask("open_admin")
        await board.ask("watch_campaign", campaign=campaign)
        opened, computed = time.perf_counter() - began, core_seconds(hub.pid) - computed
        await asyncio.sleep(1)
        before = core_seconds(hub.pid)
        await asyncio.sleep(IDLE_SECONDS)
        idle = (core_seconds(hub.pid) - before) / IDLE_SECONDS
        before, began = core_seconds(hub.pid), time.perf_counter()
        await change(scripts, campaign, texter)
        took = time.perf_counter() - began
        each = (core_seconds(hub.pid) - before - idle * took) / CHANGES
    print(f"{name:35} opens in {opened * 1e3:5.0f} ms ({computed * 1e3:4.0f} of the hub's), ", end="")
    print(f"a change {each * 1e6:5.0f} µs of the hub's, idle {idle:.2%}")


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="handraise-") as data:
        async with open_store(Config(data=Path(data))) as store:
            scripts = Scripts(store.nodes)
            members = Members(scripts, Config())
            root = await members.token(await members.add("root@example.org", "Root", "admin"))
            adding = (members.add(f"t{n}@example.org", f"Texter {n}", "texter") for n in range(MANY_SENDERS))
            texters = [member.id for member in await asyncio.gather(*adding)]
            small = await campaign_of(scripts, EACH, texters[:FEW])
            large = await campaign_of(scripts, EACH, texters)
            for _ in range(2):
                await measure("few campaigns, 10 senders", data, scripts, root, small, texters[0])
                await measure(f"few campaigns, {MANY_SENDERS:,} senders", data, scripts, root, large, texters[0])
            for _ in range(MANY_CAMPAIGNS - 2):
                await campaign_of(scripts, 10, texters[:FEW])
            for _ in range(2):
                await measure(f"{MANY_CAMPAIGNS} campaigns, 10 senders", data, scripts, root, small, texters[0])
                await measure(
                    f"{MANY_CAMPAIGNS} campaigns, {MANY_SENDERS:,} senders", data, scripts, root, large, texters[0]
                )


if __name__ == "__main__":
    uvloop.run(main())
