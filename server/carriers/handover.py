"""Takes the texts that campaigns have queued, hands each to the carrier, and reports what it said.

    outbox ──take_texts──▶ this process ──send──▶ carrier
                               └──report_text──▶ the conversation

One task takes texts while few are in hand; workers hand them over and report them, those to one phone in their order.
So a slow answer of the carrier holds up one worker, and what workers ask the store at the same time shares a round
trip. What has been handed over is remembered (fates.py). So a text is handed over at most once; one whose fate nobody
knows becomes `unknown`.

When the carrier says `Later`, nothing more is taken or handed over. Once nothing is in hand, all that was certainly not
accepted is put back in the queue, and we rest: a text never waits for the carrier while it is ours. When it would
refuse every text, the same, and the admins are told why, until a check finds that it takes texts again.
"""

import asyncio
import logging
import secrets
from contextlib import suppress

from server.carriers.carrier import Carrier, CarrierStopped, CarrierUnsure
from server.carriers.catching_up import CatchingUp
from server.carriers.fates import Fates
from server.carriers.in_hand import InHand
from server.carriers.looking_up import LookingUp
from server.carriers.pace import Pace
from server.carriers.patience import Patience
from server.carriers.taking import Taking
from server.carriers.unsure import Unsure
from server.measures.declared import TEXTS
from server.store.processes import Carrying, Rate, processes
from server.store.scripts import Scripts

TEXTS_IN_HAND = 150
"""Texts that are taken and not yet reported, at most. If this process is killed, their fate is unknown."""
TEXTS_AT_ONCE = 64
"""Texts that are with the carrier at the same time."""
PACED_WITHIN_SECONDS = 5.0
"""Seconds that a taken text waits for the rate, at most."""
SOON, LATER = 0.1, 0.5
"""Seconds until we look for work again: at first, and when there has been none for a while."""
CHECK_AGAIN_SECONDS = 30.0
"""Seconds after which a carrier that has stopped is asked again whether it takes texts."""

log = logging.getLogger("handraise.carrier")


class Handover:
    """Carries the texts of every campaign until it is told to leave.

    rate  texts a second, at most; 0: no limit
    """

    def __init__(self, scripts: Scripts, carrier: Carrier, patience: Patience, rate: float = 0.0) -> None:
        self.id = f"{carrier.name}.{secrets.token_hex(8)}"
        self._scripts = scripts
        self._patience = patience
        self._pace = Pace(rate)
        self._most = max(1, min(TEXTS_IN_HAND, int(rate * PACED_WITHIN_SECONDS))) if rate else TEXTS_IN_HAND
        self._in_hand = InHand()
        self._taking = Taking(scripts, patience, self.id, carrier.name, self._most)
        self._fates = Fates(scripts, carrier, patience, self._pace)
        self._unsure = Unsure(scripts, carrier, patience, self._fates)
        self._catching_up = CatchingUp(scripts, carrier, patience, self._fates, self.id)
        self._looking_up = LookingUp(scripts, carrier, patience)
        self._carrier = carrier
        self._rate = Rate(lambda: TEXTS.so_far(carrier.name, "sent"))

    async def run(self) -> None:
        """Carry texts until we are to leave; what is in hand then is finished.

        Raises Refused `try_again` when we are to leave while the store is away.
        """
        feeding = asyncio.create_task(self._feed())
        beside = [self._unsure.run(), self._catching_up.run(), self._looking_up.run()]
        loops = [*beside, *(self._work() for _ in range(TEXTS_AT_ONCE))]
        tasks = [feeding, *(asyncio.create_task(loop) for loop in loops)]
        try:
            running = set(tasks)
            while not feeding.done():
                ended, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in ended:
                    task.result()  # raises what went wrong
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def trouble(self) -> str | None:
        """Return why nothing is sent until somebody has done something, or None."""
        return self._fates.stopped

    def work(self) -> Carrying:
        """Return what this process does now."""
        return Carrying(carrier=self._carrier.name, rate=round(self._rate.now(), 2), in_hand=len(self._in_hand))

    async def _feed(self) -> None:
        """Take texts while few are in hand, until we are to leave and all are done with."""
        pause = SOON
        while not self._patience.leaving.is_set():
            if self._fates.paused:
                await self._put_back()
            await self._in_hand.at_most(self._most // 2)
            await self._patience.rest(self._pace.wait - PACED_WITHIN_SECONDS)
            if self._fates.paused or self._patience.leaving.is_set():
                continue
            texts = await self._taking.take(self._in_hand)
            for text in texts:
                self._in_hand.hold(text)
            pause = SOON if texts else min(LATER, pause * 1.5)
            if not texts:
                await self._patience.rest(pause)
        await self._put_back()

    async def _work(self) -> None:
        """Carry texts, without end."""
        while True:
            async with self._in_hand.next() as text:
                await self._fates.settle(text)

    async def _put_back(self) -> None:
        """Put back in the queue what the carrier takes later, and rest for as long as it wants.

        Nothing is in hand then, so none of it can be handed over meanwhile, and asking the store again is safe.
        """
        await self._in_hand.at_most(0)
        await self._taking.put_back(self._fates.not_now)
        seconds, self._fates.wait, self._fates.not_now = self._fates.wait, 0.0, []
        if self._fates.stopped is not None:
            await self._stop(self._fates.stopped)
        await self._patience.rest(seconds)

    async def begin(self) -> None:
        """Ask the carrier whether it takes texts, until it can be asked. Admins are told if it doesn't, unless another
        process carries by it: then the fault may be in our settings alone, and nobody would take the sentence back.

        Raises CarrierStopped; Refused `try_again` when we are to leave while the store is away.
        """
        while not self._patience.leaving.is_set():
            try:
                await self._carrier.check()
            except CarrierStopped as stopped:
                if not await self._others():
                    await self._tell(str(stopped))
                raise
            except CarrierUnsure as unsure:
                log.warning(
                    "The %s can't be asked whether it takes texts (%s); waiting for it.", self._carrier.name, unsure
                )
                await self._patience.rest(CHECK_AGAIN_SECONDS)
            else:
                await self._tell(None)
                return

    async def _others(self) -> bool:
        """Return whether another process carries by this carrier. Each is listed once it has begun."""
        running, _ = await self._patience.ask(lambda: processes(self._scripts))
        return any(one.carrying and one.carrying.carrier == self._carrier.name for one in running)

    async def _stop(self, why: str) -> None:
        """Send nothing until the carrier takes texts again."""
        log.error("The %s has stopped: %s", self._carrier.name, why)
        await self._tell(why)
        while not self._patience.leaving.is_set():
            await self._patience.rest(CHECK_AGAIN_SECONDS)
            with suppress(CarrierStopped, CarrierUnsure):
                await self._carrier.check()
                log.warning("The %s takes texts again; going on.", self._carrier.name)
                await self._tell(None)
                self._fates.stopped = None
                return

    async def _tell(self, trouble: str | None) -> None:
        await self._patience.run(self._scripts, "note_carrier", carrier=self._carrier.name, trouble=trouble)
