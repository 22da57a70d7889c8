"""The ledger of a campaign, read: who moved which conversations, when, by which verb, from where to where."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import msgpack

from server.campaigns.reading import campaign_now
from server.store import lookups
from server.store.scripts import Scripts
from server.wire.replies import Entry, Ledger, LedgerLane, Move

ENTRIES_AT_ONCE = 1_000
"""Entries that are asked for at a time."""
ENTRIES_LOOKED_AT = 20_000
"""Entries that are looked at for one page of those that concern one conversation, or one member."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A move of an entry: conversations from a bucket to a bucket. Holder 0 is nobody; the lane `none`: no bucket."""

    holder: int
    lane: LedgerLane
    new_holder: int
    new_lane: LedgerLane
    ids: Sequence[int]


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry as it is kept. `id` is that of the stream: 'ms-n'; `n` counts the campaign's entries from 1."""

    id: str
    n: int
    verb: str
    by: int
    moves: list[Moved]

    @property
    def at(self) -> int:
        """When it was written, in ms since 1970."""
        return int(self.id.partition("-")[0])


def read(entries: Iterable[tuple[bytes, bytes]]) -> Iterator[Kept]:
    """Yield entries as the store gives them. Pure."""
    for id, entry in entries:
        n, verb, by, moves = msgpack.unpackb(entry, raw=True)
        yield Kept(id.decode(), n, verb.decode(), by, [_moved(*move) for move in moves])


def _moved(holder: int, lane: bytes, new_holder: int, new_lane: bytes, ids: Any) -> Moved:
    some = range(ids[0], ids[1] + 1) if isinstance(ids, list) else [int(id) for id in ids.split()]
    return Moved(holder, cast(LedgerLane, lane.decode()), new_holder, cast(LedgerLane, new_lane.decode()), some)


async def entries_page(
    scripts: Scripts, campaign: int, *, before: str | None, conversation: int | None, member: int | None, limit: int
) -> Ledger:
    """Return a page of a campaign's entries, newest first: all, or those that concern a conversation, or a member.

    A member is concerned who asked for it, or held or holds what moved. `next` may follow a page that isn't full: so
    many entries were looked at by then.

    Raises Refused (unknown_campaign, try_again).
    """
    await campaign_now(scripts, campaign)
    found: list[Entry] = []
    looked = 0
    at_once = limit if conversation is None and member is None else ENTRIES_AT_ONCE
    while True:
        some = list(read(await lookups.ledger_before(scripts, campaign, before, at_once)))
        for entry in some:
            moves = [move for move in entry.moves if conversation is None or conversation in move.ids]
            whose = {entry.by, *(holder for move in moves for holder in (move.holder, move.new_holder))}
            if moves and (member is None or member in whose):
                found.append(_shown(entry, moves, conversation))
            looked, before = looked + 1, entry.id
            if len(found) == limit or looked == ENTRIES_LOOKED_AT:
                return Ledger(entries=found, next=before)
        if len(some) < at_once:
            return Ledger(entries=found)


def _shown(entry: Kept, moves: list[Moved], conversation: int | None) -> Entry:
    shown = [
        Move(
            holder=move.holder or None,
            lane=move.lane,
            new_holder=move.new_holder or None,
            new_lane=move.new_lane,
            count=1 if conversation is not None else len(move.ids),
            conversation=conversation if conversation is not None else move.ids[0] if len(move.ids) == 1 else None,
        )
        for move in moves
    ]
    return Entry(id=entry.id, at=entry.at, verb=entry.verb, by=entry.by or None, moves=shown)
