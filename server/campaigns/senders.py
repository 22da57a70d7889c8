"""The senders of a campaign: adding and removing them."""

from collections.abc import Sequence

from server.campaigns.chunks import in_chunks
from server.campaigns.reading import campaign_by, campaign_now
from server.errors import Refused
from server.store import lookups
from server.store.scripts import Scripts
from server.wire.things import Campaign


async def add(scripts: Scripts, campaign: int, members: Sequence[int], by_link: bool = False) -> Campaign:
    """Make members senders of a campaign, and return the campaign thing. `by_link`: they come by the sender link.

    The members' list of campaigns comes first (a hint, which tells their hubs to watch this campaign), then the
    campaign's senders (the truth). Members disabled meanwhile are taken out.

    Raises Refused.
    """
    if (await campaign_now(scripts, campaign)).status == "archived":  # neither this nor an unknown one leaves a hint
        raise Refused("archived")
    await scripts.run("hint_senders", to=campaign, members=list(members))
    thing = await campaign_by("add_senders", scripts, campaign, members=list(members), by_link=by_link or None)
    for member in await lookups.disabled(scripts, members):
        thing = await remove(scripts, campaign, member)
    return thing


async def remove(scripts: Scripts, campaign: int, member: int) -> Campaign:
    """Take a sender out, whose open conversations become unassigned, and return the campaign thing.

    It goes in chunks; interrupted, removing again goes on.

    Raises Refused.
    """
    await in_chunks(scripts, "remove_sender", campaign, member=member)
    return await campaign_now(scripts, campaign)


async def disable(scripts: Scripts, member: int) -> None:
    """Keep a member out from now on, then take them out of every campaign. Interrupted, disabling again goes on.

    Raises Refused (unknown_member, last_admin, try_again).
    """
    await scripts.run("disable_member", member=member)
    for campaign in await scripts.run("campaigns_of", member=member):
        try:
            await remove(scripts, campaign, member)
        except Refused as refused:
            if refused.code != "not_a_sender":  # the list of their campaigns is only a hint
                raise
