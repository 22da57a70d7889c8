from server.store import keys
from tests.paces import queue_texts, soon
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


async def test_what_is_put_back_is_not_counted(world: World) -> None:
    campaign = await queue_texts(world, "a", "a" * 161, "a", per_day=50)
    midnights = await soon(world.scripts)
    await world.scripts.run("take_texts", campaign, carrier="one", count=9, price=7_900, midnights=midnights)

    async with world.listening(campaign) as heard:
        await put_back(world, campaign, "one", "2:1", "3:1")
        [news] = await heard.news()
    assert (news["campaign"]["segments"], news["campaign"]["cost"]) == (1, "0.0079")
    await world.scripts.run("take_texts", campaign, carrier="two", count=9, price=1_000, midnights=midnights)
    counts = await world.counts(campaign)
    assert (counts["segments"], counts["cost"]) == (4, "0.0109")
    assert (await world.scripts.redis.hget(keys.campaign(campaign), "pace")).split()[2] == b"4"


async def test_answers_are_put_back_among_the_answers(world: World) -> None:
    texter = await queued(world)
    await take(world, texter.campaign, "one")
    for conversation in (1, 2, 3):
        await world.scripts.run("report_text", texter.campaign, conversation=conversation, text=1, status="sent")
    await world.contact_writes(texter.campaign, 1)
    await texter.send_reply(1)
    assert await take(world, texter.campaign, "one") == [1]

    await put_back(world, texter.campaign, "one", "1:3")

    answers = keys.under(keys.campaign(texter.campaign), "answers")
    assert await world.scripts.redis.lrange(answers, 0, -1) == [b"1:3"]
