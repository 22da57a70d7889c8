"""The last conversations are shared among the texters who are here and would take some."""

import random

import pytest

from server.store import keys
from tests.world import Texter, World

PEOPLE = ("Ana", "Ben", "Cleo", "Dan", "Eve")


async def crew(world: World, contacts: int, people: int, batch_size: int = 10, **settings: bool) -> list[Texter]:
    """A campaign, and texters who have its console open."""
    campaign = await world.campaign(contacts=contacts, batch_size=batch_size, **{"fair_tail": True, **settings})
    texters = [await world.texter(campaign, name) for name in PEOPLE[:people]]
    await world.scripts.run("vouch_here", campaign, texters=[texter.id for texter in texters])
    return texters


@pytest.mark.parametrize("seed", range(12))
async def test_shares_differ_by_at_most_one_and_nothing_is_left(world: World, seed: int) -> None:
    chance = random.Random(seed)
    people = chance.randint(1, 5)
    contacts = chance.randint(people, people * 10)
    texters = await crew(world, contacts, people)
    chance.shuffle(texters)
    answers = [await texter.request() for texter in texters]
    shares = [answer["assigned"] for answer in answers]
    assert sum(shares) == contacts
    assert max(shares) - min(shares) <= 1
    left = contacts
    for answer in answers:
        left -= answer["assigned"]
        assert answer.get("fair", False) == (left > 0 and answer["assigned"] < 10)


@pytest.mark.parametrize("seed", range(6))
async def test_those_who_wait_get_shares_that_differ_by_at_most_one(world: World, seed: int) -> None:
    chance = random.Random(seed)
    people = chance.randint(2, 4)
    texters = await crew(world, 30, people + 1, batch_size=30)
    first, *others = texters
    await world.scripts.run("vouch_here", first.campaign, texters=[], gone=[texter.id for texter in others])
    await first.request()
    for texter in others:
        await world.scripts.run("wait_for_more", texter.campaign, texter=texter.id)
    count = chance.randint(people, 30)
    await first.release(most=count)
    shares = [(await texter.counts())["initial"] for texter in others]
    assert sum(shares) == count
    assert max(shares) - min(shares) <= 1


async def test_a_batch_is_whole_while_there_is_enough_for_all(world: World) -> None:
    ana, *_ = await crew(world, 30, 3)
    answer = await ana.request()
    assert (answer["assigned"], "fair" in answer) == (10, False)


async def test_replies_are_shared_for_themselves(world: World) -> None:
    """However many quiet ones there are to fill batches up with: the people who wait are what is shared."""
    ana, ben = await crew(world, 10, 2)
    for texter in (ana, ben):
        await texter.request()
        await texter.send_initials()
        await texter.release()
    for conversation in (1, 2, 3):
        await world.contact_writes(ana.campaign, conversation)
    assert [(await texter.request())["reply"] for texter in (ana, ben)] == [2, 1]


async def test_only_those_count_who_are_here_and_would_take_some(world: World) -> None:
    """One has left, one has something to send, one is for replies alone, one was last active half an hour ago."""
    ana, ben, cleo, dan, eve = await crew(world, 14, 5, batch_size=4)
    run, campaign = world.scripts.run, ana.campaign
    await run("vouch_here", campaign, texters=[], gone=[ben.id])
    await run("reassign", campaign, holder=0, to=cleo.id, lane="initial", most=4, by={"name": "Root", "move": "1"})
    await run("update_sender", campaign, member=dan.id, only="reply")
    active = keys.under(keys.campaign(campaign), "active")
    await world.scripts.ask(("HSET", active, eve.id, await world.scripts.now() - 30 * 60_000))
    assert [(await ana.request())["assigned"], await ana.send_initials(), (await ana.request())["assigned"]][::2] == [
        4,
        4,
    ]


async def test_it_is_a_setting(world: World) -> None:
    ana, _ = await crew(world, 10, 2, fair_tail=False)
    assert (await ana.request())["assigned"] == 10
