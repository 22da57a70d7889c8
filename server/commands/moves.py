"""Commands of admins: moving conversations from holder to holder, many at once."""

from collections.abc import Sequence

from server.campaigns import moving
from server.commands.table import OPEN, Asking, Commands, Id, Lane

commands = Commands()


@commands
async def unassign(
    asking: Asking, *, campaign: Id, holders: Sequence[Id] | None = None, lanes: Sequence[Lane] = OPEN
) -> dict[str, int]:
    """Take conversations from some holders, or from everybody; they become unassigned."""
    return {"moved": await moving.unassign(asking.scripts, campaign, holders, lanes, asking.me.name)}


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
    first. `count` limits the total. With a limit, a sender in `to` never gives conversations away."""
    return {"moved": await moving.reassign(asking.scripts, campaign, holders, to, lanes, count, asking.me.name)}
