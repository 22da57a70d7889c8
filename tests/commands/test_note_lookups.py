from server.campaigns import launching, lines
from server.campaigns.check import check
from tests.world import World


async def drafted(world: World, contacts: int = 4) -> int:
    """A draft whose numbers are being looked up."""
    campaign = await world.campaign(contacts=contacts, launch=False, carrier="twilio")
    await lines.look_up(world.scripts, campaign)
    return campaign


async def note(world: World, campaign: int, *answers: tuple[int, str], trouble: str | None = None) -> int:
    new: int = await world.scripts.run("note_lookups", campaign, answers=list(answers), trouble=trouble)
    return new


async def test_a_landline_is_marked_and_gets_no_text(world: World) -> None:
    campaign = await drafted(world)
    assert await note(world, campaign, (1, "landline"), (2, "mobile"), (3, "unknown")) == 3
    thing = await world.counts(campaign)
    assert thing["lookup"] == {"asked": 4, "done": 3, "landlines": 1, "trouble": None}
    assert (thing["closed"], thing["unassigned"]["initial"]) == (1, 3)
    assert [(await world.conversation(campaign, n)).get("line") for n in (1, 2, 3, 4)] == [
        "landline",
        "mobile",
        "unknown",
        None,
    ]
    ana = await world.texter(campaign)
    await launching.launch(world.scripts, campaign)
    assert await ana.holds("initial") == [2, 3, 4]
    async with world.refused("not_yours"):
        await ana.send_initial(1)


async def test_a_landline_that_comes_to_light_later_is_refused(world: World) -> None:
    campaign = await drafted(world, contacts=2)
    ana = await world.texter(campaign)
    await launching.launch(world.scripts, campaign)
    assert await note(world, campaign, (1, "landline"), (2, "mobile")) == 2
    assert await ana.holds("initial") == [2]
    async with world.refused("landline"):
        await ana.send_initial(1)


async def test_one_that_was_texted_already_stays_where_it_is(world: World) -> None:
    campaign = await drafted(world, contacts=1)
    ana = await world.texter(campaign)
    await launching.launch(world.scripts, campaign)
    await ana.send_initial(1)
    await note(world, campaign, (1, "landline"))
    assert await ana.holds("quiet") == [1]


async def test_the_first_answer_stays_and_saying_it_again_changes_nothing(world: World) -> None:
    campaign = await drafted(world, contacts=2)
    await note(world, campaign, (1, "mobile"))
    async with world.listening(campaign) as heard:
        assert await note(world, campaign, (1, "landline")) == 0
        assert await heard.news() == []
    assert (await world.conversation(campaign, 1))["line"] == "mobile"


async def test_a_trouble_is_told_until_it_is_over(world: World) -> None:
    campaign = await drafted(world, contacts=2)
    await note(world, campaign, trouble="Twilio didn't answer.")
    assert (await world.counts(campaign))["lookup"]["trouble"] == "Twilio didn't answer."
    await note(world, campaign, (1, "mobile"))
    assert (await world.counts(campaign))["lookup"]["trouble"] is None


async def test_every_conversation_stays_in_one_bucket(world: World) -> None:
    campaign = await drafted(world, contacts=9)
    for name in ("Ana", "Ben"):
        await world.texter(campaign, name)
    await world.scripts.run("launch_campaign", campaign, most=4)
    await note(world, campaign, *((n, "landline") for n in range(1, 10, 2)))
    await launching.launch(world.scripts, campaign)
    counts = await world.counts(campaign)
    assert (counts["status"], counts["closed"], counts["held"]["initial"]) == ("active", 5, 4)
    assert (await check(world.scripts)).faults == []


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await note(world, 99, (1, "mobile"))


async def test_an_answer_for_a_contact_who_is_not_there_is_passed_over(world: World) -> None:
    """The store went back to before the contact was added, say."""
    campaign = await drafted(world, contacts=1)
    assert await note(world, campaign, (2, "landline")) == 0
    thing = await world.counts(campaign)
    assert (thing["closed"], thing["lookup"]["done"]) == (0, 0)
