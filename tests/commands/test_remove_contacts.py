import pytest

from server.campaigns.check import check
from server.errors import Refused
from tests.world import World


async def test_a_removed_contact_is_as_if_it_had_never_come(world: World) -> None:
    campaign = await world.campaign(contacts=5, launch=False, fields={"Town": "Ulm"})
    root = await world.member("Root", "admin")
    phone = (await world.conversation(campaign, 2))["contact"]["phone"]

    answer = await world.ask(root, "remove_contacts", campaign=campaign, conversations=[2, 4, 2])

    assert answer == {"removed": 2, "kept": 0}
    counts = await world.counts(campaign)
    assert (counts["contacts"], counts["unassigned"]["initial"]) == (3, 3)
    assert counts["merge_fields"][-1] == {"field": "Town", "contacts": 3}
    with pytest.raises(Refused, match="unknown_conversation"):
        await world.conversation(campaign, 2)
    assert (await check(world.scripts)).faults == []
    assert [
        row[0] for row in await world.scripts.run("export_conversations", campaign, first=1, count=9) if row[3]
    ] == [1, 3, 5]
    assert await world.scripts.run("find_contact", campaign, phone=phone) is None


async def test_ids_are_never_given_again(world: World) -> None:
    campaign = await world.campaign(contacts=3, launch=False)
    root = await world.member("Root", "admin")
    await world.ask(root, "remove_contacts", campaign=campaign, conversations=[3])
    await world.add_contacts(campaign, 1)
    listed = await world.ask(root, "list_conversations", campaign=campaign)
    assert [one["id"] for one in listed["conversations"]] == [1, 2, 4]


async def test_a_campaign_goes_on_over_the_gaps(world: World) -> None:
    """Bulk send, the estimate, the preview and the launch pass over who is gone."""
    campaign = await world.campaign(contacts=6, launch=False, bulk_send=True)
    root = await world.member("Root", "admin")
    await world.ask(root, "remove_contacts", campaign=campaign, conversations=[1, 3, 6])
    estimated = await world.scripts.run("estimate_messages", campaign, first=1, most=100)
    assert estimated["texts"] == 3
    shown = await world.ask(root, "preview_message", campaign=campaign, script="Hi {first_name}")
    assert [one["draft"] for one in shown["examples"]] == ["Hi Contact 2", "Hi Contact 4", "Hi Contact 5"]
    await world.ask(root, "launch_campaign", campaign=campaign)
    assert await world.scripts.run("send_bulk", campaign, most=100) == 3
    assert (await check(world.scripts)).faults == []


async def test_without_contacts_nothing_is_launched(world: World) -> None:
    campaign = await world.campaign(contacts=1, launch=False)
    root = await world.member("Root", "admin")
    await world.ask(root, "remove_contacts", campaign=campaign, conversations=[1])
    async with world.refused("no_contacts"):
        await world.ask(root, "launch_campaign", campaign=campaign)


async def test_who_has_written_stays(world: World) -> None:
    campaign = await world.campaign(contacts=2, launch=False)
    root = await world.member("Root", "admin")
    await world.contact_writes(campaign, 1)
    answer = await world.ask(root, "remove_contacts", campaign=campaign, conversations=[1, 2])
    assert answer == {"removed": 1, "kept": 1}
    assert (await check(world.scripts)).faults == []


async def test_only_a_draft_loses_contacts(world: World) -> None:
    campaign = await world.campaign(contacts=2)
    root = await world.member("Root", "admin")
    async with world.refused("not_draft"):
        await world.ask(root, "remove_contacts", campaign=campaign, conversations=[1])
    async with world.refused("unknown_campaign"):
        await world.ask(root, "remove_contacts", campaign=99, conversations=[1])
    async with world.refused("bad_arguments"):
        await world.ask(root, "remove_contacts", campaign=campaign, conversations=[])


async def test_an_example_of_who_lacks_a_field_is_found_again(world: World) -> None:
    campaign = await world.campaign(launch=False)
    root = await world.member("Root", "admin")
    await world.imported(campaign, "phone,first,town\n+12025550101,Ana,Ulm\n+12025550102,Ben,\n+12025550103,Cleo,\n")
    await world.ask(root, "remove_contacts", campaign=campaign, conversations=[2])
    shown = await world.ask(root, "preview_message", campaign=campaign, script="{first_name} of {town}")
    assert shown["lacking"] == [{"field": "town", "contacts": 1}]
    assert shown["examples"][0]["contact"]["first_name"] == "Cleo"


async def test_a_shared_draft_goes_on_sharing(world: World) -> None:
    """A launch that was stopped half-way left a sender with some: these can be removed, too."""
    campaign = await world.campaign(contacts=6, launch=False)
    ana = await world.texter(campaign)
    root = await world.member("Root", "admin")
    await world.scripts.run("launch_campaign", campaign, most=3)
    held = await ana.holds("initial")
    await world.ask(root, "remove_contacts", campaign=campaign, conversations=held[:2])
    counts = await world.counts(campaign)
    assert (counts["held"]["initial"], counts["unassigned"]["initial"], counts["contacts"]) == (1, 3, 4)
    assert (await check(world.scripts)).faults == []
