"""Takes queued texts from every campaign for one process that carries, and puts back what wasn't handed over.

Asking the store again is safe: a text stays taken by this process until it is reported, so a lost answer to
`take_texts` is simply given again.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from operator import attrgetter

from server.carriers.carrier import Text
from server.carriers.granting import Granting
from server.carriers.in_hand import InHand
from server.carriers.intake import gone
from server.carriers.patience import Patience
from server.store.queues import WithTexts, with_texts
from server.store.same_store import SameStore
from server.store.scripts import Scripts

FIRST_TEXTS_PER_ROUND = 150
"""First messages of a campaign with bulk send that are queued each time, at most: as many as a process has in hand."""
QUEUED = attrgetter("at", "conversation", "id")
"""The order in which texts of a campaign were queued."""


def goes_first(text: Text) -> tuple[bool, int, int, int]:
    """Return what sorts texts of a campaign into the order in which they go out: answers come first."""
    return (not text.answer, *QUEUED(text))


class Taking:
    """Takes texts for a process, by its id, of the carrier of this name, so that at most `most` are in hand."""

    def __init__(self, scripts: Scripts, patience: Patience, process: str, carrier: str, most: int) -> None:
        self._scripts = scripts
        self._patience = patience
        self._process = process
        self._most = most
        self._granting = Granting(scripts, patience, process, carrier)
        self._store = SameStore(scripts, self._forget, binds=False)
        self._campaigns: list[int] = []
        self._first = 0

    def _forget(self) -> None:
        self._campaigns = []

    async def take(self, in_hand: InHand) -> list[Text]:
        """Take texts that aren't in hand yet, as many as there is room for, evenly over the campaigns.

        A campaign made since the last time is seen at the next.
        """
        await self._patience.ask(self._store.look)
        account = self._store.epoch.account if self._store.epoch else None
        if account is None:
            return []
        texts, known = list[Text](), self._campaigns
        (self._campaigns, campaigns), _ = await self._patience.ask(
            lambda: asyncio.gather(with_texts(self._scripts, known), self._granting.look())
        )
        self._first = (self._first + 1) % max(1, len(campaigns))  # when there is no room for all, each has its turn
        in_turn = campaigns[self._first :] + campaigns[: self._first]
        for campaign in sorted(in_turn, key=lambda campaign: not campaign.answers):
            room = self._most - len(in_hand) - len(texts)
            if room < 1:
                break
            with gone():
                await self._patience.run(self._scripts, "send_bulk", campaign.id, most=FIRST_TEXTS_PER_ROUND)
                more = min(room, max(1, self._most // len(campaigns)))
                if campaign.answers and self._granting.limited(campaign):  # first messages wait for all answers
                    more = min(more, campaign.answers)
                texts += await self._take_from(account, campaign, more, in_hand)
        return texts

    async def _take_from(self, account: str, campaign: WithTexts, more: int, in_hand: InHand) -> list[Text]:
        here = sum(text.campaign == campaign.id for text in in_hand)
        asked = asyncio.get_running_loop().time()  # an answer we waited for may tell of texts taken when we first asked
        rows = await self._granting.take(campaign, more, here)
        taken = [Text.of(row, campaign.id, account, asked) for row in rows]
        return [text for text in sorted(taken, key=goes_first) if text not in in_hand]

    async def put_back(self, texts: Iterable[Text]) -> None:
        """Put texts back in the queue that certainly weren't handed over. None may be in hand any more."""
        names: defaultdict[int, list[str]] = defaultdict(list)
        for text in sorted(texts, key=QUEUED):
            names[text.campaign].append(f"{text.conversation}:{text.id}")
        for campaign, some in names.items():
            with gone():
                await self._patience.run(self._scripts, "put_back_texts", campaign, carrier=self._process, texts=some)
