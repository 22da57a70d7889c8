"""What an admin can ask for."""

import secrets
from collections.abc import Awaitable, Sequence
from typing import Any, TypeVar

import msgspec

from server.campaigns.chunks import CONVERSATIONS_PER_SCRIPT, in_chunks, not_to_be_repeated
from server.campaigns.contact import opt_in_everywhere
from server.campaigns.merge import compiled, unknown_field
from server.commands.table import Asking, Commands, Id, Lane, Limit
from server.commands.texter import conversations_page
from server.errors import Refused
from server.store.keys import NOBODY
from server.store.scripts import Scripts
from server.things import Thing, campaign_thing, contact_thing, conversation_thing

T = TypeVar("T")
LARGEST_BATCH = 5_000
LONGEST_TITLE = 200
LONGEST_SCRIPT = 1_600
"""Characters."""
EXAMPLES = 20
"""Contacts from the top of the campaign, in a preview."""

commands = Commands()


@commands
async def open_admin(asking: Asking, *, archived: bool = False) -> Thing:
    """Who I am, the account, its members and its campaigns; kept up to date from now on."""
    return await asking.opened(await asking.hub.open_admin(asking.connection, archived))


@commands
async def watch_campaign(asking: Asking, *, campaign: Id) -> Thing:
    """The campaign and a row for each of its senders; kept up to date from now on."""
    things = await asking.hub.watch_campaign(asking.connection, campaign)
    return {"me": asking.introduction(), "things": things}


@commands
async def campaign_history(asking: Asking, *, campaign: Id) -> dict[str, list[Thing]]:
    """How many were unassigned over the last hour: `points` of {at (ms), unassigned}, oldest first."""
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
    settings = {"title": title, "script": script, "self_assign": self_assign, "batch_size": batch_size}
    with not_to_be_repeated():
        return {"campaign": await create(asking.scripts, **settings, sender_link=sender_link, bulk_send=bulk_send)}


async def create(scripts: Scripts, **settings: Any) -> int:
    """Make a draft; the id is listed first, and readers skip ids without a campaign.

    Raises Refused.
    """
    given = await _settings(scripts, settings)
    if settings.get("sender_link") and not settings.get("self_assign"):
        raise Refused("self_assign_off")
    campaign: int = await scripts.run("new_campaign")
    await scripts.run("create_campaign", campaign, **given, token=fresh_token(campaign))
    return campaign


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
    settings = {"title": title, "script": script, "self_assign": self_assign, "batch_size": batch_size}
    return await update(asking.scripts, campaign, **settings, sender_link=sender_link, bulk_send=bulk_send)


async def update(scripts: Scripts, campaign: int, **settings: Any) -> Thing:
    """Change settings of a campaign; what is left out stays.

    Raises Refused.
    """
    given = await _settings(scripts, settings)
    updating = _campaign("update_campaign", scripts, campaign, **given, token=fresh_token(campaign))
    return await fitting(scripts, campaign, settings.get("script"), updating)


@commands
async def preview_message(asking: Asking, *, campaign: Id, script: str) -> Thing:
    """How a message would read, which isn't set by this: how many contacts lack which of its fields, and drafts.

    Answers `{lacking: [{field, contacts}…], examples: [{contact, draft}…]}`. A field with other words of its own isn't
    among `lacking`. Of each field that is, a contact who lacks it comes first in `examples`.
    """
    asked = asking.scripts.run("preview_message", campaign, message=taken_apart(script), most=EXAMPLES)
    answer = await fitting(asking.scripts, campaign, script, asked)
    examples = [{**example, "contact": contact_thing(example["contact"])} for example in answer["examples"]]
    return {"lacking": answer["lacking"], "examples": examples}


def taken_apart(script: str) -> str:
    """A script as the store takes it beside its text.

    Raises Refused text_too_long, bad_braces.
    """
    if len(script) > LONGEST_SCRIPT:
        raise Refused("text_too_long")
    return compiled(script)


async def fitting(scripts: Scripts, campaign: int, script: str | None, doing: Awaitable[T]) -> T:
    """Do what wants a script to fit the contacts; a field that none of them has is refused with what was meant.

    Raises Refused.
    """
    try:
        return await doing
    except Refused as refused:
        if refused.code != "unknown_field" or script is None or refused.details is None:
            raise
        described = (await scripts.run("snapshot", campaign, texters=[], rows=False))["campaign"]
        offered = [offer["field"] for offer in described["merge_fields"]]
        raise unknown_field(script, refused.details["field"], offered) from refused


def fresh_token(campaign: int) -> str:
    """The token of a new sender link: it says which campaign, and can't be guessed."""
    return f"{campaign}-{secrets.token_urlsafe(16)}"


async def _settings(scripts: Scripts, settings: dict[str, Any]) -> dict[str, Any]:
    """Settings as the scripts take them, with what only the account knows.

    Raises Refused.
    """
    title, batch_size, script = settings.get("title"), settings.get("batch_size"), settings.get("script")
    if title is not None and not title.strip():
        raise Refused("empty_title")
    if title is not None and len(title.strip()) > LONGEST_TITLE:
        raise Refused("title_too_long")
    if batch_size is not None and not 1 <= batch_size <= LARGEST_BATCH:
        raise Refused("batch_size_out_of_range")
    message = None if script is None else taken_apart(script)
    account = (await scripts.run("describe_account"))["account"]
    default = account["default_batch_size"]
    return {**settings, "message": message, "default_batch_size": default, "title": title and title.strip()}


