"""A rolling restart behind nginx, while people work: nobody loses anything, and nobody is signed out."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from tests.command_line import handraise, start
from tests.deploy.fronts import Front, arranged
from tests.processes import handraise as process
from tests.world import World

RESTED_SECONDS = 2.0
"""Seconds between the return of one hub and the leaving of the next, as docs/operating.md says."""


@pytest.fixture
async def front() -> AsyncIterator[Front]:
    """nginx, which the next of these tests runs."""
    async with arranged("nginx") as front:
        yield front


async def test_a_rolling_restart_under_load_breaks_no_promise_and_signs_nobody_out(
    front: Front, store_url: str, world: World, tmp_path: Path
) -> None:
    root = await world.member("Root", "admin")
    plan, result = tmp_path / "plan.json", tmp_path / "result.json"
    people = ("--texters", "12", "--admins", "1", "--contacts", "3000", "--batch-size", "5")
    prepared = await handraise("load", "prepare", *people, "--plan", plan, REDIS_URL=store_url)
    assert prepared.code == 0, prepared.err
    async with AsyncExitStack() as running, front.browser() as browser:
        hubs = [AsyncExitStack(), AsyncExitStack()]
        for nth, hub in enumerate(hubs):
            await hub.enter_async_context(front.hub(nth, store_url))
            running.push_async_callback(hub.aclose)
        await running.enter_async_context(front.runs())
        simulator = ("carrier", "simulator", "--delay", "0.3")
        await running.enter_async_context(process(*simulator, REDIS_URL=store_url))
        signed_in = await browser.post(await world.members.sign_in_link(root), data={"press": "p"})
        assert signed_in.status_code == 303
        pace = ("--think", "0.1", "--ramp", "1", "--duration", "12")
        load = await start("load", front.url, "--plan", plan, *pace, "--json", result, SSL_CERT_FILE=front.authority)
        told = asyncio.create_task(load.communicate())
        looking = asyncio.create_task(looks(browser))
        await asyncio.sleep(2)
        for nth in (0, 1):
            await hubs[nth].aclose()
            await hubs[nth].enter_async_context(front.hub(nth, store_url))
            await asyncio.sleep(RESTED_SECONDS)
        looking.cancel()
        seen = (await asyncio.gather(looking, return_exceptions=True))[0]
        out, err = await told
    assert load.returncode == 0, (out + err).decode()
    says = (front.folder / "error.log").read_text()[-3000:]
    assert isinstance(seen, asyncio.CancelledError), f"a browser was signed out, or turned away: {seen}\n{says}"
    judged = json.loads(result.read_text())
    assert (judged["ok"], judged["violations"], judged["unjudged"]) == (True, [], [])
    assert judged["figures"]["closed"].keys() >= {"1012"}, judged["figures"]["closed"]


async def looks(browser: httpx.AsyncClient) -> None:
    """Open a page again and again, as somebody who is signed in."""
    while True:
        answer = await browser.get("/admin")
        assert answer.status_code == 200, f"{answer.status_code} {answer.headers.get('location')}"
        await asyncio.sleep(0.1)
