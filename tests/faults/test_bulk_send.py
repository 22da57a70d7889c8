"""Bulk send, while the processes that do it are killed: nobody is texted twice, and nobody is forgotten unseen."""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis

from server.campaigns import launching
from server.carriers.handover import TEXTS_IN_HAND
from server.carriers.lost import give_up_texts
from server.config import Config
from server.people.members import Members
from server.store import keys
from server.store.connecting import open_store
from server.store.nodes import Nodes
from server.store.scripts import Scripts
from tests.journeys.test_many_texters import store_of
from tests.processes import handraise
from tests.world import World

CONTACTS = 1_500
ROUND = 100
"""First messages that are queued at once."""


@asynccontextmanager
async def recording(file: Path, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A carrier that writes down whom it texts, in a process of its own."""
    surroundings = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL", "HANDRAISE_DATA")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.faults.recording_carrier", str(file)),
        cwd=Path(__file__).parents[2],
        env={**surroundings, "HANDRAISE_ACCEPT_LOSS": "1", **environment},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def texted(*files: Path) -> list[str]:
    """The phones that have been texted, in the order of the files: one entry for each text."""
    return [line.split()[1] for file in files if file.exists() for line in file.read_text().splitlines()]


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait until the condition holds."""
    async with asyncio.timeout(60):
        while not await condition():
            await asyncio.sleep(0.01)


async def fates(redis: Redis, campaign: int) -> dict[str, list[str]]:
    """The statuses of the texts to each phone, as the conversations show them."""
    scripts, found = Scripts(Nodes(redis)), dict[str, list[str]]()
    for first in range(1, CONTACTS + 1, 200):
        for _, _, _, contact, texts, *_ in await scripts.run("export_conversations", campaign, first=first, count=200):
            found[json.loads(contact)[2]] = [text["s"] for text in texts if text["d"] == "out"]
    return found


async def all_taken(redis: Redis, campaign: int) -> bool:
    """Return whether carriers have taken every first message of the campaign."""
    owner = keys.campaign(campaign)
    at = int(await redis.hget(owner, "bulk_at") or 0)  # type: ignore[misc]
    return at == CONTACTS and not await redis.llen(keys.under(owner, "outbox"))  # type: ignore[misc]


async def sending(redis: Redis, campaign: int) -> dict[bytes, bytes]:
    """The texts that carriers have taken and not reported: text → carrier and time of taking."""
    found: dict[bytes, bytes] = await redis.hgetall(keys.under(keys.campaign(campaign), "sending"))  # type: ignore[misc]
    return found


async def a_minute_passes(redis: Redis, campaign: int) -> None:
    """Let a minute pass for the texts that the killed carrier had taken and not reported, while a hub is there.

    The other carrier reports all of its texts first.
    """

    async def the_other_has_reported() -> bool:
        return len({taken.split(b":")[0] for taken in (await sending(redis, campaign)).values()}) <= 1

    await eventually(the_other_has_reported)
    name = keys.under(keys.campaign(campaign), "sending")
    for text, taken in (await sending(redis, campaign)).items():
        carrier, since = taken.split(b":")
        await redis.hset(name, text, b"%s:%d" % (carrier, int(since) - 61_000))  # type: ignore[misc]
    await give_up_texts(Scripts(Nodes(redis)))


async def launched(redis: Redis) -> int:
    """A campaign with bulk send."""
    scripts = Scripts(Nodes(redis))
    world = World(scripts, Members(scripts, Config(secret_key="for tests")))
    campaign = await world.campaign(CONTACTS, bulk_send=True, launch=False)
    await launching.launch(scripts, campaign)
    return campaign


@pytest.mark.parametrize("together", [False, True])
async def test_a_carrier_killed_half_way_leaves_nobody_texted_twice_and_nobody_forgotten(
    store_url: str, redis: Redis, tmp_path: Path, together: bool
) -> None:
    campaign = await launched(redis)
    files = [tmp_path / "first", tmp_path / "second"]

    async def half_way() -> bool:
        return len(texted(files[0])) >= CONTACTS / 4

    async def second_carries() -> bool:
        return await all_taken(redis, campaign) and not await sending(redis, campaign)

    async with AsyncExitStack() as processes:
        first = await processes.enter_async_context(recording(files[0], REDIS_URL=store_url))
        second = recording(files[1], REDIS_URL=store_url)
        if together:
            await processes.enter_async_context(second)
        await eventually(half_way)
        first.kill()
        await first.wait()
        if not together:
            await processes.enter_async_context(second)
        await eventually(lambda: all_taken(redis, campaign))
        left = await fates(redis, campaign)
        in_doubt = {phone for phone, statuses in left.items() if statuses == ["queued"]}
        await a_minute_passes(redis, campaign)
        await eventually(second_carries)

    times, after = Counter(texted(*files)), await fates(redis, campaign)
    assert set(times.values()) == {1}, "somebody got two first messages"
    assert {len(statuses) for statuses in after.values()} == {1}
    unknown = {phone for phone, statuses in after.items() if statuses == ["unknown"]}
    assert {phone for phone in after if phone not in times} <= unknown <= in_doubt, "somebody was forgotten unseen"
    assert len(unknown) <= TEXTS_IN_HAND
    assert {status for phone, [status] in after.items() if phone not in unknown} == {"sent"}


async def test_a_store_killed_half_way_leaves_everybody_texted_once(tmp_path: Path) -> None:
    data, file = tmp_path / "data", tmp_path / "texted"
    async with open_store(Config(data=data)) as store:
        campaign = await launched(store.redis)

        async def half_way() -> bool:
            return len(texted(file)) >= CONTACTS / 4

        async def everybody() -> bool:
            return len(texted(file)) >= CONTACTS

        async with recording(file, HANDRAISE_DATA=str(data)):
            await eventually(half_way)
            os.kill(store_of(data), signal.SIGKILL)
            await eventually(everybody)
    async with open_store(Config(data=data)) as store:
        assert set(Counter(texted(file)).values()) == {1}
        assert set(map(tuple, (await fates(store.redis, campaign)).values())) == {("sent",)}


async def test_the_simulator_killed_half_way_is_followed_by_another(store_url: str, redis: Redis) -> None:
    campaign = await launched(redis)
    options = ("carrier", "simulator", "--delay", "0", "--reply-rate", "0", "--fail-rate", "0")

    async def sent() -> int:
        found = await redis.hget(keys.campaign(campaign), "sent")  # type: ignore[misc]
        return int(found)

    async def half_way() -> bool:
        return await sent() >= CONTACTS / 4

    async def all_carried() -> bool:
        return await all_taken(redis, campaign) and not await sending(redis, campaign)

    async with handraise(*options, REDIS_URL=store_url) as first:
        await eventually(half_way)
        await first.kill()
    assert await sent() < CONTACTS
    async with handraise(*options, REDIS_URL=store_url) as second:
        await eventually(lambda: all_taken(redis, campaign))
        await a_minute_passes(redis, campaign)
        await eventually(all_carried)
        assert await second.stop() == 0
    after = await fates(redis, campaign)
    assert {len(statuses) for statuses in after.values()} == {1}
    counted = Counter(status for [status] in after.values())
    assert set(counted) <= {"delivered", "unknown", "sent"}  # sent: told delivered by nobody, killed before
    assert counted["unknown"] + counted["sent"] <= 2 * TEXTS_IN_HAND
    assert await sent() == CONTACTS


async def scripts_run(redis: Redis) -> int:
    """Return how many scripts the store has run so far."""
    calls: int = (await redis.info("commandstats"))["cmdstat_evalsha"]["calls"]
    return calls


async def test_paused_half_way_it_stops_and_resumed_it_goes_on(store_url: str, redis: Redis, tmp_path: Path) -> None:
    campaign, scripts = await launched(redis), Scripts(Nodes(redis))
    file = tmp_path / "texted"
    outbox = keys.under(keys.campaign(campaign), "outbox")
    while await scripts.run("send_bulk", campaign, most=ROUND):
        pass  # the queue is full when the carrier begins, and stays so

    async def half_way() -> bool:
        return len(texted(file)) >= CONTACTS / 4

    async def nothing_in_hand() -> bool:
        return not await sending(redis, campaign)

    async def everybody() -> bool:
        return len(texted(file)) == CONTACTS

    async with recording(file, REDIS_URL=store_url):
        await eventually(half_way)
        await scripts.run("pause_campaign", campaign)
        await eventually(nothing_in_hand)
        before, queued = len(texted(file)), await redis.llen(outbox)  # type: ignore[misc]
        asked = await scripts_run(redis)

        async def asked_again() -> bool:
            return await scripts_run(redis) >= asked + 4

        await eventually(asked_again)
        assert len(texted(file)) == before < CONTACTS
        assert await redis.llen(outbox) == queued > 0  # type: ignore[misc]
        await scripts.run("resume_campaign", campaign)
        await eventually(everybody)
    assert set(Counter(texted(file)).values()) == {1}
