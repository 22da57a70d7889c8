from server.store import keys
from tests.world import World

MINUTE = 60_000


async def test_it_tells_the_last_hour_of_campaigns_on_the_board_by_five_minutes(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(contacts=9)
    await world.campaign(launch=False)
    archived = await world.campaign()
    await world.ask(root, "archive_campaign", campaign=archived)
    told = await world.ask(root, "board_history")
    first = told["since"] // MINUTE
    assert (told["since"] % told["every"], told["every"], len(told["campaigns"])) == (0, 5 * MINUTE, 1)
    noted = {first - 1: "99 0 0", first + 1: "50 1 0", first + 4: "40 2 0", first + 30: "30 7 3"}
    name = keys.under(keys.campaign(campaign), "readings")
    await world.scripts.redis.hset(name, mapping={str(minute): said for minute, said in noted.items()})
    [only] = (await world.ask(root, "board_history"))["campaigns"]
    assert only["campaign"] == campaign
    assert len(only["unassigned"]) == len(only["sent"]) == 13
    assert only["unassigned"][:7] == [40, None, None, None, None, None, 30]
    assert (only["sent"][0], only["unassigned"][-1]) == (2, 9)
