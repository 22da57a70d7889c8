"""Undo while the processes that carry are killed: what was undone reaches nobody, and what wasn't goes out once."""

import asyncio
import os
import sys
import uuid
from asyncio.subprocess import DEVNULL, Process
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from redis.asyncio import Redis

from server.errors import Refused
from server.store import keys
from tests.faults.recording_simulator import handed
from tests.faults.test_bulk_send import sending
from tests.processes import ROOT
from tests.world import Texter, World

CONTACTS, TEXTERS = 120, 8
NEVER_ANSWERED = "100000"
"""The scale of time of people who don't answer while this lasts."""


async def carrier(file: Path, store_url: str) -> Process:
    """A simulator in a process of its own, which writes down what it is handed."""
    program = ("-m", "tests.faults.recording_simulator", str(file), "--delay", NEVER_ANSWERED)
    env = {**os.environ, "HANDRAISE_ACCEPT_LOSS": "1", "REDIS_URL": store_url}
    return await asyncio.create_subprocess_exec(
        sys.executable, *program, cwd=ROOT, env=env, stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL
    )


class Undecided:
    """Texters who send, and take back about half of what they sent: at once, late, or too late.

    sent, undone  the words that went out for good as far as they know, and those that were taken back
    """

    def __init__(self, seed: int) -> None:
        self.sent: set[str] = set()
        self.undone: set[str] = set()
        self._dice = Random(seed)

    async def work(self, texter: Texter) -> None:
        """Send to everybody, and then to everybody once more."""
        held = await texter.holds("initial")
        for last_seen in (None, 1):
            for conversation in held:
                await self._send(texter, conversation, last_seen)

    async def _send(self, texter: Texter, conversation: int, last_seen: int | None) -> None:
        while True:
            words = str(uuid.uuid4())
            if last_seen is None:
                await texter.send_initial(conversation, words)
            else:
                await texter.send_reply(conversation, words, last_seen=last_seen)
            if self._dice.random() < 0.5 and await self._undo(texter, conversation):
                self.undone.add(words)
                continue
            self.sent.add(words)
            return

    async def _undo(self, texter: Texter, conversation: int) -> bool:
        await asyncio.sleep(self._dice.choice((0, 0.2, 0.9, 1.0, 1.1)))
        try:
            await texter.undo(conversation)
        except Refused as refused:
            assert refused.code == "too_late"
            return False
        return True


async def waiting(redis: Redis, campaign: int) -> int:
    """The texts that no carrier has taken, and those that are taken and not reported."""
    owner = keys.campaign(campaign)
    lists = [await redis.llen(keys.under(owner, name)) for name in ("answers", "outbox")]  # type: ignore[misc]
    held = await redis.zcard(keys.under(owner, "held"))
    return sum(lists) + held + await redis.hlen(keys.under(owner, "sending"))  # type: ignore[misc]


async def a_minute_passes(world: World, campaign: int) -> None:
    """Let a minute pass for the texts that carriers have taken, and give up those of carriers that were killed."""
    redis = world.scripts.redis
    for text, taken in (await sending(redis, campaign)).items():
        process, since = taken.rsplit(b":", 1)
        await redis.hset(
            keys.under(keys.campaign(campaign), "sending"), text, b"%s:%d" % (process, int(since) - 61_000)
        )
    await world.scripts.run("give_up_texts", campaign)


@pytest.mark.timeout(300)
async def test_what_was_undone_never_reaches_a_carrier_and_what_was_not_reaches_it_once(
    world: World, redis: Redis, store_url: str, tmp_path: Path
) -> None:
    campaign = await world.campaign(contacts=CONTACTS, batch_size=CONTACTS // TEXTERS, undo_initials=1, undo_replies=1)
    texters = [await world.texter(campaign, f"T{n}") for n in range(TEXTERS)]
    for texter in texters:
        await texter.request()
    people, file = Undecided(seed=12), tmp_path / "handed"
    carriers = [await carrier(file, store_url) for _ in range(2)]
    working = asyncio.gather(*(people.work(texter) for texter in texters))
    try:
        for nth in range(4):
            await asyncio.sleep(1.5)
            carriers[nth % 2].kill()
            await carriers[nth % 2].wait()
            carriers[nth % 2] = await carrier(file, store_url)
        await working
        async with asyncio.timeout(150):
            while await waiting(redis, campaign):
                await asyncio.sleep(3)
                await a_minute_passes(world, campaign)
    finally:
        for process in carriers:
            process.terminate()
            await process.wait()

    got = Counter(one.words for one in handed(file))
    assert len(people.undone) > CONTACTS / 10
    assert got.keys() & people.undone == set(), "undone, and handed over all the same"
    assert set(got.values()) == {1}, "handed over twice"
    unknown = 0
    for id in range(1, CONTACTS + 1):
        texts = (await world.conversation(campaign, id))["texts"]
        assert len(texts) == 2
        unknown += sum(text["status"] == "unknown" for text in texts)
    assert people.sent - got.keys() == set() or len(people.sent - got.keys()) <= unknown
    assert (await world.counts(campaign))["sent"] == CONTACTS
    days = [(await texter.counts())["day"] for texter in texters]
    assert sum(day["initials"] for day in days) == sum(day["replies"] for day in days) == CONTACTS
