"""Rebuilds the buckets of a campaign from its ledger, and compares them with the store, while the campaign goes on.

For some conversations at a time, one script says where they are and how far the ledger has come at that moment. The
ledger is read up to just there, so that what differs then is a fault.
"""

import asyncio
from array import array
from dataclasses import asdict, dataclass, field
from typing import Any

import msgspec

from server.campaigns.ledger import ENTRIES_AT_ONCE, Kept, read
from server.store import lookups
from server.store.scripts import Scripts

CONVERSATIONS_PER_SCRIPT = 1_000
FAULTS_TOLD = 100
"""Faults that are told one by one; more are counted."""
UNKNOWN, NONE = 0, 1
"""Places of which the ledger has said nothing so far, and where there is no conversation."""


class Places(msgspec.Struct, frozen=True):
    """The answer of `places_of`."""

    places: list[str]
    last: int
    newest: int
    entry: str | None = None


@dataclass
class Outcome:
    """The result of a replay.

    conversations  how many there are
    entries        entries that were read
    unjudged       conversations of which the ledger doesn't tell: they came before it began, or what it said of them
                   was taken off its beginning
    faults         a sentence for each of the first faults
    faulty         how many faults there are
    """

    conversations: int = 0
    entries: int = 0
    unjudged: int = 0
    faulty: int = 0
    faults: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """{ok, conversations, entries, unjudged, faulty, faults}."""
        return {"ok": not self.faulty, **asdict(self)}

    def fault(self, sentence: str) -> None:
        """Note a fault."""
        self.faulty += 1
        if len(self.faults) < FAULTS_TOLD:
            self.faults.append(sentence)


class Replay:
    """The buckets as the ledger tells of them so far."""

    def __init__(self) -> None:
        self.outcome = Outcome()
        self.at = "0-0"
        """The id of the last entry that was read."""
        self._n: int | None = None
        """Its number."""
        self._where = array("l", [UNKNOWN])
        """Conversation → its place, by the numbers of `_names`."""
        self._names = ["", "none"]
        self._numbers = {"none": NONE}

    def take(self, entry: Kept, trimmed: int) -> None:
        """Take in the next entry. `trimmed` is how many were taken off the beginning."""
        known = self._n or 0
        before = max(known, trimmed)
        if trimmed > known and entry.n > known + 1:
            self._where = array("l", [UNKNOWN])  # it was overtaken: what was read may not be so any more
        if entry.n > before + 1:
            lost = entry.n - before - 1
            what = "Entry" if lost == 1 else f"{lost:,} entries, from"
            self.outcome.fault(f"{what} {before + 1:,} of the ledger {'is' if lost == 1 else 'are'} missing.")
        self.at, self._n = entry.id, entry.n
        self.outcome.entries += 1
        for move in entry.moves:
            self._move(entry, move.ids, _name(move.holder, move.lane), _name(move.new_holder, move.new_lane))

    def _move(self, entry: Kept, ids: Any, before: str, after: str) -> None:
        was, now, where = self._number(before), self._number(after), self._where
        if ids and max(ids) >= len(where):
            where.extend([UNKNOWN] * (max(ids) + 1 - len(where)))
        for id in ids:
            if where[id] not in (UNKNOWN, was):
                self.outcome.fault(
                    f"Conversation {id} was in {self._names[where[id]]}, and entry {entry.n:,} ({entry.verb}) moved it "
                    f"from {before} to {after}."
                )
            where[id] = now

    def _number(self, name: str) -> int:
        if name not in self._numbers:
            self._numbers[name] = len(self._names)
            self._names.append(name)
        return self._numbers[name]

    def end(self, newest: int) -> None:
        """Find out whether the newest entries are missing: that with the number `newest` should be there."""
        if newest > (self._n or 0):
            self.outcome.fault(f"The ledger should end with entry {newest:,}, and ends with {self._n or 0:,}.")

    def compare(self, first: int, places: list[str]) -> None:
        """Compare the conversations from `first` on with where they are in the store."""
        for id, place in enumerate(places, first):
            known = self._where[id] if id < len(self._where) else UNKNOWN
            self.outcome.conversations += place != "none"
            if place == "somewhere else":
                self.outcome.fault(f"Conversation {id} isn't in the bucket that the store notes for it.")
            elif known == UNKNOWN:
                self.outcome.unjudged += place != "none"
            elif self._names[known] != place:
                self.outcome.fault(f"Conversation {id} is in {place}; by the ledger it is in {self._names[known]}.")


def told(outcome: Outcome) -> list[str]:
    """Return the lines that tell an outcome."""
    lines = list(outcome.faults)
    if outcome.faulty > len(outcome.faults):
        lines.append(f"… and {outcome.faulty - len(outcome.faults):,} more.")
    if outcome.unjudged:
        lines.append(
            f"The ledger doesn't tell of {outcome.unjudged:,} conversations: they came before it began, or before its "
            "oldest entry."
        )
    looked = f"{outcome.conversations:,} conversations, {outcome.entries:,} entries"
    faults = "1 fault" if outcome.faulty == 1 else f"{outcome.faulty:,} faults"
    return [*lines, f"{looked}: {faults}." if outcome.faulty else f"{looked}: the ledger and the store agree."]


def _name(holder: int, lane: str) -> str:
    return "none" if lane == "none" else f"{holder}:{lane}"


async def replay(scripts: Scripts, campaign: int) -> Outcome:
    """Rebuild a campaign's buckets from its ledger, and compare. Changes nothing.

    Raises Refused (unknown_campaign, try_again).
    """
    replaying, first, last = Replay(), 1, 1
    while first <= last:
        asked = {"first": first, "count": CONVERSATIONS_PER_SCRIPT}
        now = msgspec.convert(await scripts.run("places_of", campaign, **asked), Places)
        if not await _catch_up(scripts, campaign, replaying, now):
            continue
        replaying.compare(first, now.places)
        first, last = first + CONVERSATIONS_PER_SCRIPT, now.last
    replaying.end(now.newest)
    return replaying.outcome


async def _catch_up(scripts: Scripts, campaign: int, replaying: Replay, now: Places) -> bool:
    """Read the ledger up to the entry that was the newest. Return False if that was taken off the beginning since."""
    while now.entry is not None and _order(replaying.at) < _order(now.entry):
        some, trimmed = await lookups.ledger_after(scripts, campaign, replaying.at, now.entry, ENTRIES_AT_ONCE)
        if not some:
            return trimmed < now.newest
        for entry in read(some):
            replaying.take(entry, trimmed)
        await asyncio.sleep(0)
    return True


def _order(id: str) -> tuple[int, int]:
    ms, _, n = id.partition("-")
    return int(ms), int(n)
