"""The state of a campaign, with a row for each sender, and in lines for people."""

from server.campaigns.reading import senders_of
from server.cli.account import account
from server.store.keys import OPEN_LANES
from server.wire.parts import OpenLanes
from server.wire.things import Campaign, Sender


async def status(campaign: int) -> tuple[Campaign, list[Sender]]:
    """Return the campaign thing, and a sender thing for each sender, by id.

    Raises Refused (unknown_campaign, try_again).
    """
    async with account() as (scripts, _):
        return await senders_of(scripts, campaign)


def told(campaign: Campaign, senders: list[Sender]) -> list[str]:
    """Return the lines that tell how a campaign stands."""
    rows: list[tuple[str, OpenLanes | Sender]] = [("unassigned", campaign.unassigned)]
    rows += [(sender.name, sender) for sender in senders]
    hours = [moment.sentence for moment in (campaign.closes, campaign.later and campaign.later.opens) if moment]
    width = max(len(name) for name, _ in rows)
    return [
        f"{campaign.title}: {campaign.status}, {campaign.contacts:,} contacts, {campaign.sent:,} sent",
        " " * width + "".join(f"{lane:>12}" for lane in OPEN_LANES),
        *(f"{name:{width}}" + "".join(f"{getattr(row, lane):>12,}" for lane in OPEN_LANES) for name, row in rows),
        f"closed {campaign.closed:,}, opted out {campaign.opted_out:,}",
        *hours,
    ]
