"""Commands of admins: who is behind the numbers of a draft."""

from server.campaigns import lines
from server.campaigns.reading import campaign_now
from server.carriers.registry import CARRIERS
from server.commands.table import Asking, Commands
from server.errors import Refused
from server.wire.arguments import CampaignId
from server.wire.replies import LookupOffer
from server.wire.things import Campaign

commands = Commands()


@commands
async def price_lookup(asking: Asking, *, campaign: CampaignId) -> LookupOffer:
    """Say what looking up the line types of a draft's numbers would cost."""
    now = await campaign_now(asking.scripts, campaign)
    return await lines.offer(asking.scripts, now, lookup_of(now))


@commands
async def look_up_numbers(asking: Asking, *, campaign: CampaignId) -> Campaign:
    """Have the carrier look up the line types of a draft's numbers, which it charges for. Landlines get no texts."""
    lookup_of(await campaign_now(asking.scripts, campaign))
    return await lines.look_up(asking.scripts, campaign)


def lookup_of(campaign: Campaign) -> str:
    """Return what is known of the price that the campaign's carrier takes for looking a number up.

    Raises Refused no_lookup.
    """
    entry = CARRIERS.get(campaign.carrier)
    if entry is None or entry.lookup is None:
        raise Refused("no_lookup")
    return entry.lookup
