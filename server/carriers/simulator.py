"""A carrier that reaches nobody: it delivers to made-up people, who answer. For demos, trials and load tests."""

import asyncio
from collections import Counter
from types import TracebackType
from typing import Literal

from server.campaigns import contact
from server.carriers.carrier import Text
from server.carriers.handover import gone, report
from server.carriers.patience import Patience
from server.carriers.people import Deeds, Writes, deeds
from server.store.scripts import Scripts

EVENTS_AT_ONCE = 16
"""How many events are being told to the store at the same time."""


class Simulator:
    """Delivers most texts, loses some, and has people answer: some at once, some later, some with STOP.

    seed        the same seed, the same people: what one does depends on their phone and on which text to them it is
    reply_rate  share of first texts that are answered, 0 to 1
    fail_rate   share of texts that don't arrive, 0 to 1
    delay       scale of time: 1 answers within seconds to minutes, 0 at once
    patience    once that is leaving, what becomes of texts is told at once, and answers yet to come never do

    Raises Refused `try_again` at its end if the store stays away.
    """

    def __init__(
        self,
        scripts: Scripts,
        patience: Patience,
        *,
        seed: int = 1,
        reply_rate: float = 0.4,
        fail_rate: float = 0.03,
        delay: float = 1.0,
    ) -> None:
        self._scripts = scripts
        self._patience = patience
        self._seed = seed
        self._reply_rate = reply_rate
        self._fail_rate = fail_rate
        self._delay = delay
        self._numbers: Counter[str] = Counter()
        self._lives: set[asyncio.Task[None]] = set()
        self._at_once = asyncio.Semaphore(EVENTS_AT_ONCE)

    async def __aenter__(self) -> "Simulator":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._patience.leaving.set()
        await asyncio.gather(*self._lives)

    @property
    def busy(self) -> bool:
        """Whether anything is still to become of texts that it has carried."""
        return bool(self._lives)

    async def send(self, text: Text) -> Literal["sent"]:
        """Accept a text, always; what becomes of it shows later."""
        self._numbers[text.phone] += 1
        fate = deeds(self._seed, text.phone, self._numbers[text.phone], self._reply_rate, self._fail_rate)
        life = asyncio.create_task(self._live(text, fate))
        self._lives.add(life)
        life.add_done_callback(self._ended)
        return "sent"

    def _ended(self, life: asyncio.Task[None]) -> None:
        # One that failed is kept: closing raises what went wrong.
        if life.cancelled() or life.exception() is None:
            self._lives.discard(life)

    async def _live(self, text: Text, fate: Deeds) -> None:
        await self._patience.rest(fate.after * self._delay)
        async with self._at_once:
            await report(self._scripts, self._patience, text, "delivered" if fate.arrives else "failed")
        for place, writes in enumerate(fate.writes):
            await self._patience.rest(writes.after * self._delay)
            if self._patience.leaving.is_set():
                return
            reference = f"simulator:{text.campaign}:{text.conversation}:{text.id}:{place}"
            await self._write(text.phone, writes, reference)

    async def _write(self, phone: str, writes: Writes, reference: str) -> None:
        async with self._at_once:
            with gone():
                await self._patience.ask(
                    lambda: contact.receive(self._scripts, phone, writes.text, reference, writes.media)
                )
