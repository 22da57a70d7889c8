"""Plain questions to the store about the texting hours of campaigns, and about the time zones of their contacts.

Each raises Refused (try_again).
"""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass

from server.store import keys
from server.store.scripts import Scripts


@dataclass(frozen=True, slots=True)
class TextingHours:
    """The texting hours of a campaign, as they are kept (keys.py)."""

    hours: str
    zones: str
    contacts: int
    zoned: int
    windows_until: int
    turns_at: int

    def due(self, now: int) -> bool:
        """Return whether something is to be done: contacts lack a zone, windows run out, a zone opens or closes."""
        return self.hours != "" and (
            self.zoned < self.contacts or self.windows_until <= now or 0 < self.turns_at <= now
        )


async def texting_hours(scripts: Scripts, campaigns: Sequence[int]) -> tuple[int, list[TextingHours]]:
    """Return the time (ms since 1970) and the texting hours of campaigns; empty ones of a campaign that has none, or is
    archived."""
    fields = ("status", "hours", "zones", "contacts", "zoned", "windows_until", "turns_at")
    now, kept = await asyncio.gather(
        scripts.now(), scripts.ask(*(("HMGET", keys.campaign(id), *fields) for id in campaigns))
    )
    found = []
    for status, hours, zones, *numbers in kept:
        there = hours if hours and status != b"archived" else b""
        counts = (int(number or 0) for number in numbers)
        found.append(TextingHours(there.decode(), (zones or b"[]").decode(), *counts))
    return now, found


async def phones_without_zone(scripts: Scripts, campaign: int, first: int, end: int) -> dict[int, str]:
    """Return those of some conversations (up to `end`, not with it) whose contact has no time zone, with the phone."""
    conversations = range(first, end)
    [packed] = await scripts.ask(("HMGET", keys.under(keys.campaign(campaign), "contacts"), *conversations))
    contacts = {id: json.loads(one) for id, one in zip(conversations, packed, strict=True) if one}
    return {id: contact[2] for id, contact in contacts.items() if len(contact) < 6}
