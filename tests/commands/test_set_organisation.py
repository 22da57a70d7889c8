import pytest

from tests.account import listening
from tests.world import World


async def test_it_has_a_name_and_a_time_zone(world: World) -> None:
    root = await world.member("Root", "admin")
    account = await world.ask(root, "set_organisation", name="Friends of the Park", time_zone="America/Chicago")
    assert (account["name"], account["time_zone"]) == ("Friends of the Park", "America/Chicago")
    assert (await world.ask(root, "set_organisation", time_zone=None))["time_zone"] is None


async def test_what_is_left_out_stays(world: World) -> None:
    root = await world.member("Root", "admin")
    await world.ask(root, "set_organisation", name="Friends of the Park")
    account = await world.ask(root, "set_organisation", time_zone="Europe/Berlin")
    assert (account["name"], account["time_zone"]) == ("Friends of the Park", "Europe/Berlin")
    account = await world.ask(root, "set_organisation", name="Park Crew")
    assert (account["name"], account["time_zone"]) == ("Park Crew", "Europe/Berlin")


async def test_before_it_is_set_it_is_the_products_name_and_no_zone(world: World) -> None:
    root = await world.member("Root", "admin")
    account = await world.ask(root, "set_retention", days=None)
    assert (account["name"], account["time_zone"]) == ("Handraise", None)


async def test_a_name_is_one_line_of_up_to_a_hundred_characters(world: World) -> None:
    root = await world.member("Root", "admin")
    assert (await world.ask(root, "set_organisation", name=" Friends\nof the  Park\t"))["name"] == "Friends of the Park"
    assert (await world.ask(root, "set_organisation", name="ü" * 100))["name"] == "ü" * 100
    async with world.refused("organisation_too_long"):
        await world.ask(root, "set_organisation", name="ü" * 101)


async def test_a_zone_is_found_however_its_case(world: World) -> None:
    root = await world.member("Root", "admin")
    assert (await world.ask(root, "set_organisation", time_zone=" america/new_york"))["time_zone"] == "America/New_York"


@pytest.mark.parametrize("zone", ["Eastern", "Mars/Olympus", "../../etc/passwd", "UTC+2", "x" * 10_000])
async def test_a_zone_that_there_isnt_is_refused(world: World, zone: str) -> None:
    root = await world.member("Root", "admin")
    async with world.refused("bad_time_zone"):
        await world.ask(root, "set_organisation", name="Park Crew", time_zone=zone)


async def test_it_is_announced_once(world: World) -> None:
    async with listening(world.scripts) as heard:
        account = await world.scripts.run("set_organisation", name="Park Crew", time_zone="UTC")
        assert await heard.news() == [{"account": account}]
        await world.scripts.run("set_organisation", name="Park Crew", time_zone="UTC")
        assert await heard.news() == []
        await world.scripts.run("set_organisation", time_zone="")
        assert [news["account"].get("time_zone") for news in await heard.news()] == [None]
