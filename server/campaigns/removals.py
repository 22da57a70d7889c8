"""Nothing stays with someone who can't answer it, also when the process that took them out didn't live to finish."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from server.background import Background
from server.campaigns.chunks import in_chunks
from server.errors import Refused
from server.store.scripts import Scripts

EVERY = 5.0
"""Seconds between two looks: ten after a fault has ended, every console is to tell the truth."""


@asynccontextmanager
async def finishing_removals(background: Background, scripts: Scripts) -> AsyncIterator[None]:
    """Look now and then whether a removal was interrupted, for as long as this lasts."""

    async def look() -> None:
        while True:
            with suppress(Refused):  # the store is away: there is another look
                await finish_removals(scripts)
            await asyncio.sleep(EVERY)

    async with background.running(finish_removals=look):
        yield


async def finish_removals(scripts: Scripts) -> None:
    """Finish in every campaign. It does no harm that several processes do it, and one that removes somebody.

    Raises Refused (try_again).
    """
    account = await scripts.run("describe_account")
    disabled = [member["id"] for member in account["members"] if member["disabled"]]
    for campaign in account["campaigns"]:
        try:
            await in_chunks(scripts, "finish_removals", campaign, disabled=disabled)
        except Refused as refused:
            if refused.code != "unknown_campaign":  # listed, and not made yet
                raise
