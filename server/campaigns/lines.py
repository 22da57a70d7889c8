"""Looking up the line types of a draft's numbers: a carrier charges for each, and landlines get no texts."""

from msgspec import convert

from server.errors import Refused
from server.store import lookups
from server.store.scripts import Scripts
from server.wire.amounts import amount
from server.wire.replies import LookupOffer
from server.wire.things import Campaign

NUMBERS_PER_SCRIPT = 1_000


async def offer(scripts: Scripts, campaign: Campaign, about: str) -> LookupOffer:
    """Return what looking up would cost; `about` is what is known of the carrier's price without the account's.

    Raises Refused not_draft, try_again.
    """
    if campaign.status != "draft":
        raise Refused("not_draft")
    done = campaign.lookup.asked if campaign.lookup else 0
    numbers = max(0, campaign.contacts - campaign.opted_out - done)
    each, currency = await lookups.price_of(scripts, campaign.carrier, "lookup")
    total = "" if each is None else amount(each * numbers)
    return LookupOffer(
        numbers=numbers, each="" if each is None else amount(each), total=total, currency=currency, about=about
    )


async def look_up(scripts: Scripts, campaign: int) -> Campaign:
    """Have the numbers of a draft looked up. Stopped half-way, asking again goes on.

    Raises Refused.
    """
    through = 0
    while True:
        answer = await scripts.run("look_up_numbers", campaign, after=through, most=NUMBERS_PER_SCRIPT)
        through = answer["through"]
        if through >= answer["last"]:
            return convert(answer["campaign"], Campaign)
