"""A carrier that remembers and a process that carries, for the carriers' tests."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from server.carriers.carrier import Answer, Carrier, CarrierUnsure, Heard, Sent, Text
from server.carriers.handover import Handover
from server.carriers.patience import Patience
from server.store.scripts import Scripts
from tests.world import Texter, World


class Remembering:
    """A carrier that accepts every text, or is unsure of all; `may` holds the carrier up until it is set.

    first  what it answers to the first texts, in their order, instead
    """

    name = "remembering"
    thanks: tuple[str, str] | None = None
    settle_after = 600.0
    repeats = False
    looks_up = False

    def __init__(self, *first: Answer, unsure: bool = False) -> None:
        self.handed: list[Text] = []
        self.accepted: list[Text] = []
        self.began = asyncio.Event()
        self.may = asyncio.Event()
        self.may.set()
        self._first = list(first)
        self._unsure = unsure

    async def check(self) -> None:
        """Take texts, always."""

    async def missed(self, since: int) -> AsyncIterator[Heard]:
        """Give nothing."""
        nothing: tuple[Heard, ...] = ()
        for heard in nothing:
            yield heard

    async def settle(self, text: Text) -> Answer | None:
        """Know nothing of it."""
        return None

    async def send(self, text: Text) -> Answer:
        """Take a text."""
        self.began.set()
        await self.may.wait()
        self.handed.append(text)
        if self._first:
            return self._first.pop(0)
        self.accepted.append(text)
        if self._unsure:
            raise CarrierUnsure
        return Sent()


@asynccontextmanager
async def carrying(
    scripts: Scripts, carrier: Carrier, patience: Patience | None = None, rate: float = 0.0
) -> AsyncIterator[Handover]:
    """A process that carries for as long as this lasts, and then leaves in order."""
    patience = patience or Patience()
    handover = Handover(scripts, carrier, patience, rate)
    running = asyncio.create_task(handover.run())
    yield handover
    patience.leaving.set()
    await running


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait until the condition holds."""
    async with asyncio.timeout(30):
        while True:
            if await condition():
                return
            await asyncio.sleep(0.02)


async def queued(world: World, contacts: int = 1, **settings: object) -> Texter:
    """A campaign whose texter has sent all initials, which are waiting for a carrier."""
    campaign = await world.campaign(contacts, batch_size=5000, **settings)
    texter = await world.texter(campaign)
    await texter.request()
    await texter.send_initials()
    return texter


async def statuses(world: World, campaign: int) -> list[str]:
    """The status of the last text of each conversation that has one, in the order of the conversations."""
    count = (await world.counts(campaign))["contacts"]
    texts = [(await world.conversation(campaign, id + 1))["texts"] for id in range(count)]
    return [each[-1]["status"] for each in texts if each]


async def settled(world: World, campaign: int, *wanted: str) -> None:
    """Wait until the last texts of the conversations have these statuses."""

    async def they_are() -> bool:
        return await statuses(world, campaign) == list(wanted)

    await eventually(they_are)
