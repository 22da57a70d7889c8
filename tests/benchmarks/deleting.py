"""Deleting a campaign of a million conversations that 500 senders hold, with three million texts.

    python -m tests.benchmarks.deleting [CONVERSATIONS]

Wanted: nothing that the deletion asks for takes the store's main thread more than some 10 ms. That is the time that the
thread has run, by the kernel's count (Linux): a machine that is busy with other things doesn't count.
"""

import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import msgpack
import uvloop

from server.campaigns import erasing, senders, settings
from server.campaigns.chunks import in_chunks
from server.config import Config
from server.people.members import Members
from server.store import keys
from server.store.connecting import open_store
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests.benchmarks.contacts import fill

SENDERS = 500
PIECE = 10_000
"""Conversations whose texts are put in at once."""


class Measured(Scripts):
    """Notes how long the store's main thread ran for each answer, in ms."""

    def __init__(self, nodes: Nodes, process: int) -> None:
        super().__init__(nodes)
        self.took: defaultdict[str, list[float]] = defaultdict(list)
        self._stat = Path(f"/proc/{process}/task/{process}/schedstat")

    def _ran(self) -> float:
        return int(self._stat.read_text().split()[0]) / 1e6

    async def run(self, verb: str, campaign: int | None = None, **args: Any) -> Any:
        """Run a verb."""
        before = self._ran()
        answer = await super().run(verb, campaign, **args)
        self.took[verb].append(self._ran() - before)
        return answer

    async def ask(self, *commands: tuple[str | int, ...]) -> list[Any]:
        """Ask a plain question."""
        before = self._ran()
        answers = await super().ask(*commands)
        self.took[str(commands[0][0])].append(self._ran() - before)
        return answers


async def main(conversations: int) -> None:
    """Measure it."""
    with tempfile.TemporaryDirectory(prefix="hr-") as folder:
        async with open_store(Config(data=Path(folder))) as store:
            scripts = Scripts(store.nodes)
            redis = scripts.redis
            campaign = await arranged(scripts, conversations)
            print(f"{await redis.dbsize():,} keys")
            measured = Measured(store.nodes, (await redis.info("server"))["process_id"])
            began = time.perf_counter()
            await erasing.delete_campaign(measured, campaign)
            print(f"It took {time.perf_counter() - began:.1f} s; {await redis.dbsize():,} keys are left.")
            for name, took in measured.took.items():
                took.sort()
                last = f"99 % within {took[int(len(took) * 0.99)]:.1f} ms, the longest {took[-1]:.1f} ms"
                print(f"{name}: {len(took):,} times, median {took[len(took) // 2]:.2f} ms, {last}")


async def arranged(scripts: Scripts, conversations: int) -> int:
    """Make the campaign; returns its id."""
    members = Members(scripts, Config())
    campaign = await settings.create(scripts, settings.NewCampaign(title="Vote!", script="Hi!", hours=None))
    await fill(scripts, campaign, conversations)
    texters = [await members.add(f"t{n}@example.org", f"T{n}", "texter") for n in range(SENDERS)]
    await senders.add(scripts, campaign, [texter.id for texter in texters])
    by = {"name": "Root", "move": "1"}
    for texter in texters:
        share = {"holder": keys.NOBODY, "to": texter.id, "lane": "initial", "by": by}
        await in_chunks(scripts, "reassign", campaign, conversations // SENDERS, **share)
    for first in range(1, conversations + 1, PIECE):
        await put_texts(scripts, campaign, range(first, min(first + PIECE, conversations + 1)))
    await scripts.run("archive_campaign", campaign)
    return campaign


async def put_texts(scripts: Scripts, campaign: int, conversations: range) -> None:
    """Give some conversations three texts each, and note in the account that they texted their phones last."""
    went = msgpack.packb({"d": "out", "t": "Hi Maria, can you join us on Saturday?", "at": 1, "s": "delivered"})
    came = msgpack.packb({"d": "in", "t": "Yes!", "at": 1, "s": "received"})
    pipe = scripts.redis.pipeline(transaction=False)
    for id in conversations:
        pipe.rpush(keys.under(keys.campaign(campaign), "texts", id), went, came, went)
    phones = {f"+1555{id - 1:07}": f"{campaign}:{id}" for id in conversations}
    pipe.hset(keys.under(keys.ACCOUNT, "phones"), mapping=phones)
    await pipe.execute()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
