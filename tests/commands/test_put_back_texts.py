from tests.world import Texter, World


async def queued(world: World) -> Texter:
    """A campaign with a text in each of three conversations, queued."""
    texter = await world.texter(await world.campaign(3))
    await texter.request()
    await texter.send_initials()
    return texter


async def take(world: World, campaign: int, carrier: str, count: int = 10) -> list[int]:
    """The conversations whose texts a carrier process takes, in their order."""
    taken = await world.scripts.run("take_texts", campaign, carrier=carrier, count=count)
    return [text["conversation"] for text in taken]


async def put_back(world: World, campaign: int, carrier: str, *texts: str) -> int:
    """Put texts back, as a carrier; returns their number."""
    count: int = await world.scripts.run("put_back_texts", campaign, carrier=carrier, texts=texts)
    return count


async def test_they_are_taken_again_by_anybody_before_all_others_and_in_their_order(world: World) -> None:
    campaign = (await queued(world)).campaign
    assert await take(world, campaign, "one", 2) == [1, 2]

    assert await put_back(world, campaign, "one", "1:1", "2:1") == 2

    assert await take(world, campaign, "two", 3) == [1, 2, 3]


async def test_doing_it_again_changes_nothing(world: World) -> None:
    campaign = (await queued(world)).campaign
    await take(world, campaign, "one")
    assert await put_back(world, campaign, "one", "1:1") == 1
    before = await world.kept()

    assert await put_back(world, campaign, "one", "1:1") == 0
    assert await world.kept() == before


async def test_what_another_process_has_or_nobody_or_is_no_text_stays(world: World) -> None:
    campaign = (await queued(world)).campaign
    await take(world, campaign, "two", 1)
    before = await world.kept()

    assert await put_back(world, campaign, "one", "1:1", "2:1", "9:9") == 0
    assert await world.kept() == before


async def test_what_is_put_back_of_a_paused_campaign_waits(world: World) -> None:
    campaign = (await queued(world)).campaign
    await take(world, campaign, "one", 1)
    await world.scripts.run("pause_campaign", campaign)

    assert await put_back(world, campaign, "one", "1:1") == 1

    assert await take(world, campaign, "one") == []


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await put_back(world, 9, "one", "1:1")
