"""Settles the texts that a carrier was unsure of: after some time it is asked what became of each.

Their reports may settle them before, as they mostly do. A text that was never handed over, since the process that had
taken it was killed, is among them. It goes out only by a carrier that knows a repeated text to be the same one; a
carrier that can merely be asked has never heard of it, and the text stays unknown for good.
"""

import asyncio

from server.carriers.carrier import Carrier, Text
from server.carriers.fates import Fates
from server.carriers.intake import gone
from server.carriers.patience import Patience
from server.store import lookups
from server.store.same_store import SameStore
from server.store.scripts import Scripts

LOOK_EVERY_SECONDS = 5.0
"""Seconds between two looks for such texts."""


class Unsure:
    """Asks the carrier for one process that carries."""

    def __init__(self, scripts: Scripts, carrier: Carrier, patience: Patience, fates: Fates) -> None:
        self._scripts = scripts
        self._carrier = carrier
        self._patience = patience
        self._fates = fates
        self._store = SameStore(scripts, lambda: None, binds=False)

    async def run(self) -> None:
        """Settle texts, until we are to leave."""
        while not self._patience.leaving.is_set():
            await self._patience.rest(min(LOOK_EVERY_SECONDS, self._carrier.settle_after))
            if not self._fates.paused:
                await self._look()

    async def _look(self) -> None:
        await self._patience.ask(self._store.look)
        account = self._store.epoch.account if self._store.epoch else None
        if account is None:
            return
        after = round(self._carrier.settle_after * 1000)
        for campaign in await self._patience.ask(lambda: lookups.campaigns_with(self._scripts, "unsure")):
            with gone():
                asked = asyncio.get_running_loop().time()
                rows = await self._patience.run(
                    self._scripts, "take_unsure", campaign, name=self._carrier.name, after=after
                )
                for row in rows:
                    if self._fates.paused or self._patience.leaving.is_set():
                        return
                    await self._fates.settle_unsure(Text.of(row, campaign, account, asked))
