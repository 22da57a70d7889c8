from typing import Any

from server.store.scripts import Scripts
from tests.world import World


async def catch_up(scripts: Scripts, carrier: str = "pigeon", **args: int) -> dict[str, Any]:
    told: dict[str, Any] = await scripts.run("catch_up", carrier=carrier, **args)
    return told


async def test_at_first_nothing_was_missed_and_from_then_on_what_came_since(world: World) -> None:
    await world.member("Ada", "admin")
    first = await catch_up(world.scripts)
    assert first["since"] == first["now"]
    assert (await catch_up(world.scripts))["since"] == first["since"]


async def test_what_was_asked_for_is_not_asked_for_again(world: World) -> None:
    await world.member("Ada", "admin")
    await catch_up(world.scripts)
    await catch_up(world.scripts, through=2**41)
    assert (await catch_up(world.scripts))["since"] == 2**41
    other = await catch_up(world.scripts, "another")
    assert other["since"] == other["now"]


async def test_an_emptied_store_stays_empty(scripts: Scripts) -> None:
    told = await catch_up(scripts)
    assert told["since"] == told["now"]
    assert await scripts.redis.dbsize() == 0
