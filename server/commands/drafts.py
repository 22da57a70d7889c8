"""Commands of admins: drafts, their contacts, and when they are launched."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from msgspec import UNSET, UnsetType

from server.campaigns import copying, correcting, launching
from server.campaigns.settings import Title
from server.commands.table import Asking, Commands
from server.wire.arguments import CampaignId, ConversationId, limited
from server.wire.parts import LARGEST_INTEGER
from server.wire.replies import Created, Removed
from server.wire.things import Campaign, Conversation

commands = Commands()

CONVERSATIONS_AT_ONCE = 1_000
Moment = Annotated[int, limited("A time.", "ms since 1970", ge=1, le=LARGEST_INTEGER)]
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


@commands
async def copy_campaign(
    asking: Asking,
    *,
    campaign: CampaignId,
    title: Annotated[Title | None, limited("The title of the copy; null: “Copy of” the one it has.")] = None,
    contacts: Annotated[bool, limited("True: with its contacts, but who was removed, erased or opted out.")] = False,
) -> Created:
    """Make a draft with the same settings, picture, canned replies, tags and survey, and without senders."""
    made = await copying.copy(asking.scripts, campaign, title, with_contacts=contacts, member=asking.me.id)
    return Created(campaign=made)


@commands
async def schedule_launch(
    asking: Asking,
    *,
    campaign: CampaignId,
    at: Annotated[Moment | None, limited("When, by the store's clock; null: it isn't launched by itself.")],
) -> Campaign:
    """Launch a draft by itself, within a year. What couldn't be launched now is refused."""
    return await launching.schedule(asking.scripts, campaign, at)
