"""Commands of texters."""

from typing import Annotated, Any

from msgspec import convert

from server.campaigns import contact, finishing
from server.campaigns.chunks import in_chunks
from server.campaigns.merge import fields_in
from server.campaigns.reading import account_now, conversation_by, conversations_page
from server.commands.table import Asking, Commands
from server.errors import Refused
from server.limits import LIMITS
from server.wire.arguments import (
    OPEN,
    After,
    CampaignId,
    ConversationId,
    Lanes,
    LastSeen,
    Limit,
    OfferedId,
    RequestId,
    limited,
)
from server.wire.parts import Lane, OpenLane
from server.wire.replies import (
    Assigned,
    Dismissed,
    Finished,
    LastText,
    Moved,
    Noted,
    Opened,
    Page,
    WaitedBefore,
    Waiting,
)
from server.wire.things import Conversation

OwnLane = Annotated[Lane, limited("The lane that is listed.")]
Words = Annotated[str, limited(f"The words of the text, up to {LIMITS.text:,} characters.")]
LastWords = Annotated[
    str,
    limited(
        "The last text that they get, which confirms it, within 5 minutes; empty: none; left out: the account's.",
        "characters",
        "text_too_long",
        max_length=LIMITS.text,
    ),
]

commands = Commands()


@commands
async def open_console(asking: Asking) -> Opened:
    """Show the console of each of my campaigns, and keep them up to date from now on."""
    return await asking.opened(await asking.hub.open_console(asking.connection))


@commands
async def request_conversations(
    asking: Asking,
    *,
    campaign: CampaignId,
    request_id: RequestId,
    only: Annotated[OpenLane | None, limited("The one lane to take from.")] = None,
) -> Assigned:
    """Take the next batch of unassigned conversations."""
    texter = asking.me.id
    answer = await asking.scripts.run(
        "request_conversations", campaign, texter=texter, request_id=request_id, only=only
    )
    return convert(answer, Assigned)


@commands
async def wait_for_more(asking: Asking, *, campaign: CampaignId) -> Waiting:
    """Wait for the next conversations there are; they come by themselves while I have my console open."""
    return convert(await asking.scripts.run("wait_for_more", campaign, texter=asking.me.id), Waiting)


@commands
async def dismiss_message(
    asking: Asking, *, campaign: CampaignId, message: Annotated[int, limited("The message's id.", ge=0)]
) -> Dismissed:
    """Put away what an admin has written to me in this campaign; a newer message stays."""
    asked = {"texter": asking.me.id, "message": message}
    return Dismissed(dismissed=await asking.scripts.run("dismiss_message", campaign, **asked))


@commands
async def stop_waiting(asking: Asking, *, campaign: CampaignId) -> WaitedBefore:
    """Wait for more conversations no longer."""
    return WaitedBefore(waited=await asking.scripts.run("stop_waiting", campaign, texter=asking.me.id))


@commands
async def list_conversations(
    asking: Asking, *, campaign: CampaignId, lane: OwnLane, after: After = None, limit: Limit = 100
) -> Page:
    """List a page of what I hold in one lane; replies longest waiting first."""
    me = asking.me.id
    return await conversations_page(asking.scripts, campaign, texter=me, holder=me, lane=lane, after=after, limit=limit)


@commands
async def open_conversation(
    asking: Asking,
    *,
    campaign: CampaignId,
    conversation: ConversationId,
    again: Annotated[bool, limited("True: it was open already, and nobody has done anything.")] = False,
) -> Conversation:
    """Open one of mine, with all its texts; kept up to date until I open another."""
    # Both refuse what isn't mine, before the hub watches it.
    if again:
        await _mine("open_conversation", asking, campaign, conversation)
    else:
        await _note_doing(asking, campaign, conversation=conversation)
    await asking.hub.open_conversation(asking.connection, campaign, conversation)
    # Read after the hub has begun to watch it, so that nothing falls between.
    return await _mine("open_conversation", asking, campaign, conversation)


@commands
async def send_initial(
    asking: Asking, *, campaign: CampaignId, conversation: ConversationId, text: Words | None = None
) -> Conversation:
    """Send the first message of a conversation: the draft, or my own text."""
    fields = fields_in(text or "")
    return await _mine("send_initial", asking, campaign, conversation, text=text, fields=fields)


