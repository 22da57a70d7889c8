import asyncio

import pytest

from server.errors import Refused
from tests.world import World


async def test_a_request_takes_one_batch_from_the_unassigned(world: World) -> None:
    campaign = await world.campaign(contacts=25)
    ana = await world.texter(campaign)
    answer = await ana.request()
    assert answer == {"assigned": 10, "initial": 10, "reply": 0, "quiet": 0}
    assert await ana.holds("initial") == list(range(1, 11))
    assert (await world.counts(campaign))["unassigned"]["initial"] == 15


async def test_the_same_request_id_gets_the_same_answer_and_takes_nothing_more(world: World) -> None:
    campaign = await world.campaign(contacts=25)
    ana = await world.texter(campaign)
    first = await ana.request("a")
    await ana.send_initials()
    again = await ana.request("a")
    assert again == first
    assert (await world.counts(campaign))["unassigned"]["initial"] == 15


async def test_a_refused_request_id_may_be_granted_later(world: World) -> None:
    campaign = await world.campaign(contacts=20)
    ana = await world.texter(campaign)
    await ana.request("a")
    with pytest.raises(Refused, match="initials_left"):
        await ana.request("b")
    await ana.send_initials()
    assert (await ana.request("b"))["assigned"] == 10


async def test_a_request_id_belongs_to_one_texter(world: World) -> None:
    campaign = await world.campaign(contacts=30)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request("same")
    await ben.request("same")
    assert not set(await ana.holds("initial")) & set(await ben.holds("initial"))


async def test_many_at_once_never_share_a_conversation(world: World) -> None:
    campaign = await world.campaign(contacts=95)
    texters = [await world.texter(campaign, f"T{n}") for n in range(10)]
    await asyncio.gather(*(texter.request() for texter in texters))
    held = [conversation for texter in texters for conversation in await texter.holds("initial")]
    assert sorted(held) == list(range(1, 96))


async def test_the_last_batch_is_what_is_left(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    assert (await ana.request())["assigned"] == 3
    with pytest.raises(Refused, match="none_unassigned"):
        await ben.request()


@pytest.mark.parametrize("batch_size", [1, 2, 2499, 2500, 2501, 3999, 5000])
async def test_every_batch_size_works(world: World, batch_size: int) -> None:
    campaign = await world.campaign(contacts=5001, batch_size=batch_size)
    ana = await world.texter(campaign)
    assert (await ana.request())["assigned"] == batch_size
    assert len(await ana.holds("initial")) == batch_size


async def test_replies_come_first_longest_waiting_first_and_never_with_initials(world: World) -> None:
    campaign = await world.campaign(contacts=20, batch_size=5)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    await ana.send_initials()
    for conversation in (4, 2, 3):
        await world.contact_writes(campaign, conversation)
        await world.a_moment()
    await ana.release()
    answer = await ben.request()
    assert answer == {"assigned": 5, "initial": 0, "reply": 3, "quiet": 2}
    assert await ben.holds("reply") == [4, 2, 3]


async def test_quiet_ones_come_when_nothing_else_is_left(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await ana.release()
    assert await ana.request() == {"assigned": 5, "initial": 0, "reply": 0, "quiet": 5}


async def test_only_takes_one_lane(world: World) -> None:
    campaign = await world.campaign(contacts=15, batch_size=10)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await world.contact_writes(campaign, 1)
    await ana.release()
    assert await ana.request(only="initial") == {"assigned": 5, "initial": 5, "reply": 0, "quiet": 0}
    await ana.send_initials()
    assert (await ana.request(only="reply"))["reply"] == 1
    assert await ana.holds("reply") == [1]


async def test_only_refuses_a_lane_in_which_nobody_is_left(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign)
    with pytest.raises(Refused, match="none_unassigned"):
        await ana.request(only="reply")


async def test_refusals_are_checked_in_the_order_of_the_design(world: World) -> None:
    campaign = await world.campaign(contacts=20, self_assign=False, batch_size=10)
    ana = await world.texter(campaign)
    stranger = await world.texter(await world.campaign(), "Ben")
    stranger.campaign = campaign
    reasons = []

    async def asked(texter: object) -> None:
        with pytest.raises(Refused) as refused:
            await texter.request()  # type: ignore[attr-defined]
        reasons.append(refused.value.code)

    await world.scripts.run("pause_campaign", campaign)
    await asked(stranger)
    await world.scripts.run("resume_campaign", campaign)
    await asked(stranger)
    await asked(ana)
    await world.scripts.run("update_campaign", campaign, self_assign=True, default_batch_size=300, token="t")
    await ana.request()
    await asked(ana)
    await ana.send_initials()
    await world.contact_writes(campaign, 1)
    await asked(ana)
    await ana.send_reply(1)
    await ana.request()
    await ana.send_initials()
    await asked(ana)
    assert reasons == [
        "not_active",
        "not_a_sender",
        "self_assign_off",
        "initials_left",
        "replies_left",
        "none_unassigned",
    ]


async def test_a_first_batch_is_only_for_who_holds_nothing_open(world: World) -> None:
    campaign = await world.campaign(contacts=30)
    ana = await world.texter(campaign)
    ask = {"texter": ana.id, "first": True}
    assert (await world.scripts.run("request_conversations", campaign, request_id="a", **ask))["assigned"] == 10
    async with world.refused("initials_left"):
        await world.scripts.run("request_conversations", campaign, request_id="b", **ask)
    for conversation in await ana.send_initials():
        async with world.refused("quiet_left"):
            await world.scripts.run("request_conversations", campaign, request_id="c", **ask)
        await ana.close(conversation)
    assert (await world.scripts.run("request_conversations", campaign, request_id="c", **ask))["assigned"] == 10


async def test_an_answer_is_remembered_for_a_day(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await world.texter(campaign)
    await ana.request("a")
    kept = await world.scripts.redis.ttl(f"{{c:{campaign}}}:request:{ana.id}:a")
    assert 23 * 3600 < kept <= 24 * 3600


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    ana = await world.texter(await world.campaign())
    ana.campaign = 9
    async with world.refused("unknown_campaign"):
        await ana.request()
