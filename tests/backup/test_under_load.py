"""A backup that is made while texters work and contacts write holds one moment: everybody is in exactly one place."""

import asyncio
import random
from contextlib import suppress
from pathlib import Path

from server.campaigns.check import check
from server.errors import Refused
from tests.backup.stores import backed_up, restored, store
from tests.world import Texter, World

TEXTERS = 8
BACKUPS = 6


async def work(world: World, texter: Texter) -> None:
    """Request, send, answer, close and release, without end."""
    while True:
        with suppress(Refused):
            await texter.request()
            await texter.send_initials()
        for conversation in await texter.holds("reply"):
            with suppress(Refused):
                seen = len((await world.conversation(texter.campaign, conversation))["texts"])
                await texter.send_reply(conversation, last_seen=seen)
                await texter.close(conversation)
        await texter.release()


async def write(world: World, campaign: int, contacts: int) -> None:
    """Contacts write, without end; some want no more."""
    chance = random.Random(1)
    while True:
        await world.contact_writes(campaign, chance.randint(1, contacts), stop=chance.random() < 0.1)


async def test_every_backup_under_load_restores_to_a_store_that_is_right(store_binary: str, tmp_path: Path) -> None:
    async with store(store_binary) as here:
        world = here.world
        campaigns = [await world.campaign(3_000, batch_size=7) for _ in range(2)]
        texters = [await world.texter(campaigns[n % 2], f"Texter{n}") for n in range(TEXTERS)]
        loops = [
            *(work(world, texter) for texter in texters),
            *(write(world, campaign, 3_000) for campaign in campaigns),
        ]
        working = [asyncio.create_task(loop) for loop in loops]
        versions = set()
        for n in range(BACKUPS):
            await asyncio.sleep(0.2)
            await backed_up(here, tmp_path / f"{n}.zip")
            async with store(store_binary) as there:
                await restored(there, tmp_path / f"{n}.zip")
                findings = await check(there.world.scripts)
                assert (findings.conversations, findings.faults) == (6_000, [])
                versions.add(tuple([(await there.world.counts(campaign))["sent"] for campaign in campaigns]))
        assert not any(task.done() for task in working)
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
    assert len(versions) == BACKUPS, "each of another moment"
