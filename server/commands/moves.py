"""Commands of admins: moving conversations from holder to holder, many at once."""

from collections.abc import Sequence
from typing import Annotated

from server.campaigns import moving
from server.commands.table import Asking, Commands
from server.errors import Refused
from server.store.keys import NOBODY
from server.wire.arguments import OPEN, CampaignId, ConversationId, Lanes, MemberIds, limited
from server.wire.parts import LARGEST_INTEGER
from server.wire.replies import Moved

commands = Commands()

Count = Annotated[int, limited("The most that change hands.", "conversations", le=LARGEST_INTEGER)]


Chosen = Annotated[
    Sequence[ConversationId],
    limited("Ids of conversations: just these, whoever holds them; without `holders`.", min_length=1, max_length=1_000),
]


@commands
async def unassign(
    asking: Asking,
    *,
    campaign: CampaignId,
    holders: MemberIds | None = None,
    lanes: Lanes = OPEN,
    conversations: Chosen | None = None,
) -> Moved:
    """Take conversations from some holders, or from everybody, or just chosen ones; they become unassigned."""
    if conversations is not None:
        if holders is not None:
            raise Refused("bad_arguments", "Name either conversations or holders.")
        return Moved(**await moving.move_chosen(asking.scripts, campaign, conversations, [NOBODY], asking.me.name))
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
    conversations: Chosen | None = None,
) -> Moved:
    """Hand conversations of some holders, or unassigned ones (null), to senders: split evenly, the remainder to the
    first. `count` limits the total. With a limit, a sender in `to` never gives conversations away. With `conversations`
    just these move, whoever holds them, and `holders` is null."""
    if conversations is not None:
        if holders is not None or count is not None:
            raise Refused("bad_arguments", "Name either conversations, or holders and how many.")
        return Moved(**await moving.move_chosen(asking.scripts, campaign, conversations, to, asking.me.name))
    return Moved(moved=await moving.reassign(asking.scripts, campaign, holders, to, lanes, count, asking.me.name))
