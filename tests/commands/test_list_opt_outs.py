from typing import Any

import pytest

from server.people.members import Member
from server.store import keys
from tests.world import World

OPTED_OUT = keys.under(keys.ACCOUNT, "opted_out")
PHONES = [f"+1202555{number:04}" for number in range(100, 107)]


@pytest.fixture
async def root(world: World) -> Member:
    """An admin."""
    return await world.member("Root", "admin")


def phones_of(page: dict[str, Any]) -> list[str]:
    return [each["phone"] for each in page["opt_outs"]]


async def test_those_of_late_come_first_with_who_and_how(world: World, root: Member) -> None:
    for phone in PHONES[:3]:
        await world.ask(root, "opt_out_phone", phone=phone)
    page = await world.ask(root, "list_opt_outs")
    assert (phones_of(page), page["total"], page["next"]) == (PHONES[2::-1], 3, None)
    first = page["opt_outs"][0]
    assert (first["by"], first["how"], first["at"]) == ("Root", "admin", first["since"])


async def test_pages_stay_as_they_are_while_others_opt_out_and_in_again(world: World, root: Member) -> None:
    for phone in PHONES[:6]:
        await world.ask(root, "opt_out_phone", phone=phone)
    first = await world.ask(root, "list_opt_outs", limit=2)
    await world.ask(root, "opt_in_phone", phone=PHONES[4])  # the last one of that page
    await world.ask(root, "opt_out_phone", phone=PHONES[6])
    second = await world.ask(root, "list_opt_outs", limit=2, after=first["next"])
    last = await world.ask(root, "list_opt_outs", limit=2, after=second["next"])
    assert [phones_of(page) for page in (first, second, last)] == [
        [PHONES[5], PHONES[4]],
        [PHONES[3], PHONES[2]],
        [PHONES[1], PHONES[0]],
    ]
    assert (last["next"], last["total"]) == (None, 6)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("0103", [3]),
        ("(202) 555-0103", [3]),
        ("+1 202 555 0103", [3]),
        ("555010", [6, 5, 4, 3, 2, 1, 0]),
        ("9999", []),
        ("Ana", []),
        (" ", [6, 5, 4, 3, 2, 1, 0]),
    ],
)
async def test_they_are_found_by_a_part_of_the_number(world: World, root: Member, query: str, found: list[int]) -> None:
    for phone in PHONES:
        await world.ask(root, "opt_out_phone", phone=phone)
    page = await world.ask(root, "list_opt_outs", query=query)
    assert (phones_of(page), page["total"]) == ([PHONES[nth] for nth in found], 7)


async def test_a_search_goes_on_from_page_to_page(world: World, root: Member) -> None:
    for phone in PHONES:
        await world.ask(root, "opt_out_phone", phone=phone)
    first = await world.ask(root, "list_opt_outs", query="5550", limit=5)
    second = await world.ask(root, "list_opt_outs", query="5550", limit=5, after=first["next"])
    assert (phones_of(first), phones_of(second), second["next"]) == (PHONES[:1:-1], PHONES[1::-1], None)


async def test_one_who_opts_out_again_stays_in_their_place(world: World, root: Member) -> None:
    for phone in [*PHONES[:2], PHONES[0]]:
        await world.ask(root, "opt_out_phone", phone=phone)
    page = await world.ask(root, "list_opt_outs")
    assert phones_of(page) == [PHONES[1], PHONES[0]]
    again = page["opt_outs"][1]
    assert again["at"] > again["since"]


async def test_what_an_older_version_has_noted_is_listed_too(world: World, root: Member) -> None:
    await world.ask(root, "opt_out_phone", phone=PHONES[0])
    await world.scripts.redis.delete(keys.under(keys.ACCOUNT, "out_since"))
    await world.scripts.redis.sadd(OPTED_OUT, PHONES[1])  # one that noted neither who nor when
    page = await world.ask(root, "list_opt_outs")
    assert phones_of(page) == [PHONES[0], PHONES[1]]
    assert page["opt_outs"][1] == {"phone": PHONES[1], "by": None, "at": None, "how": None, "since": None}


async def test_one_whom_an_older_version_has_brought_back_isnt_listed(world: World, root: Member) -> None:
    for phone in PHONES[:2]:
        await world.ask(root, "opt_out_phone", phone=phone)
    await world.scripts.redis.srem(OPTED_OUT, PHONES[0])
    await world.scripts.redis.sadd(OPTED_OUT, PHONES[2])
    page = await world.ask(root, "list_opt_outs")
    assert (phones_of(page), page["total"]) == ([PHONES[1], PHONES[2]], 2)
    assert await world.scripts.redis.zcard(keys.under(keys.ACCOUNT, "out_since")) == 2


async def test_a_step_of_a_search_looks_at_5000_and_goes_on(world: World, root: Member) -> None:
    crowd = [f"+1303{number:07}" for number in range(5_100)]
    await world.scripts.run("opt_out_phones", phones=[PHONES[0]], how="import")
    await world.scripts.run("opt_out_phones", phones=crowd, how="import")
    step = await world.scripts.run("list_opt_outs", digits="0100", limit=10)
    assert step["next"] == step["opt_outs"][-1]["place"] or "next" in step
    page = await world.ask(root, "list_opt_outs", query="2025550100"[-8:])
    assert (phones_of(page), page["total"]) == ([PHONES[0]], 5_101)
