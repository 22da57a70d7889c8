"""The texting hours of campaigns: worked out ahead for the store, and turned when a zone opens or closes.

A chore asks every few seconds; most of the time nothing is due. Whatever was left half done is done then.
"""

from collections.abc import Sequence

import msgspec

from server.campaigns.windows import windows
from server.contacts.zones import zone_of
from server.store import lookups
from server.store.scripts import Scripts
from server.store.texting_hours import phones_without_zone, texting_hours
from server.wire.hours import Hours

DAY_MS = 24 * 60 * 60 * 1000
"""Windows are worked out again after a day."""
CONTACTS_AT_ONCE = 1_000
"""Contacts whose zone is noted in one script."""


async def turn_hours(scripts: Scripts) -> None:
    """Bring the hours of every campaign up to date.

    Raises Refused (try_again).
    """
    campaigns = await lookups.campaigns(scripts)
    now, found = await texting_hours(scripts, campaigns)
    for campaign, kept in zip(campaigns, found, strict=True):
        if kept.due(now):
            await refresh(scripts, campaign)


async def refresh(scripts: Scripts, campaign: int) -> None:
    """Bring the hours of a campaign up to date, if it has hours.

    Raises Refused.
    """
    now, [kept] = await texting_hours(scripts, [campaign])
    if kept.hours and kept.zoned < kept.contacts:
        await _note_zones(scripts, campaign, kept.contacts)
        now, [kept] = await texting_hours(scripts, [campaign])
    if kept.hours and kept.windows_until <= now:
        hours, zones = msgspec.json.decode(kept.hours, type=Hours), msgspec.json.decode(kept.zones, type=list[str])
        kept_with = {"hours": kept.hours, "zones": kept.zones}
        await scripts.run("set_windows", campaign, **kept_with, **worked_out(hours, zones, now))
    elif kept.due(now):
        await scripts.run("turn_hours", campaign)


def worked_out(hours: Hours, zones: Sequence[str], now: int) -> dict[str, str | int]:
    """Return the windows of these zones as the store takes them: JSON `windows`, and `till` when they count (ms)."""
    flat = [[moment for window in windows(hours, zone, now) for moment in window] for zone in zones]
    return {"windows": msgspec.json.encode(flat).decode(), "till": now + DAY_MS}


async def _note_zones(scripts: Scripts, campaign: int, contacts: int) -> None:
    """Note the zones of contacts that a server of an older version added: by their numbers."""
    for first in range(1, contacts + 1, CONTACTS_AT_ONCE):
        phones = await phones_without_zone(scripts, campaign, first, first + CONTACTS_AT_ONCE)
        if phones:
            zones = [(conversation, zone_of(phone)) for conversation, phone in phones.items()]
            await scripts.run("set_zones", campaign, zones=zones)
