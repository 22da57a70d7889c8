"""Takes in what people wrote while no hub could hear it: a carrier that keeps it is asked every few minutes.

A carrier posts a text only for some seconds, and then gives up. Among those texts may be a STOP.
"""

import logging
from functools import partial

from server.carriers.carrier import Carrier, CarrierStopped, CarrierUnsure
from server.carriers.fates import Fates
from server.carriers.intake import take_in
from server.carriers.patience import Patience
from server.store.scripts import Scripts

PERIOD_SECONDS = 300.0
"""Seconds from one asking to the next, by whichever process of the carrier."""
OVERLAP_MS = 10 * 60 * 1000
"""Each asking reaches back so far into the last one: clocks differ, and a text may be listed late."""

log = logging.getLogger("handraise.carrier")


class CatchingUp:
    """Asks the carrier for one process that carries, whose name is `process`."""

    def __init__(self, scripts: Scripts, carrier: Carrier, patience: Patience, fates: Fates, process: str) -> None:
        self._scripts = scripts
        self._carrier = carrier
        self._patience = patience
        self._fates = fates
        self._process = process

    async def run(self) -> None:
        """Take part, until we are to leave."""
        chore, period = f"catch_up:{self._carrier.name}", round(PERIOD_SECONDS * 1000)
        while not self._patience.leaving.is_set():
            wait = await self._patience.run(
                self._scripts, "begin_chore", chore=chore, period=period, process=self._process
            )
            if not wait and not self._fates.paused:
                try:
                    await self._catch_up()
                except (CarrierStopped, CarrierUnsure) as error:
                    log.warning("What came in by the %s can't be listed: %s", self._carrier.name, error)
            await self._patience.rest((wait or period) / 1000)

    async def _catch_up(self) -> None:
        told = await self._patience.run(self._scripts, "catch_up", carrier=self._carrier.name)
        async for heard in self._carrier.missed(told["since"] - OVERLAP_MS):
            await self._patience.ask(partial(take_in, self._scripts, self._carrier.name, heard))
        await self._patience.run(self._scripts, "catch_up", carrier=self._carrier.name, through=told["now"])
