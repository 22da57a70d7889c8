"""Bulk Unassign All on a million conversations that 500 senders hold, while other texters of the campaign work.

    python -m tests.benchmarks.bulk_unassign

The others request and send over their own sockets, first while nothing else goes on, then during the move. Wanted:
the 99th percentile of their waiting under 4 times the one before; the numbers on an admin's board keep moving; and by
the store's own clock (`SLOWLOG`) no script of the move holds the store for more than 10 ms.
"""

import asyncio
import itertools
import tempfile
import time
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

import uvloop

from server.campaigns import launching, senders, settings
from server.client import Client
from server.config import Config
from server.errors import Refused
from server.people.members import Members
from server.store.connecting import Store, open_store
from server.store.scripts import Scripts
from server.store.verbs import source
from tests.benchmarks.contacts import fill
from tests.processes import unrecorded_hub

CONVERSATIONS, SENDERS = 1_000_000, 500
OTHERS, EVERY = 40, 0.25
"""Other texters, and the seconds between two things that each of them does."""
LEFT_OVER, BATCH = 50_000, 3
IDLE = 20.0
"""Seconds that the others work alone."""


@dataclass
class Waiting:
    """The times that the others waited for their answers, in ms."""

    requests: list[float] = field(default_factory=list)
    sends: list[float] = field(default_factory=list)

    def p99(self) -> float:
        """The time within which 99 % of all answers came, in ms."""
        return quantiles(self.requests + self.sends, n=100)[98]

    def __str__(self) -> str:
        said = []
        for name, waited in (("requests", self.requests), ("sends", self.sends)):
            percentile = quantiles(waited, n=100)[98]
            said.append(f"{len(waited):,} {name}: median {median(waited):.1f} ms, 99 % within {percentile:.1f} ms")
        return "; ".join(said)


@dataclass
class Others:
    """Texters who request a few and send them, again and again; `waiting` is where their waiting is noted now."""

    campaign: int
    waiting: Waiting = field(default_factory=Waiting)
    refused: int = 0

    async def work(self, client: Client, nth: int) -> None:
        """Work for ever: one thing every EVERY seconds, each texter at their own moment."""
        await asyncio.sleep(EVERY * nth / OTHERS)
        for turn in itertools.count():
            began = time.perf_counter()
            if turn % (BATCH + 1) == 0:
                with suppress(Refused):  # initials are left when the one before was refused
                    await client.request_conversations(self.campaign)
                self.waiting.requests.append((time.perf_counter() - began) * 1000)
                page = await client.ask("list_conversations", campaign=self.campaign, lane="initial")
                mine = [thing["id"] for thing in page["conversations"]]
            elif mine:
                try:
                    await client.ask("send_initial", campaign=self.campaign, conversation=mine.pop())
                except Refused:  # it has been unassigned
                    self.refused += 1
                self.waiting.sends.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(max(0.0, began + EVERY - time.perf_counter()))


async def prepared(store: Store, members: Members) -> tuple[int, list[str], str]:
    """A campaign whose conversations 500 senders hold, and some that nobody does; the others' and an admin's tokens."""
    scripts = Scripts(store.nodes)
    campaign = await settings.create(
        scripts, settings.NewCampaign(title="Million", script="Hi {first_name}!", self_assign=True, batch_size=BATCH)
    )
    await fill(scripts, campaign, CONVERSATIONS)
    people = [await members.add(f"t{n}@example.org", f"Texter {n}", "texter") for n in range(SENDERS + OTHERS)]
    root = await members.add("root@example.org", "Root", "admin")
    await senders.add(scripts, campaign, [member.id for member in people[:SENDERS]])
    await launching.launch(scripts, campaign)
    await fill(scripts, campaign, CONVERSATIONS + LEFT_OVER)
    await senders.add(scripts, campaign, [member.id for member in people[SENDERS:]])
    return campaign, [await members.token(member) for member in people[SENDERS:]], await members.token(root)


async def measure(store: Store, url: str, campaign: int, tokens: list[str], root: str) -> None:
    """Measure the waits while idle, then during the move; print both."""
    async with AsyncExitStack() as sockets:
        board = await sockets.enter_async_context(Client(url, root, "/ws/admin"))
        mover = await sockets.enter_async_context(Client(url, root, "/ws/admin"))
        await board.ask("open_admin")
        others = Others(campaign)
        texters = [await sockets.enter_async_context(Client(url, token)) for token in tokens]
        for texter in texters:
            await texter.ask("open_console")
        working = [asyncio.create_task(others.work(texter, nth)) for nth, texter in enumerate(texters)]
        try:
            await asyncio.sleep(IDLE / 4)
            others.waiting = idle = Waiting()
            await asyncio.sleep(IDLE)
            others.waiting = Waiting()
            await store.redis.slowlog_reset()  # that takes a moment itself
            await asyncio.sleep(1)
            others.waiting, others.refused = Waiting(), 0
            moved, seconds, gaps = await move(mover, board, campaign)
            busy = others.waiting
        finally:
            for task in working:
                task.cancel()
            await asyncio.gather(*working, return_exceptions=True)
    print(f"idle    {idle}")
    print(f"moving  {busy}; {others.refused} sends of what had just been unassigned")
    print(f"{moved:,} moved in {seconds:.1f} s, {moved / seconds:,.0f} a second")
    print(f"the board's number moved {len(gaps):,} times, every {median(gaps):.2f} s, at the latest {max(gaps):.2f} s")
    held = await chunks(store)
    within = (
        f"median {median(held):.1f} ms, 99 % within {quantiles(held, n=100)[98]:.1f} ms, at most {max(held):.1f} ms"
    )
    print(f"{len(held):,} chunks held the store for: {within} (at most 10)")
    print(f"99 % of all waits: {busy.p99() / idle.p99():.2f} times the idle one's (under 4)")


async def move(mover: Client, board: Client, campaign: int) -> tuple[int, float, list[float]]:
    """Unassign all; returns their number, the seconds it took, and the seconds between new numbers on the board."""
    began = changed = time.perf_counter()
    asked = asyncio.create_task(mover.ask("unassign", campaign=campaign))
    gaps: list[float] = []
    before: dict[str, int] = {}
    while not asked.done():
        await asyncio.sleep(0.01)
        thing = board.thing("campaign", campaign, campaign)
        assert thing
        if thing["held"] != before:
            gaps.append(time.perf_counter() - changed)
            before, changed = thing["held"], time.perf_counter()
    return (await asked)["moved"], time.perf_counter() - began, gaps


async def chunks(store: Store) -> list[float]:
    """The ms that each script of the move held the store, without those under 0.3 ms. Waits for a core count."""
    sha = await store.redis.script_load(source("unassign"))
    entries = await store.redis.slowlog_get(100_000)
    return [entry["duration"] / 1000 for entry in entries if sha.encode() in entry["command"]]


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="handraise-") as data:
        async with open_store(Config(data=Path(data))) as store:
            await store.redis.config_set("slowlog-log-slower-than", 300)
            await store.redis.config_set("slowlog-max-len", 100_000)
            print(f"{store.where}, {CONVERSATIONS:,} conversations, {SENDERS} senders, {OTHERS} others")
            campaign, tokens, root = await prepared(store, Members(Scripts(store.nodes), Config()))
            async with unrecorded_hub(HANDRAISE_DATA=data) as hub:
                await measure(store, hub.url, campaign, tokens, root)


if __name__ == "__main__":
    uvloop.run(main())
