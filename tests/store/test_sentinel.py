"""The store behind sentinels."""

import asyncio

from server.config import Config
from server.errors import Refused
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.replicated.sentinel import sentinel_deployment


async def answered(scripts: Scripts) -> None:
    """Ask until there is an answer, as everybody does."""
    while True:
        try:
            await scripts.now()
            return
        except Refused:
            await asyncio.sleep(0.1)


async def test_a_primary_that_falls_silent_is_left_once_another_has_taken_its_place(store_binary: str) -> None:
    """So is one whose machine is lost: nothing closes its connections."""
    async with (
        sentinel_deployment(store_binary) as deployment,
        open_store(Config(redis_url=deployment.url, accept_loss=True)) as store,
    ):
        scripts = Scripts(store.nodes)
        await scripts.now()
        primary = await deployment.primary()
        primary.pause()
        asking = [asyncio.create_task(answered(scripts)) for _ in range(3)]
        await deployment.takes_over(await deployment.replica(primary))
        async with asyncio.timeout(2):
            await asyncio.gather(*asking)
        primary.resume()
