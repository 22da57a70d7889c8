"""Campaigns, their conversations and the account, read as they look now."""

from typing import Any

from server.store.scripts import Scripts
from server.things import Thing, account_thing, campaign_thing, conversation_thing, member_thing


async def campaign_now(scripts: Scripts, campaign: int) -> Thing:
    """Return the campaign thing.

    Raises Refused (unknown_campaign, try_again).
    """
    return campaign_thing((await scripts.run("snapshot", campaign, texters=[], rows=False))["campaign"])


async def account_now(scripts: Scripts) -> Thing:
    """Return the account thing.

    Raises Refused (try_again).
    """
    described = await scripts.run("describe_account")
    return account_thing(described["account"], described["v"])


async def member_now(scripts: Scripts, member: int) -> Thing:
    """Return the member thing of somebody who is a member.

    Raises Refused (try_again).
    """
    described = await scripts.run("describe_account")
    return next(member_thing(one, described["v"]) for one in described["members"] if one["id"] == member)


async def conversations_page(scripts: Scripts, campaign: int, **which: Any) -> Thing:
    """Return a page of conversations, `{conversations: [thing…], next}`; `which` is what the verb takes.

    Raises Refused.
    """
    page = await scripts.run("list_conversations", campaign, **which)
    conversations = [conversation_thing(campaign, described) for described in page["conversations"]]
    return {"conversations": conversations, "next": page.get("next")}


async def conversation_by(verb: str, scripts: Scripts, campaign: int, conversation: int, **args: Any) -> Thing:
    """Run a verb on one conversation, and return its thing with all texts.

    Raises Refused.
    """
    return conversation_thing(campaign, await scripts.run(verb, campaign, conversation=conversation, **args))
