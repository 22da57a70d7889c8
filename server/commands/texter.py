"""Commands of texters."""

from collections.abc import Sequence
from typing import Any

from server.campaigns import contact
from server.campaigns.chunks import in_chunks
from server.campaigns.merge import fields_in
from server.campaigns.reading import conversation_by, conversations_page
from server.commands.table import OPEN, Asking, Commands, Id, Lane, Limit, OpenLane, RequestId
from server.things import Thing

commands = Commands()


@commands
async def open_console(asking: Asking) -> Thing:
    """Show the console of each of my campaigns, and keep them up to date from now on."""
    return await asking.opened(await asking.hub.open_console(asking.connection))


@commands
async def request_conversations(
    asking: Asking, *, campaign: Id, request_id: RequestId, only: OpenLane | None = None
) -> dict[str, int]:
    """Take the next batch of unassigned conversations."""
    answer: dict[str, int] = await asking.scripts.run(
        "request_conversations", campaign, texter=asking.me.id, request_id=request_id, only=only
    )
    return answer


@commands
async def list_conversations(
    asking: Asking, *, campaign: Id, lane: Lane, after: str | None = None, limit: Limit = 100
) -> Thing:
    """A page of what I hold in one lane; replies longest waiting first."""
    me = asking.me.id
    return await conversations_page(asking.scripts, campaign, texter=me, holder=me, lane=lane, after=after, limit=limit)


@commands
async def open_conversation(asking: Asking, *, campaign: Id, conversation: Id) -> Thing:
    """One of mine, with all its texts; kept up to date until I open another."""
    await asking.scripts.run("open_conversation", campaign, conversation=conversation, texter=asking.me.id)
    await asking.hub.open_conversation(asking.connection, campaign, conversation)
    # Read after the hub has begun to watch it, so that nothing falls between.
    return await _mine("open_conversation", asking, campaign, conversation)


@commands
async def send_initial(asking: Asking, *, campaign: Id, conversation: Id, text: str | None = None) -> Thing:
    """Send the first message of a conversation: the draft, or my own text."""
    fields = fields_in(text or "")
    return await _mine("send_initial", asking, campaign, conversation, text=text, fields=fields)


@commands
async def send_reply(asking: Asking, *, campaign: Id, conversation: Id, text: str, last_seen: Id) -> Thing:
    """Answer a contact; `last_seen` is the id of the newest text I have seen."""
    answer = {"text": text, "fields": fields_in(text), "last_seen": last_seen}
    return await _mine("send_reply", asking, campaign, conversation, **answer)


@commands
async def close_conversation(asking: Asking, *, campaign: Id, conversation: Id) -> Thing:
    """Close a conversation; it opens again when the contact writes."""
    return await _mine("close_conversation", asking, campaign, conversation)


@commands
async def opt_out(asking: Asking, *, campaign: Id, conversation: Id) -> Thing:
    """The contact doesn't want texts any more, from anybody in this account."""
    me = asking.me
    return await contact.opt_out_by(asking.scripts, campaign, conversation, texter=me.id, name=me.name)


@commands
async def release_conversations(asking: Asking, *, campaign: Id, lanes: Sequence[Lane] = OPEN) -> dict[str, int]:
    """Give back what I hold, by default in every open lane."""
    moved = await in_chunks(asking.scripts, "release_conversations", campaign, texter=asking.me.id, lanes=list(lanes))
    return {"moved": moved}


async def _mine(verb: str, asking: Asking, campaign: int, conversation: int, **args: Any) -> Thing:
    return await conversation_by(verb, asking.scripts, campaign, conversation, texter=asking.me.id, **args)
