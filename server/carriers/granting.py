"""Takes no more texts than the account's limits of a carrier let through.

Where the account has set no limit, texts are just taken. Else the process first asks the campaign how many segments its
next texts have, and has the account grant these; all processes of a carrier share what the account lets through. So
nothing waits in hand for its turn, however slow the carrier is.
"""

import secrets
from collections.abc import Mapping
from typing import Any

from server.carriers.midnights import midnights
from server.carriers.patience import Patience
from server.carriers.terms import Terms
from server.errors import Refused
from server.store.queues import CarrierRow, WithTexts, carriers_and_time
from server.store.scripts import Scripts


class Granting:
    """Takes texts for a process, by its id, of the carrier of this name, as far as the account lets them through."""

    def __init__(self, scripts: Scripts, patience: Patience, process: str, carrier: str) -> None:
        self._scripts = scripts
        self._patience = patience
        self._process = process
        self._carrier = carrier
        self._rows: Mapping[str, CarrierRow] = {}
        self._picture_price: int | None = None
        self._midnights: list[int] = []

    async def look(self) -> None:
        """Read the account's limits and prices as they are now.

        Raises Refused (try_again).
        """
        self._rows, self._picture_price, now = await carriers_and_time(self._scripts, self._carrier)
        if not self._midnights or now >= self._midnights[0]:
            self._midnights = midnights(now)

    def limited(self, campaign: WithTexts) -> bool:
        """Return whether the account has a limit for this campaign's texts."""
        return bool(self._terms(campaign).limits)

    async def take(self, campaign: WithTexts, more: int, in_hand: int) -> list[dict[str, Any]]:
        """Return the texts of a campaign that this process has taken: up to `more`, beside the `in_hand` that it has.

        Raises Refused.
        """
        terms = self._terms(campaign)
        prices = {"price": terms.price, "picture_price": self._picture_price}
        known: dict[str, Any] = {"name": self._carrier, **prices, "midnights": self._midnights}
        if terms.limits:
            return await self._take_granted(campaign, more, in_hand, known)
        rows, _ = await self._patience.ask(lambda: self._take(campaign, in_hand + more, known))
        return rows

    async def _take_granted(
        self, campaign: WithTexts, more: int, in_hand: int, known: dict[str, Any]
    ) -> list[dict[str, Any]]:
        wanted = await self._patience.run(self._scripts, "next_segments", campaign.id, **known, count=more)
        grant = secrets.token_hex(8)
        granted: dict[str, Any] = {"segments": 0}
        if wanted:
            asked: dict[str, Any] = {
                "carrier": self._carrier,
                "numbers": campaign.numbers,
                "midnights": self._midnights,
            }
            granted = await self._patience.run(self._scripts, "grant_segments", grant=grant, wanted=wanted, **asked)
        limits = {"segments": granted["segments"], "waits": granted.get("waits")}
        try:
            rows, used = await self._take(campaign, in_hand + more, {**known, **limits})
        except Refused as refused:
            if refused.code == "try_again":  # what it took is given again, but this grant must not be used twice
                return []
            raise
        if used < granted["segments"]:
            unused = granted["segments"] - used
            await self._patience.run(self._scripts, "return_segments", grant=grant, unused=unused)
        return rows

    async def _take(self, campaign: WithTexts, count: int, known: dict[str, Any]) -> tuple[list[dict[str, Any]], int]:
        """Return what is taken, and how many segments the new ones have.

        Raises Refused.
        """
        rows = await self._scripts.run("take_texts", campaign.id, carrier=self._process, count=count, **known)
        sizes = [(row.pop("segments"), row.pop("new")) for row in rows]
        return rows, sum(size for size, new in sizes if new)

    def _terms(self, campaign: WithTexts) -> Terms:
        return Terms.of(self._rows, self._carrier, campaign.numbers)
