"""Looks numbers up that campaigns want to know the line types of, by one process that carries.

An answer is noted as soon as some are there, so that it is paid for once. If this process is killed before, or the
carrier's answer is lost, the number is asked for again, which may be paid for once more.
"""

import asyncio
import logging

from server.carriers.carrier import Carrier, CarrierStopped, CarrierUnsure
from server.carriers.intake import gone
from server.carriers.patience import Patience
from server.store import lookups
from server.store.scripts import Scripts

LOOK_EVERY_SECONDS = 3.0
"""Seconds between two looks for numbers."""
NUMBERS_AT_ONCE = 10
"""Numbers that are asked for at the same time; their answers are noted together."""
AGAIN_AFTER_SECONDS = 60.0
"""Seconds after which a number without an answer is asked for again."""

REST_AFTER_TROUBLE_SECONDS = 30.0

log = logging.getLogger("handraise.carrier")


class LookingUp:
    """Asks the carrier for one process that carries."""

    def __init__(self, scripts: Scripts, carrier: Carrier, patience: Patience) -> None:
        self._scripts = scripts
        self._carrier = carrier
        self._patience = patience

    async def run(self) -> None:
        """Look numbers up, until we are to leave."""
        while self._carrier.looks_up and not self._patience.leaving.is_set():
            await self._patience.rest(LOOK_EVERY_SECONDS)
            for campaign in await self._patience.ask(lambda: lookups.campaigns_with(self._scripts, "to_look_up")):
                with gone():
                    while await self._some_of(campaign):
                        pass
        await self._patience.leaving.wait()

    async def _some_of(self, campaign: int) -> bool:
        """Look some numbers of a campaign up; return whether there may be more to do at once."""
        if self._patience.leaving.is_set():
            return False
        asked = {"name": self._carrier.name, "most": NUMBERS_AT_ONCE, "again": round(AGAIN_AFTER_SECONDS * 1000)}
        rows = await self._patience.run(self._scripts, "take_lookups", campaign, **asked)
        if not rows:
            return False
        ends = await asyncio.gather(*(self._carrier.line_type(row["phone"]) for row in rows), return_exceptions=True)
        answers, trouble = list[tuple[int, str, str]](), None
        for row, end in zip(rows, ends, strict=True):
            if isinstance(end, str):
                answers.append((row["conversation"], end, row["phone"]))
            elif isinstance(end, CarrierStopped | CarrierUnsure):
                trouble = str(end)
            else:
                raise end
        await self._patience.run(self._scripts, "note_lookups", campaign, answers=answers, trouble=trouble)
        if trouble:
            log.warning("Numbers of campaign %d aren't looked up: %s", campaign, trouble)
            await self._patience.rest(REST_AFTER_TROUBLE_SECONDS)
        return trouble is None
