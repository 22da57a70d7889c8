"""The deletion of contacts' data: of a campaign's when it is deleted or has been archived for long, and what else leads
to them.

    erase_campaign ──▶ forget_places, forget_unplaced, forget_hints ──▶ empty_campaign … ──▶ forget_campaign
    nothing is seen    the account leads nowhere any more               in pieces            if the campaign goes, too

Stopped half-way, a chore goes on: it finds what is begun.
"""

from typing import Any

from msgspec import convert

from server.store import lookups
from server.store.kept import kept, places, retention_days
from server.store.scripts import Scripts
from server.wire.things import Campaign

DAY_MS = 24 * 60 * 60 * 1000
CONVERSATIONS_PER_SCRIPT = 100
"""Conversations that one script takes out, with their texts: a millisecond (tests/benchmarks/deleting.py)."""
TEXTS_LOOKED_AT = 500
"""Texts that no texter gets which one script looks at."""
MEMBERS_PER_SCRIPT = 500


async def delete_campaign(scripts: Scripts, campaign: int, *, carrier: str | None = None) -> None:
    """Delete an archived campaign or a draft, with all that is in it. Interrupted, deleting again goes on.

    With a `carrier`, only a campaign that has that one.

    Raises Refused unknown_campaign, not_archived, not_simulated (another carrier), try_again.
    """
    await scripts.run("erase_campaign", campaign, delete=True, carrier=carrier)
    await _finish(scripts, campaign, goes=True)


async def erase_campaign(scripts: Scripts, campaign: int) -> Campaign:
    """Delete the data of an archived campaign's contacts. Interrupted, asking again goes on. Returns the campaign.

    Raises Refused unknown_campaign, not_archived, try_again.
    """
    await scripts.run("erase_campaign", campaign)
    await _finish(scripts, campaign, goes=False)
    return convert((await scripts.run("snapshot", campaign, texters=[], rows=False))["campaign"], Campaign)


async def erase_due(scripts: Scripts) -> None:
    """Delete the contacts' data whose time has come, and go on with what was begun. This is a chore.

    A campaign that an older version archived counts as archived from when it is first seen here.

    Raises Refused (try_again).
    """
    campaigns = await lookups.campaigns(scripts)
    days, now = await retention_days(scripts), await scripts.now()
    for campaign, state in zip(campaigns, await kept(scripts, campaigns), strict=True):
        if state.deleted:
            await _finish(scripts, campaign, goes=True)
        elif state.to_be_taken_out:
            await _finish(scripts, campaign, goes=False)
        elif state.archived and not state.erased:
            await _erase_if_due(scripts, campaign, state.archived_at, days and now - days * DAY_MS)
    if days:
        await forget_unplaced(scripts, before=now - days * DAY_MS)


async def _erase_if_due(scripts: Scripts, campaign: int, archived_at: int | None, before: int | None) -> None:
    """Delete the contacts' data of a campaign that was archived by then (ms); None: they are kept for ever."""
    if archived_at is None:
        await scripts.run("note_archived", campaign)
    elif before and archived_at <= before:
        await erase_campaign(scripts, campaign)


async def _finish(scripts: Scripts, campaign: int, *, goes: bool) -> None:
    await scripts.run("forget_places", of=campaign, fields=[])  # before the look: nothing is noted any more
    await forget_places(scripts, of=campaign)
    await forget_unplaced(scripts, of=campaign)
    if goes:
        members = [member["id"] for member in (await scripts.run("describe_account"))["members"]]
        for first in range(0, len(members), MEMBERS_PER_SCRIPT):
            await scripts.run("forget_hints", of=campaign, members=members[first : first + MEMBERS_PER_SCRIPT])
    while (await scripts.run("empty_campaign", campaign, most=CONVERSATIONS_PER_SCRIPT)) >= CONVERSATIONS_PER_SCRIPT:
        pass
    if goes:
        await scripts.run("forget_campaign", id=campaign)


async def forget_places(scripts: Scripts, *, of: int | None = None, phone: str = "") -> None:
    """Forget which conversations `of` a campaign texted phones last; or which ones texted a `phone`.

    Raises Refused (try_again).
    """
    cursor, more = 0, True
    while more:
        cursor, found = await places(scripts, cursor, phone)
        fields = [name for name, campaign in found.items() if of is None or campaign == of]
        if fields:
            await scripts.run("forget_places", fields=fields, of=of)
        more = cursor != 0


async def forget_unplaced(scripts: Scripts, **which: Any) -> int:
    """Forget texts that no texter gets: `of` a campaign, from a `phone`, or from `before` a time in ms.

    Returns how many. Raises Refused (try_again).
    """
    forgotten = 0
    after: int | None = 0
    while after is not None:
        answer = await scripts.run("forget_unplaced", after=after, most=TEXTS_LOOKED_AT, **which)
        forgotten += answer["forgotten"]
        after = answer.get("after")
    return forgotten
