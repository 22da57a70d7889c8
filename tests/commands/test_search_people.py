"""Search by name or phone, over all campaigns."""

import json
import random
from typing import Any

import pytest
from redis.asyncio import Redis

from server.campaigns import search as searching
from server.campaigns.contact import add_contacts
from server.campaigns.erasing import delete_campaign
from server.campaigns.indexing import index_contacts
from server.campaigns.person import erase
from server.store import keys, lookups
from server.words.names import sought
from tests.finding import as_it_should_be, in_index
from tests.stored import campaigns, everything
from tests.world import World, columns

FIRST = ["Ana", "Anna", "Anne-Marie", "José", "Łukasz", "王", "小明", "김", "Pat", "D’Angelo", "", "Mar", "Maria"]
LAST = ["López", "O'Brien", "Lo", "王", "Smith-Jones", "Marsh", "Ångström", "", "van der Berg"]


async def add(world: World, campaign: int, people: list[tuple[str, str, str]]) -> None:
    packed = [(phone, json.dumps([first, last, phone, {}]), "") for first, last, phone in people]
    await add_contacts(world.scripts, campaign, packed, columns())


async def found(world: World, query: str, **args: Any) -> list[tuple[int, int]]:
    root = await world.member("Root", "admin")
    answer = await world.ask(root, "search_people", query=query, **args)
    return [(it["campaign"], it["conversation"]) for it in answer["people"]]


async def indexes_are_right(redis: Redis) -> None:
    for stored in campaigns(await everything(redis)).values():
        assert in_index(stored) == as_it_should_be(stored)


async def test_a_person_is_found_with_where_they_stand_the_newest_campaign_first(world: World) -> None:
    root = await world.member("Root", "admin")
    first, second = [await world.campaign(title=title, launch=False) for title in ("Old", "New")]
    for campaign in (first, second):
        await add(world, campaign, [("Ana", "López", "+12025550101"), ("Ben", "Roe", "+12025550102")])
    await world.texter(second)
    await world.ask(root, "launch_campaign", campaign=second)

    answer = await world.ask(root, "search_people", query="lo ana")

    ana = {"first_name": "Ana", "last_name": "López", "phone": "+12025550101", "opted_out": False, "lane": "initial"}
    assert answer["people"] == [
        {**ana, "campaign": second, "title": "New", "status": "active", "conversation": 1, "holder": "Ana"},
        {**ana, "campaign": first, "title": "Old", "status": "draft", "conversation": 1, "holder": None},
    ]
    assert (answer["more"], answer["hint"]) == (False, None)


@pytest.mark.parametrize("query", ["(202) 555-0101", "+12025550101", "2025550101", "0101", "50101", "555 0101"])
async def test_a_phone_is_found_as_people_write_it(world: World, query: str) -> None:
    campaign = await world.campaign(launch=False)
    await add(world, campaign, [("Ana", "López", "+12025550101"), ("Ben", "Roe", "+12025559101")])
    assert await found(world, query) == [(campaign, 1)]


@pytest.mark.parametrize("seed", range(4))
async def test_it_finds_what_a_look_at_everybody_finds(world: World, seed: int) -> None:
    drawn = random.Random(seed)
    people: dict[tuple[int, int], tuple[str, str, str]] = {}
    for _ in range(3):
        campaign = await world.campaign(launch=False)
        some = [
            (drawn.choice(FIRST), drawn.choice(LAST), f"+1202555{drawn.randrange(9000):04d}")
            for _ in range(drawn.randrange(40))
        ]
        some = list({phone: (first, last, phone) for first, last, phone in some}.values())
        await add(world, campaign, some)
        people |= {(campaign, id): person for id, person in enumerate(some, 1)}
    queries = ["王", "小明", "0", "55", *[person[2][-drawn.randint(4, 8) :] for person in people.values()][:5]]
    for first, last, _ in drawn.sample(list(people.values()), 10):
        words = f"{first} {last}".split()
        drawn.shuffle(words)
        queries.append(" ".join(word[: drawn.randint(2, 6)] for word in words))
    for query in queries:
        asked = sought(query)
        expected = {place for place, person in people.items() if asked.fields and asked.fits(*person)}
        assert set(await found(world, query, limit=100)) == expected, query


@pytest.mark.parametrize("query", ["", " ", "a", "123", "?"])
async def test_too_little_gets_a_hint_of_what_to_type(world: World, query: str) -> None:
    await world.campaign(contacts=2)
    root = await world.member("Root", "admin")
    answer = await world.ask(root, "search_people", query=query)
    assert answer == {"people": [], "more": False, "hint": searching.TOO_LITTLE}


