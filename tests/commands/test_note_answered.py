"""Contacts who have ever answered are noted as they write, and for campaigns that an older version kept."""

from server.campaigns.check import check
from server.campaigns.organising import note_answered
from server.store import keys
from tests.commands.test_erase_contact import carried
from tests.stored import everything
from tests.world import World


async def two_answers(world: World) -> int:
    """A campaign in which two have answered, one of them twice."""
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    for conversation in (2, 4, 2):
        await world.contact_writes(campaign, conversation)
    return campaign


async def test_a_contact_counts_once_however_often_they_write(world: World) -> None:
    campaign = await two_answers(world)
    assert (await world.counts(campaign))["answered"] == 2


async def test_the_count_of_deleted_data_is_the_same(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await two_answers(world)
    await world.ask(root, "archive_campaign", campaign=campaign)
    await world.scripts.run("erase_campaign", campaign)
    counts = await world.counts(campaign)
    assert (counts["erased"]["answered"], counts["answered"]) == (2, 0)


async def test_a_contact_who_was_erased_still_counts(world: World) -> None:
    campaign = await two_answers(world)
    await carried(world, campaign)
    await world.scripts.run("erase_contact", campaign, conversation=2)
    assert (await world.counts(campaign))["answered"] == 2
    assert (await check(world.scripts)).faults == []


async def test_it_is_put_together_for_what_an_older_version_kept(world: World) -> None:
    campaign = await two_answers(world)
    since = (await world.counts(campaign))["waiting_since"]
    owner = keys.campaign(campaign)
    await world.scripts.ask(("DEL", keys.under(owner, "answered")), ("DEL", keys.under(owner, "replying")))
    await note_answered(world.scripts)
    counts = await world.counts(campaign)
    assert (counts["answered"], counts["waiting_since"]) == (2, since)
    before = await everything(world.scripts.redis)
    await note_answered(world.scripts)
    assert await everything(world.scripts.redis) == before, "doing it twice changes and announces nothing"