@commands
async def launch_campaign(asking: Asking, *, campaign: Id) -> Thing:
    """Give the senders chosen by now their shares, then make it active."""
    return await launch(asking.scripts, campaign)


async def launch(scripts: Scripts, campaign: int) -> Thing:
    """Launch in chunks; interrupted, launching again goes on.

    Raises Refused.
    """
    script = (await scripts.run("snapshot", campaign, texters=[], rows=False))["campaign"]["script"]
    message = taken_apart(script)  # an older version has set it without
    while True:
        launching = _campaign("launch_campaign", scripts, campaign, most=CONVERSATIONS_PER_SCRIPT, message=message)
        thing = await fitting(scripts, campaign, script, launching)
        if thing["status"] != "draft":
            return thing


@commands
async def pause_campaign(asking: Asking, *, campaign: Id) -> Thing:
    """Nobody sends until it is resumed, and queued texts wait."""
    return await _campaign("pause_campaign", asking.scripts, campaign)


@commands
async def resume_campaign(asking: Asking, *, campaign: Id) -> Thing:
    """Go on with a paused campaign."""
    return await _campaign("resume_campaign", asking.scripts, campaign)


@commands
async def archive_campaign(asking: Asking, *, campaign: Id) -> Thing:
    """Put a campaign away for good."""
    return await _campaign("archive_campaign", asking.scripts, campaign)


@commands
async def add_senders(asking: Asking, *, campaign: Id, members: Sequence[Id]) -> Thing:
    """Make members senders of a campaign."""
    return await add(asking.scripts, campaign, members)


async def add(scripts: Scripts, campaign: int, members: Sequence[int]) -> Thing:
    """The members' list of campaigns first (a hint), then the campaign's senders (the truth), then the hubs are told,
    since one that doesn't watch this campaign yet hears it nowhere else. Who has been disabled meanwhile is taken out.

    Raises Refused.
    """
    snapshot = await scripts.run("snapshot", campaign, texters=[], rows=False)
    if snapshot["campaign"]["status"] == "archived":  # neither this nor an unknown one leaves a hint
        raise Refused("archived")
    await scripts.run("hint_senders", to=campaign, members=list(members))
    thing = await _campaign("add_senders", scripts, campaign, members=list(members))
    for member in await scripts.run("tell_senders", of=campaign, members=list(members)):
        thing = await remove(scripts, campaign, member)
    return thing


@commands
async def remove_sender(asking: Asking, *, campaign: Id, member: Id) -> Thing:
    """Take a sender out; what they hold open becomes unassigned."""
    try:
        return await remove(asking.scripts, campaign, member)
    except Refused as refused:
        if refused.code == "not_a_sender":
            raise Refused("not_a_sender", "This member has never been a sender of this campaign.") from refused
        raise


async def remove(scripts: Scripts, campaign: int, member: int) -> Thing:
    """In chunks; interrupted, removing again goes on.

    Raises Refused.
    """
    await in_chunks(scripts, "remove_sender", campaign, member=member)
    snapshot = await scripts.run("snapshot", campaign, texters=[], rows=False)
    return campaign_thing(snapshot["campaign"])


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
    return await conversations_page(asking, campaign, holder=whose, lane=lane, after=after, limit=limit)


@commands
async def open_conversation(asking: Asking, *, campaign: Id, conversation: Id) -> Thing:
    """Any conversation, with all its texts; kept up to date until I open another."""
    await asking.scripts.run("open_conversation", campaign, conversation=conversation)
    await asking.hub.open_conversation(asking.connection, campaign, conversation)
    thing = await asking.scripts.run("open_conversation", campaign, conversation=conversation)
    return conversation_thing(campaign, thing)


@commands
async def close_conversation(asking: Asking, *, campaign: Id, conversation: Id, last_seen: Id) -> Thing:
    """Close any conversation; `last_seen` is the id of the newest text I have seen. It opens again when the contact
    writes."""
    thing = await asking.scripts.run("close_conversation", campaign, conversation=conversation, last_seen=last_seen)
    return conversation_thing(campaign, thing)


@commands
async def opt_in(asking: Asking, *, campaign: Id, conversation: Id) -> Thing:
    """Undo the opt-out of a contact: they may be texted again, in every campaign."""
    before = await asking.scripts.run("open_conversation", campaign, conversation=conversation)
    phone = conversation_thing(campaign, before)["contact"]["phone"]
    await opt_in_everywhere(asking.scripts, phone, asking.me.name)
    return conversation_thing(
        campaign, await asking.scripts.run("open_conversation", campaign, conversation=conversation)
    )


async def _campaign(verb: str, scripts: Scripts, campaign: int, **args: Any) -> Thing:
    return campaign_thing(await scripts.run(verb, campaign, **args))
