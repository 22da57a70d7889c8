"""Commands of admins: campaigns and their conversations."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, UnsetType

from server.campaigns import contact, launching, ledger, message, senders
from server.campaigns import settings as making
from server.campaigns.chunks import not_to_be_repeated
from server.campaigns.reading import campaign_by, conversation_by, conversations_page, labelled_page
from server.campaigns.recent import recent
from server.campaigns.settings import MostOfOne, NewCampaign, Settings
from server.carriers.registry import known_carrier
from server.commands.table import Asking, Commands
from server.errors import Refused
from server.limits import LIMITS
from server.store.keys import NOBODY
from server.wire.arguments import (
    After,
    CampaignId,
    ConversationId,
    LastSeen,
    Limit,
    MemberId,
    MemberIds,
    OfferedId,
    limited,
)
from server.wire.parts import LARGEST_INTEGER, Lane, Task
from server.wire.replies import BoardHistory, Created, History, Ledger, Opened, Page, Preview, Watching
from server.wire.things import Campaign, Conversation

commands = Commands()

EntryId = Annotated[str, limited("The `next` of the page before.", pattern=r"^\d{1,18}-\d{1,18}$")]
OneOf = Annotated[int, limited("An id.", ge=1, le=LARGEST_INTEGER)]

CAMPAIGNS = -1
"""The value by which the scripts take away a sender's own cap."""


@commands
async def open_admin(
    asking: Asking, *, archived: Annotated[bool, limited("True: archived campaigns, too.")] = False
) -> Opened:
    """Show the account, its members and its campaigns, and keep them up to date from now on."""
    return await asking.opened(await asking.hub.open_admin(asking.connection, archived))


@commands
async def watch_campaign(asking: Asking, *, campaign: CampaignId) -> Watching:
    """Show the campaign and a row for each of its senders, and keep them up to date from now on."""
    things = await asking.hub.watch_campaign(asking.connection, campaign)
    return Watching(me=asking.introduction(), things=things)


@commands
async def campaign_history(
    asking: Asking,
    *,
    campaign: CampaignId,
    span: Annotated[Literal["hour", "day", "whole"], limited("How far back.")] = "hour",
) -> History:
    """List how many conversations were unassigned, sent and answered over a while, and what happened meanwhile."""
    return msgspec.convert(await asking.scripts.run("campaign_history", campaign, span=span), History)


@commands
async def board_history(asking: Asking) -> BoardHistory:
    """Show the last hour of all campaigns that are active or paused, by five minutes."""
    return await recent(asking.scripts)


@commands
async def list_ledger(
    asking: Asking,
    *,
    campaign: CampaignId,
    before: EntryId | None = None,
    conversation: Annotated[OneOf, limited("Only entries that moved this conversation.")] | None = None,
    member: Annotated[OneOf, limited("Only entries that this member asked for, or took part in.")] | None = None,
    limit: Limit = 100,
) -> Ledger:
    """List a page of a campaign's ledger, newest first: which conversations moved, by whom, from whom and to whom."""
    return await ledger.entries_page(
        asking.scripts, campaign, before=before, conversation=conversation, member=member, limit=limit
    )


@commands
async def create_campaign(asking: Asking, settings: NewCampaign) -> Created:
    """Make a draft without contacts."""
    known_carrier(settings.carrier)
    with not_to_be_repeated():
        return Created(campaign=await making.create(asking.scripts, settings))


@commands
async def update_campaign(asking: Asking, settings: Settings, *, campaign: CampaignId) -> Campaign:
    """Change settings; what is left out stays."""
    known_carrier(settings.carrier)
    return await making.update(asking.scripts, campaign, settings)


@commands
async def preview_message(
    asking: Asking, *, campaign: CampaignId, script: Annotated[str, limited("The message.", "characters")]
) -> Preview:
    """Show how a message would read, without setting it."""
    return await message.preview(asking.scripts, campaign, script)


@commands
async def launch_campaign(asking: Asking, *, campaign: CampaignId) -> Campaign:
    """Give the senders chosen by now their shares, then make it active."""
    return await launching.launch(asking.scripts, campaign)


@commands
async def pause_campaign(asking: Asking, *, campaign: CampaignId) -> Campaign:
    """Nobody sends until it is resumed, and queued texts wait."""
    return await campaign_by("pause_campaign", asking.scripts, campaign)


@commands
async def resume_campaign(asking: Asking, *, campaign: CampaignId) -> Campaign:
    """Go on with a paused campaign."""
    return await campaign_by("resume_campaign", asking.scripts, campaign)


@commands
async def archive_campaign(asking: Asking, *, campaign: CampaignId) -> Campaign:
    """Put a campaign away. It can come back for 30 days."""
    return await campaign_by("archive_campaign", asking.scripts, campaign)


