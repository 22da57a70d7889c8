from itertools import pairwise

from server.people.members import Member
from server.store import keys
from tests.world import World

MINUTE = 60_000


async def clock(world: World) -> int:
    """This minute of the store's, since 1970."""
    seconds, _ = await world.scripts.redis.time()
    return int(seconds) // 60


async def noted(world: World, campaign: int, minutes_ago: dict[int, int]) -> int:
    """Make it so that these were unassigned: `{5: 100}` is a hundred, five minutes ago; gives this minute."""
    now = await clock(world)
    name = keys.under(keys.campaign(campaign), "readings")
    await world.scripts.redis.delete(name)
    await world.scripts.redis.hset(name, mapping={str(now - ago): f"{many} 0 0" for ago, many in minutes_ago.items()})
    return now


async def history(world: World, root: Member, campaign: int, now: int, span: str = "hour") -> list[tuple[int, int]]:
    """The points, as minutes ago and how many."""
    points = (await world.ask(root, "campaign_history", campaign=campaign, span=span))["points"]
    return [(now - point["at"] // MINUTE, point["unassigned"]) for point in points]


async def test_it_tells_how_many_were_unassigned_at_the_end_of_each_minute(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(contacts=25)
    ana = await world.texter(campaign)
    await ana.request()
    points = (await world.ask(root, "campaign_history", campaign=campaign))["points"]
    assert points[-1]["unassigned"] == 15
    assert points[-1]["at"] % MINUTE == 0
    assert points[-1]["at"] // MINUTE in (await clock(world), await clock(world) - 1)


async def test_every_lane_of_the_unassigned_counts(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(contacts=25)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await world.contact_writes(campaign, 1)
    await ana.release()
    points = (await world.ask(root, "campaign_history", campaign=campaign))["points"]
    assert points[-1]["unassigned"] == 25


async def test_they_come_oldest_first(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign()
    now = await noted(world, campaign, {3: 7, 30: 9, 1: 8})
    assert await history(world, root, campaign, now) == [(30, 9), (3, 7), (1, 8)]


async def test_of_what_is_older_than_an_hour_only_that_with_which_the_hour_began(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign()
    now = await noted(world, campaign, {900: 1, 300: 2, 100: 3, 20: 4})
    assert await history(world, root, campaign, now) == [(100, 3), (20, 4)]
    now = await noted(world, campaign, {900: 1, 300: 2})
    assert await history(world, root, campaign, now) == [(300, 2)]


async def test_sent_and_answered_are_told_too(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(contacts=25)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await world.contact_writes(campaign, 1)
    await world.contact_writes(campaign, 1)
    last = (await world.ask(root, "campaign_history", campaign=campaign))["points"][-1]
    assert (last["sent"], last["answered"]) == (10, 1)


async def test_a_day_and_the_whole_campaign_go_back_further(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign()
    now = await noted(world, campaign, {20_000: 1, 2_000: 2, 900: 3, 20: 4})
    assert await history(world, root, campaign, now, "day") == [(2_000, 2), (900, 3), (20, 4)]
    assert await history(world, root, campaign, now, "whole") == [(20_000, 1), (2_000, 2), (900, 3), (20, 4)]


async def test_what_an_older_version_noted_tells_how_many_were_unassigned(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign()
    now = await noted(world, campaign, {5: 7})
    older = keys.under(keys.campaign(campaign), "history")
    await world.scripts.redis.hset(older, mapping={str(now - 9): 8, str(now - 5): 9})
    points = (await world.ask(root, "campaign_history", campaign=campaign))["points"]
    assert [(now - it["at"] // MINUTE, it["unassigned"], it["sent"]) for it in points] == [(9, 8, None), (5, 7, 0)]


async def test_what_is_kept_is_thinned_with_age(world: World) -> None:
    campaign = await world.campaign()
    minutes = [*range(1, 3_000), *range(3_000, 600_000, 45)]
    while (len(minutes) + 1) % 60:  # it is thinned when the next sixty readings are complete
        minutes.pop()
    now = await noted(world, campaign, {minute: minute for minute in minutes})
    await world.add_contacts(campaign, 1)
    kept = await world.scripts.redis.hkeys(keys.under(keys.campaign(campaign), "readings"))
    ago = sorted(now - int(minute) for minute in kept)
    assert len(ago) <= 1_250
    assert [each for each in ago if 0 < each < 58] == list(range(1, 58)), "by minute for an hour"
    hours = [each for each in ago if 80 < each < 1_420]
    assert {after - before for before, after in pairwise(hours)} == {15}, "by 15 minutes for a day"
    days = [each for each in ago if 1_600 < each < 43_000]
    assert max(after - before for before, after in pairwise(days)) <= 105, "by hour for 30 days"
    assert 570_000 < ago[-1] <= 576_001, "by day for 400 days"


async def test_marks_tell_what_happened_and_who_did_it(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(contacts=25)
    ana = await world.texter(campaign)
    await ana.request()
    await world.ask(root, "unassign", campaign=campaign)
    await world.ask(root, "reassign", campaign=campaign, holders=None, to=[ana.id], count=4)
    await world.ask(root, "pause_campaign", campaign=campaign)
    await world.ask(root, "resume_campaign", campaign=campaign)
    marks = (await world.ask(root, "campaign_history", campaign=campaign))["marks"]
    assert [(it["mark"], it["count"], it["by"]) for it in marks] == [
        ("imported", 25, None),
        ("launched", None, None),
        ("unassigned", 10, "Root"),
        ("reassigned", 4, "Root"),
        ("paused", None, None),
        ("resumed", None, None),
    ]


async def test_what_goes_on_is_one_mark_and_there_are_500_at_the_most(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(contacts=5)
    await world.add_contacts(campaign, 3)
    await world.add_contacts(campaign, 4)
    assert (await world.ask(root, "campaign_history", campaign=campaign))["marks"][-1]["count"] == 7
    for _ in range(251):
        await world.scripts.run("pause_campaign", campaign)
        await world.scripts.run("resume_campaign", campaign)
    assert len((await world.ask(root, "campaign_history", campaign=campaign))["marks"]) == 500


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    root = await world.member("Root", "admin")
    async with world.refused("unknown_campaign"):
        await world.ask(root, "campaign_history", campaign=9)
