"""Commands of admins: moving conversations from holder to holder, many at once."""

from typing import Annotated

from server.campaigns import moving
from server.commands.table import Asking, Commands
from server.wire.arguments import OPEN, CampaignId, Lanes, MemberIds, limited
from server.wire.parts import LARGEST_INTEGER
from server.wire.replies import Moved

commands = Commands()

Count = Annotated[int, limited("The most that change hands.", "conversations", le=LARGEST_INTEGER)]


@commands
async def unassign(
    asking: Asking, *, campaign: CampaignId, holders: MemberIds | None = None, lanes: Lanes = OPEN
) -> Moved:
    """Take conversations from some holders, or from everybody; they become unassigned."""
    return Moved(moved=await moving.unassign(asking.scripts, campaign, holders, lanes, asking.me.name))


@commands
async def reassign(
    asking: Asking,
    *,
    campaign: CampaignId,
    holders: MemberIds | None,
    to: MemberIds,
    lanes: Lanes = OPEN,
    count: Count | None = None,
) -> Moved:
    """Hand conversations of some holders, or unassigned ones (null), to senders: split evenly, the remainder to the
    first. `count` limits the total. With a limit, a sender in `to` never gives conversations away."""
    return Moved(moved=await moving.reassign(asking.scripts, campaign, holders, to, lanes, count, asking.me.name))
