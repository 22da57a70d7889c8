"""A campaign's ledger, page by page: who moved which conversations, from whom to whom."""

import re
from typing import Any

from server.campaigns.ledger import read
from server.campaigns.replay import replay
from server.store import keys, lookups
from tests.lives import a_campaigns_life
from tests.processes import ROOT
from tests.world import World


async def said(world: World, campaign: int, **args: Any) -> list[tuple[Any, ...]]:
    """Each move of a page: (verb, by, holder, lane, new holder, new lane, count), newest first."""
    root = await world.member("Root", "admin")
    page = await world.ask(root, "list_ledger", campaign=campaign, **args)
    return [
        (entry["verb"], entry.get("by"), *(move.get(name) for name in MOVE))
        for entry in page["entries"]
        for move in entry["moves"]
    ]


MOVE = ("holder", "lane", "new_holder", "new_lane", "count")


async def test_each_move_says_who_what_and_how_many(world: World) -> None:
    campaign = await world.campaign(contacts=12)
    root, ana = await world.member("Root", "admin"), await world.texter(campaign)
    ben = await world.texter(campaign, "Ben")
    await ana.request()
    await ana.send_initial(1)
    await world.contact_writes(campaign, 1)
    await world.ask(root, "reassign", campaign=campaign, holders=[ana.id], to=[ben.id], lanes=["initial"], count=4)
    await world.ask(root, "unassign", campaign=campaign, holders=[ben.id])
    await world.ask(root, "close_conversation", campaign=campaign, conversation=1, last_seen=2)

    assert await said(world, campaign) == [
        ("close_conversation", root.id, ana.id, "reply", ana.id, "closed", 1),
        ("unassign", root.id, ben.id, "initial", None, "initial", 4),
        ("reassign", root.id, ana.id, "initial", ben.id, "initial", 4),
        ("receive_text", None, ana.id, "quiet", ana.id, "reply", 1),
        ("send_initial", ana.id, ana.id, "initial", ana.id, "quiet", 1),
        ("request_conversations", ana.id, None, "initial", ana.id, "initial", 10),
        ("add_contacts", None, None, "none", None, "initial", 12),
    ]


async def test_a_conversations_own_way(world: World) -> None:
    campaign = await world.campaign(contacts=12)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await world.contact_writes(campaign, 3)
    assert await said(world, campaign, conversation=3) == [
        ("receive_text", None, ana.id, "quiet", ana.id, "reply", 1),
        ("send_initial", ana.id, ana.id, "initial", ana.id, "quiet", 1),
        ("request_conversations", ana.id, None, "initial", ana.id, "initial", 1),
        ("add_contacts", None, None, "none", None, "initial", 1),
    ]
    assert [verb for verb, *_ in await said(world, campaign, conversation=12)] == ["add_contacts"]


async def test_what_a_member_did_and_had_done_to_them(world: World) -> None:
    campaign = await world.campaign(contacts=12)
    root, ana = await world.member("Root", "admin"), await world.texter(campaign)
    ben = await world.texter(campaign, "Ben")
    await ana.request()
    await ben.request()
    await world.ask(root, "unassign", campaign=campaign, holders=[ben.id])
    assert [verb for verb, *_ in await said(world, campaign, member=ben.id)] == ["unassign", "request_conversations"]
    assert [verb for verb, *_ in await said(world, campaign, member=root.id)] == ["unassign"]


async def test_pages_join(world: World) -> None:
    campaign = await world.campaign(contacts=25, batch_size=1)
    ana = await world.texter(campaign)
    for _ in range(20):
        await ana.request()
        await ana.send_initials()
    root = await world.member("Root", "admin")
    for which in ({}, {"member": ana.id}, {"conversation": 5}):
        whole = await world.ask(root, "list_ledger", campaign=campaign, **which)
        pages, before = [], None
        while True:
            asked = {"before": before} if before else {}
            page = await world.ask(root, "list_ledger", campaign=campaign, limit=7, **which, **asked)
            pages += page["entries"]
            before = page.get("next")
            if before is None:
                break
        assert pages == whole["entries"]


async def test_what_comes_by_itself_is_nobodys(world: World) -> None:
    """Ben waits, and gets what Ana gives back: the giving back is hers, the getting is nobody's."""
    campaign = await world.campaign(contacts=10)
    ana, ben = await world.texter(campaign), await world.texter(campaign, "Ben")
    await ana.request()
    await world.scripts.run("vouch_here", campaign, texters=[ana.id, ben.id])
    await world.scripts.run("wait_for_more", campaign, texter=ben.id)
    await ana.release()
    assert (await said(world, campaign))[:2] == [
        ("serve_room", None, None, "initial", ben.id, "initial", 10),
        ("release_conversations", ana.id, ana.id, "initial", None, "initial", 10),
    ]


async def test_a_contact_who_is_removed_leaves_the_ledger_whole(world: World) -> None:
    campaign = await world.campaign(contacts=3, launch=False)
    root = await world.member("Root", "admin")
    await world.ask(root, "remove_contacts", campaign=campaign, conversations=[2])
    assert (await said(world, campaign))[0] == ("remove_contacts", root.id, None, "initial", None, "none", 1)


async def test_nothing_personal_is_in_it_and_it_goes_with_the_contacts(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    await world.scripts.run("archive_campaign", campaign)
    await world.scripts.run("erase_campaign", campaign)
    await world.scripts.run("empty_campaign", campaign, most=1000)
    assert not await world.scripts.redis.exists(keys.under(keys.campaign(campaign), "ledger"))
    assert await said(world, campaign) == []
    assert (await replay(world.scripts, campaign)).faults == []


async def test_bad_input(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    root = await world.member("Root", "admin")
    for wrong in ({"before": "x"}, {"before": "1"}, {"member": 0}, {"conversation": "1"}, {"limit": 101}):
        async with world.refused("bad_arguments"):
            await world.ask(root, "list_ledger", campaign=campaign, **wrong)
    async with world.refused("unknown_campaign"):
        await world.ask(root, "list_ledger", campaign=99)


async def test_the_page_has_words_for_each_verb_that_moves(world: World) -> None:
    await a_campaigns_life(world)
    moved = set[str]()
    for campaign in await lookups.campaigns(world.scripts):
        moved |= {entry.verb for entry in read(await lookups.ledger_before(world.scripts, campaign, None, 1000))}
    told = set(re.findall(r"^  (\w+): \(", (ROOT / "static" / "admin" / "ledger.js").read_text(), re.MULTILINE))
    assert len(moved) > 15
    assert moved <= told
