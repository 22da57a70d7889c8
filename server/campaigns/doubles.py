"""People of a list who are in other running campaigns, too. After an import that is told; nothing changes by it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from server.errors import Refused
from server.store import lookups
from server.store.scripts import Scripts

CAMPAIGNS_COMPARED = 50
"""Active campaigns with which a list is compared, the newest."""
CAMPAIGNS_TOLD = 5
"""Campaigns that have a sentence of their own, those with the most people."""


@dataclass(frozen=True, slots=True)
class Double:
    """An active campaign that has `people` of a list, too."""

    campaign: int
    title: str
    people: int


NOT_COUNTED = "It couldn't be counted how many of these people are in other running campaigns, too."


@dataclass
class Doubles:
    """The people of a list in `others`, active campaigns: id → title. They are counted while the list is read.

    `others` is None once a part of the store was away: a list comes in although another campaign can't be asked.
    """

    others: Mapping[int, str] | None
    _people: Counter[int] = field(default_factory=Counter)

    @classmethod
    async def beside(cls, scripts: Scripts, campaign: int | None) -> "Doubles":
        """Begin to count for a list of this campaign; None: it is still to be made."""
        try:
            return cls(await lookups.active_campaigns(scripts, CAMPAIGNS_COMPARED, campaign))
        except Refused:  # try_again
            return cls(None)

    async def count(self, scripts: Scripts, phones: Sequence[str]) -> None:
        """Count those of these phones that the other campaigns have, in one round trip."""
        if self.others and phones:
            try:
                self._people.update(await lookups.how_many_in(scripts, list(self.others), phones))
            except Refused:  # try_again
                self.others = None

    def found(self) -> list[Double] | None:
        """Return the campaigns that have some of them, those with the most people first; None: it isn't known."""
        if self.others is None:
            return None
        return [Double(id, self.others[id], people) for id, people in self._people.most_common() if people]


def sentences(found: Sequence[Double] | None) -> list[str]:
    """Return what is told of it; nothing if there are none."""
    if found is None:
        return [NOT_COUNTED]
    told = [f"{_these(double.people)} also in “{double.title}”, which is running." for double in found[:CAMPAIGNS_TOLD]]
    more = len(found) - CAMPAIGNS_TOLD
    if more > 0:
        told.append(f"Some are in {'1 more campaign that is' if more == 1 else f'{more} more that are'} running.")
    return told


def _these(people: int) -> str:
    return "1 of these people is" if people == 1 else f"{people:,} of these people are"
