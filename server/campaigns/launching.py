"""Launching a campaign."""

from server.campaigns.chunks import CONVERSATIONS_PER_SCRIPT
from server.campaigns.hours import refresh
from server.campaigns.message import fitting, taken_apart
from server.campaigns.reading import campaign_by, campaign_now
from server.errors import Refused
from server.store import lookups
from server.store.scripts import Scripts
from server.wire.things import Campaign

LAUNCHED_OR_NOT_ANY_MORE = ("not_scheduled", "not_draft", "archived", "unknown_campaign")
"""The refusals of what somebody has launched, put off or put away since it was found due."""


async def launch(scripts: Scripts, campaign: int, *, scheduled: bool = False) -> Campaign:
    """Give the senders chosen by now their shares, in chunks, then make it active. Interrupted, launching goes on.

    `scheduled`: nobody asks for it, and it is launched only if its time has come.

    Raises Refused.
    """
    script = (await campaign_now(scripts, campaign)).script
    message = taken_apart(script)  # an older version has set it without
    asked = {"most": CONVERSATIONS_PER_SCRIPT, "message": message, "scheduled": scheduled or None}
    while True:
        launching = campaign_by("launch_campaign", scripts, campaign, **asked)
        thing = await fitting(scripts, campaign, script, launching)
        if thing.status != "draft":
            return await _with_hours(scripts, thing)


async def schedule(scripts: Scripts, campaign: int, at: int | None) -> Campaign:
    """Set when a draft is launched by itself (ms since 1970); None: it isn't.

    Raises Refused.
    """
    script = (await campaign_now(scripts, campaign)).script
    message = None if at is None else taken_apart(script)
    scheduling = campaign_by("schedule_launch", scripts, campaign, at=at, message=message)
    return await fitting(scripts, campaign, script, scheduling)


async def launch_due(scripts: Scripts) -> None:
    """Launch the drafts whose time has come. One that can't be launched says why, and stays a draft. This is a chore.

    Raises Refused (try_again).
    """
    for campaign in await lookups.campaigns_to_launch(scripts):
        try:
            await launch(scripts, campaign, scheduled=True)
        except Refused as refused:
            if refused.code == "try_again":
                raise
            if refused.code not in LAUNCHED_OR_NOT_ANY_MORE:
                await scripts.run("fail_launch", campaign, trouble=refused.sentence)


async def _with_hours(scripts: Scripts, launched: Campaign) -> Campaign:
    """Bring the hours of a campaign that was launched up to date: until then everybody counts as asleep.

    It is launched, whatever happens now: a chore does this, too.
    """
    try:
        await refresh(scripts, launched.id)
        return await campaign_now(scripts, launched.id)
    except Refused as refused:
        if refused.code != "try_again":
            raise
        return launched
