"""A campaign's message: taken apart for the store, and held against its contacts."""

from collections.abc import Awaitable
from typing import TypeVar

from server.campaigns.merge import compiled, unknown_field
from server.campaigns.reading import campaign_now
from server.errors import Refused
from server.store.scripts import Scripts
from server.things import Thing, contact_thing

T = TypeVar("T")
LONGEST_SCRIPT = 1_600
"""Characters."""
CONTACTS_PER_PREVIEW = 20
"""Contacts, from the top of the campaign."""


def taken_apart(script: str) -> str:
    """Return a script taken apart, as the store takes it beside its text.

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
        offered = [offer["field"] for offer in (await campaign_now(scripts, campaign))["merge_fields"]]
        raise unknown_field(script, refused.details["field"], offered) from refused


async def preview(scripts: Scripts, campaign: int, script: str) -> Thing:
    """Return how a message would read: `{lacking: [{field, contacts}…], examples: [{contact, draft}…]}`.

    `lacking` says how many contacts have nothing for a field that has no other words of its own. Of each such field, a
    contact who lacks it comes first in `examples`.

    Raises Refused.
    """
    asked = scripts.run("preview_message", campaign, message=taken_apart(script), most=CONTACTS_PER_PREVIEW)
    answer = await fitting(scripts, campaign, script, asked)
    examples = [{**example, "contact": contact_thing(example["contact"])} for example in answer["examples"]]
    return {"lacking": answer["lacking"], "examples": examples}
