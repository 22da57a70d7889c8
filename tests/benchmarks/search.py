"""Search over a million contacts, in 1 and in 20 campaigns.

    python -m tests.benchmarks.search [CONTACTS]

Names are drawn as they are in the US: few are very common, most are rare. Wanted: p99 of every query under 100 ms. Then
what the index costs: the time of an import with it and without, by turns, and the memory that it takes.
"""

import random
import string
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

import msgspec
import uvloop

from server.campaigns import contact, settings
from server.campaigns.search import search
from server.config import Config
from server.store import keys, lookups
from server.store.connecting import open_store
from server.store.found import SPAN
from server.store.scripts import Scripts
from tests.benchmarks.contacts import CHUNK, COLUMNS

ASKED = 100
SIDE_BY_SIDE = 20_000
"""Contacts of an import with the index, and of one without."""
FIRST = (
    "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph "
    "Jessica Maria Marie Mark Matthew Margaret Martin Mason Madison Mariana Marcus Anna Ana Andrew Anthony Angela José "
    "Ángel"
).split()
LAST = (
    "Smith Johnson Williams Brown Jones García Miller Davis Rodríguez Martínez Hernández López González Wilson "
    "Anderson Thomas Taylor Moore Jackson Martin Lee Pérez Thompson White Harris Sánchez Clark Ramírez Lewis Marshall "
    "O'Brien"
).split()
QUERIES = {
    "a whole phone": "+1555{n:07}",
    "the last four digits": "{last:04}",
    "a rare name": "Zyxwvu",
    "a rare name that begins like many": "Marisol",
    "two letters": "ma",
    "two words of two letters": "ma lo",
    "a first and a last name": "maria lopez",
    "a name that nobody has": "Marzipana",
}


class People:
    """Contacts, each with a name drawn anew and a phone of its own."""

    def __init__(self) -> None:
        self._drawn = random.Random(1)
        self._rare = [
            "".join(self._drawn.choices(string.ascii_lowercase, k=self._drawn.randint(4, 9))) for _ in range(80_000)
        ]
        self._last = 0

    def chunk(self, count: int) -> list[tuple[str, str, str]]:
        """Draw that many."""
        some = []
        for _ in range(count):
            self._last += 1
            rare = self._last % 200_000
            first = "Marisol" if rare == 77 else "Zyxwvuts" if rare == 78 else self._name(FIRST, 0.75)
            phone = f"+1555{self._last:07}"
            packed = msgspec.json.encode((first, self._name(LAST, 0.4), phone, {"city": "Springfield"})).decode()
            some.append((phone, packed, "America/Chicago"))
        return some

    def _name(self, common: list[str], share: float) -> str:
        if self._drawn.random() > share:
            return self._drawn.choice(self._rare).title()
        return common[min(int(self._drawn.expovariate(0.12)), len(common) - 1)]


async def memory(scripts: Scripts) -> int:
    """Return the bytes that the store's data take."""
    [told] = await scripts.ask(("INFO", "memory"))
    return int(told["used_memory"])


async def filled(scripts: Scripts, people: People, contacts: int, campaigns: int) -> list[int]:
    """Make campaigns with that many contacts in all."""
    ids = []
    for _ in range(campaigns):
        ids.append(await settings.create(scripts, settings.NewCampaign(title="Vote!", script="Hi {first_name}!")))
        for _ in range(contacts // campaigns // CHUNK):
            await contact.add_contacts(scripts, ids[-1], people.chunk(CHUNK), COLUMNS)
    return ids


async def queries(scripts: Scripts, contacts: int) -> None:
    """Ask each query many times, and tell how long the answers took."""
    drawn = random.Random(2)
    for name, form in QUERIES.items():
        took, found = [], 0
        for _ in range(ASKED):
            query = form.format(n=drawn.randrange(1, contacts), last=drawn.randrange(10_000))
            began = time.perf_counter()
            answer = await search(scripts, query, 50, "US")
            took.append((time.perf_counter() - began) * 1000)
            found = len(answer.people)
        p99 = quantiles(took, n=100)[98]
        print(f"  {name:<36} p50 {median(took):6.1f} ms   p99 {p99:6.1f} ms   ({found} found)", flush=True)


async def side_by_side(scripts: Scripts) -> None:
    """Import by turns with the index and without, and tell the ratio."""
    people, took = People(), {True: 0.0, False: 0.0}
    ids = {
        indexed: await settings.create(scripts, settings.NewCampaign(title="Vote!", script="Hi!")) for indexed in took
    }
    for _ in range(SIDE_BY_SIDE // CHUNK):
        for indexed, campaign in ids.items():
            some = people.chunk(CHUNK)
            began = time.perf_counter()
            if indexed:
                await contact.add_contacts(scripts, campaign, some, COLUMNS)
            else:
                await scripts.run("add_contacts", campaign, contacts=some, columns=COLUMNS)
                await lookups.opted_out(scripts, [phone for phone, *_ in some])
            took[indexed] += time.perf_counter() - began
    each = {indexed: seconds / SIDE_BY_SIDE * 1e6 for indexed, seconds in took.items()}
    print(f"An import with the index takes {each[True]:.0f} µs a contact, without {each[False]:.0f}.")


async def main(contacts: int) -> None:
    """Measure."""
    with tempfile.TemporaryDirectory(prefix="hr-") as folder:
        async with open_store(Config(data=Path(folder))) as store:
            scripts = Scripts(store.nodes)
            await side_by_side(scripts)
            for campaigns in (1, 20):
                people, before, began = People(), await memory(scripts), time.perf_counter()
                ids = await filled(scripts, people, contacts, campaigns)
                took, size = time.perf_counter() - began, await memory(scripts) - before
                print(
                    f"{contacts:,} contacts in {campaigns} of {len(ids)} campaigns: {took:.0f} s, {size / 1e6:.0f} MB."
                )
                await queries(scripts, contacts)
                finds = [
                    keys.under(keys.campaign(id), "find", span) for id in ids for span in range(contacts // SPAN + 1)
                ]
                sizes = [await scripts.redis.memory_usage(name, samples=1000) or 0 for name in finds]
                print(f"  The index takes {sum(sizes) / 1e6:.0f} MB of these.")
                await scripts.redis.flushall(asynchronous=False)


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
