from tests.account import listening
from tests.world import World


async def test_campaigns_made_from_now_on_have_it_unless_they_name_one(world: World) -> None:
    before = await world.campaign()
    root = await world.member("Root", "admin")
    thing = await world.ask(root, "set_default_carrier", carrier="simulator")
    assert thing["default_carrier"] == "simulator"

    after, other = await world.campaign(), await world.campaign(carrier="")

    assert [(await world.counts(id))["carrier"] for id in (before, after, other)] == ["", "simulator", ""]


async def test_it_is_announced_and_cleared(world: World) -> None:
    async with listening(world.scripts) as heard:
        account = await world.scripts.run("set_default_carrier", carrier="simulator")
        assert await heard.news() == [{"account": account}]
        await world.scripts.run("set_default_carrier", carrier="simulator")
        assert await heard.news() == []
        assert (await world.scripts.run("set_default_carrier"))["default_carrier"] == ""


async def test_a_carrier_that_there_is_not_is_refused(world: World) -> None:
    root = await world.member("Root", "admin")
    async with world.refused("unknown_carrier"):
        await world.ask(root, "set_default_carrier", carrier="pigeon")
