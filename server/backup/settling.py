"""Makes the state that a backup brings back fit for a world that has gone on since.

All of it is done in a store of our own, before any hub or carrier sees the state.
"""

from dataclasses import dataclass, field

from server.carriers.registry import ASKED
from server.errors import Refused
from server.store.scripts import Scripts

TEXTS_PER_SCRIPT = 500


@dataclass
class Settled:
    """The changes that were made.

    paused   ids of the campaigns that were active
    doubted  texts that waited for a carrier or were with one; their fate is unknown now
    """

    paused: list[int] = field(default_factory=list)
    doubted: int = 0


async def settle(scripts: Scripts, campaigns: list[int], settled: Settled) -> None:
    """Pause active campaigns, and let nothing go out that may have gone out since the backup.

    Raises Refused.
    """
    for campaign in campaigns:
        try:
            await scripts.run("pause_campaign", campaign)
            settled.paused.append(campaign)
        except Refused as refused:
            if refused.code != "not_active":
                raise
        while doubted := await scripts.run("doubt_texts", campaign, most=TEXTS_PER_SCRIPT, asked=ASKED):
            settled.doubted += doubted
