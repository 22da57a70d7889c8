from server.store.scripts import Scripts
from tests.commands.test_grant_segments import grant
from tests.paces import soon, time_passes


async def give_back(scripts: Scripts, name: str, unused: int) -> None:
    await scripts.run("return_segments", grant=name, unused=unused)


async def test_others_may_have_what_is_returned(scripts: Scripts) -> None:
    midnights = await soon(scripts)
    await scripts.run("set_carrier", carrier="simulator", per_day=50)
    await scripts.run("set_carrier", carrier="simulator", numbers="+1", per_day=50)
    await grant(scripts, 50, name="mine", numbers="+1", midnights=midnights)

    await give_back(scripts, "mine", 20)

    assert (await grant(scripts, 15, 15, numbers="+1", midnights=midnights))[0] == 15
    assert (await grant(scripts, 5, 1, midnights=midnights))[0] == 5


async def test_it_is_returned_once(scripts: Scripts) -> None:
    midnights = await soon(scripts)
    await scripts.run("set_carrier", carrier="simulator", per_day=50)
    await grant(scripts, 30, name="mine", midnights=midnights)
    for _ in range(2):
        await give_back(scripts, "mine", 20)
    assert (await grant(scripts, 40, 1, midnights=midnights))[0] == 40


async def test_no_more_is_returned_than_was_granted(scripts: Scripts) -> None:
    midnights = await soon(scripts)
    await scripts.run("set_carrier", carrier="simulator", per_day=50)
    await grant(scripts, 40, midnights=midnights)
    await grant(scripts, 10, name="mine", midnights=midnights)
    await give_back(scripts, "mine", 99)
    assert (await grant(scripts, 10, 1, midnights=midnights))[0] == 10


async def test_what_was_granted_yesterday_is_not_returned_to_today(scripts: Scripts) -> None:
    midnights = await soon(scripts)
    await scripts.run("set_carrier", carrier="simulator", per_day=50)
    await grant(scripts, 30, name="mine", midnights=midnights)
    await time_passes(scripts.redis, midnights[1] - midnights[0])
    await grant(scripts, 50, midnights=midnights)
    await give_back(scripts, "mine", 30)
    assert (await grant(scripts, 1, midnights=midnights))[0] == 0


async def test_a_grant_that_nobody_knows_changes_nothing(scripts: Scripts) -> None:
    await give_back(scripts, "another", 5)
    assert not await scripts.redis.exists("{a}:paces")
