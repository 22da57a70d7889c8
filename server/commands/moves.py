"""What an admin can ask for: moving conversations from holder to holder, many at once."""

import secrets
from collections.abc import Sequence
from typing import Any

from server.commands import AT_ONCE, OPEN, Asking, Commands, Id, Lane, in_chunks
from server.errors import Refused
from server.keys import NOBODY
from server.messages import LARGEST_INTEGER
from server.shares import deal

FIRST_MOVED = ("reply", "initial", "quiet", "closed", "opted_out")
"""When not all are moved: those first who wait for somebody."""

commands = Commands()


@commands
async def unassign(
    asking: Asking, *, campaign: Id, holders: Sequence[Id] | None = None, lanes: Sequence[Lane] = OPEN
) -> dict[str, int]:
    """Take conversations from some holders, or from everybody; they become unassigned."""
    everybody = await _sizes(asking, campaign)
    by = _by(asking)
    moved = 0
    for holder in dict.fromkeys(everybody if holders is None else holders):
        if holder not in everybody:
            raise Refused("not_a_sender")
        moved += await in_chunks(asking.scripts, "unassign", campaign, holder=holder, lanes=list(lanes), by=by)
    return {"moved": moved}


@commands
async def reassign(
    asking: Asking,
    *,
    campaign: Id,
    holders: Sequence[Id] | None,
    to: Sequence[Id],
    lanes: Sequence[Lane] = OPEN,
    count: Id | None = None,
) -> dict[str, int]:
    """Hand conversations of some holders, or unassigned ones (null), to senders: split evenly, the remainder to the
    first. `count` is how many in all."""
    everybody = await _sizes(asking, campaign)
    if not to or (count is not None and count < 1):
        raise Refused("bad_arguments", "Say who gets them, and how many (1 or more).")
    if not all(texter in everybody and everybody[texter]["sender"] for texter in to):
        raise Refused("not_a_sender", "Everybody who gets conversations must be a sender of this campaign.")
    if not set(holders or ()) <= set(everybody):
        raise Refused("not_a_sender", "Conversations can only be taken from senders of this campaign.")
    held = {NOBODY: await _unassigned(asking, campaign)} if holders is None else {id: everybody[id] for id in holders}
    by = _by(asking)
    moved = 0
    chosen = [lane for lane in FIRST_MOVED if lane in lanes]
    for hand_over in deal(held, list(dict.fromkeys(to)), chosen, LARGEST_INTEGER if count is None else count):
        moved += await _hand_over(asking, campaign, hand_over.number, by, hand_over._asdict())
    return {"moved": moved}


async def _hand_over(asking: Asking, campaign: int, count: int, by: dict[str, str], which: dict[str, Any]) -> int:
    """In chunks, and no more than were there: texters go on working meanwhile."""
    moved = 0
    while moved < count:
        most = min(AT_ONCE, count - moved)
        chunk = await asking.scripts.run(
            "reassign", campaign, holder=which["holder"], to=which["to"], lane=which["lane"], most=most, by=by
        )
        moved += chunk
        if chunk < most:
            break
    return moved


async def _sizes(asking: Asking, campaign: int) -> dict[int, dict[str, Any]]:
    """Everybody who can hold something, with how much: {member: {sender, initial, reply, …}}.

    Raises Refused (unknown_campaign).
    """
    snapshot = await asking.scripts.run("snapshot", campaign, texters=[], rows=True)
    return {texter["id"]: texter for texter in snapshot["texters"]}


async def _unassigned(asking: Asking, campaign: int) -> dict[str, int]:
    snapshot = await asking.scripts.run("snapshot", campaign, texters=[NOBODY], rows=False)
    sizes: dict[str, int] = snapshot["texters"][0]
    return sizes


def _by(asking: Asking) -> dict[str, str]:
    """Whose move it is, and which: its chunks are one move for those whose conversations it takes."""
    return {"name": asking.me.name, "move": secrets.token_hex(8)}
