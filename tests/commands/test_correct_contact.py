from server.campaigns.check import check
from tests.world import World

LIST = "phone,first,last,state,town\n+12025550101,Ana,Doe,NY,Ulm\n+12025550102,Ben,Roe,,\n"


async def a_draft(world: World) -> int:
    campaign = await world.campaign(launch=False)
    await world.imported(campaign, LIST)
    return campaign


async def test_names_phone_and_fields_are_as_given(world: World) -> None:
    campaign = await a_draft(world)
    root = await world.member("Root", "admin")

    thing = await world.ask(
        root,
        "correct_contact",
        campaign=campaign,
        conversation=2,
        first_name=" Bea ",
        phone="(202) 555-0177",
        fields={"town": "Bonn"},
    )

    assert thing["contact"] == {
        "first_name": "Bea",
        "last_name": "Roe",
        "phone": "+12025550177",
        "fields": {"town": "Bonn"},
    }
    merged = {one["field"]: one["contacts"] for one in (await world.counts(campaign))["merge_fields"]}
    assert merged == {"first_name": 2, "last_name": 2, "state": 1, "town": 2}
    assert await world.scripts.run("find_contact", campaign, phone="+12025550102") is None
    assert (await world.scripts.run("find_contact", campaign, phone="+12025550177"))["conversation"] == 2
    assert (await check(world.scripts)).faults == []


async def test_an_empty_field_goes_and_the_message_says_who_lacks_it(world: World) -> None:
    campaign = await a_draft(world)
    root = await world.member("Root", "admin")
    await world.ask(root, "correct_contact", campaign=campaign, conversation=1, fields={"town": " "})
    shown = await world.counts(campaign)
    assert "town" not in [one["field"] for one in shown["merge_fields"]]


async def test_another_state_is_another_time_zone(world: World) -> None:
    campaign = await a_draft(world)
    root = await world.member("Root", "admin")
    before = (await world.scripts.run("export_conversations", campaign, first=1, count=1))[0][3]
    await world.ask(root, "correct_contact", campaign=campaign, conversation=1, fields={"state": "CA"})
    after = (await world.scripts.run("export_conversations", campaign, first=1, count=1))[0][3]
    assert before.rsplit(",", 1)[1] != after.rsplit(",", 1)[1]


async def test_what_cannot_be_is_refused_and_changes_nothing(world: World) -> None:
    campaign = await a_draft(world)
    root = await world.member("Root", "admin")
    for code, given in (
        ("same_phone", {"phone": "+12025550101"}),
        ("bad_phone", {"phone": "12"}),
        ("bad_phone", {"phone": ""}),
        ("unknown_column", {"fields": {"colour": "red"}}),
        ("bad_arguments", {"first_name": 3}),
    ):
        async with world.refused(code):
            await world.ask(root, "correct_contact", campaign=campaign, conversation=2, **given)
    async with world.refused("unknown_conversation"):
        await world.ask(root, "correct_contact", campaign=campaign, conversation=3, first_name="Bea")
    await world.scripts.run("opt_out_phone", phone="+12025550199", by=None, how="admin")
    async with world.refused("opted_out"):
        await world.ask(root, "correct_contact", campaign=campaign, conversation=2, phone="+12025550199")


async def test_who_has_written_keeps_the_number_and_gets_a_right_name(world: World) -> None:
    campaign = await a_draft(world)
    root = await world.member("Root", "admin")
    await world.contact_writes(campaign, 1)
    async with world.refused("has_texts"):
        await world.ask(root, "correct_contact", campaign=campaign, conversation=1, phone="+12025550177")
    thing = await world.ask(root, "correct_contact", campaign=campaign, conversation=1, first_name="Anna")
    assert thing["contact"]["first_name"] == "Anna"


async def test_a_landline_that_is_corrected_is_to_be_texted_again(world: World) -> None:
    campaign = await a_draft(world)
    root = await world.member("Root", "admin")
    await world.scripts.run("note_lookups", campaign, answers=[[1, "landline"], [2, "landline", "+12025550199"]])
    assert (await world.conversation(campaign, 1))["lane"] == "closed"
    assert (await world.conversation(campaign, 2))["lane"] == "initial", "that answer is about another number"
    thing = await world.ask(root, "correct_contact", campaign=campaign, conversation=1, phone="+12025550177")
    assert (thing["lane"], thing["holder"], thing.get("line")) == ("initial", None, None)
    assert (await check(world.scripts)).faults == []


async def test_a_launched_campaign_keeps_its_contacts(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    root = await world.member("Root", "admin")
    async with world.refused("not_draft"):
        await world.ask(root, "correct_contact", campaign=campaign, conversation=1, first_name="Bea")


async def test_the_audit_says_nothing_of_the_contact(world: World) -> None:
    campaign = await a_draft(world)
    root = await world.member("Root", "admin")
    await world.ask(
        root, "correct_contact", campaign=campaign, conversation=2, first_name="Bea", fields={"town": "Bonn"}
    )
    [deed] = (await world.ask(root, "list_deeds", limit=1))["deeds"]
    assert (deed["did"], deed["given"]) == ("correct_contact", {"conversation": "2"})
