import pytest

from server.store import keys
from tests.world import Texter, World


async def texted(world: World, contacts: int = 1) -> tuple[int, Texter]:
    """A campaign, and a texter who has sent a first message to all its contacts."""
    campaign = await world.campaign(contacts=contacts)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    return campaign, ana


async def test_who_writes_waits_for_their_holder(world: World) -> None:
    campaign, ana = await texted(world)
    thing = await world.contact_writes(campaign, 1, "Who is this? 👋")
    assert (thing["lane"], thing["holder"]) == ("reply", ana.id)
    text = thing["texts"][-1]
    assert (text["id"], text["direction"], text["text"], text["status"]) == (2, "in", "Who is this? 👋", "received")


async def test_who_is_unassigned_waits_for_somebody(world: World) -> None:
    campaign, ana = await texted(world)
    await ana.release()
    assert (await world.contact_writes(campaign, 1))["holder"] is None
    assert (await world.counts(campaign))["unassigned"]["reply"] == 1


async def test_they_wait_from_their_first_unanswered_text_on(world: World) -> None:
    campaign, ana = await texted(world, contacts=2)
    for conversation in (2, 1, 2):
        await world.contact_writes(campaign, conversation)
        await world.a_moment()
    assert await ana.holds("reply") == [2, 1]


async def test_an_answered_contact_who_writes_again_waits_anew(world: World) -> None:
    campaign, ana = await texted(world, contacts=2)
    await world.contact_writes(campaign, 2)
    await world.a_moment()
    await world.contact_writes(campaign, 1)
    await ana.send_reply(2)
    await world.a_moment()
    await world.contact_writes(campaign, 2)
    assert await ana.holds("reply") == [1, 2]


async def test_an_unsent_initial_counts_as_answered(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    assert (await world.contact_writes(campaign, 1))["lane"] == "reply"
    counts = await world.counts(campaign)
    assert (counts["sent"], counts["held"]) == (0, {"initial": 0, "reply": 1, "quiet": 0})


async def test_the_same_text_delivered_twice_is_one(world: World) -> None:
    campaign, _ = await texted(world)
    first = await world.contact_writes(campaign, 1, reference="SM1")
    async with world.listening(campaign) as heard:
        again = await world.contact_writes(campaign, 1, reference="SM1")
        assert await heard.news() == []
    assert again["texts"] == first["texts"]
    assert (again["lane"], again["holder"]) == (first["lane"], first["holder"])


async def test_a_reference_is_remembered_for_a_week(world: World) -> None:
    campaign, _ = await texted(world)
    await world.contact_writes(campaign, 1, reference="SM1")
    kept = await world.scripts.redis.ttl(keys.under(keys.campaign(campaign), "received", "SM1"))
    assert 6.9 * 86400 < kept <= 7 * 86400


@pytest.mark.parametrize("lane", ["initial", "quiet", "reply", "closed"])
async def test_stop_opts_out_from_wherever_they_are(world: World, lane: str) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    if lane != "initial":
        await ana.send_initial(1)
    if lane == "reply":
        await world.contact_writes(campaign, 1)
    if lane == "closed":
        await ana.close(1)
    thing = await world.contact_writes(campaign, 1, "STOP", stop=True)
    assert (thing["lane"], thing["holder"]) == ("opted_out", ana.id)
    assert thing["texts"][-1]["text"] == "STOP"


async def test_who_has_opted_out_stays_so_and_what_they_write_is_kept(world: World) -> None:
    campaign, ana = await texted(world)
    await world.contact_writes(campaign, 1, "STOP", stop=True)
    await world.contact_writes(campaign, 1, "STOP", stop=True)
    thing = await world.contact_writes(campaign, 1, "Sorry, go on")
    assert (thing["lane"], thing["holder"]) == ("opted_out", ana.id)
    assert [text["text"] for text in thing["texts"][1:]] == ["STOP", "STOP", "Sorry, go on"]
    assert (await world.counts(campaign))["opted_out"] == 1


async def test_who_writes_to_somebody_who_is_gone_is_unassigned(world: World) -> None:
    campaign, ana = await texted(world)
    await ana.close(1)
    await world.scripts.run("remove_sender", campaign, member=ana.id, most=1000)
    thing = await world.contact_writes(campaign, 1)
    assert (thing["lane"], thing["holder"]) == ("reply", None)


async def test_who_waited_for_somebody_who_is_going_keeps_their_place(world: World) -> None:
    campaign, ana = await texted(world, contacts=3)
    for conversation in (2, 3):
        await world.contact_writes(campaign, conversation)
        await world.a_moment()
    await world.scripts.run("remove_sender", campaign, member=ana.id, most=0)
    await world.contact_writes(campaign, 3)
    await world.contact_writes(campaign, 2)
    ben = await world.texter(campaign, "Ben")
    await ben.request(only="reply")
    assert await ben.holds("reply") == [2, 3]


async def test_its_holder_is_told_also_when_only_a_text_is_new(world: World) -> None:
    campaign, ana = await texted(world)
    await world.contact_writes(campaign, 1)
    async with world.listening(campaign) as heard:
        await world.contact_writes(campaign, 1, "Hello?")
        (message,) = await heard.news()
    assert [(texter["id"], texter["moved"]) for texter in message["texters"]] == [(ana.id, message["v"])]
    assert message["conversation"]["texts"][-1]["text"] == "Hello?"


async def test_unknown_ones_are_refused(world: World) -> None:
    campaign, _ = await texted(world)
    async with world.refused("unknown_conversation"):
        await world.contact_writes(campaign, 2)
    async with world.refused("unknown_campaign"):
        await world.contact_writes(9, 1)
