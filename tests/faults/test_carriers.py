"""Real carriers' SDKs against stand-ins that fail as carriers do, while carrier processes and hubs are killed.

In the suite few texts go out, with all that can happen to them; `--long` sends 10,000 by each, and kills every 20 s.
"""

import asyncio
import json
import os
import signal
import sys
import time
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis

from server.carriers.lost import give_up_texts
from server.store import keys
from tests.carriers.telnyx_account import TelnyxAccount
from tests.command_line import ROOT, Running, handraise, running
from tests.commands.test_take_texts import time_passes
from tests.processes import free_port
from tests.test_serve import workers
from tests.world import World

FINAL = {"delivered": "delivered", "undelivered": "failed", "failed": "failed"}
"""A stand-in's word for the end of a text → ours."""


@dataclass(frozen=True)
class Side:
    """A carrier's stand-in, and the settings with which its carrier finds it.

    faults  the stand-in's, in the long form
    often   those that are more in the short form, where few texts must meet all that can happen
    """

    name: str
    faults: Mapping[str, float]
    often: Mapping[str, float]
    settings: Mapping[str, str]
    api_url: str


TWILIO = Side(
    "twilio",
    {
        **{"lost": 0.02, "failing": 0.01, "busy": 3, "missing": 0.02, "delay": 1},
        **{"twice": 0.1, "shuffled": 0.1, "late": 0.05, "late_seconds": 1, "replies": 0.2, "stops": 0.02},
    },
    {"lost": 0.1, "failing": 0.1},
    {
        "TWILIO_ACCOUNT_SID": "AC" + "a" * 32,
        "TWILIO_AUTH_TOKEN": "twilio's token",
        "TWILIO_MESSAGING_SERVICE_SID": "MG" + "c" * 32,
    },
    "TWILIO_API_URL",
)

TELNYX = Side(
    "telnyx",
    {
        **{"broken": 0.02, "lost_before": 0.01, "lost_after": 0.01, "full": 0.01, "busy": 5, "undelivered": 0.02},
        **{"delay": 0.05, "twice": 0.1, "swapped": 0.1, "late": 5, "replies": 0.2, "stops": 0.02},
    },
    {"broken": 0.1, "lost_before": 0.05, "lost_after": 0.05},
    TelnyxAccount().environment(),
    "TELNYX_API_URL",
)


@dataclass
class Became:
    """A text that the stand-in has accepted: its words, and what became of it."""

    phone: str
    body: str
    status: str


@dataclass
class StandIn:
    """A stand-in that serves in a process of its own."""

    url: str
    client: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(timeout=60))

    async def control(self, what: str, **said: Any) -> dict[str, Any]:
        """Ask it for what no carrier tells."""
        found: dict[str, Any] = (await self.client.post(f"{self.url}/control/{what}", json=said)).json()
        return found

    async def accepted(self) -> tuple[list[Became], list[Became]]:
        """The texts that it has accepted from us, and those that people wrote, once nothing more is to happen."""
        told = await self.control("quiet")
        assert told["wrong"] == []
        ours = [Became(one["to"], one["body"], one["status"]) for one in told["texts"] if one["direction"] != "inbound"]
        theirs = [
            Became(one["from"], one["body"], one["status"]) for one in told["texts"] if one["direction"] == "inbound"
        ]
        return ours, theirs


