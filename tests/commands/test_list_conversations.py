from typing import Any

import pytest

from server.campaigns.hours import turn_hours
from server.campaigns.launching import launch
from server.errors import Refused
from server.shown import Thing
from server.wire.hours import USUAL
from tests.clock import Clock
from tests.world import World


async def pages(world: World, campaign: int, **which: Any) -> list[list[int]]:
    """The ids of every page."""
    found, after = [], None
    while True:
        page = await world.scripts.run("list_conversations", campaign, after=after, **which)
        found.append([thing["id"] for thing in page["conversations"]])
        after = page.get("next")
        if after is None:
            return found


async def test_pages_are_full_but_the_last(world: World) -> None:
    campaign = await world.campaign(contacts=7)
    assert await pages(world, campaign, limit=3) == [[1, 2, 3], [4, 5, 6], [7]]


@pytest.mark.parametrize("contacts", [0, 1, 3, 6])
async def test_the_last_page_says_that_it_is_the_last(world: World, contacts: int) -> None:
    campaign = await world.campaign(contacts=contacts)
    assert len(await pages(world, campaign, limit=3)) == max(1, -(-contacts // 3))


async def test_replies_come_longest_waiting_first(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    for conversation in (3, 1, 2, 3):
        await world.contact_writes(campaign, conversation)
        await world.a_moment()
    assert await ana.holds("reply") == [3, 1, 2]


async def test_everybodys_are_the_unassigned_and_then_each_holders(world: World) -> None:
    campaign = await world.campaign(contacts=9, batch_size=3)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ben.request()
    await ana.request()
    assert await pages(world, campaign, limit=4) == [[7, 8, 9, 4], [5, 6, 1, 2], [3]]
    assert await pages(world, campaign, holder=0, limit=4) == [[7, 8, 9]]
    assert await pages(world, campaign, holder=ben.id, limit=4) == [[1, 2, 3]]


async def test_lanes_follow_one_another(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await world.contact_writes(campaign, 4)
    await ana.close(2)
    await world.scripts.run("opt_out", campaign, conversation=1)
    assert [id for page in await pages(world, campaign, holder=ana.id, limit=2) for id in page] == [4, 3, 5, 2, 1]
    assert await pages(world, campaign, lane="closed", limit=2) == [[2]]
    assert await pages(world, campaign, holder=ana.id, lane="opted_out", limit=2) == [[1]]
    assert await pages(world, campaign, holder=ana.id, lane="initial", limit=2) == [[]]


async def test_a_page_shows_the_last_text_only(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await world.contact_writes(campaign, 1, "one")
    await world.contact_writes(campaign, 1, "two")
    (thing,) = (await world.scripts.run("list_conversations", campaign, limit=10))["conversations"]
    assert [(text["id"], text["text"], text["direction"]) for text in thing["texts"]] == [(2, "two", "in")]


async def test_unsent_initials_carry_the_draft_and_the_version(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    (thing,) = (await world.scripts.run("list_conversations", campaign, limit=10))["conversations"]
    assert (thing["draft"], thing["texts"]) == ("Hi Contact 1!", [])
    assert thing["v"] == (await world.counts(campaign))["v"]


async def test_nothing_is_missed_when_conversations_leave_between_pages(world: World) -> None:
    campaign = await world.campaign(contacts=6)
    ana = await world.texter(campaign)
    await ana.request()
    first = await world.scripts.run("list_conversations", campaign, holder=ana.id, lane="initial", limit=3)
    for conversation in (1, 2, 3):
        await ana.send_initial(conversation)
    rest = await world.scripts.run(
        "list_conversations", campaign, holder=ana.id, lane="initial", limit=3, after=first["next"]
    )
    assert [thing["id"] for thing in rest["conversations"]] == [4, 5, 6]


async def test_those_who_came_at_the_same_moment_are_listed_once_each(world: World) -> None:
    campaign = await world.campaign(contacts=12)
    await world.scripts.redis.zadd(f"{{c:{campaign}}}:bucket:0:quiet", dict.fromkeys(range(1, 13), 5))
    first = await world.scripts.run("list_conversations", campaign, holder=0, lane="quiet", limit=2)
    seen = [thing["id"] for thing in first["conversations"]]
    await world.scripts.redis.zrem(f"{{c:{campaign}}}:bucket:0:quiet", seen[-1])
    after = first["next"]
    while after:
        page = await world.scripts.run("list_conversations", campaign, holder=0, lane="quiet", limit=2, after=after)
        seen += [thing["id"] for thing in page["conversations"]]
        after = page.get("next")
    assert sorted(seen) == list(range(1, 13))


@pytest.mark.parametrize(
    "after", ["", "x", "0 initial 1", "0 initial 1 1 1", "-1 initial 1 1", "0 initial x 1", "0 Initial 1 1"]
)
async def test_an_after_that_is_no_next_is_refused(world: World, after: str) -> None:
    campaign = await world.campaign(contacts=1)
    with pytest.raises(Refused, match="bad_arguments"):
        await world.scripts.run("list_conversations", campaign, limit=10, after=after)


@pytest.mark.parametrize(
    "after", ["7 reply 1 1", "0 lane 1 1", f"0 initial {'9' * 400} 1", f"0 initial {2**40 + 1} {'9' * 400}"]
)
async def test_an_after_of_a_bucket_that_is_not_there_gives_the_end(world: World, after: str) -> None:
    campaign = await world.campaign(contacts=1)
    page = await world.scripts.run("list_conversations", campaign, limit=10, after=after)
    assert page == {"conversations": []}


@pytest.mark.parametrize("limit", [1, 2, 10])
async def test_a_texter_lists_the_first_messages_that_may_go_out_now_and_an_admin_all(
    world: World, clock: Clock, limit: int
) -> None:
    campaign = await world.campaign(hours=USUAL)
    for zone in ("America/New_York", "America/Denver", "America/New_York", "America/Los_Angeles"):
        await world.add_contacts(campaign, 2, zone=zone)
    await launch(world.scripts, campaign)
    ana = await world.texter(campaign)
    await ana.request()
    await clock.set("2026-07-01 21:00")
    await turn_hours(world.scripts)

    async def listed(**asked: int) -> list[int]:
        found: list[int] = []
        after = None
        while True:
            page = await world.scripts.run(
                "list_conversations", campaign, holder=ana.id, lane="initial", limit=limit, after=after, **asked
            )
            found += [thing["id"] for thing in page["conversations"]]
            after = page.get("next")
            if not after:
                return found
            assert len(page["conversations"]) == limit

    assert await listed(texter=ana.id) == [3, 4, 7, 8]
    assert await listed() == [1, 2, 5, 6, 3, 4, 7, 8]
    page = await world.scripts.run("list_conversations", campaign, holder=ana.id, lane="quiet", limit=9, texter=ana.id)
    assert page["conversations"] == []


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await world.scripts.run("list_conversations", 9, limit=10)


async def listed(world: World, role: str, name: str, **which: Any) -> Thing:
    """The page that a member asks for."""
    page: Thing = await world.ask(await world.member(name, role), "list_conversations", **which)
    return page


async def test_a_texter_lists_only_their_own(world: World) -> None:
    campaign = await world.campaign(contacts=4, batch_size=2)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    await ben.request()
    page = await listed(world, "texter", "Ben", campaign=campaign, lane="initial", limit=1)
    assert [(thing["id"], thing["holder"]) for thing in page["conversations"]] == [(3, ben.id)]
    page = await listed(world, "texter", "Ben", campaign=campaign, lane="initial", after=page["next"])
    assert [thing["id"] for thing in page["conversations"]] == [4]
    assert page["next"] is None
    with pytest.raises(Refused, match="bad_arguments"):
        await listed(world, "texter", "Ben", campaign=campaign, lane="initial", holder=ana.id)


async def test_an_admin_lists_everybodys_a_holders_or_the_unassigned(world: World) -> None:
    campaign = await world.campaign(contacts=4, batch_size=2)
    ana = await world.texter(campaign)
    await ana.request()

    async def ids(**which: Any) -> list[int]:
        page = await listed(world, "admin", "Root", campaign=campaign, **which)
        return [thing["id"] for thing in page["conversations"]]

    assert sorted(await ids()) == [1, 2, 3, 4]
    assert await ids(holder=ana.id) == [1, 2]
    assert await ids(holder=None) == [3, 4]
    assert await ids(lane="reply") == []


async def test_conversations_are_whole_things(world: World) -> None:
    campaign = await world.campaign(contacts=1, fields={"City": "Reno"})
    page = await listed(world, "admin", "Root", campaign=campaign)
    assert page["conversations"] == [await world.conversation(campaign, 1)]
    assert page["conversations"][0]["contact"]["fields"] == {"City": "Reno"}