@commands
async def send_reply(
    asking: Asking,
    *,
    campaign: CampaignId,
    conversation: ConversationId,
    text: Words,
    last_seen: LastSeen,
    picture: Annotated[bool, limited("True: the campaign's picture goes with it.")] = False,
    close: Annotated[bool, limited("True: the conversation is closed in the same step.")] = False,
    question: Annotated[OfferedId | None, limited("Id of a question of the survey that they answered.")] = None,
    answer: Annotated[OfferedId | None, limited("Id of their answer, which is noted in the same step.")] = None,
) -> Conversation:
    """Answer a contact; `last_seen` is the id of the newest text I have seen."""
    if (question is None) != (answer is None):
        raise Refused("bad_arguments", "Name both the question and the answer.")
    reply = {"text": text, "fields": fields_in(text), "last_seen": last_seen, "picture": picture or None}
    more = {"close": close or None, "question": question, "answer": answer}
    return await _mine("send_reply", asking, campaign, conversation, **reply, **more)


@commands
async def close_conversation(asking: Asking, *, campaign: CampaignId, conversation: ConversationId) -> Conversation:
    """Close a conversation; it opens again when the contact writes."""
    return await _mine("close_conversation", asking, campaign, conversation)


@commands
async def draft_last_text(asking: Asking) -> LastText:
    """The account's words for the last text of a contact who is opted out; empty: none."""
    return LastText(text=(await account_now(asking.scripts)).confirm_opt_out)


@commands
async def opt_out(
    asking: Asking,
    *,
    campaign: CampaignId,
    conversation: ConversationId,
    text: LastWords | None = None,
) -> Conversation:
    """Opt the contact out: nobody in this account texts them any more."""
    me = asking.me
    return await contact.opt_out_by(asking.scripts, campaign, conversation, texter=me.id, name=me.name, text=text)


@commands
async def undo(asking: Asking, *, campaign: CampaignId, conversation: ConversationId) -> Conversation:
    """Undo what I last did in a conversation, until its `undo_until`: a text that I sent goes to nobody."""
    me = asking.me
    return await contact.undo_by(asking.scripts, campaign, conversation, texter=me.id, name=me.name)


@commands
async def skip_conversation(asking: Asking, *, campaign: CampaignId, conversation: ConversationId) -> Conversation:
    """Skip a first message: it comes last of mine; skipped again, it becomes unassigned."""
    return await _mine("skip_conversation", asking, campaign, conversation)


@commands
async def report_wrong_number(asking: Asking, *, campaign: CampaignId, conversation: ConversationId) -> Conversation:
    """Note that a number isn't the contact's, and close the conversation; it opens again when they write."""
    return await _mine("report_wrong_number", asking, campaign, conversation)


@commands
async def note_doing(asking: Asking, *, campaign: CampaignId, conversation: ConversationId | None = None) -> Noted:
    """Say that I am doing something; `conversation` is one of mine that I am typing in. Pages tell it every 30 s at
    most."""
    return await _note_doing(asking, campaign, conversation=conversation, typing=conversation is not None or None)


@commands
async def keep_conversations(asking: Asking, *, campaign: CampaignId) -> Noted:
    """Say that I am still there, so that my conversations stay with me."""
    return await _note_doing(asking, campaign)


@commands
async def release_conversations(asking: Asking, *, campaign: CampaignId, lanes: Lanes = OPEN) -> Moved:
    """Give back what I hold, by default in every open lane."""
    moved = await in_chunks(asking.scripts, "release_conversations", campaign, texter=asking.me.id, lanes=list(lanes))
    return Moved(moved=moved)


@commands
async def finish_day(asking: Asking) -> Finished:
    """End my day: give back all that I hold, in every campaign. Interrupted, asking again goes on."""
    return await finishing.finish_day(asking.scripts, asking.me.id)


async def _note_doing(asking: Asking, campaign: int, **args: Any) -> Noted:
    return Noted(at=await asking.scripts.run("note_doing", campaign, texter=asking.me.id, **args))


async def _mine(verb: str, asking: Asking, campaign: int, conversation: int, **args: Any) -> Conversation:
    return await conversation_by(verb, asking.scripts, campaign, conversation, texter=asking.me.id, **args)
