"""Each loop of a hub is made to fail once: the log and readiness say so, it begins again, and pushes go on."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis

from server import background as background_module
from server import world as world_module
from server.chores import CHORES
from server.client import Client
from server.config import Config
from server.live import audit, here, presence
from server.live.announcements import Announcements
from server.live.presence import Presence
from server.live.watches import Watches
from server.store import keys, same_store
from server.store.private import PrivateStore
from server.store.same_store import SameStore
from server.store.scripts import Scripts
from server.wire.frames import Encoding
from tests.served import served
from tests.world import World

WITHIN = 20.0


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background_module, "BEGIN_AGAIN_AFTER_SECONDS", 0.5)
    for module, often in (
        (same_store, "LOOK_EVERY_SECONDS"),
        (audit, "AUDIT_EVERY_SECONDS"),
        (presence, "PRESENCE_EVERY_SECONDS"),
        (here, "LOOK_EVERY_SECONDS"),
        (here, "RENEWED_AFTER_SECONDS"),
    ):
        monkeypatch.setattr(module, often, 0.02)
    monkeypatch.setattr(world_module, "CHORES", [replace(chore, period=0.02) for chore in CHORES])


class Trap:
    """Once it is set, the next call of this method by this loop fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, loop: str, owner: type, method: str) -> None:
        self.set, inner = False, getattr(owner, method)

        def springs(*args: Any, **kwargs: Any) -> Any:
            task = asyncio.current_task()
            if self.set and task and task.get_name() == loop:
                self.set = False
                raise KeyError("a fault of ours")
            return inner(*args, **kwargs)

        monkeypatch.setattr(owner, method, springs)


async def says(url: str, code: int, nudge: Callable[[], Any] | None = None) -> httpx.Response:
    """Wait until the hub says that it is ready (200) or isn't (503)."""
    async with httpx.AsyncClient() as browser, asyncio.timeout(WITHIN):
        while True:
            if nudge:
                await nudge()
            answer = await browser.get(f"{url}/health/ready")
            if answer.status_code == code:
                return answer
            await asyncio.sleep(0.02)


@pytest.mark.parametrize(
    ("loop", "owner", "method"),
    [
        ("listen", Announcements, "_read"),
        ("keep_looking", SameStore, "look"),
        ("audit", Watches, "drop_unwatched"),
        ("look_who_is_online", Presence, "_look"),
        ("vouch_here", Scripts, "run"),
        *((chore.name, Scripts, "run") for chore in CHORES),
    ],
)
async def test_a_loop_of_a_hub_that_fails_turns_readiness_red_and_comes_back(
    loop: str,
    owner: type,
    method: str,
    store_url: str,
    redis: Redis,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    trap = Trap(monkeypatch, loop, owner, method)
    campaign = await world.campaign(contacts=15)
    ana = await world.texter(campaign)
    token = await world.members.token(await world.member("Ana"))
    async with (
        served(Config(redis_url=store_url, secret_key="for tests", accept_loss=True)) as url,
        Client(url, token, encoding=Encoding.JSON) as client,
    ):
        await client.ask("open_console")
        await says(url, 200)

        trap.set = True
        red = await says(url, 503, lambda: redis.publish(keys.changes(keys.ACCOUNT), b"unreadable"))
        assert red.json()["status"] == "loop_down"
        assert f"({loop})" in red.json()["sentence"]

        await says(url, 200)
        await client.request_conversations(campaign)
        async with asyncio.timeout(WITHIN):
            await client.until(lambda c: c.thing("console", ana.id, campaign)["screen"] == "initials")

    [said] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert said.getMessage() == f"The loop {loop} failed; it begins again in 0.5 s."
    assert said.exc_info


async def test_the_keeping_of_a_private_store_that_fails_turns_readiness_red_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    trap = Trap(monkeypatch, "keep_private_store", PrivateStore, "revive")
    async with served(Config(data=tmp_path)) as url:
        trap.set = True
        red = await says(url, 503)
        assert red.json()["status"] == "loop_down"
        assert "(keep_private_store)" in red.json()["sentence"]
        await says(url, 200)
    assert "The loop keep_private_store failed" in caplog.text