async def test_more_than_asked_for_is_told(world: World) -> None:
    await world.campaign(contacts=5)
    await index_contacts(world.scripts)
    root = await world.member("Root", "admin")
    answer = await world.ask(root, "search_people", query="contact", limit=3)
    assert (len(answer["people"]), answer["more"], answer["hint"]) == (3, True, None)
    answer = await world.ask(root, "search_people", query="contact", limit=5)
    assert (len(answer["people"]), answer["more"]) == (5, False)


async def test_so_many_candidates_that_not_all_are_looked_at_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "CANDIDATES_LOOKED_AT", 100)
    campaign = await world.campaign(launch=False)
    await add(world, campaign, [(f"Marian{n}", "", f"+1202555{n:04d}") for n in range(300)])
    root = await world.member("Root", "admin")
    answer = await world.ask(root, "search_people", query="marianx")
    assert answer == {"people": [], "more": True, "hint": searching.TOO_MANY}


async def test_archived_campaigns_count_and_deleted_ones_leave_nothing(world: World, redis: Redis) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(launch=False)
    await add(world, campaign, [("Ana", "López", f"+1202555{n:04d}") for n in range(500)])
    await world.ask(root, "launch_campaign", campaign=campaign)
    await world.ask(root, "archive_campaign", campaign=campaign)
    assert len(await found(world, "ana")) == 50

    await delete_campaign(world.scripts, campaign)

    assert await found(world, "ana") == []
    assert not [name for name in await everything(redis) if "find" in name]


async def test_who_was_erased_is_in_the_index_no_more(world: World, redis: Redis) -> None:
    campaign = await world.campaign(launch=False)
    await add(world, campaign, [("Ana", "López", "+12025550101"), ("Ana", "Roe", "+12025550102")])
    await erase(world.scripts, "+12025550101")
    assert await found(world, "ana") == [(campaign, 2)]
    assert await found(world, "0101") == []
    assert await found(world, "erased") == []
    await indexes_are_right(redis)
    stored = campaigns(await everything(redis))[campaign]
    assert not {"lo", "lope", "0101"} & set(in_index(stored))


async def test_a_contact_who_was_corrected_is_found_by_the_new_name_only(world: World, redis: Redis) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(launch=False)
    await add(world, campaign, [("Ana", "López", "+12025550101"), ("Ben", "Roe", "+12025550102")])
    corrected = {"first_name": "Zoë", "phone": "+12025550177"}
    await world.ask(root, "correct_contact", campaign=campaign, conversation=1, **corrected)
    assert [await found(world, query) for query in ("zoe", "0177", "ana", "0101")] == [[(campaign, 1)]] * 2 + [[]] * 2
    await world.ask(root, "remove_contacts", campaign=campaign, conversations=[1])
    assert await found(world, "zoe") == []
    await indexes_are_right(redis)


async def test_a_contact_who_has_changed_meanwhile_is_not_taken_out_by_halves(world: World, redis: Redis) -> None:
    campaign = await world.campaign(launch=False)
    await add(world, campaign, [("Ana", "López", "+12025550101")])
    outdated = {"was": ["Eva", "López", "+12025550101"], "fields": ["ev", "eva"]}
    changed = {"conversation": 1, "phone": "+12025550101", "contact": '["Bea","","+12025550101",{}]', "zone": ""}
    for verb, args in (
        ("erase_contact", {"conversation": 1, "find": outdated}),
        ("remove_contacts", {"conversations": [1], "find": [outdated]}),
        ("correct_contact", {**changed, "find": {**outdated, "now": ["be", "bea"]}}),
    ):
        async with world.refused("try_again"):
            await world.scripts.run(verb, campaign, **args)
    await indexes_are_right(redis)


async def test_what_is_typed_is_noted_nowhere(world: World, redis: Redis, caplog: pytest.LogCaptureFixture) -> None:
    await world.campaign(contacts=2)
    root = await world.member("Root", "admin")
    before = await everything(redis)
    with caplog.at_level("DEBUG"):
        await world.ask(root, "search_people", query="zebulon")
        await world.ask(root, "open_person", phone="+12025550101")
    assert await everything(redis) == before
    assert "zebulon" not in caplog.text
    assert (await lookups.campaigns(world.scripts)) == [1]
    assert keys.campaign(1) in before
