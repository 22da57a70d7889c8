"""Commands of admins: the account's carriers, what they let through and what they cost."""

from typing import Annotated

from server.campaigns.reading import account_now
from server.carriers import rates
from server.carriers.classes import CLASSES
from server.carriers.estimate import estimate
from server.carriers.registry import CARRIERS
from server.commands.table import Asking, Commands
from server.wire.amounts import Money, Numbers, PerDay, PerSecond
from server.wire.arguments import CampaignId, limited
from server.wire.replies import CarrierChoice, Carriers, Estimate
from server.wire.things import Account

commands = Commands()

CarrierName = Annotated[str, limited("A carrier's name, as `list_carriers` has it.")]


@commands
async def list_carriers(asking: Asking) -> Carriers:
    """List the carriers that there are, and the rates of the usual classes of numbers."""
    choices = [CarrierChoice(carrier=name, sentence=entry.sentence) for name, entry in CARRIERS.items()]
    return Carriers(carriers=choices, classes=list(CLASSES))


@commands
async def set_carrier(
    asking: Asking,
    *,
    carrier: CarrierName,
    numbers: Numbers = "",
    per_second: PerSecond | None = None,
    per_day: PerDay | None = None,
    price: Money | None = None,
    picture_price: Money | None = None,
    lookup_price: Money | None = None,
) -> Account:
    """Set what a carrier lets through and costs, or some numbers of it; what is left out stays."""
    others = {"picture_price": picture_price, "lookup_price": lookup_price}
    await rates.set_carrier(asking.scripts, carrier, numbers, per_second, per_day, price, **others)
    return await account_now(asking.scripts)


@commands
async def set_default_carrier(asking: Asking, *, carrier: CarrierName | None) -> Account:
    """Set the carrier of campaigns that are made from now on and name none; null: any that runs."""
    await rates.set_default_carrier(asking.scripts, carrier)
    return await account_now(asking.scripts)


@commands
async def set_currency(
    asking: Asking, *, currency: Annotated[str | None, limited("Its three letters (ISO 4217); null: US dollars.")]
) -> Account:
    """Set the currency of prices and budgets; no amount changes by this."""
    await rates.set_currency(asking.scripts, currency)
    return await account_now(asking.scripts)


@commands
async def estimate_campaign(asking: Asking, *, campaign: CampaignId) -> Estimate:
    """Say what the first messages that aren't sent yet cost, and how long they take."""
    return await estimate(asking.scripts, campaign)
