from server.campaigns import lines
from tests.world import World


async def take(world: World, campaign: int, name: str = "twilio", again: int = 60_000) -> list[int]:
    rows = await world.scripts.run("take_lookups", campaign, name=name, most=2, again=again)
    return [row["conversation"] for row in rows]


async def test_numbers_are_handed_out_once_and_again_only_when_no_answer_has_come(world: World) -> None:
    campaign = await world.campaign(contacts=3, launch=False, carrier="twilio")
    await lines.look_up(world.scripts, campaign)
    first = await take(world, campaign, again=1)
    assert len(first) == 2
    rest = await take(world, campaign)
    await world.scripts.run("note_lookups", campaign, answers=[[first[0], "mobile"]])
    for _ in range(3):
        await world.a_moment()
    assert set(rest) | set(await take(world, campaign)) == {1, 2, 3} - {first[0]} | set(rest)
    assert await take(world, campaign) == []


async def test_only_the_campaigns_own_carrier_is_given_them(world: World) -> None:
    campaign = await world.campaign(contacts=1, launch=False, carrier="twilio")
    await lines.look_up(world.scripts, campaign)
    assert await take(world, campaign, "telnyx") == []
    await world.scripts.run("archive_campaign", campaign)
    assert await take(world, campaign) == []
    async with world.refused("unknown_campaign"):
        await take(world, 99)
