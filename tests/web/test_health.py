"""The health of a hub, as proxies and whoever watches read it."""

import pytest
from redis.asyncio import Redis

from server.background import Background
from server.errors import Refused
from server.live.hub import Hub
from tests.browsers import browser
from tests.world import World


async def test_a_hub_that_does_all_its_work_is_ready_and_says_which_deployment_it_is_of(
    hub_url: str, world: World
) -> None:
    async with browser(hub_url) as client:
        live, empty = await client.get("/health/live"), await client.get("/health/ready")
        await world.member("Ana")
        ready, again = await client.get("/health/ready"), await client.get("/health/ready")

    assert (live.status_code, live.json()) == (200, {"status": "ok"})
    assert (empty.status_code, empty.json()) == (200, {"status": "ok", "ready": True, "reasons": []})
    deployment = ready.json()["deployment"]
    assert ready.json() == {"status": "ok", "ready": True, "reasons": [], "deployment": deployment} == again.json()
    identity = await world.scripts.run("identify_account")
    assert len(deployment) == 12 and identity not in ready.text


async def test_every_reason_is_told_and_the_first_is_the_status(
    hub_url: str, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_: Background) -> None:
        raise Refused("loop_down", "A fault has interrupted this process (audit).")

    def deaf(_: Hub) -> None:
        raise Refused("not_listening")

    monkeypatch.setattr(Background, "check", down)
    monkeypatch.setattr(Hub, "check", deaf)
    await redis.config_set("maxmemory", 1)
    try:
        async with browser(hub_url) as client:
            answer = await client.get("/health/ready")
    finally:
        await redis.config_set("maxmemory", 0)

    told = answer.json()
    assert (answer.status_code, told["ready"], told["status"]) == (503, False, "try_again")
    assert [reason["code"] for reason in told["reasons"]] == ["try_again", "loop_down", "not_listening"]
    assert "refuses everything" in told["sentence"] == told["reasons"][0]["sentence"]
