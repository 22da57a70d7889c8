import itertools

import msgpack
import pytest

from server.store import keys
from tests.paces import queue_texts
from tests.world import World

RANKS = {"queued": 0, "unknown": 1, "sent": 2, "not_sent": 3, "failed": 3, "delivered": 3}
REPORTED = [status for status in RANKS if status != "queued"]


async def taken(world: World) -> int:
    """A campaign whose one text a carrier has taken."""
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    await world.scripts.run("take_texts", campaign, carrier="one", count=1)
    return campaign


async def report(
    world: World, campaign: int, status: str, conversation: int = 1, text: int = 1, **more: str | None
) -> bool:
    """The carrier says what became of it; gives whether that is new."""
    changed: bool = await world.scripts.run(
        "report_text", campaign, conversation=conversation, text=text, status=status, **more
    )
    return changed


@pytest.mark.parametrize("status", REPORTED)
async def test_what_became_of_a_text_is_shown(world: World, status: str) -> None:
    campaign = await taken(world)
    async with world.listening(campaign) as heard:
        assert await report(world, campaign, status)
        (message,) = await heard.news()
    assert message["conversation"]["texts"][0]["status"] == status
    assert (await world.conversation(campaign, 1))["texts"][0]["status"] == status


@pytest.mark.parametrize(("first", "second"), list(itertools.product(REPORTED, REPORTED)))
async def test_a_later_word_replaces_an_earlier_one_and_never_the_other_way_round(
    world: World, first: str, second: str
) -> None:
    campaign = await taken(world)
    await report(world, campaign, first)
    later = RANKS[second] > RANKS[first]
    assert await report(world, campaign, second) is later
    assert (await world.conversation(campaign, 1))["texts"][0]["status"] == (second if later else first)


async def test_reporting_it_again_changes_nothing(world: World) -> None:
    campaign = await taken(world)
    await report(world, campaign, "sent")
    async with world.listening(campaign) as heard:
        assert not await report(world, campaign, "sent")
        assert await heard.news() == []


async def test_a_reported_text_is_in_nobodys_hands(world: World) -> None:
    campaign = await taken(world)
    await report(world, campaign, "delivered")
    assert await world.scripts.run("take_texts", campaign, carrier="one", count=10) == []


@pytest.mark.parametrize("text", [-1, 0, 3])
async def test_a_text_that_is_not_there_changes_nothing(world: World, text: int) -> None:
    campaign = await taken(world)
    await world.contact_writes(campaign, 1)
    before = await world.conversation(campaign, 1)
    assert not await report(world, campaign, "failed", text=text)
    assert await world.conversation(campaign, 1) == before


async def test_what_the_contact_wrote_has_no_fate(world: World) -> None:
    campaign = await taken(world)
    await world.contact_writes(campaign, 1)
    assert not await report(world, campaign, "failed", text=2)
    assert (await world.conversation(campaign, 1))["texts"][1]["status"] == "received"


async def test_unknown_ones_are_refused(world: World) -> None:
    campaign = await taken(world)
    async with world.refused("unknown_conversation"):
        await report(world, campaign, "sent", conversation=2)
    async with world.refused("unknown_campaign"):
        await report(world, 9, "sent")


async def test_a_report_of_a_text_that_the_store_has_forgotten_changes_none_in_its_place(world: World) -> None:
    campaign = await taken(world)
    queued = (await world.conversation(campaign, 1))["texts"][0]["at"]
    reported = {"conversation": 1, "text": 1, "status": "sent"}
    before = await world.kept()

    assert await world.scripts.run("report_text", campaign, at=queued - 1, **reported) is False
    assert await world.kept() == before
    assert await world.scripts.run("report_text", campaign, at=queued, **reported) is True


async def kept(world: World, campaign: int) -> dict[str, object]:
    """The text, as the store keeps it."""
    packed = await world.scripts.redis.lindex(keys.under(keys.campaign(campaign), "texts", 1), 0)
    text: dict[str, object] = msgpack.unpackb(packed)
    return text


async def test_why_it_failed_is_shown_and_of_one_that_did_not_fail_nothing(world: World) -> None:
    campaign = await taken(world)
    await report(world, campaign, "sent")
    assert "why" not in (await world.conversation(campaign, 1))["texts"][0]

    async with world.listening(campaign) as heard:
        await report(world, campaign, "failed", why="No such number.")
        (message,) = await heard.news()
    assert message["conversation"]["texts"][0]["why"] == "No such number."
    assert (await world.conversation(campaign, 1))["texts"][0]["why"] == "No such number."

    await report(world, campaign, "failed", why="Something else.")
    assert (await world.conversation(campaign, 1))["texts"][0]["why"] == "No such number."


async def test_the_first_reference_is_kept_also_once_a_later_word_is_known(world: World) -> None:
    campaign = await taken(world)
    await report(world, campaign, "delivered")
    async with world.listening(campaign) as heard:
        assert not await report(world, campaign, "sent", reference="SM1")
        assert not await report(world, campaign, "sent", reference="SM2")
        assert await heard.news() == []

    assert (await kept(world, campaign))["r"] == "SM1"
    assert (await kept(world, campaign))["s"] == "delivered"


async def test_a_later_word_keeps_the_reference(world: World) -> None:
    campaign = await taken(world)
    await report(world, campaign, "sent", reference="SM1")
    await report(world, campaign, "delivered")

    assert (await kept(world, campaign))["r"] == "SM1"


async def test_a_text_that_was_not_sent_is_not_counted_any_more(world: World) -> None:
    campaign = await queue_texts(world, "a", "a" * 161)
    await world.scripts.run("take_texts", campaign, carrier="one", count=2, price=7_900)
    for _ in range(2):
        await world.scripts.run("report_text", campaign, conversation=2, text=1, status="not_sent")
    counts = await world.counts(campaign)
    assert (counts["segments"], counts["cost"]) == (1, "0.0079")


@pytest.mark.parametrize("status", ["sent", "failed", "unknown"])
async def test_a_text_that_was_handed_over_stays_counted(world: World, status: str) -> None:
    campaign = await queue_texts(world, "a")
    await world.scripts.run("take_texts", campaign, carrier="one", count=2, price=7_900)
    await world.scripts.run("report_text", campaign, conversation=1, text=1, status=status)
    assert (await world.counts(campaign))["cost"] == "0.0079"
