"""The end of a texter's day, in all their campaigns."""

from server.campaigns.chunks import CONVERSATIONS_PER_SCRIPT
from server.errors import Refused
from server.store.keys import OPEN_LANES
from server.store.scripts import Scripts
from server.wire.replies import Finished

NOT_ALL = "Not all could be given back: the store is away for a moment. Ask again; what has gone back stays so."


async def finish_day(scripts: Scripts, member: int) -> Finished:
    """Give back all that a texter holds, campaign by campaign, and return how many conversations went back.

    A campaign whose primary is away doesn't keep the others from being finished. Interrupted, finishing again goes on.

    Raises Refused (try_again), with what has gone back so far in its details.
    """
    given = dict.fromkeys(("moved", *OPEN_LANES), 0)
    away: Refused | None = None
    for campaign in await scripts.run("campaigns_of", member=member):
        try:
            await _finish_in(scripts, campaign, member, given)
        except Refused as refused:
            if refused.code == "try_again":
                away = refused
            elif refused.code != "unknown_campaign":  # the list of their campaigns is only a hint
                raise
    if away:
        raise Refused("try_again", NOT_ALL, given) from away
    return Finished(**given)


async def _finish_in(scripts: Scripts, campaign: int, member: int, given: dict[str, int]) -> None:
    """Give back what a texter holds in one campaign, some at a time, and add to `given` how many those were."""
    moved = CONVERSATIONS_PER_SCRIPT
    while moved == CONVERSATIONS_PER_SCRIPT:
        chunk = await scripts.run("finish_day", campaign, texter=member, most=CONVERSATIONS_PER_SCRIPT)
        for lane, number in chunk.items():
            given[lane] += number
        moved = chunk["moved"]
