import asyncio

import pytest

import server.campaigns.chunks
from server.errors import Refused
from server.people.members import Member
from server.store.scripts import Scripts
from tests.world import Texter, World


@pytest.fixture
async def root(world: World) -> Member:
    """An admin."""
    return await world.member("Root", "admin")


async def busy(world: World, campaign: int, name: str) -> Texter:
    """A texter who holds two replies, two quiet ones and a closed one, and then an initial, of six."""
    texter = await world.texter(campaign, name)
    await world.scripts.run(
        "reassign", campaign, holder=0, to=texter.id, lane="initial", most=6, by={"name": "R", "move": "0"}
    )
    first, second, third, *_ = await texter.holds("initial")
    for conversation in (await texter.holds("initial"))[:5]:
        await texter.send_initial(conversation)
    await world.contact_writes(campaign, first)
    await world.contact_writes(campaign, second)
    await texter.close(third)
    return texter


async def test_everybodys_open_conversations_become_unassigned_each_in_its_lane(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=15)
    ana, ben = await busy(world, campaign, "Ana"), await busy(world, campaign, "Ben")
    assert await world.ask(root, "unassign", campaign=campaign) == {"moved": 10}
    counts = await world.counts(campaign)
    assert counts["unassigned"] == {"initial": 5, "reply": 4, "quiet": 4}
    assert counts["held"] == {"initial": 0, "reply": 0, "quiet": 0}
    assert [(await texter.counts())["closed"] for texter in (ana, ben)] == [1, 1]


async def test_only_those_of_the_holders_and_lanes_asked_for(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=12)
    ana, ben = await busy(world, campaign, "Ana"), await busy(world, campaign, "Ben")
    answer = await world.ask(root, "unassign", campaign=campaign, holders=[ana.id], lanes=["initial", "quiet"])
    assert answer == {"moved": 3}
    left, kept = await ana.counts(), await ben.counts()
    assert (left["initial"], left["reply"], left["quiet"], left["closed"]) == (0, 2, 0, 1)
    assert (kept["initial"], kept["reply"], kept["quiet"], kept["closed"]) == (1, 2, 2, 1)


async def test_replies_wait_as_long_as_before(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=5)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    await ana.send_initials()
    for conversation in (4, 2, 3):
        await world.contact_writes(campaign, conversation)
        await asyncio.sleep(0.002)
    await world.ask(root, "unassign", campaign=campaign)
    await ben.request()
    assert await ben.holds("reply") == [4, 2, 3]


async def test_a_lot_goes_in_chunks_and_none_is_left(
    world: World, root: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.campaigns.chunks, "CONVERSATIONS_PER_SCRIPT", 3)
    campaign = await world.campaign(contacts=12)
    ana = await world.texter(campaign)
    await ana.request()
    async with world.listening(campaign) as heard:
        assert await world.ask(root, "unassign", campaign=campaign) == {"moved": 10}
        held = [message["campaign"]["held"]["initial"] for message in await heard.news()]
    assert held == [7, 4, 1, 0]


async def test_their_console_says_who_took_how_many_however_many_chunks_it_took(
    world: World, root: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.campaigns.chunks, "CONVERSATIONS_PER_SCRIPT", 3)
    campaign = await world.campaign(contacts=12)
    ana = await world.texter(campaign)
    await ana.request()
    await world.ask(root, "unassign", campaign=campaign)
    first = (await ana.counts())["taken"]
    assert (first["by"], first["moved"]) == ("Root", 10)
    await ana.request()
    await world.ask(root, "unassign", campaign=campaign, holders=[ana.id])
    second = (await ana.counts())["taken"]
    assert (second["by"], second["moved"]) == ("Root", 10)
    assert second["move"] != first["move"]


async def test_whose_nothing_was_taken_hears_nothing(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=12)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    async with world.listening(campaign) as heard:
        await world.ask(root, "unassign", campaign=campaign)
        assert await heard.told() == [ana.id]
    assert (await ben.counts()).get("taken") is None


async def test_it_is_announced_as_taken_so_that_an_open_conversation_is_looked_at_again(
    world: World, root: Member
) -> None:
    campaign = await world.campaign(contacts=3)
    ana = await world.texter(campaign)
    await ana.request()
    async with world.listening(campaign) as heard:
        await world.ask(root, "unassign", campaign=campaign)
        (message,) = await heard.news()
    assert message["taken"] is True


async def test_nothing_to_take_changes_nothing(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=3)
    ana = await world.texter(campaign)
    async with world.listening(campaign) as heard:
        assert await world.ask(root, "unassign", campaign=campaign) == {"moved": 0}
        assert await world.ask(root, "unassign", campaign=campaign, holders=[]) == {"moved": 0}
        assert await world.ask(root, "unassign", campaign=campaign, holders=[ana.id, ana.id]) == {"moved": 0}
        assert await heard.news() == []


async def test_what_a_former_sender_has_closed_can_be_taken_too(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=6)
    ana = await busy(world, campaign, "Ana")
    await world.ask(root, "remove_sender", campaign=campaign, member=ana.id)
    answer = await world.ask(root, "unassign", campaign=campaign, holders=[ana.id], lanes=["closed"])
    assert answer == {"moved": 1}
    assert (await ana.counts())["closed"] == 0
    assert (await world.counts(campaign))["closed"] == 1


async def test_one_stranger_among_the_holders_and_nothing_moves(world: World, root: Member) -> None:
    campaign = await world.campaign(contacts=12)
    ana = await world.texter(campaign)
    await ana.request()
    for stranger in (root.id, 99, 0, -1):
        async with world.refused("not_a_sender"):
            await world.ask(root, "unassign", campaign=campaign, holders=[ana.id, stranger])
        async with world.refused("not_a_sender"):
            await world.scripts.run(
                "unassign", campaign, holder=stranger, lanes=["initial"], most=1, by={"name": "R", "move": "1"}
            )


async def test_an_unknown_campaign_is_refused(world: World, root: Member) -> None:
    async with world.refused("unknown_campaign"):
        await world.ask(root, "unassign", campaign=9)
    async with world.refused("unknown_campaign"):
        await world.scripts.run("unassign", 9, holder=1, lanes=["initial"], most=1, by={"name": "R", "move": "1"})


async def test_what_a_texter_sends_meanwhile_goes_out_once_and_what_was_taken_is_not_theirs_any_more(
    world: World, root: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.campaigns.chunks, "CONVERSATIONS_PER_SCRIPT", 1)
    campaign = await world.campaign(contacts=10)
    ana = await world.texter(campaign)
    await ana.request()
    sent: list[int] = []

    class Busy(Scripts):
        """Between any two chunks Ana sends her last first message, and tries the first, which has been taken."""

        async def run(self, verb: str, campaign: int | None = None, **args: object) -> object:
            if verb == "unassign" and (held := await ana.holds("initial")) and held[0] > 1:
                await ana.send_initial(held[-1])
                sent.append(held[-1])
                with pytest.raises(Refused, match="not_yours"):
                    await ana.send_initial(1)
            return await super().run(verb, campaign, **args)

    busy = World(Busy(world.scripts.nodes), world.members)
    assert await busy.ask(root, "unassign", campaign=campaign) == {"moved": 10}
    counts = await world.counts(campaign)
    assert sent == [10, 9, 8, 7, 6]
    assert counts["unassigned"] == {"initial": 5, "reply": 0, "quiet": 5}
    assert counts["sent"] == 5
