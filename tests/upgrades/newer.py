"""A program that is one schema newer than ours, by a step that takes a while: `python -m tests.upgrades.newer ARGS`."""

import asyncio

from server.cli.main import main
from server.store import keys, lookups
from server.store.scripts import Scripts
from server.upgrades import steps
from server.upgrades.steps import Step

SECONDS = 1.0


async def look_around(scripts: Scripts) -> None:
    """Touch every campaign, as a step that changes something there would."""
    for campaign in await lookups.campaigns(scripts):
        await scripts.run("holders", campaign)
        await asyncio.sleep(SECONDS)


if __name__ == "__main__":
    keys.SCHEMA += 1
    steps.STEPS[keys.SCHEMA] = Step("Every campaign is looked at.", look_around)
    main()