@asynccontextmanager
async def standing_in(name: str, faults: Mapping[str, float]) -> AsyncIterator[StandIn]:
    """A stand-in, for as long as this lasts."""
    program = (sys.executable, "-m", f"tests.carriers.{name}_stand_in", "--faults", json.dumps(faults))
    process = await asyncio.create_subprocess_exec(*program, cwd=ROOT, stdin=DEVNULL, stdout=PIPE)
    assert process.stdout
    try:
        says = (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
        stand_in = StandIn(says.split()[-1])
        async with stand_in.client:
            yield stand_in
    finally:
        process.kill()
        await process.communicate()


async def carrier(side: Side, rate: float, env: Mapping[str, str]) -> Process:
    """A carrier's process."""
    program = (sys.executable, "-m", "tests.faults.impatient_carrier", "1", side.name, "--rate", str(rate))
    return await asyncio.create_subprocess_exec(
        *program, cwd=ROOT, stdin=DEVNULL, stdout=DEVNULL, env={**os.environ, **env}
    )


async def left(redis: Redis, campaign: int) -> int:
    """The first messages that aren't queued yet, and the texts that aren't settled."""
    owner = keys.campaign(campaign)
    at, contacts = await redis.hmget(owner, "bulk_at", "contacts")  # type: ignore[misc]
    lists = await redis.llen(keys.under(owner, "outbox"))  # type: ignore[misc]
    hashes = [await redis.hlen(keys.under(owner, name)) for name in ("sending", "unsure")]  # type: ignore[misc]
    return int(contacts) - int(at or 0) + lists + sum(hashes)


async def kept(world: World, campaign: int) -> dict[str, list[dict[str, Any]]]:
    """Each phone's texts, as its conversation shows them."""
    contacts = (await world.counts(campaign))["contacts"]
    found = [await world.conversation(campaign, id + 1) for id in range(contacts)]
    return {one["contact"]["phone"]: one["texts"] for one in found}


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("side", [TWILIO, TELNYX], ids=lambda side: side.name)
async def test_each_phone_gets_each_text_once_whatever_is_lost_and_killed(
    side: Side, store_url: str, world: World, redis: Redis, request: pytest.FixtureRequest
) -> None:
    long = request.config.getoption("--long")
    texts, rate, at_least, seconds, within = (10_000, 40.0, 0, 20.0, 1500) if long else (240, 120.0, 60, 0.0, 150)
    port = free_port()
    async with standing_in(side.name, side.faults if long else {**side.faults, **side.often}) as stand_in:
        env = {
            **side.settings,
            **{side.api_url: stand_in.url, "REDIS_URL": store_url, "PUBLIC_URL": f"http://127.0.0.1:{port}"},
            "HANDRAISE_ACCEPT_LOSS": "1",
        }
        campaign = await world.campaign(texts, carrier=side.name, bulk_send=True, batch_size=300)
        async with running("serve", "--port", str(port), "--workers", "2", **env) as hub:
            await hub.says("Handraise serves")
            assert (await handraise("carrier", side.name, "--configure", **env)).code == 0
            async with asyncio.timeout(within):
                kills = await carried(side, rate, env, world, campaign, hub, at_least, seconds)
            ours, theirs = await stand_in.accepted()

    conversations = await kept(world, campaign)
    assert len(conversations) == texts
    assert kills >= (10 if long else 2)
    twice = {one: count for one, count in Counter((one.phone, one.body) for one in ours).items() if count > 1}
    assert twice == {}

    became = {one.phone: FINAL[one.status] for one in ours}
    shown = {phone: found[0]["status"] for phone, found in conversations.items()}
    wrong = {
        phone: (shown[phone], became.get(phone, "unknown"))
        for phone in conversations
        if shown[phone] != became.get(phone, "unknown")
    }
    assert wrong == {}
    unknown = [phone for phone, status in shown.items() if status == "unknown"]
    assert len(unknown) < (150 * (kills + 1) if side is TWILIO else 1)  # Telnyx is asked again until it says

    wrote = Counter((one.phone, one.body) for one in theirs)
    came = Counter(
        (phone, text["text"]) for phone, found in conversations.items() for text in found if text["direction"] == "in"
    )
    assert came == wrote
    stopped = {phone for phone, body in wrote if body == "STOP"}
    members = await redis.smembers(keys.under(keys.ACCOUNT, "opted_out"))  # type: ignore[misc]
    assert {phone.decode() for phone in members} == stopped


async def carried(
    side: Side,
    rate: float,
    env: Mapping[str, str],
    world: World,
    campaign: int,
    hub: Running,
    at_least: int,
    seconds: float,
) -> int:
    """Carry all texts, and kill the carrier and a process of the hub each time that so many texts have gone out, and so
    many seconds have passed; returns how often."""
    process, kills = await carrier(side, rate, env), 0
    try:
        killed, before = time.monotonic(), await left(world.scripts.redis, campaign)
        while now := await left(world.scripts.redis, campaign):
            await asyncio.sleep(0.1)
            if before - now < at_least or time.monotonic() - killed < seconds:
                continue
            process.kill()
            await process.wait()
            os.kill((await workers(hub))[kills % 2], signal.SIGKILL)
            kills, killed, before = kills + 1, time.monotonic(), now
            # A minute later what it had taken is given up.
            await time_passes(world, campaign, 61)
            await give_up_texts(world.scripts)
            process = await carrier(side, rate, env)
        process.terminate()
        await asyncio.wait_for(process.wait(), 60)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return kills
