"""Launching a campaign."""

from server.campaigns.chunks import CONVERSATIONS_PER_SCRIPT
from server.campaigns.hours import refresh
from server.campaigns.message import fitting, taken_apart
from server.campaigns.reading import campaign_by, campaign_now
from server.errors import Refused
from server.store.scripts import Scripts
from server.wire.things import Campaign


async def launch(scripts: Scripts, campaign: int) -> Campaign:
    """Give the senders chosen by now their shares, in chunks, then make it active. Interrupted, launching goes on.

    Raises Refused.
    """
    script = (await campaign_now(scripts, campaign)).script
    message = taken_apart(script)  # an older version has set it without
    while True:
        launching = campaign_by("launch_campaign", scripts, campaign, most=CONVERSATIONS_PER_SCRIPT, message=message)
        thing = await fitting(scripts, campaign, script, launching)
        if thing.status != "draft":
            return await _with_hours(scripts, thing)


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
