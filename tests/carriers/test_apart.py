"""Two campaigns with the same people: the second doesn't text them within the account's hours, unless it answers."""

import asyncio

import pytest

from server.carriers.apart import sentence, why_not_sent
from server.carriers.carrier import Answer, Sent, Text
from server.store import keys
from tests.carriers.carrying import Remembering, carrying, settled, statuses
from tests.replicated.parts import on_each_primary, store_in_parts
from tests.world import Texter, World, columns

ZOE = "+12025550107"
AT = 1_767_294_120_000  # 2026-01-01 19:02 UTC


async def with_zoe(world: World, title: str, *, zone: str | None = "America/New_York") -> Texter:
    """A campaign with one contact; its texter holds them."""
    campaign = await world.campaign(title=title, launch=False)
    row = [ZOE, f'["Zoe","","{ZOE}",{{}}]', *([zone] if zone else [])]
    await world.scripts.run("add_contacts", campaign, contacts=[row], columns=columns())
    await world.scripts.run("launch_campaign", campaign, most=1000)
    texter = await world.texter(campaign)
    await texter.request()
    return texter


async def text_of(world: World, texter: Texter, place: int = -1) -> dict[str, str]:
    """A text of the conversation."""
    text: dict[str, str] = (await world.conversation(texter.campaign, 1))["texts"][place]
    return text


async def hours_go_by(world: World) -> None:
    """Let the note expire."""
    await world.scripts.redis.delete(keys.under(keys.ACCOUNT, "texted", ZOE))


async def test_of_two_carrier_processes_at_the_same_time_exactly_one_texts_the_person(world: World) -> None:
    both = [await with_zoe(world, "Vote!"), await with_zoe(world, "March!")]
    for texter in both:
        await texter.send_initial(1)

    class Slow(Remembering):
        async def send(self, text: Text) -> Answer:
            await asyncio.sleep(0.1)  # so that the other asks while this one is with the carrier
            return await super().send(text)

    one, other = Slow(), Slow()
    async with carrying(world.scripts, one), carrying(world.scripts, other):
        async with asyncio.timeout(10):
            while "queued" in (fates := [(await text_of(world, texter))["status"] for texter in both]):
                await asyncio.sleep(0.05)

    assert sorted(fates) == ["not_sent", "sent"]
    assert len(one.accepted + other.accepted) == 1


async def test_the_reason_stands_beside_the_text_and_the_conversation_is_quiet(world: World) -> None:
    vote, march = await with_zoe(world, "Vote!"), await with_zoe(world, "March!")
    carrier = Remembering()
    async with carrying(world.scripts, carrier):
        await vote.send_initial(1)
        await settled(world, vote.campaign, "sent")
        await march.send_initial(1)
        await settled(world, march.campaign, "not_sent")

    why = (await text_of(world, march))["why"]
    assert why.startswith("Not sent: “Vote!” texted this person at ")
    assert why.endswith(" in New York, and two campaigns don't text one person within 6 hours.")
    assert await march.holds("quiet") == [1]
    assert [text.campaign for text in carrier.accepted] == [vote.campaign]


async def test_the_texter_writes_again_after_the_hours_and_not_before(world: World) -> None:
    vote, march = await with_zoe(world, "Vote!"), await with_zoe(world, "March!")
    async with carrying(world.scripts, Remembering()):
        await vote.send_initial(1)
        await settled(world, vote.campaign, "sent")
        await march.send_initial(1)
        await settled(world, march.campaign, "not_sent")
        await march.send_reply(1, "Come to the march!", last_seen=1)
        await settled(world, march.campaign, "not_sent")
        assert "“Vote!”" in (await text_of(world, march))["why"]

        await hours_go_by(world)
        await march.send_reply(1, "Come to the march!", last_seen=2)
        await settled(world, march.campaign, "sent")


