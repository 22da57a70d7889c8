import pytest

from server.client import Client
from server.people.members import Members
from server.store import keys
from tests.world import World

DAY_MS = 24 * 60 * 60 * 1000


@pytest.mark.parametrize(("before", "after"), [("draft", "draft"), ("active", "paused"), ("paused", "paused")])
async def test_a_campaign_comes_back_and_texts_nobody_by_surprise(world: World, before: str, after: str) -> None:
    campaign = await world.campaign(contacts=2, launch=before != "draft")
    if before == "paused":
        await world.scripts.run("pause_campaign", campaign)
    root = await world.member("Root", "admin")
    await world.ask(root, "archive_campaign", campaign=campaign)

    thing = await world.ask(root, "unarchive_campaign", campaign=campaign)

    assert (thing["status"], thing.get("archived_at"), thing["contacts"]) == (after, None, 2)


async def test_after_thirty_days_it_stays_away(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await world.scripts.run("archive_campaign", campaign)
    now = await world.scripts.now()
    root = await world.member("Root", "admin")
    await world.scripts.ask(("HSET", keys.campaign(campaign), "archived_at", now - 30 * DAY_MS - 1000))
    async with world.refused("too_late"):
        await world.ask(root, "unarchive_campaign", campaign=campaign)
    await world.scripts.ask(("HSET", keys.campaign(campaign), "archived_at", now - 30 * DAY_MS + 60_000))
    await world.ask(root, "unarchive_campaign", campaign=campaign)


async def test_what_was_deleted_doesnt_come_back(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await world.scripts.run("archive_campaign", campaign)
    await world.scripts.run("erase_campaign", campaign)
    for _ in range(2):
        async with world.refused("contacts_deleted"):
            await world.scripts.run("unarchive_campaign", campaign)
        await world.scripts.run("empty_campaign", campaign, most=1000)


async def test_only_an_archived_one_comes_back(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    async with world.refused("not_archived"):
        await world.scripts.run("unarchive_campaign", campaign)
    async with world.refused("unknown_campaign"):
        await world.scripts.run("unarchive_campaign", 9)


async def test_boards_and_consoles_show_it_again(world: World, hub_url: str, members: Members) -> None:
    campaign = await world.campaign(contacts=12)
    ana, root = await world.texter(campaign), await world.member("Root", "admin")
    await ana.request()
    texter = await members.find("ana@example.org")
    assert texter
    tokens = [await members.token(member) for member in (root, texter)]
    async with Client(hub_url, tokens[0], "/ws/admin") as board, Client(hub_url, tokens[1]) as console:
        await board.ask("open_admin")
        await console.ask("open_console")
        await board.ask("archive_campaign", campaign=campaign)
        await board.until(lambda it: it.thing("campaign", campaign, campaign) is None)
        await console.until(lambda it: it.thing("console", texter.id, campaign) is None)
        await world.scripts.run("unarchive_campaign", campaign)
        await board.until(lambda it: it.thing("campaign", campaign, campaign))
        await console.until(lambda it: it.thing("console", texter.id, campaign))
