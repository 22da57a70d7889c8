"""A campaign's message: taken apart for the store, and held against its contacts."""

from collections.abc import Awaitable
from typing import TypeVar

from msgspec import convert

from server.campaigns.merge import compiled, unknown_field
from server.campaigns.reading import campaign_now
from server.errors import Refused
from server.limits import LIMITS
from server.store.scripts import Scripts
from server.wire.replies import Preview

T = TypeVar("T")
CONTACTS_PER_PREVIEW = 20
"""Contacts, from the top of the campaign."""


def taken_apart(script: str) -> str:
    """Return a script taken apart, as the store takes it beside its text.

    Raises Refused text_too_long, bad_braces.
    """
    if len(script) > LIMITS.text:
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
        offered = [offer.field for offer in (await campaign_now(scripts, campaign)).merge_fields]
        raise unknown_field(script, refused.details["field"], offered) from refused


async def preview(scripts: Scripts, campaign: int, script: str) -> Preview:
    """Return how a message would read. Of each field that somebody lacks, a contact who lacks it comes first.

    Raises Refused.
    """
    asked = scripts.run("preview_message", campaign, message=taken_apart(script), most=CONTACTS_PER_PREVIEW)
    return convert(await fitting(scripts, campaign, script, asked), Preview)
