"""Vouches in the store for the texters who have a console open here, campaign by campaign.

Those who wait for conversations get them while they are here, and the last ones are shared among those who are here.
Admins see how many are.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from server.background import end
from server.errors import Refused
from server.live.presence import Presence
from server.live.watch import Watch
from server.live.watches import Watches
from server.store.scripts import Scripts

LOOK_EVERY_SECONDS = 0.5
"""Seconds between two looks at who has come and gone."""
RENEWED_AFTER_SECONDS = 5.0
"""Seconds after which a hub renews its word. The store takes it for three times as long."""


@dataclass(frozen=True, slots=True)
class Word:
    """The last word on a campaign: `texters` are here. By the event loop's clock it is to be renewed at `until`."""

    texters: frozenset[int] = frozenset()
    until: float = float("-inf")


class Here:
    """The texters with an open console, as the store was told of them."""

    def __init__(self, scripts: Scripts, watches: Watches, presence: Presence) -> None:
        self._scripts = scripts
        self._watches = watches
        self._presence = presence
        self._words: dict[int, Word] = {}
        """By campaign."""

    async def keep_vouching(self) -> None:
        """Tell the store who comes and goes, and everybody now and then, without end.

        Each campaign by itself: one whose primary doesn't answer holds up no other.
        """
        name = cast(asyncio.Task[None], asyncio.current_task()).get_name()
        telling: dict[int, asyncio.Task[None]] = {}
        try:
            while True:
                for campaign in [campaign for campaign, task in telling.items() if task.done()]:
                    telling.pop(campaign).result()  # a fault ends the loop
                watches = {watch.campaign: watch for watch in self._watches.all() if _matters(watch)}
                for gone in self._words.keys() - watches.keys():
                    del self._words[gone]
                for campaign in watches.keys() - telling.keys():
                    if self._has_news(watches[campaign]):
                        telling[campaign] = asyncio.create_task(self._tell(watches[campaign]), name=name)
                await asyncio.sleep(LOOK_EVERY_SECONDS)
        finally:
            await end(telling.values())

    def _has_news(self, watch: Watch) -> bool:
        word = self._words.get(watch.campaign, Word())
        return watch.shown.keys() != word.texters or (bool(watch.shown) and word.until <= _now())

    async def _tell(self, watch: Watch) -> None:
        word, here = self._words.get(watch.campaign, Word()), frozenset(watch.shown)
        renews = word.until <= _now()
        come = here if renews else here - word.texters
        # Of a texter who is on another hub, too, that one goes on vouching. It would only do so again in some seconds.
        gone = [texter for texter in word.texters - here if not self._presence.is_elsewhere(texter)]
        with suppress(Refused):  # the next look tells it again
            news = await self._scripts.run("vouch_here", watch.campaign, texters=list(come), gone=gone)
            self._words[watch.campaign] = Word(here, _now() + RENEWED_AFTER_SECONDS if renews else word.until)
            if news:
                await self._scripts.run("serve_room", watch.campaign)


def _now() -> float:
    return asyncio.get_running_loop().time()


def _matters(watch: Watch) -> bool:
    """Return whether it matters who is here. Those who wait keep their places also while the campaign is paused."""
    return watch.thing is not None and watch.thing.status in ("active", "paused")
