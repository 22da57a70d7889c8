import pytest

from tests.account import listening
from tests.world import World


async def test_six_hours_are_between_two_campaigns_unless_it_is_set(world: World) -> None:
    root = await world.member("Root", "admin")
    assert (await world.scripts.run("describe_account"))["account"]["hours_between"] == 6
    for hours in (0, 12, 168):
        assert (await world.ask(root, "set_hours_between", hours=hours))["hours_between"] == hours
    assert (await world.ask(root, "set_hours_between", hours=None))["hours_between"] == 6


async def test_it_is_announced_once(world: World) -> None:
    async with listening(world.scripts) as heard:
        account = await world.scripts.run("set_hours_between", hours=24)
        assert await heard.news() == [{"account": account}]
        await world.scripts.run("set_hours_between", hours=24)
        assert await heard.news() == []


@pytest.mark.parametrize("hours", [-1, 169, 2**53])
async def test_hours_out_of_range_are_refused(world: World, hours: int) -> None:
    root = await world.member("Root", "admin")
    async with world.refused("hours_between_out_of_range"):
        await world.ask(root, "set_hours_between", hours=hours)
    async with world.refused("hours_between_out_of_range"):
        await world.scripts.run("set_hours_between", hours=hours)
    async with world.refused("hours_between_out_of_range"):
        await world.scripts.run("set_hours_between", hours=1.5)


@pytest.mark.parametrize("hours", ["6", 1.5, True])
async def test_hours_that_are_no_whole_number_are_refused(world: World, hours: object) -> None:
    root = await world.member("Root", "admin")
    async with world.refused("bad_arguments"):
        await world.ask(root, "set_hours_between", hours=hours)
