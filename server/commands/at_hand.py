"""Commands of texters: canned replies, tags and the questions of the survey, beside a conversation."""

from collections.abc import Sequence
from typing import Annotated

from server.campaigns import at_hand
from server.campaigns.reading import conversation_by
from server.commands.table import Asking, Commands
from server.errors import Refused
from server.wire.arguments import CampaignId, ConversationId, OfferedId, limited
from server.wire.at_hand import GivenCanned
from server.wire.replies import AtHand, OwnReplies, ReplyDraft
from server.wire.things import Conversation

commands = Commands()


@commands
async def list_at_hand(asking: Asking, *, campaign: CampaignId) -> AtHand:
    """List what I have at hand for answers; again when `at_hand` of the console rises."""
    return await at_hand.at_hand(asking.scripts, campaign, asking.me.id, texter=asking.me.id)


@commands
async def draft_reply(
    asking: Asking,
    *,
    campaign: CampaignId,
    conversation: ConversationId,
    canned: Annotated[OfferedId | None, limited("Id of one of the campaign's canned replies.")] = None,
    own: Annotated[OfferedId | None, limited("Id of one of my own.")] = None,
    answer: Annotated[OfferedId | None, limited("Id of an answer of the survey: the reply that goes with it.")] = None,
) -> ReplyDraft:
    """Fill in a canned reply's merge fields for a contact: one of the campaign, of mine, or of an answer."""
    if sum(id is not None for id in (canned, own, answer)) != 1:
        raise Refused("bad_arguments", "Name one reply: canned, own or answer.")
    message = None if own is None else await at_hand.own_message(asking.scripts, asking.me.id, own)
    which = {"canned": canned, "answer": answer, "message": message}
    drafted = await asking.scripts.run("draft_reply", campaign, conversation=conversation, texter=asking.me.id, **which)
    return ReplyDraft(**drafted)


@commands
async def set_own_replies(
    asking: Asking, *, replies: Annotated[Sequence[GivenCanned], limited("All of them, in their order.")]
) -> OwnReplies:
    """Set my own canned replies in place of those before."""
    return OwnReplies(own=await at_hand.set_own_replies(asking.scripts, asking.me.id, replies))


@commands
async def tag_conversation(
    asking: Asking,
    *,
    campaign: CampaignId,
    conversation: ConversationId,
    tag: Annotated[OfferedId, limited("Id of one of the campaign's tags.")],
    on: Annotated[bool, limited("True: it is put on; false: it is taken off.")],
) -> Conversation:
    """Put a tag on one of mine, or take it off."""
    asked = {"texter": asking.me.id, "tag": tag, "on": on}
    return await conversation_by("tag_conversation", asking.scripts, campaign, conversation, **asked)


@commands
async def answer_question(
    asking: Asking,
    *,
    campaign: CampaignId,
    conversation: ConversationId,
    question: Annotated[OfferedId, limited("Id of a question of the survey.")],
    answer: Annotated[OfferedId | None, limited("Id of one of its answers; null: the contact has given none.")],
) -> Conversation:
    """Note a contact's answer to a question, in place of the one before."""
    asked = {"texter": asking.me.id, "question": question, "answer": answer}
    return await conversation_by("answer_question", asking.scripts, campaign, conversation, **asked)
