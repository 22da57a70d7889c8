from tests.world import Texter, World

NOTHING = {"moved": 0, "initial": 0, "reply": 0, "quiet": 0}


async def busy(world: World, campaign: int, name: str = "Ana") -> Texter:
    """A texter who holds 4 as a reply, 1 to 3 quiet, 5 closed."""
    texter = await world.texter(campaign, name)
    await texter.request()
    await texter.send_initials()
    await texter.close(5)
    await world.contact_writes(campaign, 4)
    return texter


async def finish(texter: Texter, most: int = 1000) -> dict[str, int]:
    answer: dict[str, int] = await texter.scripts.run("finish_day", texter.campaign, texter=texter.id, most=most)
    return answer


async def test_everything_open_goes_back_and_is_counted_by_lane(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await busy(world, campaign)
    assert await finish(ana) == {"moved": 4, "initial": 0, "reply": 1, "quiet": 3}
    counts = await world.counts(campaign)
    assert (counts["unassigned"], counts["closed"]) == ({"initial": 0, "reply": 1, "quiet": 3}, 1)
    assert (await ana.counts())["day"]["done"]


async def test_a_lot_goes_back_in_pieces_and_the_day_ends_with_the_last(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await busy(world, campaign)
    assert (await finish(ana, 3))["moved"] == 3
    assert (await ana.counts())["day"].get("done") is None
    assert (await finish(ana, 3))["moved"] == 1
    assert (await ana.counts())["day"]["done"]


async def test_the_day_of_a_texter_who_holds_nothing_any_more_ends_too_and_only_once(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await ana.close(1)
    async with world.listening(campaign) as heard:
        assert await finish(ana) == await finish(ana) == NOTHING
        (message,) = await heard.news()
    assert message["texters"][0]["day"]["done"]
    assert message.get("taken") is not True


async def test_of_a_texter_who_has_done_nothing_today_nobody_is_told(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    async with world.listening(campaign) as heard:
        assert await finish(ana) == NOTHING
        assert await heard.news() == []


async def test_a_texter_who_comes_back_for_more_is_not_done_after_all(world: World) -> None:
    campaign = await world.campaign(contacts=5)
    ana = await busy(world, campaign)
    await finish(ana)
    await ana.request()
    assert (await ana.counts())["day"].get("done") is None


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await finish(Texter(world.scripts, 9, 1))


async def test_one_press_gives_back_all_in_every_campaign(world: World) -> None:
    first, second, others = [await world.campaign(contacts=5) for _ in range(3)]
    await busy(world, first)
    ana = await world.texter(second)
    await ana.request()
    await busy(world, others, "Ben")
    assert await world.ask(await world.member("Ana"), "finish_day") == {
        "moved": 9,
        "initial": 5,
        "reply": 1,
        "quiet": 3,
    }
    assert await world.ask(await world.member("Ana"), "finish_day") == NOTHING
    assert (await world.counts(second))["held"] == {"initial": 0, "reply": 0, "quiet": 0}
    assert (await world.counts(others))["held"] == {"initial": 0, "reply": 1, "quiet": 3}


async def test_more_go_back_than_one_script_moves(world: World) -> None:
    campaign = await world.campaign(contacts=600, batch_size=600)
    ana = await world.texter(campaign)
    await ana.request()
    assert (await world.ask(await world.member("Ana"), "finish_day"))["initial"] == 600


async def test_what_is_held_in_a_campaign_that_was_paused_or_archived_goes_back_too(world: World) -> None:
    paused, archived = [await world.campaign(contacts=5) for _ in range(2)]
    await busy(world, paused)
    await busy(world, archived)
    await world.scripts.run("pause_campaign", paused)
    await world.scripts.run("archive_campaign", archived)
    assert (await world.ask(await world.member("Ana"), "finish_day"))["moved"] == 8


async def test_a_texter_who_waits_for_more_waits_no_more_and_is_not_served_what_they_give_back(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    await ana.send_initials()
    for texter in (ana, ben):
        await world.scripts.run("wait_for_more", campaign, texter=texter.id)
    assert (await finish(ana))["quiet"] == 1
    counts = await ana.counts()
    assert (counts.get("waits_since"), counts["quiet"], (await ben.counts())["quiet"]) == (None, 0, 1)


async def test_a_texter_who_only_waits_for_a_yes_waits_no_more_and_needs_it_still(world: World) -> None:
    campaign = await world.campaign(contacts=1, first_needs_yes=True)
    ana = await world.texter(campaign)
    await world.scripts.run("wait_for_more", campaign, texter=ana.id)
    async with world.listening(campaign) as heard:
        assert await finish(ana) == await finish(ana) == NOTHING
        assert len(await heard.news()) == 1
    assert (await ana.counts()).get("waits_since") is None
    async with world.refused("first_needs_yes"):
        await ana.request()
