"""Campaigns, their conversations and the account, read as they look now."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from msgspec import convert
from msgspec.structs import replace

from server.errors import Refused
from server.store.scripts import Scripts
from server.wire.described import CampaignNews, WholeAccount, sender_thing
from server.wire.replies import Page
from server.wire.things import Account, Campaign, Conversation, Member, Sender

T = TypeVar("T")
ASK_AGAIN_AFTER_SECONDS = 0.25
"""Seconds until a store that is away is asked again."""


async def patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """Ask the store for a part of a file. Wait while it is away: half a file would look like a whole one.

    Raises Refused, but not try_again.
    """
    while True:
        try:
            return await ask()
        except Refused as refused:
            if refused.code != "try_again":
                raise
            await asyncio.sleep(ASK_AGAIN_AFTER_SECONDS)


async def campaign_now(scripts: Scripts, campaign: int) -> Campaign:
    """Return the campaign thing.

    Raises Refused (unknown_campaign, try_again).
    """
    return convert((await scripts.run("snapshot", campaign, texters=[], rows=False))["campaign"], Campaign)


async def senders_of(scripts: Scripts, campaign: int) -> tuple[Campaign, list[Sender]]:
    """Return the campaign thing, and a sender thing for each sender, by id.

    Raises Refused (unknown_campaign, try_again).
    """
    snapshot = convert(await scripts.run("snapshot", campaign, texters=[], rows=True), CampaignNews)
    if snapshot.campaign.deleted:
        raise Refused("unknown_campaign")
    members = {member.id: member for member in (await whole_account(scripts)).members}
    texters = sorted((texter for texter in snapshot.texters if texter.sender), key=lambda texter: texter.id)
    return snapshot.campaign, [sender_thing(campaign, texter, snapshot.v, members.get(texter.id)) for texter in texters]


async def account_now(scripts: Scripts) -> Account:
    """Return the account thing. It costs the same, however many members there are.

    Raises Refused (try_again).
    """
    whole = convert(await scripts.run("describe_account", without_members=True), WholeAccount)
    return whole.account.thing(whole.v)


async def member_now(scripts: Scripts, member: int) -> Member:
    """Return the member thing of somebody who is a member.

    Raises Refused (try_again).
    """
    whole = await whole_account(scripts)
    return next(replace(one, v=whole.v) for one in whole.members if one.id == member)


async def whole_account(scripts: Scripts) -> WholeAccount:
    """Return the account with every member.

    Raises Refused (try_again).
    """
    return convert(await scripts.run("describe_account"), WholeAccount)


async def conversations_page(scripts: Scripts, campaign: int, **which: Any) -> Page:
    """Return a page of conversations; `which` is what the verb takes.

    Raises Refused.
    """
    return convert(await scripts.run("list_conversations", campaign, **which), Page)


async def labelled_page(scripts: Scripts, campaign: int, **which: Any) -> Page:
    """Return a page of the conversations with a tag or an answer; `which` is what the verb takes.

    Raises Refused.
    """
    return convert(await scripts.run("list_labelled", campaign, **which), Page)


async def conversation_by(verb: str, scripts: Scripts, campaign: int, conversation: int, **args: Any) -> Conversation:
    """Run a verb on one conversation, and return its thing with all texts.

    Raises Refused.
    """
    return convert(await scripts.run(verb, campaign, conversation=conversation, **args), Conversation)


async def campaign_by(verb: str, scripts: Scripts, campaign: int, **args: Any) -> Campaign:
    """Run a verb on a campaign, and return its thing.

    Raises Refused.
    """
    return convert(await scripts.run(verb, campaign, **args), Campaign)
