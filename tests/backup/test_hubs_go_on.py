"""Hubs and carriers that run while their store is emptied and a backup restored show what it holds, by themselves."""

import asyncio
from pathlib import Path

import pytest
from redis.asyncio import Redis

from server.client import Client
from server.store import lookups
from tests.backup.stores import AT_ONCE, restored
from tests.carriers.carrying import settled
from tests.command_line import handraise
from tests.faults.stores import store
from tests.faults.test_store_went_back import WITHIN, everything, put_in_place, shows, unassigned
from tests.processes import handraise as process
from tests.processes import hub_process
from tests.world import World

SIGNED_OUT = 4401
NOTICED_SECONDS = 6.0
"""Seconds after which every hub has noticed that its store is empty."""


@pytest.mark.parametrize("emptied", [0.0, NOTICED_SECONDS])
async def test_every_console_and_board_shows_what_was_restored(
    store_binary: str, tmp_path: Path, emptied: float
) -> None:
    """`emptied` is for how many seconds the store holds nothing. Whose sign-in a hub looks for then is signed out."""
    file = tmp_path / "b.zip"
    async with (
        store(store_binary, *AT_ONCE) as here,
        hub_process(url := f"unix://{here.path}") as hub,
        process(
            "carrier", "simulator", "--delay", "0", "--reply-rate", "0", "--fail-rate", "0", REDIS_URL=url
        ) as carrier,
    ):
        world = here.world
        campaign = await world.campaign(40, carrier="simulator")
        ana, root = await world.texter(campaign), await world.member("Root", "admin")
        token = await world.members.token(await world.member("Ana"))
        admins = await world.members.token(root)
        async with Client(hub.url, token) as console, Client(hub.url, admins, "/ws/admin") as board:
            await console.ask("open_console")
            await board.ask("open_admin")
            assert (await handraise("backup", file, REDIS_URL=url)).code == 0
            await ana.request()
            sent = await ana.send_initials()
            await settled(world, campaign, *["delivered"] * len(sent))  # a report would be kept in the emptied store
            since = await world.campaign(5, title="Made since")
            await console.until(lambda c: shows(c, ana, screen="inbox_zero"), within=WITHIN)

            await here.redis.flushall()
            await asyncio.sleep(emptied)
            ended = await handraise("restore", file, REDIS_URL=url)
            assert ended.code == 0, ended.err

            await console.until(
                lambda c: c.close_code == SIGNED_OUT or shows(c, ana, quiet=0, initial=0), within=WITHIN
            )
        async with Client(hub.url, token) as console, Client(hub.url, admins, "/ws/admin") as board:
            await console.ask("open_console")
            await board.ask("open_admin")
            await console.until(lambda c: shows(c, ana, screen="not_sending", quiet=0, initial=0), within=WITHIN)
            await board.until(lambda c: unassigned(c, campaign) == 40, within=WITHIN)
            await board.until(lambda c: unassigned(c, since) is None, within=WITHIN)
            await world.scripts.run("resume_campaign", campaign)
            await console.until(lambda c: shows(c, ana, screen="looking"), within=WITHIN)
        assert "Traceback" not in hub.log() + carrier.log()


async def test_a_hub_that_missed_the_moment_without_an_account_notices_by_the_versions(
    hub_url: str, world: World, redis: Redis, store_url: str, store_binary: str, tmp_path: Path
) -> None:
    """Without the leap, the store would come to the version that the hub knows, with other contents."""
    await redis.config_set("repl-diskless-sync-delay", 0)
    campaign = await world.campaign(40)
    ana = await world.texter(campaign)
    token = await world.members.token(await world.member("Ana"))
    await lookups.epoch(world.scripts)  # the account has its identity
    assert (await handraise("backup", tmp_path / "b.zip", REDIS_URL=store_url)).code == 0
    async with store(store_binary) as there:
        await restored(there, tmp_path / "b.zip")
        contents = await everything(there.redis)
    async with Client(hub_url, token) as console:
        await console.ask("open_console")
        await ana.request()
        await console.until(lambda c: shows(c, ana, initial=10), within=WITHIN)

        await put_in_place(redis, contents)

        await console.until(lambda c: shows(c, ana, screen="not_sending", initial=0), within=WITHIN)