async def test_who_wrote_is_answered_whoever_texted_them_meanwhile(world: World) -> None:
    vote, march = await with_zoe(world, "Vote!"), await with_zoe(world, "March!")
    async with carrying(world.scripts, Remembering()):
        await vote.send_initial(1)
        await settled(world, vote.campaign, "sent")
        await world.contact_writes(vote.campaign, 1, "Where?")
        await hours_go_by(world)
        await march.send_initial(1)
        await settled(world, march.campaign, "sent")

        await vote.send_reply(1, "At the school.", last_seen=2)
        await settled(world, vote.campaign, "sent")
        await vote.send_reply(1, "See you!", last_seen=3)
        await settled(world, vote.campaign, "sent")


async def test_help_is_answered_whoever_texted_them_meanwhile(world: World) -> None:
    vote, march = await with_zoe(world, "Vote!"), await with_zoe(world, "March!")
    async with carrying(world.scripts, Remembering()):
        await march.send_initial(1)
        await settled(world, march.campaign, "sent")
        automatic = {"kind": "help", "text": "We are the park crew."}
        await world.scripts.run(
            "receive_text", vote.campaign, conversation=1, text="HELP", reference="h", stop=False, automatic=automatic
        )
        await settled(world, vote.campaign, "sent")


async def test_one_campaign_writes_twice(world: World) -> None:
    vote = await with_zoe(world, "Vote!")
    async with carrying(world.scripts, Remembering()):
        await vote.send_initial(1)
        await vote.send_reply(1, "It is on Tuesday.", last_seen=1)
        await settled(world, vote.campaign, "sent")
    assert (await text_of(world, vote, 0))["status"] == "sent"


async def test_what_was_handed_over_is_settled_also_when_another_campaign_has_texted_since(world: World) -> None:
    vote, march = await with_zoe(world, "Vote!"), await with_zoe(world, "March!")

    class Asked(Remembering):
        settle_after, repeats = 0.1, True

        async def settle(self, text: Text) -> Answer | None:
            return Sent("SM1") if text.campaign == vote.campaign else None

    async with carrying(world.scripts, Asked(unsure=True)):
        await vote.send_initial(1)
        await world.scripts.redis.set(keys.under(keys.ACCOUNT, "texted", ZOE), f"{march.campaign}:{AT}")
        await settled(world, vote.campaign, "sent")


async def test_no_text_waits_for_the_primary_of_another_campaign(store_binary: str) -> None:
    async with store_in_parts(store_binary) as (cluster, world):
        _, others = await on_each_primary(cluster, world.campaign)
        away, other = next(iter(others.items()))
        away.kill()
        async with asyncio.timeout(10):
            why = await why_not_sent(world.scripts, {"campaign": other, "at": AT, "hours": 6}, None)
    assert why.startswith("Not sent: another campaign texted this person at 19:02")


async def test_switched_off_both_campaigns_text_the_person(world: World) -> None:
    await world.scripts.run("set_hours_between", hours=0)
    both = [await with_zoe(world, "Vote!"), await with_zoe(world, "March!")]
    async with carrying(world.scripts, Remembering()):
        for texter in both:
            await texter.send_initial(1)
            await settled(world, texter.campaign, "sent")


async def test_of_a_campaign_that_is_gone_no_title_is_told_and_no_zone_of_who_has_none(world: World) -> None:
    march = await with_zoe(world, "March!", zone=None)
    noted = f"99:{await world.scripts.now()}"
    await world.scripts.redis.set(keys.under(keys.ACCOUNT, "texted", ZOE), noted)
    async with carrying(world.scripts, Remembering()):
        await march.send_initial(1)
        await settled(world, march.campaign, "not_sent")
    why = (await text_of(world, march))["why"]
    assert why.startswith("Not sent: another campaign texted this person at ")
    assert " in UTC, " in why
    assert await statuses(world, march.campaign) == ["not_sent"]


@pytest.mark.parametrize(
    ("hours", "told"),
    [
        (1, "texted this person at 14:02 in New York, and two campaigns don't text one person within an hour."),
        (6, "texted this person at 14:02 in New York, and two campaigns don't text one person within 6 hours."),
        (24, "texted this person on Thursday at 14:02 in New York, and two campaigns don't text one person within 24"),
    ],
)
def test_the_time_is_told_by_the_persons_clock(hours: int, told: str) -> None:
    assert told in sentence("Vote!", AT, hours, "America/New_York")
