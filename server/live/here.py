"""Vouches in the store for the texters who have a console open here, campaign by campaign.

Those who wait for conversations get them while they are here, and the last ones are shared among those who are here.
"""

import asyncio
from contextlib import suppress

from server.errors import Refused
from server.live.watch import Watch
from server.live.watches import Watches
from server.store.scripts import Scripts

LOOK_EVERY_SECONDS = 0.5
"""Seconds between two looks at who has come and gone."""
ROUNDS_OF_A_WORD = 10
"""Looks after which a hub renews its word: every 5 seconds. The store takes it for three times as long."""


class Here:
    """The texters with an open console, as the store was told of them."""

    def __init__(self, scripts: Scripts, watches: Watches) -> None:
        self._scripts = scripts
        self._watches = watches
        self._told: dict[int, frozenset[int]] = {}
        """Campaign → its texters in the last word."""

    async def keep_vouching(self) -> None:
        """Tell the store who comes and goes, and everybody now and then, without end."""
        rounds = 0
        while True:
            rounds = (rounds + 1) % ROUNDS_OF_A_WORD
            watches = [watch for watch in self._watches.all() if _hands_out(watch)]
            for gone in self._told.keys() - {watch.campaign for watch in watches}:
                del self._told[gone]
            for watch in watches:
                with suppress(Refused):  # the next round tells it again
                    await self._tell(watch, renew=rounds == 0)
            await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _tell(self, watch: Watch, renew: bool) -> None:
        """Raises Refused."""
        campaign, here, told = watch.campaign, frozenset(watch.shown), self._told.get(watch.campaign, frozenset())
        if here == told and not (renew and here):
            return
        texters = here if renew else here - told
        some_wait = await self._scripts.run("vouch_here", campaign, texters=list(texters), gone=list(told - here))
        self._told[campaign] = here
        if some_wait:
            await self._scripts.run("serve_room", campaign)


def _hands_out(watch: Watch) -> bool:
    """Return whether it matters who is here. Those who wait keep their places also while nothing is handed out."""
    thing = watch.thing
    if thing is None or thing.status not in ("active", "paused"):
        return False
    return (thing.status == "active" and thing.self_assign) or thing.room + thing.asking > 0
