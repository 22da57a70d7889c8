import asyncio

import pytest

import server.campaigns.chunks
from server.errors import Refused
from server.people.members import Member
from server.store.scripts import Scripts
from tests.world import Texter, World

BY = {"name": "Root", "move": "1"}


@pytest.fixture
async def root(world: World) -> Member:
    """An admin."""
    return await world.member("Root", "admin")


async def three(world: World, campaign: int) -> tuple[Texter, Texter, Texter]:
    """Three senders."""
    return (
        await world.texter(campaign, "Ana"),
        await world.texter(campaign, "Ben"),
        await world.texter(campaign, "Cleo"),
    )


async def sizes(*texters: Texter, lane: str = "initial") -> list[int]:
    """The number of conversations that each texter holds in a lane."""
    return [(await texter.counts())[lane] for texter in texters]


async def test_unassigned_ones_are_split_evenly_the_remainder_to_the_first(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=20)
    ana, ben, cleo = await three(world, campaign)
    to = [ana.id, ben.id, cleo.id]
    answer = await world.ask(root, "reassign", campaign=campaign, holders=None, to=to, count=11)
    assert answer == {"moved": 11}
    assert await sizes(ana, ben, cleo) == [4, 4, 3]
    assert (await world.counts(campaign))["unassigned"]["initial"] == 9


async def test_all_of_one_senders_go_to_another(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=10)
    ana, ben, _ = await three(world, campaign)
    await ana.request()
    await ana.send_initials()
    await world.contact_writes(campaign, 3)
    answer = await world.ask(root, "reassign", campaign=campaign, holders=[ana.id], to=[ben.id])
    assert answer == {"moved": 10}
    assert await ben.holds("reply") == [3]
    assert await sizes(ana, ben, lane="quiet") == [0, 9]


async def test_only_some_lanes_and_as_many_as_asked_for_those_who_wait_first(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=10)
    ana, ben, _ = await three(world, campaign)
    await ana.request()
    for conversation in (1, 2, 3, 4):
        await ana.send_initial(conversation)
    for conversation in (2, 4):
        await world.contact_writes(campaign, conversation)
        await asyncio.sleep(0.002)
    asked = {"campaign": campaign, "holders": [ana.id], "to": [ben.id]}
    assert await world.ask(root, "reassign", **asked, lanes=["quiet"]) == {"moved": 2}
    assert await ben.holds("quiet") == [1, 3]
    assert await world.ask(root, "reassign", **asked, count=3) == {"moved": 3}
    assert (await ben.holds("reply"), await ben.holds("initial")) == ([2, 4], [5])


async def test_who_is_to_get_some_and_holds_some_keeps_theirs(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=10)
    ana, ben, cleo = await three(world, campaign)
    await ana.request()
    answer = await world.ask(root, "reassign", campaign=campaign, holders=[ana.id], to=[ben.id, ana.id, cleo.id])
    assert answer == {"moved": 7}
    assert await sizes(ben, ana, cleo) == [4, 3, 3]


async def test_a_lot_goes_in_chunks_and_no_further_than_asked(
    world: World, root: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.campaigns.chunks, "CONVERSATIONS_PER_SCRIPT", 4)
    campaign = await world.campaign(contacts=30)
    ana, ben, _ = await three(world, campaign)
    async with world.listening(campaign) as heard:
        answer = await world.ask(root, "reassign", campaign=campaign, holders=None, to=[ana.id, ben.id], count=19)
        unassigned = [message["campaign"]["unassigned"]["initial"] for message in await heard.news()]
    assert answer == {"moved": 19}
    assert unassigned == [26, 22, 20, 16, 12, 11]
    assert await sizes(ana, ben) == [10, 9]


async def test_more_than_there_are_moves_what_there_is(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=5)
    ana, ben, _ = await three(world, campaign)
    asked = {"campaign": campaign, "holders": None, "to": [ana.id, ben.id]}
    assert await world.ask(root, "reassign", **asked, count=500) == {"moved": 5}
    assert await world.ask(root, "reassign", **asked) == {"moved": 0}


async def test_of_a_number_whoever_gets_some_gives_none(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=20)
    ana, ben, cleo = await three(world, campaign)
    await ana.request()
    await ben.request()
    both = [ana.id, ben.id]
    assert await world.ask(root, "reassign", campaign=campaign, holders=both, to=[ana.id], count=4) == {"moved": 4}
    assert await sizes(ana, ben) == [14, 6]
    assert await world.ask(root, "reassign", campaign=campaign, holders=both, to=both, count=4) == {"moved": 0}
    to = [cleo.id, ben.id]
    assert await world.ask(root, "reassign", campaign=campaign, holders=both, to=to, count=5) == {"moved": 5}
    assert await sizes(ana, ben, cleo) == [9, 8, 3]


