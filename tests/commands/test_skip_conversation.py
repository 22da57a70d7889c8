import json

import pytest

from server.campaigns.settings import stored_hours
from server.wire.hours import USUAL
from tests.world import Texter, World


async def shown(texter: Texter) -> list[int]:
    """The first messages that a texter's console lists, a page for each."""
    asked = {"texter": texter.id, "holder": texter.id, "lane": "initial", "limit": 1}
    found: list[int] = []
    after: str | None = ""
    while after is not None:
        page = await texter.scripts.run("list_conversations", texter.campaign, **asked, after=after or None)
        found += [thing["id"] for thing in page["conversations"]]
        after = page.get("next")
    return found


async def test_a_skipped_first_message_comes_last_of_mine(world: World) -> None:
    campaign = await world.campaign(contacts=4, batch_size=3)
    ana = await world.texter(campaign)
    await ana.request()
    assert (await ana.skip(1))["lane"] == "initial"
    assert await ana.holds("initial") == [2, 3, 1]
    await ana.skip(2)
    assert await ana.holds("initial") == [3, 1, 2]
    assert (await world.counts(campaign))["held"]["initial"] == 3


@pytest.mark.parametrize("limited", [False, True])
async def test_it_comes_last_also_of_those_in_other_time_zones(world: World, limited: bool) -> None:
    """Those of one zone stand together, also in a campaign that may text at any time."""
    campaign = await world.campaign()
    for zone in ("America/New_York", "America/Denver", "America/Denver", "America/Chicago"):
        await world.add_contacts(campaign, 1, zone=zone)
    await world.scripts.run("launch_campaign", campaign, most=10)
    if limited:
        now = await world.scripts.now()
        windows = json.dumps([[0, now + 10**7]] * 3)
        hours = {"hours": stored_hours(USUAL), "windows": windows, "till": now + 10**7}
        await world.scripts.run("update_campaign", campaign, **hours, default_batch_size=300)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()

    assert await shown(ana) == [1, 2, 3, 4]
    await ana.skip(1)
    assert await shown(ana) == [2, 3, 4, 1]
    await ana.skip(2)
    assert await shown(ana) == [3, 4, 1, 2]
    await ana.skip(1)
    assert await shown(ana) == [3, 4, 2]
    counts = await ana.counts()
    assert (counts["initial"], counts.get("later")) == (3, None)
    await ana.release()
    await world.scripts.run("update_campaign", campaign, batch_size=2, default_batch_size=300)
    assert (await ben.request())["assigned"] == 2
    assert await ben.holds("initial") == [3, 4]
    await ben.send_initials()
    assert (await ben.request())["assigned"] == 2
    assert sorted(await ben.holds("initial")) == [1, 2]


async def test_skipped_a_second_time_it_comes_last_of_the_unassigned(world: World) -> None:
    campaign = await world.campaign(contacts=4, batch_size=2)
    ana, ben = await world.texter(campaign), await world.texter(campaign, "Ben")
    await ana.request()
    await ana.skip(1)
    thing = await ana.skip(1)
    assert (thing["lane"], thing["holder"]) == ("initial", None)
    assert await ana.holds("initial") == [2]
    async with world.refused("not_yours"):
        await ana.skip(1)
    await ben.request()
    assert await ben.holds("initial") == [3, 4]
    await ben.send_initials()
    await ben.request()
    assert await ben.holds("initial") == [1]
    await ben.skip(1)
    assert await ben.holds("initial") == [1], "whoever gets it begins anew"


async def test_it_is_told_and_counts_as_doing(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    before = (await ana.counts())["last_active"]
    await world.a_moment()
    async with world.listening(campaign) as heard:
        await ana.skip(1)
        (message,) = await heard.news()
    assert [texter["id"] for texter in message["texters"]] == [ana.id]
    assert message["conversation"]["id"] == 1
    assert (await ana.counts())["last_active"] > before


async def test_only_an_unsent_first_message_of_mine_can_be_skipped(world: World) -> None:
    campaign = await world.campaign(contacts=2, batch_size=1)
    ana, ben = await world.texter(campaign), await world.texter(campaign, "Ben")
    await ana.request()
    async with world.refused("not_yours"):
        await ben.skip(1)
    async with world.refused("unknown_conversation"):
        await ana.skip(9)
    await ana.send_initial(1)
    async with world.refused("already_sent"):
        await ana.skip(1)
    await world.scripts.run("pause_campaign", campaign)
    async with world.refused("not_active"):
        await ana.skip(1)


async def test_who_waits_does_not_get_it_again_at_once(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ben.request()
    await world.scripts.run("wait_for_more", campaign, texter=ana.id)
    by = {"name": "Root", "move": "1"}
    await world.scripts.run("reassign", campaign, holder=ben.id, to=ana.id, lane="initial", most=1, by=by)
    await ana.skip(1)
    thing = await ana.skip(1)
    assert (thing["holder"], thing["lane"]) == (None, "initial")
    assert "waits_since" not in await ana.counts()
