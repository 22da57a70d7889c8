"""The index of contacts that a server of an older version has added."""

import json

from redis.asyncio import Redis

from server.campaigns import indexing
from server.campaigns.contact import add_contacts
from server.campaigns.indexing import index_contacts
from server.store import keys
from tests.finding import as_it_should_be, in_index
from tests.stored import campaigns, everything
from tests.world import World, columns


async def test_all_are_added_once_also_when_it_is_interrupted(world: World, redis: Redis) -> None:
    campaign = await world.campaign(contacts=7, launch=False)  # as an older version adds them
    stored = campaigns(await everything(redis))[campaign]
    assert in_index(stored) == {}
    packed = [(stored.contacts[1], indexing.fields_in_index(stored.contacts[1]))]
    assert await world.scripts.run("index_contacts", campaign, first=1, contacts=packed) == 1

    await index_contacts(world.scripts)
    once = await everything(redis)
    await index_contacts(world.scripts)

    assert await everything(redis) == once
    stored = campaigns(once)[campaign]
    assert in_index(stored) == as_it_should_be(stored)
    assert in_index(stored)["cont"] == list(range(1, 8))


async def test_who_comes_after_a_gap_waits_for_those_before(world: World, redis: Redis) -> None:
    campaign = await world.campaign(contacts=3, launch=False)
    new = [("+12125550101", json.dumps(["Ana", "López", "+12125550101", {}]), "")]
    await add_contacts(world.scripts, campaign, new, columns())
    assert in_index(campaigns(await everything(redis))[campaign]) == {}
    await index_contacts(world.scripts)
    assert in_index(campaigns(await everything(redis))[campaign])["lope"] == [4]


async def test_a_contact_who_has_changed_since_it_was_read_is_left_for_the_next_time(world: World) -> None:
    campaign = await world.campaign(contacts=2, launch=False)
    stale = [('["Ana","","+12025550101",{}]', ["an", "ana"])]
    assert await world.scripts.run("index_contacts", campaign, first=1, contacts=stale) == 0
    beyond = [("", [])] * 2
    assert await world.scripts.run("index_contacts", campaign, first=3, contacts=beyond) == 0


async def test_the_index_goes_when_a_server_of_an_older_version_deletes_the_data(world: World, redis: Redis) -> None:
    campaign = await world.campaign(contacts=3, launch=False)
    await index_contacts(world.scripts)
    await redis.hset(keys.campaign(campaign), "contacts", 0)  # as that version does it
    await index_contacts(world.scripts)
    assert in_index(campaigns(await everything(redis))[campaign]) == {}
    assert not await redis.hexists(keys.campaign(campaign), "indexed")