@commands
async def unarchive_campaign(asking: Asking, *, campaign: CampaignId) -> Campaign:
    """Bring an archived campaign back within 30 days: paused, or as the draft that it was."""
    try:
        return await campaign_by("unarchive_campaign", asking.scripts, campaign)
    except Refused as refused:
        if refused.code == "too_late":
            raise Refused("too_late", "This campaign was archived more than 30 days ago.") from refused
        raise


@commands
async def add_senders(asking: Asking, *, campaign: CampaignId, members: MemberIds) -> Campaign:
    """Make members senders of a campaign."""
    return await senders.add(asking.scripts, campaign, members)


@commands
async def remove_sender(asking: Asking, *, campaign: CampaignId, member: MemberId) -> Campaign:
    """Take a sender out; what they hold open becomes unassigned."""
    try:
        return await senders.remove(asking.scripts, campaign, member)
    except Refused as refused:
        if refused.code == "not_a_sender":
            raise Refused("not_a_sender", "This member has never been a sender of this campaign.") from refused
        raise


@commands
async def update_sender(
    asking: Asking,
    *,
    campaign: CampaignId,
    member: MemberId,
    only: Annotated[Task | UnsetType | None, limited("The lane that the sender is for; null: both.")] = UNSET,
    most_held: MostOfOne | UnsetType | None = UNSET,
    most_a_day: MostOfOne | UnsetType | None = UNSET,
) -> Campaign:
    """Say what a sender is for, and set their own caps; null: the campaign's. What is left out stays."""
    given = {
        "only": None if only is UNSET else only or "",
        "most_held": None if most_held is UNSET else CAMPAIGNS if most_held is None else most_held,
        "most_a_day": None if most_a_day is UNSET else CAMPAIGNS if most_a_day is None else most_a_day,
    }
    return await campaign_by("update_sender", asking.scripts, campaign, member=member, **given)


@commands
async def message_sender(
    asking: Asking,
    *,
    campaign: CampaignId,
    member: MemberId,
    text: Annotated[str, limited("The words.", "characters", "message_too_long", max_length=LIMITS.message)],
) -> Campaign:
    """Show a sender some words in their console, until they put them away; the last ones count."""
    return await campaign_by("message_sender", asking.scripts, campaign, member=member, text=text, by=asking.me.name)


@commands
async def approve_sender(asking: Asking, *, campaign: CampaignId, member: MemberId) -> Campaign:
    """Allow a sender their first batch; if they wait for it, they have it now."""
    return await campaign_by("approve_sender", asking.scripts, campaign, member=member)


@commands
async def list_conversations(
    asking: Asking,
    *,
    campaign: CampaignId,
    holder: MemberId | msgspec.UnsetType | None = msgspec.UNSET,
    lane: Annotated[Lane | None, limited("The lane that is listed; left out: every lane.")] = None,
    tag: Annotated[OfferedId | None, limited("Only those with this tag; not with holder, lane or answer.")] = None,
    answer: Annotated[
        OfferedId | None, limited("Only those with this answer of the survey; not with holder, lane or tag.")
    ] = None,
    after: After = None,
    limit: Limit = 100,
) -> Page:
    """List a page of conversations: a holder's, the unassigned (null), or everybody's (left out)."""
    if tag is not None or answer is not None:
        if holder is not msgspec.UNSET or lane is not None or None not in (tag, answer):
            raise Refused("bad_arguments", "List either a tag, an answer, or a holder and lane.")
        return await labelled_page(asking.scripts, campaign, tag=tag, answer=answer, after=after, limit=limit)
    whose = None if holder is msgspec.UNSET else holder or NOBODY
    return await conversations_page(asking.scripts, campaign, holder=whose, lane=lane, after=after, limit=limit)


@commands
async def open_conversation(asking: Asking, *, campaign: CampaignId, conversation: ConversationId) -> Conversation:
    """Open any conversation, with all its texts; kept up to date until I open another."""
    await asking.scripts.run("open_conversation", campaign, conversation=conversation)
    await asking.hub.open_conversation(asking.connection, campaign, conversation)
    return await conversation_by("open_conversation", asking.scripts, campaign, conversation)


@commands
async def close_conversation(
    asking: Asking, *, campaign: CampaignId, conversation: ConversationId, last_seen: LastSeen
) -> Conversation:
    """Close any conversation; It opens again when the contact
    writes."""
    return await conversation_by("close_conversation", asking.scripts, campaign, conversation, last_seen=last_seen)


@commands
async def opt_in(asking: Asking, *, campaign: CampaignId, conversation: ConversationId) -> Conversation:
    """Undo the opt-out of a contact: they may be texted again, in every campaign."""
    return await contact.undo_opt_out(asking.scripts, campaign, conversation, asking.me.name)
