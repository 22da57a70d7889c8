from tests.world import World


async def bulk(world: World, campaign: int, most: int = 100) -> int:
    """Send first messages as the carrier does on each of its rounds; returns their number."""
    sent: int = await world.scripts.run("send_bulk", campaign, most=most)
    return sent


async def test_first_messages_go_out_and_stay_unassigned(world: World) -> None:
    campaign = await world.campaign(contacts=30, bulk_send=True)
    assert await bulk(world, campaign, most=20) == 20
    counts = await world.counts(campaign)
    assert counts["unassigned"] == {"initial": 10, "reply": 0, "quiet": 20}
    assert counts["sent"] == 20
    thing = await world.conversation(campaign, 20)
    assert [text["text"] for text in thing["texts"]] == ["Hi Contact 20!"]


async def test_first_messages_of_chosen_senders_stay_with_them(world: World) -> None:
    campaign = await world.campaign(contacts=4, bulk_send=True, launch=False)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await world.scripts.run("launch_campaign", campaign, most=1000)
    assert await bulk(world, campaign) == 4
    assert await ana.holds("quiet") == [1, 2]
    assert await ben.holds("quiet") == [3, 4]


async def test_nothing_goes_out_without_bulk_send_or_while_paused(world: World) -> None:
    plain = await world.campaign(contacts=3)
    paused = await world.campaign(contacts=3, bulk_send=True)
    await world.scripts.run("pause_campaign", paused)
    assert await bulk(world, plain) == 0
    assert await bulk(world, paused) == 0


async def test_who_has_written_or_opted_out_is_passed_over(world: World) -> None:
    campaign = await world.campaign(contacts=3, bulk_send=True)
    await world.contact_writes(campaign, 1)
    await world.scripts.run("opt_out", campaign, conversation=2)
    assert await bulk(world, campaign) == 1
    assert (await world.conversation(campaign, 3))["lane"] == "quiet"


async def test_nothing_is_sent_twice(world: World) -> None:
    campaign = await world.campaign(contacts=3, bulk_send=True)
    assert await bulk(world, campaign, most=2) == 2
    assert await bulk(world, campaign) == 1
    assert await bulk(world, campaign) == 0
    assert await world.scripts.redis.llen(f"{{c:{campaign}}}:outbox") == 3


async def test_contacts_added_later_are_sent_to_as_well(world: World) -> None:
    campaign = await world.campaign(contacts=3, bulk_send=True)
    await bulk(world, campaign)
    await world.add_contacts(campaign, 2)
    assert await bulk(world, campaign) == 2


async def test_it_waits_while_many_texts_are_queued(world: World) -> None:
    campaign = await world.campaign(contacts=500, bulk_send=True)
    while await bulk(world, campaign):
        pass
    assert await world.scripts.redis.llen(f"{{c:{campaign}}}:outbox") == 200


async def test_a_message_that_merging_makes_too_long_is_left_for_a_texter(world: World) -> None:
    campaign = await world.campaign(1, fields={"story": "x" * 1600}, bulk_send=True, script="Hi! {story}", launch=False)
    await world.scripts.run("launch_campaign", campaign, most=1000)
    assert await bulk(world, campaign) == 0
    assert (await world.counts(campaign))["unassigned"]["initial"] == 1


async def test_a_texter_who_requests_after_bulk_send_gets_who_has_answered(world: World) -> None:
    campaign = await world.campaign(contacts=50, batch_size=300, bulk_send=True)
    await bulk(world, campaign)
    for conversation in range(1, 11):
        await world.contact_writes(campaign, conversation)
    ana = await world.texter(campaign)
    assert await ana.request() == {"assigned": 50, "initial": 0, "reply": 10, "quiet": 40}
    assert sorted(await ana.holds("reply")) == list(range(1, 11))


async def test_those_who_need_none_are_passed_over_not_too_many_at_once(world: World) -> None:
    campaign = await world.campaign(contacts=701, bulk_send=True)
    for conversation in range(1, 701):
        await world.contact_writes(campaign, conversation)
    assert [await bulk(world, campaign, most=1) for _ in range(3)] == [0, 1, 0]
    assert (await world.conversation(campaign, 701))["lane"] == "quiet"


async def test_a_long_list_is_sent_to_its_end(world: World) -> None:
    campaign = await world.campaign(contacts=1_500, bulk_send=True)
    while await bulk(world, campaign):
        await world.scripts.redis.delete(f"{{c:{campaign}}}:outbox")  # the carrier has taken them
    assert (await world.counts(campaign))["sent"] == 1_500


async def test_what_was_sent_is_announced_at_once(world: World) -> None:
    campaign = await world.campaign(contacts=30, bulk_send=True)
    before = (await world.counts(campaign))["v"]
    await bulk(world, campaign)
    assert (await world.counts(campaign))["v"] == before + 1


async def test_their_holders_and_admins_hear_of_it(world: World) -> None:
    campaign = await world.campaign(contacts=4, bulk_send=True, launch=False)
    ana = await world.texter(campaign, "Ana")
    await world.scripts.run("launch_campaign", campaign, most=1000)
    async with world.listening(campaign) as heard:
        await bulk(world, campaign)
        (message,) = await heard.news()
        assert [(texter["id"], texter["quiet"]) for texter in message["texters"]] == [(ana.id, 4)]
        assert message["campaign"]["sent"] == 4
        assert await bulk(world, campaign) == 0
        assert await heard.news() == []


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await bulk(world, 9)
