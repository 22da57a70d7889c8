"""Commands of admins: the contacts of a draft."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from msgspec import UNSET, UnsetType

from server.campaigns import correcting
from server.commands.table import Asking, Commands
from server.wire.arguments import CampaignId, ConversationId, limited
from server.wire.replies import Removed
from server.wire.things import Conversation

commands = Commands()

CONVERSATIONS_AT_ONCE = 1_000
Cell = Annotated[str, limited("What stands there from now on.", "characters", max_length=10_000)]


@commands
async def correct_contact(
    asking: Asking,
    *,
    campaign: CampaignId,
    conversation: ConversationId,
    first_name: Cell | UnsetType = UNSET,
    last_name: Cell | UnsetType = UNSET,
    phone: Cell | UnsetType = UNSET,
    fields: Annotated[
        Mapping[str, Cell] | UnsetType, limited("The contact's own columns by name; empty: the field goes.")
    ] = UNSET,
) -> Conversation:
    """Correct a contact of a draft. What is left out stays."""
    all_given = {"first_name": first_name, "last_name": last_name, "phone": phone, "fields": fields}
    given = {name: value for name, value in all_given.items() if value is not UNSET}
    return await correcting.correct(asking.scripts, campaign, conversation, given, asking.region)


@commands
async def remove_contacts(
    asking: Asking,
    *,
    campaign: CampaignId,
    conversations: Annotated[
        Sequence[ConversationId],
        limited("Ids of their conversations.", min_length=1, max_length=CONVERSATIONS_AT_ONCE),
    ],
) -> Removed:
    """Remove contacts from a draft. Whoever has texts, or was erased, stays."""
    return await correcting.remove(asking.scripts, campaign, conversations)
