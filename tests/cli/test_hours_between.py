from tests.command_line import handraise
from tests.world import World


async def test_the_hours_between_two_campaigns_are_set_and_shown(store_url: str, world: World) -> None:
    await world.member("Ada", "admin")
    for given, told in ((None, "6 hours"), ("12", "12 hours"), ("0", "off")):
        if given:
            ended = await handraise("account", "set", "--hours-between", given, REDIS_URL=store_url)
            assert ended.code == 0
        shown = await handraise("account", "show", REDIS_URL=store_url)
        assert f"Between two campaigns' texts to one person: {told}" in shown.out
    assert (await handraise("account", "set", "--hours-between", "169", REDIS_URL=store_url)).code == 2
