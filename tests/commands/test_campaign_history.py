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
    name = keys.under(keys.campaign(campaign), "history")
    await world.scripts.redis.delete(name)
    for ago, unassigned in minutes_ago.items():
        await world.scripts.redis.hset(name, str(now - ago), unassigned)
    return now


async def history(world: World, root: Member, campaign: int, now: int) -> list[tuple[int, int]]:
    """The points, as minutes ago and how many."""
    points = (await world.ask(root, "campaign_history", campaign=campaign))["points"]
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


async def test_what_is_kept_has_an_end(world: World) -> None:
    campaign = await world.campaign()
    now = await noted(world, campaign, {minute: minute for minute in range(2, 400, 3)})
    await world.add_contacts(campaign, 1)
    kept = await world.scripts.redis.hgetall(keys.under(keys.campaign(campaign), "history"))
    ago = sorted(now - int(minute) for minute in kept)
    assert len(ago) <= 22
    assert ago[-1] == (62 if await clock(world) == now else 59)


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    root = await world.member("Root", "admin")
    async with world.refused("unknown_campaign"):
        await world.ask(root, "campaign_history", campaign=9)