async def test_when_the_store_goes_away_it_isnt_known_whether_it_was_done(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=10)
    ana = await world.texter(campaign)

    class Losing(Scripts):
        """Scripts whose store does what it is asked, and is away before it answers."""

        async def run(self, verb: str, campaign: int | None = None, **args: object) -> object:
            answer = await super().run(verb, campaign, **args)
            if verb in ("reassign", "create_campaign"):
                raise Refused("try_again")
            return answer

    losing = World(Losing(world.scripts.nodes), world.members)
    with pytest.raises(Refused, match="whether this was done isn't known"):
        await losing.ask(root, "reassign", campaign=campaign, holders=None, to=[ana.id], count=4)
    with pytest.raises(Refused, match="whether this was done isn't known"):
        await losing.ask(root, "create_campaign", title="Again")
    assert await sizes(ana) == [4]


async def test_the_same_texter_named_twice_gets_one_share(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=6)
    ana, ben, _ = await three(world, campaign)
    await world.ask(root, "reassign", campaign=campaign, holders=None, to=[ana.id, ben.id, ana.id])
    assert await sizes(ana, ben) == [3, 3]


async def test_the_one_they_were_taken_from_reads_by_whom_and_how_many(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=10)
    ana, ben, cleo = await three(world, campaign)
    await ana.request()
    async with world.listening(campaign) as heard:
        await world.ask(root, "reassign", campaign=campaign, holders=[ana.id], to=[ben.id, cleo.id])
        told = [sorted(texter["id"] for texter in message["texters"]) for message in await heard.news()]
    assert told == [[ana.id, ben.id], [ana.id, cleo.id]]
    taken = (await ana.counts())["taken"]
    assert (taken["by"], taken["moved"]) == ("Root", 10)
    assert [(await texter.counts()).get("taken") for texter in (ben, cleo)] == [None, None]


async def test_each_of_to_must_be_a_sender_now(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=10)
    ana, ben, _ = await three(world, campaign)
    await world.ask(root, "remove_sender", campaign=campaign, member=ben.id)
    for stranger in (ben.id, root.id, 99, 0):
        async with world.refused("not_a_sender"):
            await world.ask(root, "reassign", campaign=campaign, holders=None, to=[ana.id, stranger])
        async with world.refused("not_a_sender"):
            await world.scripts.run("reassign", campaign, holder=0, to=stranger, lane="initial", most=1, by=BY)


async def test_each_of_holders_must_be_or_have_been_a_sender(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=10)
    ana, ben, _ = await three(world, campaign)
    await ben.request()
    for stranger in (root.id, 99, 0, -1):
        async with world.refused("not_a_sender"):
            await world.ask(root, "reassign", campaign=campaign, holders=[ben.id, stranger], to=[ana.id])
    async with world.refused("not_a_sender"):
        await world.scripts.run("reassign", campaign, holder=99, to=ana.id, lane="initial", most=1, by=BY)


@pytest.mark.parametrize("wrong", [{"to": []}, {"count": 0}, {"count": -5}, {"lanes": ["nowhere"]}, {"count": 1.5}])
async def test_nobody_to_get_them_or_less_than_one_is_refused(
    world: World, root: Member, wrong: dict[str, object]
) -> None:
    campaign = await world.campaign(contacts=10)
    ana, *_ = await three(world, campaign)
    async with world.refused("bad_arguments"):
        await world.ask(root, "reassign", **{"campaign": campaign, "holders": None, "to": [ana.id]} | wrong)


async def test_an_archived_campaign_stays_as_it_is_also_when_there_would_be_nothing_to_move(
    world: World, root: Member
) -> None:
    campaign = await world.campaign(contacts=10)
    ana, ben, _ = await three(world, campaign)
    await ana.request()
    await world.ask(root, "archive_campaign", campaign=campaign)
    for holder in (ana, ben):
        async with world.refused("archived"):
            await world.ask(root, "reassign", campaign=campaign, holders=[holder.id], to=[ben.id])
    async with world.refused("archived"):
        await world.scripts.run("reassign", campaign, holder=ana.id, to=ben.id, lane="initial", most=1, by=BY)


async def test_an_unknown_campaign_is_refused(world: World, root: Member) -> None:
    async with world.refused("unknown_campaign"):
        await world.ask(root, "reassign", campaign=9, holders=None, to=[1])
    async with world.refused("unknown_campaign"):
        await world.scripts.run("reassign", 9, holder=0, to=1, lane="initial", most=1, by=BY)


async def test_what_texters_request_meanwhile_is_theirs(
    world: World, root: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.campaigns.chunks, "CONVERSATIONS_PER_SCRIPT", 2)
    campaign = await world.campaign(contacts=40)
    ana, ben, cleo = await three(world, campaign)
    moved, batch = await asyncio.gather(
        world.ask(root, "reassign", campaign=campaign, holders=None, to=[ana.id, ben.id]), cleo.request()
    )
    assert moved["moved"] + batch["assigned"] == 40
    held = [conversation for texter in (ana, ben, cleo) for conversation in await texter.holds("initial")]
    assert sorted(held) == list(range(1, 41))


async def test_a_sender_who_is_given_their_own_keeps_them_in_order(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign)
    await ana.request()
    before = await world.kept()
    given = {"holder": ana.id, "to": ana.id, "lane": "initial", "most": 2, "by": BY}
    assert await world.scripts.run("reassign", campaign, **given) == 0
    assert await world.kept() == before
