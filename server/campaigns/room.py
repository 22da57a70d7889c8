"""The end of a wait for conversations: whoever has had no console open for ten minutes waits no more."""

from server.errors import Refused
from server.store import lookups
from server.store.scripts import Scripts


async def serve_rooms(scripts: Scripts) -> None:
    """Let those go who have been away for long, in every campaign in which texters wait. This is a chore.

    Hubs do the same, but only for campaigns that somebody has open. Else those who come back the next day would still
    be waiting, and get a batch that they haven't asked for.

    Raises Refused (try_again).
    """
    for campaign in await lookups.campaigns_with_a_room(scripts):
        try:
            await scripts.run("serve_room", campaign)
        except Refused as refused:
            if refused.code != "unknown_campaign":  # it was deleted meanwhile
                raise
