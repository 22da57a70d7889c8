"""Commands of admins: what texters have at hand for answers, and what they noted with it."""

from collections.abc import Sequence
from typing import Annotated

from msgspec import convert

from server.campaigns import at_hand
from server.campaigns.reading import conversation_by
from server.commands.table import Asking, Commands
from server.store import at_hand as stored
from server.wire.account import AccountCanned
from server.wire.arguments import CampaignId, ConversationId, OfferedId, limited
from server.wire.at_hand import Canned, GivenCanned, GivenQuestion, GivenTag
from server.wire.replies import AtHand
from server.wire.things import Account, Campaign, Conversation

commands = Commands()


@commands
async def list_at_hand(asking: Asking, *, campaign: CampaignId) -> AtHand:
    """List what texters have at hand for answers; again when `at_hand` of the campaign rises."""
    return await at_hand.at_hand(asking.scripts, campaign, asking.me.id)


@commands
async def set_tags(
    asking: Asking, *, tags: Annotated[Sequence[GivenTag], limited("All of them, in their order.")]
) -> Account:
    """Set the account's tags in place of those before. A new name is one in every campaign."""
    return await at_hand.set_tags(asking.scripts, tags)


@commands
async def set_campaign_tags(
    asking: Asking,
    *,
    campaign: CampaignId,
    tags: Annotated[Sequence[OfferedId], limited("Ids of the account's tags, in their order.")],
) -> Campaign:
    """Choose the tags that texters may put on conversations. One that is left out stays where it is."""
    return await at_hand.set_campaign_tags(asking.scripts, campaign, tags)


@commands
async def set_canned_replies(
    asking: Asking,
    *,
    campaign: CampaignId,
    replies: Annotated[Sequence[GivenCanned], limited("All of them, in their order.")],
) -> Campaign:
    """Set the canned replies of a campaign in place of those before."""
    return await at_hand.set_canned_replies(asking.scripts, campaign, replies)


@commands
async def list_account_canned(asking: Asking) -> AccountCanned:
    """List the canned replies with which campaigns start; again when `canned_changed` of the account rises."""
    return AccountCanned(canned=convert(await stored.account_canned(asking.scripts), list[Canned]))


@commands
async def set_account_canned(
    asking: Asking,
    *,
    canned: Annotated[Sequence[GivenCanned], limited("All of them, in their order.")],
) -> AccountCanned:
    """Set the canned replies with which campaigns start, in place of those before. No campaign changes by this."""
    return AccountCanned(canned=await at_hand.set_account_canned(asking.scripts, canned))


@commands
async def set_survey(
    asking: Asking,
    *,
    campaign: CampaignId,
    questions: Annotated[Sequence[GivenQuestion], limited("All of them, in their order.")],
) -> Campaign:
    """Set the survey of a campaign. The answers to what is left out are kept, and counted."""
    return await at_hand.set_survey(asking.scripts, campaign, questions)


@commands
async def tag_conversation(
    asking: Asking,
    *,
    campaign: CampaignId,
    conversation: ConversationId,
    tag: Annotated[OfferedId, limited("Id of one of the campaign's tags.")],
    on: Annotated[bool, limited("True: it is put on; false: it is taken off.")],
) -> Conversation:
    """Put a tag on any conversation, or take it off."""
    return await conversation_by("tag_conversation", asking.scripts, campaign, conversation, tag=tag, on=on)


@commands
async def answer_question(
    asking: Asking,
    *,
    campaign: CampaignId,
    conversation: ConversationId,
    question: Annotated[OfferedId, limited("Id of a question of the survey.")],
    answer: Annotated[OfferedId | None, limited("Id of one of its answers; null: the contact has given none.")],
) -> Conversation:
    """Note any contact's answer to a question, in place of the one before."""
    asked = {"question": question, "answer": answer}
    return await conversation_by("answer_question", asking.scripts, campaign, conversation, **asked)
