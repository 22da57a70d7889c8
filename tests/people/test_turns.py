"""Turns at hashing: short lines, a turn for each, and nobody who has left."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.errors import Refused
from server.people.turns import WAITING_IN_ALL, WAITING_PER_LINE, Turns

Visit = tuple[str, bool]
"""The line that somebody waits in, and whether theirs is a known browser."""


class Visits:
    """People who come one after another while the only turn is taken, and the order in which they got theirs."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self.tasks: list[asyncio.Task[None]] = []
        self.served: list[Visit] = []
        self.refused: list[Visit] = []

    async def come(self, *visits: Visit) -> None:
        """They join their lines, in this order."""
        for visit in visits:
            self.tasks.append(asyncio.create_task(self._visit(*visit)))
            await asyncio.sleep(0)

    async def _visit(self, line: str, known: bool) -> None:
        try:
            async with self._turns.turn(line, known):
                self.served.append((line, known))
                await asyncio.sleep(0)
        except Refused as refused:
            assert refused.code == "too_busy"
            self.refused.append((line, known))


@asynccontextmanager
async def visits(turns: Turns) -> AsyncIterator[Visits]:
    """The only turn is taken while this lasts; then all who wait get theirs."""
    visits = Visits(turns)
    async with turns.turn():
        yield visits
    await asyncio.gather(*visits.tasks, return_exceptions=True)


def strangers(lines: Iterable[str]) -> list[Visit]:
    """Visits of strangers in these lines."""
    return [(line, False) for line in lines]


async def test_a_long_line_holds_up_nobody_in_another() -> None:
    async with visits(Turns(1)) as here:
        await here.come(*strangers("aaaa"), *strangers("bc"))

    assert [line for line, _ in here.served] == ["a", "b", "c", "a", "a", "a"]


async def test_known_browsers_have_every_other_turn() -> None:
    async with visits(Turns(1)) as here:
        await here.come(*strangers(str(n) for n in range(30)), ("x", True), ("y", True))

    assert {("x", True), ("y", True)} <= set(here.served[:4])


async def test_a_full_line_refuses_and_others_are_open() -> None:
    async with visits(Turns(1)) as here:
        await here.come(*strangers("a" * (WAITING_PER_LINE + 3)), *strangers("b"))

    assert here.refused == strangers("aaa")
    assert here.served[1] == ("b", False)


async def test_when_all_is_full_the_longest_line_gives_way_to_a_newcomer() -> None:
    lines = WAITING_IN_ALL // WAITING_PER_LINE
    async with visits(Turns(1)) as here:
        await here.come(*strangers(str(n % lines) for n in range(WAITING_IN_ALL)), ("new", False))

    assert len(here.refused) == 1 and here.refused[0][0] != "new"
    assert ("new", False) in here.served[: lines + 1]


async def test_when_all_is_full_of_single_strangers_the_next_is_refused_and_a_known_browser_is_not() -> None:
    async with visits(Turns(1)) as here:
        await here.come(*strangers(str(n) for n in range(WAITING_IN_ALL)), ("new", False), ("known", True))

    assert here.refused == strangers(["new"])
    assert ("known", True) in here.served[:2]


coming = st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans()), max_size=120)


@given(before=coming, leaving=st.sets(st.integers(0, 119)))
async def test_whoever_comes_and_leaves_all_others_are_served_once_and_all_turns_come_back(
    before: list[Visit], leaving: set[int]
) -> None:
    turns = Turns(2)
    async with turns.turn(), visits(turns) as here:
        await here.come(*before)
        left = [n for n in leaving if n < len(before) and not here.tasks[n].done()]
        for n in left:
            here.tasks[n].cancel()

    assert len(here.served) + len(here.refused) + len(left) == len(before)
    async with asyncio.timeout(10), turns.turn(), turns.turn():  # both are free again
        pass


@given(before=coming)
async def test_a_newcomer_waits_for_no_more_than_one_of_each_line_and_class(before: list[Visit]) -> None:
    async with visits(Turns(1)) as here:
        await here.come(*before, ("new", False))

    assert ("new", False) in here.served[: 2 * len({line for line, known in before if not known}) + 2]


async def test_those_who_leave_make_room_for_others() -> None:
    async with visits(Turns(1)) as here:
        await here.come(*strangers("a" * WAITING_PER_LINE))
        for task in here.tasks:
            task.cancel()
        await asyncio.gather(*here.tasks, return_exceptions=True)
        await here.come(*strangers("a" * WAITING_PER_LINE))

    assert here.served == strangers("a" * WAITING_PER_LINE)


async def test_one_who_leaves_at_the_moment_of_their_turn_passes_it_on() -> None:
    turns = Turns(1)
    here = Visits(turns)
    async with turns.turn():
        await here.come(*strangers("ab"))
    here.tasks[0].cancel()  # it has been called, and doesn't know yet
    async with asyncio.timeout(10):
        await asyncio.gather(*here.tasks, return_exceptions=True)

    assert here.served == strangers("b")


async def test_who_is_refused_has_not_taken_a_turn() -> None:
    turns = Turns(1)
    with pytest.raises(Refused, match="wrong_password"):
        async with turns.turn():
            raise Refused("wrong_password")
    async with asyncio.timeout(10), turns.turn():
        pass
