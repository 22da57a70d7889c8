"""Notes for campaigns that an older version kept which contacts have answered, and which wait for an answer."""

from server.errors import Refused
from server.store import lookups
from server.store.scripts import Scripts

CONVERSATIONS_PER_SCRIPT = 1000


async def note_answered(scripts: Scripts) -> None:
    """Note it in every campaign. It may be interrupted, and done twice.

    Raises Refused (try_again).
    """
    for campaign in await lookups.campaigns(scripts):
        try:
            await _note(scripts, campaign)
        except Refused as refused:
            if refused.code != "unknown_campaign":  # it is listed and not made, or was deleted
                raise


async def _note(scripts: Scripts, campaign: int) -> None:
    after = 0
    while True:
        last = await scripts.run("note_answered", campaign, after=after, most=CONVERSATIONS_PER_SCRIPT)
        if last < after + CONVERSATIONS_PER_SCRIPT:
            return
        after = last
