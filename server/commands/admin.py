"""Commands of admins: campaigns and their conversations."""

from collections.abc import Sequence
from typing import Any

import msgspec

from server.campaigns import contact, launching, message, senders, settings
from server.campaigns.chunks import not_to_be_repeated
from server.campaigns.reading import conversation_by, conversations_page
from server.commands.table import Asking, Commands, Id, Lane, Limit
from server.errors import Refused
from server.store.keys import NOBODY
from server.things import Thing, campaign_thing

commands = Commands()


@commands
async def open_admin(asking: Asking, *, archived: bool = False) -> Thing:
    """Show the account, its members and its campaigns, and keep them up to date from now on."""
    return await asking.opened(await asking.hub.open_admin(asking.connection, archived))


@commands
async def watch_campaign(asking: Asking, *, campaign: Id) -> Thing:
    """The campaign and a row for each of its senders; kept up to date from now on."""
    things = await asking.hub.watch_campaign(asking.connection, campaign)
    return {"me": asking.introduction(), "things": things}


@commands
async def campaign_history(asking: Asking, *, campaign: Id) -> dict[str, list[Thing]]:
    """List how many were unassigned over the last hour: `points` of {at (ms), unassigned}, oldest first."""
    return {"points": await asking.scripts.run("campaign_history", campaign)}


@commands
async def create_campaign(
    asking: Asking,
    *,
    title: str,
    script: str | None = None,
    self_assign: bool = False,
    batch_size: Id | None = None,
    sender_link: bool = False,
    bulk_send: bool = False,
) -> dict[str, int]:
    """Make a draft without contacts."""
    given: dict[str, Any] = {"title": title, "script": script, "self_assign": self_assign, "batch_size": batch_size}
    with not_to_be_repeated():
        return {
            "campaign": await settings.create(asking.scripts, **given, sender_link=sender_link, bulk_send=bulk_send)
        }


@commands
async def update_campaign(
    asking: Asking,
    *,
    campaign: Id,
    title: str | None = None,
    script: str | None = None,
    self_assign: bool | None = None,
    batch_size: Id | None = None,
    sender_link: bool | None = None,
    bulk_send: bool | None = None,
) -> Thing:
    """Change settings; what is left out stays."""
    given: dict[str, Any] = {"title": title, "script": script, "self_assign": self_assign, "batch_size": batch_size}
    return await settings.update(asking.scripts, campaign, **given, sender_link=sender_link, bulk_send=bulk_send)


@commands
async def preview_message(asking: Asking, *, campaign: Id, script: str) -> Thing:
    """Show how a message would read, without setting it: which fields how many contacts lack, and drafts."""
    return await message.preview(asking.scripts, campaign, script)


@commands
async def launch_campaign(asking: Asking, *, campaign: Id) -> Thing:
    """Give the senders chosen by now their shares, then make it active."""
    return await launching.launch(asking.scripts, campaign)


@commands
async def pause_campaign(asking: Asking, *, campaign: Id) -> Thing:
    """Nobody sends until it is resumed, and queued texts wait."""
    return campaign_thing(await asking.scripts.run("pause_campaign", campaign))


@commands
async def resume_campaign(asking: Asking, *, campaign: Id) -> Thing:
    """Go on with a paused campaign."""
    return campaign_thing(await asking.scripts.run("resume_campaign", campaign))


@commands
async def archive_campaign(asking: Asking, *, campaign: Id) -> Thing:
    """Put a campaign away for good."""
    return campaign_thing(await asking.scripts.run("archive_campaign", campaign))


@commands
async def add_senders(asking: Asking, *, campaign: Id, members: Sequence[Id]) -> Thing:
    """Make members senders of a campaign."""
    return await senders.add(asking.scripts, campaign, members)


@commands
async def remove_sender(asking: Asking, *, campaign: Id, member: Id) -> Thing:
    """Take a sender out; what they hold open becomes unassigned."""
    try:
        return await senders.remove(asking.scripts, campaign, member)
    except Refused as refused:
        if refused.code == "not_a_sender":
            raise Refused("not_a_sender", "This member has never been a sender of this campaign.") from refused
        raise


@commands
async def list_conversations(
    asking: Asking,
    *,
    campaign: Id,
    holder: Id | msgspec.UnsetType | None = msgspec.UNSET,
    lane: Lane | None = None,
    after: str | None = None,
    limit: Limit = 100,
) -> Thing:
    """A page of conversations: a holder's, the unassigned (null), or everybody's (left out)."""
    whose = None if holder is msgspec.UNSET else holder or NOBODY
    return await conversations_page(asking.scripts, campaign, holder=whose, lane=lane, after=after, limit=limit)


@commands
async def open_conversation(asking: Asking, *, campaign: Id, conversation: Id) -> Thing:
    """Any conversation, with all its texts; kept up to date until I open another."""
    await asking.scripts.run("open_conversation", campaign, conversation=conversation)
    await asking.hub.open_conversation(asking.connection, campaign, conversation)
    return await conversation_by("open_conversation", asking.scripts, campaign, conversation)


@commands
async def close_conversation(asking: Asking, *, campaign: Id, conversation: Id, last_seen: Id) -> Thing:
    """Close any conversation; `last_seen` is the id of the newest text I have seen. It opens again when the contact
    writes."""
    return await conversation_by("close_conversation", asking.scripts, campaign, conversation, last_seen=last_seen)


@commands
async def opt_in(asking: Asking, *, campaign: Id, conversation: Id) -> Thing:
    """Undo the opt-out of a contact: they may be texted again, in every campaign."""
    return await contact.undo_opt_out(asking.scripts, campaign, conversation, asking.me.name)
