"""Says beside a text why it wasn't sent: another campaign had texted the same person a short time before.

lua/account/permit_text.lua decides that. A texter who wants to write all the same does so once the hours are over.
"""

from collections.abc import Mapping

from server.errors import Refused
from server.store import lookups
from server.store.scripts import Scripts
from server.words.moments import clock

UNKNOWN_ZONE = "UTC"


async def why_not_sent(scripts: Scripts, other: Mapping[str, int], zone: str | None) -> str:
    """Return the sentence; `other` is {campaign, at (ms), hours}, `zone` the contact's time zone if it is known."""
    try:
        title = await lookups.title(scripts, other["campaign"])
    except Refused:  # try_again: texts of this campaign don't wait for the primary of another
        title = None
    return sentence(title, other["at"], other["hours"], zone)


def sentence(title: str | None, at: int, hours: int, zone: str | None) -> str:
    """Return it for the title of the other campaign; None: that can't be read."""
    campaign = f"“{title}”" if title else "another campaign"
    when = clock(at, zone or UNKNOWN_ZONE, names_day=hours >= 24)
    within = "an hour" if hours == 1 else f"{hours} hours"
    return f"Not sent: {campaign} texted this person {when}, and two campaigns don't text one person within {within}."
