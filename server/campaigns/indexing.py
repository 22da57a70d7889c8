"""The index by which contacts are searched for, over all campaigns (lua/shared/find.lua): what goes in and comes out.

Whoever adds, corrects or erases a contact keeps the index right. `index_contacts` adds those whom a server of an older
version has added.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from server.errors import Refused
from server.store import found, lookups
from server.store.scripts import Scripts
from server.words.names import fields_of

CONTACTS_PER_SCRIPT = 500
"""Contacts that one script adds: a few milliseconds."""


class Named(msgspec.Struct, frozen=True, array_like=True):
    """The beginning of a contact as campaigns keep it (keys.py, `contacts`)."""

    first_name: str
    last_name: str
    phone: str

    @property
    def fields(self) -> list[str]:
        """Return the fields of the index in which the contact is."""
        return fields_of(self.first_name, self.last_name, self.phone)


named = msgspec.json.Decoder(Named).decode


def fields_in_index(packed: str | bytes) -> list[str]:
    """Return the fields of the index in which a contact is, of its JSON."""
    return named(packed).fields


async def to_be_taken_out(scripts: Scripts, campaign: int, conversations: Sequence[int]) -> list[dict[str, Any]]:
    """Return for each of these conversations what the scripts that take a contact out of the index ask for: {was,
    fields}; empty where there is none.

    Raises Refused (try_again).
    """
    kept = await found.contacts(scripts, campaign, conversations)
    contacts = [named(packed) if packed else None for packed in kept]
    return [{"was": msgspec.to_builtins(it), "fields": it.fields} if it else {} for it in contacts]


async def index_contacts(scripts: Scripts) -> None:
    """Add to the index all contacts that it lacks. Interrupted, doing it again goes on.

    Raises Refused (try_again).
    """
    campaigns = await lookups.campaigns(scripts)
    for campaign, (indexed, last) in zip(campaigns, await found.indexed(scripts, campaigns), strict=True):
        if indexed > last:  # a server of an older version has deleted the contacts' data: the index goes, too
            await scripts.run("index_contacts", campaign, first=indexed + 1, contacts=[])
        while indexed < last:
            first = indexed + 1
            conversations = range(first, min(first + CONTACTS_PER_SCRIPT, last + 1))
            kept = [(packed or b"").decode() for packed in await found.contacts(scripts, campaign, conversations)]
            contacts = [(packed, fields_in_index(packed) if packed else []) for packed in kept]
            try:
                indexed = await scripts.run("index_contacts", campaign, first=first, contacts=contacts)
            except Refused as refused:
                if refused.code != "unknown_campaign":
                    raise
                break
            if indexed < first:  # a contact has just changed, or all have just been deleted: the next time
                break
