"""The limits of an account's carriers, which all its processes share."""

import itertools
from typing import Any

from server.store.scripts import Scripts
from tests.paces import soon, time_passes

NAMES = (f"grant{n}" for n in itertools.count())


async def grant(scripts: Scripts, *wanted: int, numbers: str = "", name: str = "", **more: Any) -> tuple[int, Any]:
    """Ask for a grant, as a process; gives how many segments it got, and the limit of a day that keeps it back."""
    name = name or next(NAMES)
    answer = await scripts.run(
        "grant_segments", grant=name, carrier="simulator", numbers=numbers, wanted=list(wanted), **more
    )
    return answer["segments"], answer.get("waits")


async def test_without_limits_all_is_granted(scripts: Scripts) -> None:
    assert await grant(scripts, *[3] * 50) == (150, None)


async def test_no_more_than_the_rate_is_granted_and_a_second_ahead(scripts: Scripts) -> None:
    await scripts.run("set_carrier", carrier="simulator", per_second=4.0)
    assert await grant(scripts, *[1] * 20) == (5, None)
    await time_passes(scripts.redis, 0)
    assert await grant(scripts, 1) == (0, None)
    await time_passes(scripts.redis, 1000)
    assert await grant(scripts, *[1] * 20) == (4, None)
    await time_passes(scripts.redis, 3_600_000)
    assert await grant(scripts, *[1] * 20) == (5, None)


async def test_a_text_is_granted_whole_and_the_next_one_waits_for_longer(scripts: Scripts) -> None:
    await scripts.run("set_carrier", carrier="simulator", per_second=1.0)
    assert await grant(scripts, 7, 1) == (7, None)
    await time_passes(scripts.redis, 5_000)
    assert await grant(scripts, 1) == (0, None)
    await time_passes(scripts.redis, 1_100)
    assert await grant(scripts, 1) == (1, None)


async def test_no_more_than_the_limit_of_a_day_is_granted_and_it_says_until_when(scripts: Scripts) -> None:
    await scripts.run("set_carrier", carrier="simulator", per_day=50)
    midnights = await soon(scripts)
    waits = {"whose": "carrier", "segments": 50, "until": midnights[0]}
    assert await grant(scripts, 20, 29, 2, 1, midnights=midnights) == (49, waits)
    assert await grant(scripts, 1, midnights=midnights) == (1, None)
    assert await grant(scripts, 1, midnights=midnights) == (0, waits)

    await time_passes(scripts.redis, midnights[1] - midnights[0])
    [_, second, *_] = midnights
    assert await grant(scripts, 50, 1, midnights=midnights) == (50, {**waits, "until": midnights[0]})
    assert second > midnights[0]


async def test_numbers_have_limits_of_their_own_beside_the_carriers(scripts: Scripts) -> None:
    midnights = await soon(scripts)
    await scripts.run("set_carrier", carrier="simulator", per_day=100)
    await scripts.run("set_carrier", carrier="simulator", numbers="+1", per_day=60)
    theirs = {"whose": "numbers", "segments": 60, "until": midnights[0]}
    assert await grant(scripts, *[30] * 3, numbers="+1", midnights=midnights) == (60, theirs)
    assert await grant(scripts, 30, numbers="+2", midnights=midnights) == (30, None)
    whole = {"whose": "carrier", "segments": 100, "until": midnights[0]}
    assert await grant(scripts, 10, 1, midnights=midnights) == (10, whole)


async def test_the_same_grant_again_is_answered_the_same_and_takes_nothing_more(scripts: Scripts) -> None:
    await scripts.run("set_carrier", carrier="simulator", per_day=50)
    midnights = await soon(scripts)
    for _ in range(2):
        assert await grant(scripts, 30, name="mine", midnights=midnights) == (30, None)
    assert (await grant(scripts, 20, 1, midnights=midnights))[0] == 20


async def test_a_limit_that_is_raised_counts_at_once(scripts: Scripts) -> None:
    await scripts.run("set_carrier", carrier="simulator", per_second=0.01)
    assert await grant(scripts, 40, 1) == (40, None)
    await scripts.run("set_carrier", carrier="simulator", per_second=100.0)
    await time_passes(scripts.redis, 500)
    assert await grant(scripts, 1) == (1, None)
