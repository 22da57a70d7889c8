"""Texts that a process took and never reported, as when it was killed: after a minute they are given up."""

from server.carriers.intake import gone
from server.store import lookups
from server.store.scripts import Scripts


async def give_up_texts(scripts: Scripts) -> None:
    """Give up such texts of every campaign.

    Raises Refused (try_again).
    """
    for campaign in await lookups.campaigns_with(scripts, "sending"):
        with gone():
            await scripts.run("give_up_texts", campaign)
