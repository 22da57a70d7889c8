"""Launching a campaign."""

from server.campaigns.chunks import CONVERSATIONS_PER_SCRIPT
from server.campaigns.hours import refresh
from server.campaigns.message import fitting, taken_apart
from server.campaigns.reading import campaign_by, campaign_now
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
            await refresh(scripts, campaign)  # till then everybody counts as asleep
            return await campaign_now(scripts, campaign)
