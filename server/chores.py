"""Everything that time brings: a table of chores, each done once a period by whichever process asks first.

Any number of processes run the table. The store elects one of them for each period (lua/account/begin_chore.lua), and
the others ask again when the period is over. When the process that did a chore is killed, another one does it at most
one period after it was last begun. A chore must do no harm when it is interrupted, or when one that takes longer than
its period is begun a second time meanwhile.

Bulk send isn't here: it waits for room in a carrier's queue and not for time, so carriers ask for it (taking.py).
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from socket import gethostname

from server.background import Background
from server.campaigns.at_hand import rename_tags
from server.campaigns.days import end_days
from server.campaigns.erasing import erase_due
from server.campaigns.hours import turn_hours
from server.campaigns.indexing import index_contacts
from server.campaigns.launching import launch_due
from server.campaigns.removals import finish_removals
from server.campaigns.room import serve_rooms
from server.campaigns.taking_back import take_back
from server.carriers.lost import give_up_texts
from server.errors import Refused
from server.store.scripts import Scripts
from server.upgrades.upgrading import upgrade_if_older


@dataclass(frozen=True, slots=True)
class Chore:
    """Something that is to be done now and then.

    period  seconds from one beginning to the next
    do      does it; may raise Refused (try_again): the store is away, and the next period brings it again
    """

    name: str
    period: float
    do: Callable[[Scripts], Awaitable[None]]


CHORES = (
    Chore("finish_removals", 5.0, finish_removals),  # ten seconds after a fault, every console is to tell the truth
    Chore("give_up_texts", 5.0, give_up_texts),
    Chore("end_days", 60.0, end_days),
    Chore("erase_due", 60.0, erase_due),  # what is kept for days needs no haste
    Chore("index_contacts", 60.0, index_contacts),  # those that a server of an older version has added
    Chore("launch_due", 5.0, launch_due),
    Chore("rename_tags", 60.0, rename_tags),  # goes on with what was stopped half-way
    Chore("serve_rooms", 60.0, serve_rooms),
    Chore("turn_hours", 5.0, turn_hours),
    Chore("take_back", 5.0, take_back),
    Chore("upgrade_if_older", 5.0, upgrade_if_older),
)


@asynccontextmanager
async def doing_chores(background: Background, scripts: Scripts, chores: Iterable[Chore]) -> AsyncIterator[None]:
    """Take part in these chores while this lasts."""
    async with background.running(**{chore.name: partial(_take_part, chore, scripts) for chore in chores}):
        yield


async def _take_part(chore: Chore, scripts: Scripts) -> None:
    name, process = chore.name, f"{gethostname()}:{os.getpid()}"
    while True:
        try:
            wait = await scripts.run("begin_chore", chore=name, period=round(chore.period * 1000), process=process)
            if not wait:
                await chore.do(scripts)
        except Refused as refused:
            if refused.code != "try_again":
                raise
            wait = chore.period * 1000
        await asyncio.sleep(wait / 1000)
