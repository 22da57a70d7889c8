"""Conversations of texters who do nothing go back, as each campaign sets it (lua/shared/doing.lua)."""

from server.campaigns.chunks import CONVERSATIONS_PER_SCRIPT
from server.errors import Refused
from server.store import lookups
from server.store.scripts import Scripts


async def take_back(scripts: Scripts) -> None:
    """Warn texters who have done nothing for long, and take back what they were warned of. This is a chore.

    Nothing is taken back within minutes of a fault or a restart (lua/account/is_calm.lua).

    Raises Refused (try_again).
    """
    campaigns = await lookups.campaigns_that_take_back(scripts)
    if campaigns:
        calm = await scripts.run("is_calm")
        for campaign in campaigns:
            try:
                await take_back_in(scripts, campaign, calm=calm)
            except Refused as refused:
                if refused.code != "unknown_campaign":  # it was deleted meanwhile
                    raise


async def take_back_in(scripts: Scripts, campaign: int, *, calm: bool) -> int:
    """Warn and take back in one campaign. Returns how many conversations went back.

    Raises Refused.
    """
    moved, cursor, goes_on = 0, "0", True
    while goes_on:
        most = CONVERSATIONS_PER_SCRIPT
        answer = await scripts.run("take_back", campaign, calm=calm, cursor=cursor, most=most)
        moved, cursor = moved + answer["moved"], answer["cursor"]
        goes_on = cursor != "0" or answer["moved"] == most
    return moved
