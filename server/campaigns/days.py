"""The end of texters' days, after which they may take as many conversations as before."""

from server.errors import Refused
from server.store import lookups
from server.store.scripts import Scripts


async def end_days(scripts: Scripts) -> None:
    """End the days that are over, in every campaign.

    Raises Refused (try_again).
    """
    for campaign in await lookups.campaigns(scripts):
        try:
            await scripts.run("end_days", campaign)
        except Refused as refused:
            if refused.code != "unknown_campaign":  # listed, and not made yet
                raise
