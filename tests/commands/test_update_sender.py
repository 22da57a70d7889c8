"""A sender may be for one task alone, and have caps of their own."""

import pytest

from server.errors import Refused
from server.store import keys
from tests.world import Texter, World


async def texters(world: World, contacts: int = 40, **settings: int) -> tuple[int, Texter]:
    campaign = await world.campaign(contacts=contacts, **settings)
    return campaign, await world.texter(campaign)


async def test_a_texter_for_first_messages_gets_no_replies_and_one_for_replies_no_first_messages(world: World) -> None:
    campaign = await world.campaign(contacts=20, batch_size=5)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    await ana.send_initials()
    await ana.release()
    await world.contact_writes(campaign, 2)
    for member, lane in ((ana, "initial"), (ben, "reply")):
        await world.scripts.run("update_sender", campaign, member=member.id, only=lane)
        assert (await member.counts())["only"] == lane
    answers = [await ana.request(), await ben.request()]
    assert [(it["initial"], it["reply"], it["quiet"]) for it in answers] == [(5, 0, 0), (0, 1, 4)]
    await ana.send_initials()
    with pytest.raises(Refused, match="none_unassigned"):
        await ana.request(only="reply")
    await world.scripts.run("update_sender", campaign, member=ana.id, only="")
    assert "only" not in await ana.counts()


@pytest.mark.parametrize("own", [None, 3])
async def test_nobody_holds_more_than_the_most(world: World, own: int | None) -> None:
    campaign, ana = await texters(world, most_held=3 if own is None else 7)
    if own:
        await world.scripts.run("update_sender", campaign, member=ana.id, most_held=own)
    assert (await ana.request())["assigned"] == 3
    await ana.send_initials()
    async with world.refused("most_held"):
        await ana.request()
    await ana.close((await ana.holds("quiet"))[0])
    assert (await ana.request())["assigned"] == 1


@pytest.mark.parametrize("own", [None, 12])
async def test_nobody_takes_more_in_a_day_than_the_most(world: World, own: int | None) -> None:
    campaign, ana = await texters(world, most_a_day=12 if own is None else 2)
    if own:
        await world.scripts.run("update_sender", campaign, member=ana.id, most_a_day=own)
    taken = []
    for _ in range(2):
        taken.append((await ana.request())["assigned"])
        await ana.send_initials()
    assert taken == [10, 2]
    async with world.refused("most_a_day"):
        await ana.request()
    assert await world.scripts.run("end_days", campaign) == 0
    seven_hours_ago = await world.scripts.now() - 7 * 60 * 60 * 1000
    root = keys.campaign(campaign)
    await world.scripts.ask(("HSET", keys.under(root, "takes"), ana.id, f"12 {seven_hours_ago}"))
    assert await world.scripts.run("end_days", campaign) == 0, "they have sent since"
    await world.scripts.ask(("HSET", keys.under(root, "active"), ana.id, seven_hours_ago))
    async with world.listening(campaign) as heard:
        assert await world.scripts.run("end_days", campaign) == 1
        [message] = await heard.news()
    assert [texter["id"] for texter in message["texters"]] == [ana.id]
    assert (await ana.request())["assigned"] == 10


async def test_an_own_cap_of_0_is_no_limit_and_minus_1_the_campaigns(world: World) -> None:
    campaign, ana = await texters(world, most_held=3)
    await world.scripts.run("update_sender", campaign, member=ana.id, most_held=0)
    assert (await ana.request())["assigned"] == 10
    await world.scripts.run("update_sender", campaign, member=ana.id, most_held=-1)
    await ana.send_initials()
    with pytest.raises(Refused, match="most_held"):
        await ana.request()


async def test_the_same_again_changes_nothing(world: World) -> None:
    campaign, ana = await texters(world)
    same = {"member": ana.id, "only": "reply", "most_held": 3, "most_a_day": 0}
    await world.scripts.run("update_sender", campaign, **same)
    async with world.listening(campaign) as heard:
        await world.scripts.run("update_sender", campaign, **same)
        await world.scripts.run("update_sender", campaign, member=ana.id)
        assert await heard.news() == []


async def test_only_senders_have_such_settings(world: World) -> None:
    campaign, _ = await texters(world)
    async with world.refused("not_a_sender"):
        await world.scripts.run("update_sender", campaign, member=99, only="reply")
    await world.scripts.run("archive_campaign", campaign)
    async with world.refused("archived"):
        await world.scripts.run("update_sender", campaign, member=1, only="reply")


async def test_the_command_takes_null_for_both_lanes_and_for_the_campaigns_caps(world: World) -> None:
    campaign, ana = await texters(world)
    root = await world.member("Root", "admin")
    asked = {"campaign": campaign, "member": ana.id}
    await world.ask(root, "update_sender", **asked, only="initial", most_held=5, most_a_day=0)
    counts = await ana.counts()
    assert (counts["only"], counts["most_held"], counts["most_a_day"]) == ("initial", 5, 0)
    await world.ask(root, "update_sender", **asked, only=None, most_held=None)
    counts = await ana.counts()
    assert (counts.get("only"), counts.get("most_held"), counts["most_a_day"]) == (None, None, 0)
