from server.store import keys
from server.store.lookups import versions
from tests.world import World

TO = 1_800_000_000_000


async def test_the_version_leaps_and_the_next_change_goes_on_from_there(world: World) -> None:
    await world.member("Ana")
    assert await world.scripts.run("leap_account", to=TO) == TO
    assert await versions(world.scripts, [keys.ACCOUNT]) == [TO]
    await world.member("Ben")
    assert await versions(world.scripts, [keys.ACCOUNT]) == [TO + 1]


async def test_where_there_is_no_account_none_is_made(world: World) -> None:
    assert await world.scripts.run("leap_account", to=TO) == 0
    assert await world.kept() == {}


async def test_a_version_that_is_higher_stays(world: World) -> None:
    await world.member("Ana")
    await world.scripts.run("leap_account", to=TO)
    before = await world.kept()
    assert await world.scripts.run("leap_account", to=TO - 1) == TO
    assert await world.kept() == before
