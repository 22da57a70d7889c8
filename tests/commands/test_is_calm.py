"""It is calm five minutes after the last disturbance, while somebody has asked all the time."""

from tests.clock import Clock
from tests.world import World


async def calm(world: World, clock: Clock, seconds: float) -> bool:
    """Let seconds pass, and ask every five whether it is calm; returns the last answer."""
    answer = False
    for _ in range(round(seconds / 5)):
        await clock.set_to(await clock.now() + 5_000)
        answer = await world.scripts.run("is_calm")
    return answer


async def test_it_is_calm_when_it_was_asked_for_five_minutes(world: World, clock: Clock) -> None:
    await world.campaign()
    assert await calm(world, clock, 300) is False
    assert await calm(world, clock, 5) is True
    assert await calm(world, clock, 1000) is True


async def test_it_is_not_calm_for_five_minutes_after_a_disturbance(world: World, clock: Clock) -> None:
    await world.campaign()
    await calm(world, clock, 400)
    await world.scripts.run("note_disturbance")
    assert await calm(world, clock, 295) is False
    assert await calm(world, clock, 5) is True


async def test_that_nobody_asked_is_a_disturbance(world: World, clock: Clock) -> None:
    await world.campaign()
    await calm(world, clock, 400)
    await clock.set_to(await clock.now() + 25_000)
    assert await calm(world, clock, 5) is True
    await clock.set_to(await clock.now() + 26_000)
    assert await calm(world, clock, 295) is False


async def test_nothing_is_noted_in_an_empty_store(world: World, clock: Clock) -> None:
    for verb in ("note_disturbance", "is_calm"):
        await world.scripts.run(verb)
    assert set(await world.kept()) == {"clock"}
