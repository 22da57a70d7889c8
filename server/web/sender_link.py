"""The campaign sender link: which campaign it is for, whoever has it."""

import re
from dataclasses import dataclass

from server.errors import Refused
from server.store import lookups
from server.store.scripts import Scripts

PATH = re.compile(r"/join/([^/?#]+)")


@dataclass(frozen=True, slots=True)
class Invitation:
    """The words of a link that works, for somebody who isn't signed in: the campaign's title."""

    title: str


async def campaign_of(scripts: Scripts, token: str) -> int:
    """Return the campaign that a member can join by this token now.

    Raises Refused: link_disabled, the same for a token that never was; and of one that is right, not_active or
    self_assign_off; try_again.
    """
    named = re.fullmatch(r"(\d{1,15})-.+", token)
    if not named:
        raise Refused("link_disabled")
    campaign = int(named[1])
    await scripts.run("join_campaign", campaign, token=token)
    return campaign


async def invitation(scripts: Scripts, path: str | None) -> Invitation | None:
    """Return what the page that somebody goes on to invites them to; None if it is no link, or one that doesn't work.

    Raises Refused (try_again).
    """
    token = PATH.fullmatch(path or "")
    if not token:
        return None
    try:
        campaign = await campaign_of(scripts, token[1])
    except Refused as refused:
        if refused.code == "try_again":
            raise
        return None
    title = await lookups.title(scripts, campaign)
    return Invitation(title) if title is not None else None
