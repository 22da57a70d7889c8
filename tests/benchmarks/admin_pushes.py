"""Measures the pushes to 20 admins who watch one campaign while its 500 senders work.

    python -m tests.benchmarks.admin_pushes

A push is one flush of a socket's mailbox: what has changed since the one before, each thing once. Every flush holds
the campaign's counts here, so they are counted by that. Wanted: at most 10 a second to each admin; in each at most a
row per sender and a few things beside; and no row that is as it was before.
"""

import asyncio
import tempfile
import time
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

import uvloop
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from server.campaigns import launching, senders, settings
from server.client import Client
from server.config import Config
from server.people.members import Members
from server.shown import Thing
from server.store.connecting import open_store
from server.store.scripts import Scripts
from server.wire.frames import Encoding, decode, encode
from tests.benchmarks.contacts import fill
from tests.benchmarks.crowd import core_seconds
from tests.processes import unrecorded_hub

SENDERS, ADMINS = 500, 20
EACH = 100
"""Conversations that each sender has."""
EVERY = 1.0
"""Seconds between two sends of a sender."""
SECONDS = 20


@dataclass
class Board:
    """The pushes that one admin gets."""

    flushes: list[float] = field(default_factory=list)
    frames: Counter[str] = field(default_factory=Counter)
    bytes: int = 0
    largest: int = 0
    as_before: int = 0
    rows: dict[int, Thing] = field(default_factory=dict)

    async def watch(self, url: str, token: str, campaign: int, watching: asyncio.Event) -> None:
        """Open the board and the campaign, and count what comes, until cancelled."""
        headers = {"Authorization": f"Bearer {token}"}
        at = url.replace("http", "ws", 1) + "/ws/admin"
        async with connect(
            at, additional_headers=headers, subprotocols=[Subprotocol(Encoding.JSON)], compression=None, max_size=None
        ) as socket:
            for command, args in (("open_admin", {}), ("watch_campaign", {"campaign": campaign})):
                await socket.send(encode([1, command, args], Encoding.JSON))
            replies = 0
            size = 0
            async for payload in socket:
                what, *said = decode(payload, Encoding.JSON)
                replies += what == "reply"
                if replies == 2:
                    watching.set()
                if what != "changed":
                    continue
                thing: Thing = said[0]
                self.frames[thing["kind"]] += 1
                self.bytes += len(payload)
                size += 1
                if thing["kind"] == "campaign":
                    self.flushes.append(time.perf_counter())
                    self.largest, size = max(self.largest, size), 0
                elif thing["kind"] == "sender":
                    row = {name: value for name, value in thing.items() if name != "v"}
                    self.as_before += self.rows.get(thing["id"]) == row
                    self.rows[thing["id"]] = row

    def begin(self) -> None:
        """Count from now on."""
        self.flushes.clear()
        self.frames.clear()
        self.bytes = self.largest = self.as_before = 0

    def most_in_a_second(self) -> int:
        """The most flushes in any second."""
        return max(sum(at <= later < at + 1 for later in self.flushes) for at in self.flushes)


async def work(client: Client, campaign: int, nth: int, sent: Counter[str]) -> None:
    """Send all one holds, one every EVERY seconds."""
    await asyncio.sleep(EVERY * nth / SENDERS)
    page = await client.ask("list_conversations", campaign=campaign, lane="initial")
    for thing in page["conversations"]:
        began = time.perf_counter()
        await client.ask("send_initial", campaign=campaign, conversation=thing["id"])
        sent["texts"] += 1
        await asyncio.sleep(max(0.0, began + EVERY - time.perf_counter()))


async def prepared(scripts: Scripts, members: Members) -> tuple[int, list[str], str]:
    """A campaign whose conversations its senders hold; their tokens, and an admin's."""
    campaign = await settings.create(scripts, settings.NewCampaign(title="Watched", script="Hi {first_name}!"))
    await fill(scripts, campaign, SENDERS * EACH)
    people = [await members.add(f"t{n}@example.org", f"Texter {n}", "texter") for n in range(SENDERS)]
    root = await members.add("root@example.org", "Root", "admin")
    await senders.add(scripts, campaign, [member.id for member in people])
    await launching.launch(scripts, campaign)
    return campaign, [await members.token(member) for member in people], await members.token(root)


async def measure(url: str, pid: int, campaign: int, tokens: list[str], root: str) -> None:
    """Have everybody work and watch for a while; print what was pushed."""
    boards = [Board() for _ in range(ADMINS)]
    sent = Counter[str]()
    async with AsyncExitStack() as sockets:
        watching = [asyncio.Event() for _ in boards]
        tasks = [
            asyncio.create_task(board.watch(url, root, campaign, event))
            for board, event in zip(boards, watching, strict=True)
        ]
        texters = [await sockets.enter_async_context(Client(url, token)) for token in tokens]
        for texter in texters:
            await texter.ask("open_console")
        await asyncio.gather(*(event.wait() for event in watching))
        tasks += [asyncio.create_task(work(texter, campaign, nth, sent)) for nth, texter in enumerate(texters)]
        await asyncio.sleep(EVERY * 2)
        for board in boards:
            board.begin()
        before, began, cpu = sent["texts"], time.perf_counter(), core_seconds(pid)
        await asyncio.sleep(SECONDS)
        seconds, cpu = time.perf_counter() - began, core_seconds(pid) - cpu
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    print(f"{(sent['texts'] - before) / seconds:,.0f} texts a second; the hub computed {cpu / seconds:.0%} of the time")
    flushes = [len(board.flushes) / seconds for board in boards]
    print(f"pushes a second to an admin: {mean(flushes):.1f}, at most {max(flushes):.1f} (at most 10)", end="")
    print(f", in any one second at most {max(board.most_in_a_second() for board in boards)}")
    rows = mean(board.frames["sender"] / len(board.flushes) for board in boards)
    size = mean(board.bytes / len(board.flushes) for board in boards)
    print(f"in each {rows:.0f} rows and {size:,.0f} bytes, at most {max(board.largest for board in boards)} things")
    print(f"frames a second to an admin: {mean(sum(board.frames.values()) for board in boards) / seconds:,.0f}")
    print(f"rows that were as before: {sum(board.as_before for board in boards)} (none)")


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="handraise-") as data:
        async with open_store(Config(data=Path(data))) as store:
            print(f"{store.where}, {SENDERS} senders who each send every {EVERY} s, {ADMINS} admins")
            scripts = Scripts(store.nodes)
            campaign, tokens, root = await prepared(scripts, Members(scripts, Config()))
            async with unrecorded_hub(HANDRAISE_DATA=data) as hub:
                await measure(hub.url, hub.pid, campaign, tokens, root)


if __name__ == "__main__":
    uvloop.run(main())
