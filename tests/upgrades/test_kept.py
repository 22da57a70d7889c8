"""A store that the version before wrote: upgraded, it shows what it showed, and work goes on."""

from typing import Any

import pytest
from redis.asyncio import Redis

from server.campaigns.check import check
from server.campaigns.removals import finish_removals
from server.client import Client
from server.store import keys, lookups
from server.store.lookups import Schema
from server.upgrades.upgrading import upgrade
from tests.finding import as_it_should_be, in_index
from tests.processes import hub_process
from tests.stored import campaigns, everything
from tests.upgrades.kept import SCHEMAS, all_shown, load, read
from tests.world import World

VOTE = 1
"""The campaign at its height."""


@pytest.fixture(params=SCHEMAS)
def schema(request: pytest.FixtureRequest) -> int:
    """The schema of the store that is kept."""
    return int(request.param)


@pytest.fixture
async def shown(world: World, redis: Redis, schema: int) -> dict[str, Any]:
    """The store as an older version left it; gives what that version showed of it."""
    kept = read(schema)
    await load(redis, kept["stored"])
    shown: dict[str, Any] = kept["shown"]
    return shown


def known(told: Any, before: Any) -> Any:
    """Return of what is told now the fields that were told before: a newer version may tell more, at a later `v`."""
    if isinstance(before, dict) and isinstance(told, dict):
        now = {name: known(told[name], value) for name, value in before.items() if name in told}
        return now | ({"v": before["v"]} if now.get("v", 0) > before.get("v", 0) else {})
    if isinstance(before, list) and isinstance(told, list) and len(told) == len(before):
        return [known(one, other) for one, other in zip(told, before, strict=True)]
    return told


async def test_it_is_put_in_place_as_it_was(shown: dict[str, Any], redis: Redis, schema: int) -> None:
    assert await everything(redis) == {name: (kind, value) for name, kind, value, _ in read(schema)["stored"]}
    assert int(await redis.hget(keys.ACCOUNT, "schema") or 1) == schema


async def test_upgraded_it_shows_what_it_showed(world: World, shown: dict[str, Any]) -> None:
    await upgrade(world.scripts)

    assert await lookups.schema(world.scripts) == Schema(keys.SCHEMA, 1)
    for stored in campaigns(await everything(world.scripts.redis)).values():
        assert in_index(stored) == as_it_should_be(stored)
        assert stored.hash["contacts"] == stored.hash.get("indexed", "0"), "everybody can be searched for"
    told = await all_shown(world)
    assert known(told, shown) == shown
    await finish_removals(world.scripts)  # it was interrupted in one
    assert (await check(world.scripts)).faults == []


async def test_everybody_gets_in_as_before_and_work_goes_on(
    world: World, store_url: str, shown: dict[str, Any], quick_hashing: None
) -> None:
    conversations = shown["campaigns"][VOTE]["conversations"]
    async with (
        hub_process(store_url) as hub,
        Client(hub.url, "token of Ana") as ana,
        Client(hub.url, "token of Root", "/ws/admin") as root,
    ):
        assert "upgraded to schema" in hub.log()
        await ana.ask("open_console")
        await root.ask("open_admin")
        await root.ask("watch_campaign", campaign=VOTE)
        held = await ana.ask("list_conversations", campaign=VOTE, lane="reply")
        waiting = [one["id"] for one in held["conversations"]]
        ana_id = next(member["id"] for member in shown["account"]["members"] if member["name"] == "Ana")
        assert sorted(waiting) == sorted(
            one["id"] for one in conversations if (one["lane"], one.get("holder")) == ("reply", ana_id)
        )
        for one in held["conversations"]:
            reply = {"text": "Great!", "last_seen": one["texts"][-1]["id"]}
            sent = await ana.ask("send_reply", campaign=VOTE, conversation=one["id"], **reply)
            assert (sent["lane"], sent["texts"][-1]["text"]) == ("quiet", "Great!")
        assert (await ana.ask("request_conversations", campaign=VOTE, request_id="new"))["assigned"] > 0
        assert (await root.ask("list_unplaced"))["texts"]

    for name in ("Root", "Ana"):
        assert (await world.members.sign_in(f"{name.lower()}@example.org", f"password of {name}")).member.name == name
    assert (await check(world.scripts)).faults == []
