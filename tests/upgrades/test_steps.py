"""Each step on what an older version stored. Doing it twice does what doing it once does."""

import string

import pytest
from redis.asyncio import Redis

from server.people.emails import ASCII_SMALL
from server.people.members import Members
from server.store import keys, lookups
from server.store.scripts import Scripts
from server.upgrades.steps import STEPS
from tests.account import add
from tests.finding import as_it_should_be, in_index
from tests.stored import campaigns, everything
from tests.world import World

EMAILS = keys.under(keys.ACCOUNT, "emails")


def test_a_step_leads_to_each_schema_and_says_so_in_a_sentence() -> None:
    assert list(STEPS) == list(range(2, keys.SCHEMA + 1))
    assert all(step.sentence[0] in string.ascii_uppercase and step.sentence[-1] == "." for step in STEPS.values())


async def twice(scripts: Scripts, schema: int) -> None:
    """Do a step, and do it again."""
    await STEPS[schema].do(scripts)
    once = await everything(scripts.redis)
    await STEPS[schema].do(scripts)
    assert await everything(scripts.redis) == once


async def test_an_account_gets_its_identity(scripts: Scripts, redis: Redis) -> None:
    await add(scripts, "Ana")
    await redis.hdel(keys.ACCOUNT, "identity", "schema")
    assert (await lookups.epoch(scripts)).account is None

    await twice(scripts, 2)

    assert (await lookups.epoch(scripts)).account
    assert not await redis.hexists(keys.ACCOUNT, "schema"), "the steps to come are still to be done"


async def older(members: Members, redis: Redis, *emails: str) -> None:
    """Members as versions kept them that made only ASCII letters small."""
    for name, email in enumerate(emails):
        id = (await members.add(f"{name}@example.org", email[:3], "texter")).id
        await redis.hset(keys.under(keys.ACCOUNT, "member", id), "email", email)
    await redis.delete(EMAILS)
    await redis.hset(EMAILS, mapping={email.translate(ASCII_SMALL): id for id, email in enumerate(emails, 1)})


async def test_members_are_found_in_any_form_of_their_address(members: Members, scripts: Scripts, redis: Redis) -> None:
    await older(members, redis, "ZOË@x.org", "straße@x.org")
    assert await members.find("zoë@X.org") is None

    await twice(scripts, 3)

    for email, id in (("zoë@X.org", 1), ("ZOË@x.org", 1), ("STRASSE@x.org", 2)):
        found = await members.find(email)
        assert found and found.id == id
    assert (await members.add("STRASSE@x.org", "Ana", "admin")).id == 2
    assert (await members.add("new@x.org", "New", "texter")).id == 3


async def test_two_members_whose_address_is_one_now_are_both_found(
    members: Members, scripts: Scripts, redis: Redis
) -> None:
    await older(members, redis, "ZOË@x.org", "zoë@x.org")

    await twice(scripts, 3)

    for email, id in (("ZOË@x.org", 1), ("zoë@x.org", 2)):
        found = await members.find(email)
        assert found and found.id == id


async def test_contacts_of_older_versions_can_be_searched_for(world: World, scripts: Scripts, redis: Redis) -> None:
    campaign = await world.campaign(contacts=3)  # as an older version adds them

    await twice(scripts, 4)

    stored = campaigns(await everything(redis))[campaign]
    assert in_index(stored)["cont"] == [1, 2, 3]
    assert in_index(stored) == as_it_should_be(stored)


@pytest.mark.parametrize("schema", STEPS)
async def test_no_step_changes_what_this_version_has_stored(scripts: Scripts, account: None, schema: int) -> None:
    before = await everything(scripts.redis)
    await STEPS[schema].do(scripts)
    after = await everything(scripts.redis)
    assert after | {keys.ACCOUNT: before[keys.ACCOUNT]} == before  # but for what is noted for older programs
