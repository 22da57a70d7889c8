import json
from typing import Any

import pytest

from server.campaigns.hours import refresh
from server.campaigns.settings import stored_hours
from server.wire.hours import USUAL
from tests.clock import Clock, moment
from tests.world import World

OPEN = [moment("2026-07-01 09:00"), moment("2026-07-01 21:00")]


async def set_windows(world: World, campaign: int, **changes: Any) -> bool:
    """Keep windows of a campaign of New York; returns whether they were kept."""
    asked = {"hours": stored_hours(USUAL), "zones": r'["America\/New_York"]', "windows": json.dumps([OPEN]), "till": 9}
    kept: bool = await world.scripts.run("set_windows", campaign, **asked | changes)
    return kept


async def test_people_may_be_texted_once_their_windows_are_known(world: World, clock: Clock) -> None:
    campaign = await world.campaign(hours=USUAL, contacts=2, launch=False)
    assert (await world.counts(campaign))["later"]["initial"] == 2
    async with world.listening(campaign) as heard:
        assert await set_windows(world, campaign)
        assert await set_windows(world, campaign), "the same again announces nothing"
        (message,) = await heard.news()
    assert "later" not in message["campaign"]
    closes = (await world.counts(campaign))["closes"]
    assert closes == {
        "at": OPEN[1],
        "zone": "America/New_York",
        "people": 2,
        "sentence": "Closes at 21:00 in New York for 2 people.",
    }


@pytest.mark.parametrize("changes", [{"hours": ""}, {"zones": "[]"}])
async def test_windows_of_other_hours_or_zones_are_not_kept(
    world: World, clock: Clock, changes: dict[str, str]
) -> None:
    campaign = await world.campaign(hours=USUAL, contacts=2, launch=False)
    before = await world.kept()
    assert not await set_windows(world, campaign, **changes)
    assert await world.kept() == before


async def test_they_are_worked_out_again_each_day_and_when_a_zone_is_new(world: World, clock: Clock) -> None:
    campaign = await world.campaign(hours=USUAL, contacts=2, launch=False)

    async def windows() -> list[list[int]]:
        await refresh(world.scripts, campaign)
        found: list[list[int]] = json.loads(await world.scripts.redis.hget(f"{{c:{campaign}}}", "windows"))
        return found

    (first,) = await windows()
    await clock.set("2026-07-02 11:59")
    assert await windows() == [first]
    await clock.set("2026-07-02 12:00")
    (second,) = await windows()
    assert second[:-2] == first[2:]
    await world.add_contacts(campaign, 1, zone="America/Denver")
    assert len(await windows()) == 2


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await set_windows(world, 9)
