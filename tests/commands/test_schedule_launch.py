import asyncio
from typing import Any

import pytest

from server.campaigns.launching import launch_due
from server.chores import CHORES
from server.store import keys
from server.store.scripts import Scripts
from tests.world import World

HOUR_MS = 60 * 60 * 1000
DAY_MS = 24 * HOUR_MS


async def scheduled(world: World, **made: Any) -> tuple[Any, int, int]:
    """An admin, and a draft that is to be launched in an hour."""
    campaign = await world.campaign(launch=False, **{"contacts": 3, **made})
    root = await world.member("Root", "admin")
    at = await world.scripts.now() + HOUR_MS
    await world.ask(root, "schedule_launch", campaign=campaign, at=at)
    return root, campaign, at


async def the_time_comes(scripts: Scripts, campaign: int) -> None:
    await scripts.ask(("HSET", keys.campaign(campaign), "launches_at", await scripts.now() - 1))


async def test_a_draft_is_launched_by_itself_when_its_time_comes(world: World) -> None:
    _, campaign, at = await scheduled(world)
    assert (await world.counts(campaign))["launches_at"] == at
    await launch_due(world.scripts)
    assert (await world.counts(campaign))["status"] == "draft"
    await the_time_comes(world.scripts, campaign)
    async with world.listening(campaign) as heard:
        await asyncio.gather(*(launch_due(world.scripts) for _ in range(3)))
        await heard.told()
    thing = await world.counts(campaign)
    assert (thing["status"], thing.get("launches_at"), thing["launch_trouble"]) == ("active", None, "")
    marks = (await world.scripts.run("campaign_history", campaign, span="hour"))["marks"]
    assert [mark["mark"] for mark in marks].count("launched") == 1


async def test_its_the_work_of_a_chore() -> None:
    assert {chore.name: chore.do for chore in CHORES}["launch_due"] is launch_due


async def test_null_cancels_it(world: World) -> None:
    root, campaign, _ = await scheduled(world)
    thing = await world.ask(root, "schedule_launch", campaign=campaign, at=None)
    assert thing.get("launches_at") is None
    async with world.refused("not_scheduled"):  # what was found due a moment before
        await world.scripts.run("launch_campaign", campaign, most=1000, scheduled=True)
    assert (await world.counts(campaign))["status"] == "draft"


async def test_a_launch_by_hand_cancels_it(world: World) -> None:
    root, campaign, _ = await scheduled(world)
    thing = await world.ask(root, "launch_campaign", campaign=campaign)
    assert (thing["status"], thing.get("launches_at")) == ("active", None)
    await the_time_comes(world.scripts, campaign)
    await launch_due(world.scripts)
    assert (await world.counts(campaign))["launch_trouble"] == ""


async def test_what_cant_be_launched_then_says_why_until_it_is_scheduled_again(world: World) -> None:
    root, campaign, at = await scheduled(world)
    await world.ask(root, "update_campaign", campaign=campaign, script=" ")
    await the_time_comes(world.scripts, campaign)
    await launch_due(world.scripts)
    thing = await world.counts(campaign)
    assert (thing["status"], thing.get("launches_at")) == ("draft", None)
    async with world.refused("no_script"):
        await world.scripts.run("launch_campaign", campaign, most=1000)
    assert thing["launch_trouble"].startswith("This campaign has no message yet.")
    await world.ask(root, "update_campaign", campaign=campaign, script="Hi!")
    thing = await world.ask(root, "schedule_launch", campaign=campaign, at=at)
    assert (thing["launches_at"], thing.get("launch_trouble", "")) == (at, "")


async def test_a_failure_that_isnt_due_any_more_is_not_noted(world: World) -> None:
    _, campaign, at = await scheduled(world)
    await world.scripts.run("fail_launch", campaign, trouble="No.")
    thing = await world.counts(campaign)
    assert (thing["launches_at"], thing["launch_trouble"]) == (at, "")
    async with world.refused("unknown_campaign"):
        await world.scripts.run("fail_launch", 9, trouble="No.")


@pytest.mark.parametrize(("away", "refused"), [(0, True), (-DAY_MS, True), (367 * DAY_MS, True), (365 * DAY_MS, False)])
async def test_it_is_set_for_a_time_from_now_on_within_a_year(world: World, away: int, refused: bool) -> None:
    campaign = await world.campaign(contacts=1, launch=False)
    root = await world.member("Root", "admin")
    at = await world.scripts.now() + away
    if not refused:
        assert (await world.ask(root, "schedule_launch", campaign=campaign, at=at))["launches_at"] == at
        return
    async with world.refused("launch_out_of_range"):
        await world.ask(root, "schedule_launch", campaign=campaign, at=at)
    assert (await world.counts(campaign)).get("launches_at") is None


async def test_it_refuses_what_a_launch_would(world: World) -> None:
    at = await world.scripts.now() + HOUR_MS
    root = await world.member("Root", "admin")
    empty, active = await world.campaign(contacts=0, launch=False), await world.campaign(contacts=1)
    for campaign, code in ((empty, "no_contacts"), (active, "not_draft"), (99, "unknown_campaign")):
        async with world.refused(code):
            await world.ask(root, "schedule_launch", campaign=campaign, at=at)
    for campaign in (active, 99):
        async with world.refused("not_draft" if campaign == active else "unknown_campaign"):
            await world.ask(root, "schedule_launch", campaign=campaign, at=None)


async def test_an_archived_draft_that_comes_back_isnt_launched_by_surprise(world: World) -> None:
    root, campaign, _ = await scheduled(world)
    await world.ask(root, "archive_campaign", campaign=campaign)
    thing = await world.ask(root, "unarchive_campaign", campaign=campaign)
    assert (thing["status"], thing.get("launches_at")) == ("draft", None)
