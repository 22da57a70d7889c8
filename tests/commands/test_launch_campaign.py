import pytest

from server.campaigns.merge import compiled
from server.errors import Refused
from server.store import keys
from tests.world import World


async def test_a_launched_campaign_is_active_and_its_conversations_unassigned(world: World) -> None:
    campaign = await world.campaign(contacts=5, launch=False)
    root = await world.member("Root", "admin")
    thing = await world.ask(root, "launch_campaign", campaign=campaign)
    assert (thing["status"], thing["unassigned"]["initial"]) == ("active", 5)


async def test_senders_chosen_before_get_equal_shares_the_remainder_to_the_first(world: World) -> None:
    campaign = await world.campaign(contacts=11, launch=False)
    texters = [await world.texter(campaign, name) for name in ("Ana", "Ben", "Cleo")]
    async with world.listening(campaign) as heard:
        await world.scripts.run("launch_campaign", campaign, most=1000)
        assert await heard.told() == [texter.id for texter in texters]
    assert [(await texter.counts())["initial"] for texter in texters] == [4, 4, 3]
    assert (await world.counts(campaign))["unassigned"]["initial"] == 0


async def test_shares_go_by_the_order_of_members_not_of_names(world: World) -> None:
    campaign = await world.campaign(contacts=13, launch=False)
    texters = [await world.texter(campaign, f"T{n}") for n in range(12)]
    await world.scripts.run("launch_campaign", campaign, most=1000)
    assert [(await texter.counts())["initial"] for texter in texters] == [2] + [1] * 11


async def test_who_is_for_replies_alone_gets_no_first_messages_to_send(world: World) -> None:
    for bulk_send, shares in ((False, [4, 0]), (True, [2, 2])):
        campaign = await world.campaign(contacts=4, launch=False, bulk_send=bulk_send)
        ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
        await world.scripts.run("update_sender", campaign, member=ben.id, only="reply")
        for most in (1, 1000):
            await world.scripts.run("launch_campaign", campaign, most=most)
        assert [(await texter.counts())["initial"] for texter in (ana, ben)] == shares
        assert (await world.counts(campaign))["status"] == "active"


async def test_where_all_are_for_replies_alone_first_messages_stay_unassigned(world: World) -> None:
    campaign = await world.campaign(contacts=4, launch=False)
    ana = await world.texter(campaign)
    await world.scripts.run("update_sender", campaign, member=ana.id, only="reply")
    thing = await world.scripts.run("launch_campaign", campaign, most=1000)
    assert (thing["status"], thing["unassigned"]["initial"]) == ("active", 4)


async def test_a_large_one_is_distributed_in_pieces_while_still_a_draft(world: World) -> None:
    campaign = await world.campaign(contacts=10, launch=False)
    texters = [await world.texter(campaign, name) for name in ("Ana", "Ben")]
    statuses = [(await world.scripts.run("launch_campaign", campaign, most=4))["status"] for _ in range(3)]
    assert statuses == ["draft", "draft", "active"]
    assert [(await texter.counts())["initial"] for texter in texters] == [5, 5]


async def test_a_sender_who_comes_half_way_gets_a_share_too(world: World) -> None:
    campaign = await world.campaign(contacts=10, launch=False)
    ana = await world.texter(campaign, "Ana")
    await world.scripts.run("launch_campaign", campaign, most=4)
    ben = await world.texter(campaign, "Ben")
    assert (await world.scripts.run("launch_campaign", campaign, most=1000))["status"] == "active"
    assert [(await texter.counts())["initial"] for texter in (ana, ben)] == [5, 5]


async def test_a_sender_who_goes_half_way_leaves_theirs_to_the_others(world: World) -> None:
    campaign = await world.campaign(contacts=10, launch=False)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await world.scripts.run("launch_campaign", campaign, most=7)
    await world.scripts.run("remove_sender", campaign, member=ana.id, most=1000)
    await world.scripts.run("launch_campaign", campaign, most=1000)
    assert (await ben.counts())["initial"] == 10


async def test_contacts_without_a_script_are_not_launched(world: World) -> None:
    campaign = await world.campaign(contacts=1, script=" \n", launch=False)
    async with world.refused("no_script"):
        await world.scripts.run("launch_campaign", campaign, most=1000)


async def test_a_script_without_contacts_is_not_launched(world: World) -> None:
    campaign = await world.campaign(contacts=0)
    async with world.refused("no_contacts"):
        await world.scripts.run("launch_campaign", campaign, most=1000)


async def test_a_field_that_no_contact_has_is_refused_by_name(world: World) -> None:
    campaign = await world.campaign(contacts=2, script="Hi {first_name} of {town}!", launch=False)
    await world.texter(campaign)
    with pytest.raises(Refused, match="unknown_field") as refused:
        await world.scripts.run("launch_campaign", campaign, most=1000)
    assert refused.value.details == {"field": "town"}
    assert (await world.counts(campaign))["status"] == "draft"


async def test_braces_that_an_older_version_has_let_in_are_refused(world: World) -> None:
    campaign, root = await world.campaign(contacts=1, launch=False), await world.member("Root", "admin")
    name = keys.campaign(campaign)
    await world.scripts.redis.hset(name, "script", "Hi {{first_name}}!")
    await world.scripts.redis.hdel(name, "message")
    async with world.refused("bad_braces"):
        await world.ask(root, "launch_campaign", campaign=campaign)


async def test_a_script_that_an_older_version_has_set_is_taken_apart(world: World) -> None:
    campaign, root = await world.campaign(contacts=1, launch=False), await world.member("Root", "admin")
    name = keys.campaign(campaign)
    await world.scripts.redis.hset(name, "script", "Hi {first_name} {last_name|friend}!")
    await world.scripts.redis.hdel(name, "message")
    await world.ask(root, "launch_campaign", campaign=campaign)
    assert (await world.conversation(campaign, 1))["draft"] == "Hi Contact 1 Doe!"


async def test_a_message_made_of_another_script_is_not_used(world: World) -> None:
    """It was changed just before the launch."""
    campaign = await world.campaign(contacts=1, launch=False)
    await world.scripts.run("launch_campaign", campaign, most=1000, message=compiled("Bye!"))
    assert (await world.conversation(campaign, 1))["draft"] == "Hi Contact 1!"


@pytest.mark.parametrize("then", [[], ["pause_campaign"]])
async def test_a_campaign_is_launched_once(world: World, then: list[str]) -> None:
    campaign = await world.campaign(contacts=1)
    for verb in then:
        await world.scripts.run(verb, campaign)
    async with world.refused("not_draft"):
        await world.scripts.run("launch_campaign", campaign, most=1000)


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await world.scripts.run("launch_campaign", 9, most=1000)


async def test_an_archived_draft_is_not_launched(world: World) -> None:
    campaign = await world.campaign(contacts=1, launch=False)
    await world.scripts.run("archive_campaign", campaign)
    async with world.refused("archived"):
        await world.scripts.run("launch_campaign", campaign, most=1)
