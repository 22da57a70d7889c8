"""The ledger of a campaign of a million contacts: how long a replay takes, a page, and one conversation's moves.

    python -m tests.benchmarks.ledger [CONTACTS] [MOVES]

Contacts come in, most are requested in batches of 300 and sent one by one; it says how long each question takes, how
much of the store's memory the ledger has, and what a replay needs itself.
"""

import asyncio
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from server.campaigns import launching, senders
from server.campaigns.ledger import entries_page
from server.campaigns.replay import replay
from server.campaigns.settings import NewCampaign, create
from server.config import Config
from server.people.members import Members
from server.store import keys
from server.store.scripts import Scripts
from server.upgrades.opening import open_account
from tests.world import columns

CONTACTS, MOVES = map(int, sys.argv[1:] or ("1000000", "200000"))
BATCH = 300


async def fill(scripts: Scripts, campaign: int, texter: int) -> None:
    for first in range(0, CONTACTS, 1000):
        rows = [
            [f"+1202{n:07d}", f'["P{n}","Doe","+1202{n:07d}",{{}}]', "America/New_York"]
            for n in range(first, min(first + 1000, CONTACTS))
        ]
        await scripts.run("add_contacts", campaign, contacts=rows, columns=columns())
    await launching.launch(scripts, campaign)
    await senders.add(scripts, campaign, [texter])
    moved, conversation = 0, 1
    while moved < MOVES:
        await scripts.run("request_conversations", campaign, texter=texter, request_id=str(moved))
        await asyncio.gather(
            *(scripts.run("send_initial", campaign, texter=texter, conversation=conversation + n) for n in range(BATCH))
        )
        conversation, moved = conversation + BATCH, moved + BATCH


async def timed(times: int, ask) -> list[float]:  # type: ignore[no-untyped-def]
    took = []
    for _ in range(times):
        began = time.perf_counter()
        await ask()
        took.append(1000 * (time.perf_counter() - began))
    return took


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="handraise-") as folder:
        config = Config(data=Path(folder), accept_loss=True, secret_key="x")
        async with open_account(config) as (_, scripts):
            ana = await Members(scripts, config).add("ana@example.org", "Ana", "texter")
            settings = NewCampaign(
                title="Vote!",
                script="Hi!",
                self_assign=True,
                batch_size=BATCH,
                hours=None,
                fair_tail=False,
                ledger_entries=10_000_000,
            )
            campaign = await create(scripts, settings)
            await fill(scripts, campaign, ana.id)
            key = keys.under(keys.campaign(campaign), "ledger")
            entries, size = await scripts.ask(("XLEN", key), ("MEMORY", "USAGE", key, "SAMPLES", 0))
            print(f"{CONTACTS:,} contacts, {entries:,} entries in {size / 1e6:.1f} MB: {size / entries:.0f} bytes each")
            page = {"before": None, "member": None, "limit": 100}
            for name, which in (
                ("the newest page", None),
                ("moves of the first one sent", 1),
                ("of one never sent", CONTACTS),
            ):
                took = await timed(20, lambda which=which: entries_page(scripts, campaign, conversation=which, **page))  # type: ignore[misc]
                print(f"{name}: p50 {statistics.median(took):.1f} ms, most {max(took):.1f} ms")
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            [took] = await timed(1, lambda: replay(scripts, campaign))
            outcome = await replay(scripts, campaign)
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
            print(f"replay: {took / 1000:.1f} s, {grown:.0f} MB more than before, {outcome.faulty} faults")


asyncio.run(main())
