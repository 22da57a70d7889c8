"""An admin at a board: looks at the campaign's last hour, and says yes to first batches."""

import asyncio
from contextlib import suppress
from random import Random

from server.client import Client
from server.load.tab import Tab

LOOKS_AT_HISTORY_EVERY_SECONDS = 5.0
"""Seconds between two questions of an admin for the campaign's last hour, on average."""

APPROVES_AFTER_SECONDS = 0.3
"""Seconds after which an admin says yes to those whom the live queue shows, on average."""


async def look_at_history(tab: Tab, dice: Random) -> None:
    """Ask for the campaign's last hour now and then, without end."""
    while True:
        await asyncio.sleep(dice.uniform(0, 2 * LOOKS_AT_HISTORY_EVERY_SECONDS))
        await tab.ask("campaign_history")


async def approve(tab: Tab, dice: Random) -> None:
    """Say yes to each texter who waits for that, as the live queue shows them, without end."""

    def waiting(client: Client) -> list[int]:
        return [
            thing["id"]
            for thing in client.things.values()
            if thing["kind"] == "sender" and thing["campaign"] == tab.campaign and thing["needs_yes"]
        ]

    while True:
        with suppress(TimeoutError):
            await tab.client.until(waiting)
        await asyncio.sleep(dice.uniform(0, 2 * APPROVES_AFTER_SECONDS))
        for member in waiting(tab.client):
            await tab.ask("approve_sender", member=member)
