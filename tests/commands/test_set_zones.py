import json

from server.campaigns.hours import refresh
from server.wire.hours import USUAL
from tests.clock import Clock
from tests.world import World


async def older(world: World) -> int:
    """A launched campaign with usual hours, whose three contacts an older version has added."""
    campaign = await world.campaign(hours=USUAL, launch=False)
    await world.add_contacts(campaign, 3, {"Street": "Elm"}, zone=None)
    await world.scripts.run("launch_campaign", campaign, most=1000)
    return campaign


async def set_zones(world: World, campaign: int, *zones: tuple[int, str]) -> int:
    """Note zones; returns their number."""
    noted: int = await world.scripts.run("set_zones", campaign, zones=zones)
    return noted


async def test_a_contact_without_a_zone_gets_one_and_is_kept_as_they_are(world: World, clock: Clock) -> None:
    campaign = await older(world)
    before = await world.conversation(campaign, 2)
    assert await set_zones(world, campaign, (2, "America/Denver"), (3, "America/New_York"), (9, "Europe/Paris")) == 2
    assert await set_zones(world, campaign, (2, "Europe/Paris")) == 0
    await refresh(world.scripts, campaign)
    kept = await world.scripts.redis.hget(f"{{c:{campaign}}}:contacts", 2)
    assert json.loads(kept)[4:] == [1, 1]
    after = await world.conversation(campaign, 2)
    assert (after["contact"], after["lane"], after["draft"]) == (before["contact"], before["lane"], before["draft"])
    ana = await world.texter(campaign)
    await ana.request()
    assert sorted(await ana.holds("initial")) == [1, 2, 3], "the one left has got theirs by its number"


async def test_one_of_a_time_before_lists_keeps_its_values(world: World, clock: Clock) -> None:
    campaign = await older(world)
    contacts = f"{{c:{campaign}}}:contacts"
    phone = json.loads(await world.scripts.redis.hget(contacts, 1))[2]
    await world.scripts.redis.hset(contacts, 1, json.dumps(["Ana", "Doe", phone, {}]))
    assert await set_zones(world, campaign, (1, "America/Denver")) == 1
    thing = await world.conversation(campaign, 1)
    assert (thing["contact"]["first_name"], thing["draft"]) == ("Ana", "Hi Ana!")


async def test_what_waits_goes_where_the_zone_is(world: World, clock: Clock) -> None:
    campaign = await world.campaign(hours=None, batch_size=3, bulk_send=True)
    await world.add_contacts(campaign, 3, zone=None)
    await world.scripts.run("launch_campaign", campaign, most=1000)
    ana, root = await world.texter(campaign), await world.member("Root", "admin")
    await ana.request()
    await ana.send_initial(1)
    await world.ask(root, "update_campaign", campaign=campaign, hours={"from": "09:00", "to": "21:00"})
    assert await world.scripts.run("take_texts", campaign, carrier="one", count=9) == []
    assert await world.scripts.run("send_bulk", campaign, most=9) == 0

    await refresh(world.scripts, campaign)

    (row,) = await world.scripts.run("take_texts", campaign, carrier="one", count=9)
    assert (row["conversation"], row["within"]) == (1, 9 * 60 * 60 * 1000)
    assert await world.scripts.run("send_bulk", campaign, most=9) == 2


async def test_it_is_announced_once(world: World, clock: Clock) -> None:
    campaign = await older(world)
    async with world.listening(campaign) as heard:
        for _ in range(2):
            await set_zones(world, campaign, (1, "America/Denver"))
        assert len(await heard.news()) == 1


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await set_zones(world, 9, (1, "America/Denver"))
