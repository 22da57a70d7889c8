import pytest

from tests.account import listening
from tests.world import World


async def test_contacts_data_are_kept_for_ever_unless_it_is_set(world: World) -> None:
    root = await world.member("Root", "admin")
    assert (await world.ask(root, "set_retention", days=90))["retention_days"] == 90
    assert (await world.ask(root, "set_retention", days=None))["retention_days"] is None


async def test_it_is_announced_once(world: World) -> None:
    async with listening(world.scripts) as heard:
        account = await world.scripts.run("set_retention", days=3_650)
        assert await heard.news() == [{"account": account}]
        await world.scripts.run("set_retention", days=3_650)
        assert await heard.news() == []


@pytest.mark.parametrize("days", [0, -1, 3_651, 2**53])
async def test_days_out_of_range_are_refused(world: World, days: int) -> None:
    root = await world.member("Root", "admin")
    async with world.refused("retention_out_of_range"):
        await world.ask(root, "set_retention", days=days)
    async with world.refused("retention_out_of_range"):
        await world.scripts.run("set_retention", days=days)


@pytest.mark.parametrize("days", ["90", 1.5, True, "never"])
async def test_days_that_are_no_whole_number_are_refused(world: World, days: object) -> None:
    root = await world.member("Root", "admin")
    async with world.refused("bad_arguments"):
        await world.ask(root, "set_retention", days=days)
