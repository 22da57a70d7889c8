"""Answers that nobody can answer as things stand, campaign by campaign. Pure.

An unassigned reply of an active campaign is ordinary work as long as a sender can request it. It is stranded when no
sender can, and so is every reply of a campaign that isn't active, whoever holds it. The admins see those in one place.
"""

from server.wire.parts import Why
from server.wire.things import Campaign, Stranded


def stranded(campaign: Campaign) -> Stranded | None:
    """Return what admins are told of a campaign's stranded answers; None if there are none.

    Of an active campaign only the unassigned ones are stranded.
    """
    why: Why
    unassigned, held = campaign.unassigned.reply, campaign.held.reply
    if campaign.status != "active":
        answers, why = unassigned + held, campaign.status
    elif not campaign.senders:
        answers, why = unassigned, "no_senders"
    elif not campaign.self_assign:
        answers, why = unassigned, "self_assign_off"
    else:
        return None
    if not answers:
        return None
    return Stranded(
        id=campaign.id,
        campaign=campaign.id,
        v=campaign.v,
        title=campaign.title,
        status=campaign.status,
        answers=answers,
        why=why,
    )
