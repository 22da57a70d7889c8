import pytest

from server.errors import Refused
from tests.world import Texter, World


async def busy(world: World, campaign: int) -> Texter:
    """A texter who holds 1 as a reply, 2 to 8 quiet, 9 closed, 10 opted out, of ten."""
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await ana.close(9)
    await world.scripts.run("opt_out", campaign, conversation=10)
    await world.contact_writes(campaign, 1)
    return ana


async def test_what_they_hold_open_becomes_unassigned_each_in_its_lane(world: World) -> None:
    campaign = await world.campaign(contacts=15)
    ana = await busy(world, campaign)
    root = await world.member("Root", "admin")
    thing = await world.ask(root, "remove_sender", campaign=campaign, member=ana.id)
    assert thing["unassigned"] == {"initial": 5, "reply": 1, "quiet": 7}
    assert thing["held"] == {"initial": 0, "reply": 0, "quiet": 0}
    assert (thing["senders"], thing["closed"], thing["opted_out"]) == (0, 1, 1)


async def test_what_is_closed_or_opted_out_stays_theirs_in_the_records(world: World) -> None:
    campaign = await world.campaign(contacts=10)
    ana = await busy(world, campaign)
    await world.scripts.run("remove_sender", campaign, member=ana.id, most=1000)
    counts = await ana.counts()
    assert (counts["sender"], counts["closed"], counts["opted_out"]) == (False, 1, 1)


async def test_a_lot_is_given_back_in_pieces(world: World) -> None:
    campaign = await world.campaign(contacts=10)
    ana = await busy(world, campaign)
    moved = [await world.scripts.run("remove_sender", campaign, member=ana.id, most=3) for _ in range(4)]
    assert moved == [3, 3, 2, 0]


async def test_they_can_request_nothing_any_more(world: World) -> None:
    campaign = await world.campaign(contacts=15)
    ana = await world.texter(campaign)
    await world.scripts.run("remove_sender", campaign, member=ana.id, most=1000)
    async with world.refused("not_a_sender"):
        await ana.request()


async def test_hubs_hear_whose_it_was(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign)
    async with world.listening(campaign) as heard:
        await world.scripts.run("remove_sender", campaign, member=ana.id, most=1000)
        (message,) = await heard.news()
    assert message["taken"] is True
    assert [(texter["id"], texter["sender"]) for texter in message["texters"]] == [(ana.id, False)]


async def test_removing_them_again_changes_nothing(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign)
    await world.scripts.run("remove_sender", campaign, member=ana.id, most=1000)
    async with world.listening(campaign) as heard:
        assert await world.scripts.run("remove_sender", campaign, member=ana.id, most=1000) == 0
        assert await heard.news() == []


async def test_who_has_never_been_a_sender_is_not_removed(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    root = await world.member("Root", "admin")
    async with world.refused("not_a_sender"):
        await world.ask(root, "remove_sender", campaign=campaign, member=root.id)


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    root = await world.member("Root", "admin")
    async with world.refused("unknown_campaign"):
        await world.ask(root, "remove_sender", campaign=9, member=1)


async def test_what_they_closed_is_not_theirs_to_read_or_touch_any_more(world: World) -> None:
    campaign = await world.campaign(contacts=10)
    ana, member = await busy(world, campaign), await world.member("Ana")
    await world.scripts.run("remove_sender", campaign, member=ana.id, most=1000)
    for verb, args in {
        "open_conversation": {"conversation": 9},
        "close_conversation": {"conversation": 9},
        "opt_out": {"conversation": 9},
        "send_initial": {"conversation": 10},
        "send_reply": {"conversation": 9, "text": "Hi", "last_seen": 1},
        "list_conversations": {"lane": "closed"},
    }.items():
        async with world.refused("not_a_sender"):
            await world.ask(member, verb, campaign=campaign, **args)
    assert (await world.conversation(campaign, 9))["lane"] == "closed"  # an admin reads it


async def test_whoever_was_never_a_sender_is_told_of_in_those_words(world: World) -> None:
    campaign, root = await world.campaign(contacts=1), await world.member("Root", "admin")
    with pytest.raises(Refused, match="has never been a sender of this campaign"):
        await world.ask(root, "remove_sender", campaign=campaign, member=root.id)
