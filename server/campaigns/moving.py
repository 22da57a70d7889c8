"""Moving conversations from holder to holder, many at once, as admins do."""

import secrets
from collections.abc import Collection, Sequence
from typing import Any

from server.campaigns.chunks import in_chunks, not_to_be_repeated
from server.campaigns.shares import deal
from server.errors import Refused
from server.store.keys import NOBODY
from server.store.scripts import Scripts
from server.wire.parts import LARGEST_INTEGER

FIRST_MOVED = ("reply", "initial", "quiet", "closed", "opted_out")
"""Lanes in the order in which they are moved when not all are: first the contacts who wait for somebody."""

HOLDERS_PER_SCRIPT = 100
"""Members whose conversations one script counts: a millisecond or two."""


async def unassign(
    scripts: Scripts, campaign: int, holders: Sequence[int] | None, lanes: Sequence[str], by: str
) -> int:
    """Take conversations from some holders, or from everybody (None): they become unassigned. Returns how many.

    `by` is the name of the admin, for the holders to read.

    Raises Refused.
    """
    there = await scripts.run("holders", campaign)
    _all_among(there["holders"], holders or ())
    chosen = list(dict.fromkeys(there["holders"] if holders is None else holders))
    args: dict[str, Any] = {"lanes": list(lanes), "by": _move(by)}
    moved = 0
    for holder, sizes in (await _sizes(scripts, campaign, chosen)).items():
        if any(sizes[lane] for lane in lanes):
            moved += await in_chunks(scripts, "unassign", campaign, holder=holder, **args)
    return moved


async def reassign(
    scripts: Scripts,
    campaign: int,
    holders: Sequence[int] | None,
    to: Sequence[int],
    lanes: Sequence[str],
    count: int | None,
    by: str,
) -> int:
    """Hand conversations of some holders, or unassigned ones (None), to senders. Returns how many.

    They are split evenly, the remainder goes to the first sender. `count` limits the total. With a limit, a sender in
    `to` never gives conversations away. `by` is the name of the admin, for the holders to read.

    Raises Refused.
    """
    there = await scripts.run("holders", campaign)
    if there["status"] == "archived":
        raise Refused("archived")
    if not to or (count is not None and count < 1):
        raise Refused("bad_arguments", "Say who gets them, and how many (1 or more).")
    if not set(to) <= set(there["senders"]):
        raise Refused("not_a_sender", "Everybody who gets conversations must be a sender of this campaign.")
    _all_among(there["holders"], holders or ())
    givers = [NOBODY] if holders is None else list(dict.fromkeys(holders))
    if count is not None:
        givers = [giver for giver in givers if giver not in to]
    held = await _sizes(scripts, campaign, givers)
    move = _move(by)
    chosen = [lane for lane in FIRST_MOVED if lane in lanes]
    moved = 0
    with not_to_be_repeated():
        for holder, texter, lane, number in deal(held, list(dict.fromkeys(to)), chosen, count or LARGEST_INTEGER):
            # No more than were there: texters go on working meanwhile.
            args: dict[str, Any] = {"holder": holder, "to": texter, "lane": lane, "by": move}
            moved += await in_chunks(scripts, "reassign", campaign, number, **args)
    return moved


async def move_chosen(
    scripts: Scripts, campaign: int, conversations: Sequence[int], to: Sequence[int], by: str
) -> dict[str, int]:
    """Hand chosen conversations to senders, whoever holds them: evenly, in turn; `[NOBODY]` makes them unassigned.

    Returns {moved, skipped}: closed and opted out ones are skipped, and those that are there already. `by` is the name
    of the admin, for the holders to read.

    Raises Refused.
    """
    receivers = list(dict.fromkeys(to))
    if not receivers:
        raise Refused("bad_arguments", "Say who gets them.")
    if receivers != [NOBODY] and not set(receivers) <= set((await scripts.run("holders", campaign))["senders"]):
        raise Refused("not_a_sender", "Everybody who gets conversations must be a sender of this campaign.")
    chosen, move, told = list(dict.fromkeys(conversations)), _move(by), {"moved": 0, "skipped": 0}
    with not_to_be_repeated():
        for place, receiver in enumerate(receivers):
            if share := chosen[place :: len(receivers)]:
                asked: dict[str, Any] = {"conversations": share, "to": receiver, "by": move}
                answer = await scripts.run("move_conversations", campaign, **asked)
                told = {name: told[name] + answer[name] for name in told}
    return told


async def _sizes(scripts: Scripts, campaign: int, holders: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the number of conversations of each holder in each lane: {holder: {initial, reply, …}}, in this order."""
    found: dict[int, dict[str, Any]] = {}
    for first in range(0, len(holders), HOLDERS_PER_SCRIPT):
        some = holders[first : first + HOLDERS_PER_SCRIPT]
        snapshot = await scripts.run("snapshot", campaign, texters=some, rows=False)
        sizes = {texter["id"]: texter for texter in snapshot["texters"]}
        found |= {holder: sizes[holder] for holder in some}
    return found


def _all_among(known: Collection[int], holders: Collection[int]) -> None:
    if not set(holders) <= set(known):
        raise Refused("not_a_sender", "Conversations can only be taken from senders of this campaign.")


def _move(by: str) -> dict[str, str]:
    """Return whose move it is, and which: its chunks are one move for those whose conversations it takes."""
    return {"name": by, "move": secrets.token_hex(8)}
