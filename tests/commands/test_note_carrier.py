from server.store.scripts import Scripts
from tests.account import listening
from tests.world import World


async def trouble(scripts: Scripts, sentence: str | None, carrier: str = "pigeon") -> None:
    await scripts.run("note_carrier", carrier=carrier, trouble=sentence)


async def troubles(world: World) -> list[tuple[str, str]]:
    account = (await world.scripts.run("describe_account"))["account"]
    return [(one["carrier"], one["sentence"]) for one in account["troubles"]]


async def test_a_carrier_that_has_stopped_is_told_to_the_admins_until_it_goes_on(world: World) -> None:
    await world.member("Ada", "admin")
    async with listening(world.scripts) as heard:
        await trouble(world.scripts, "Its wings are wet. Dry them.")
        [news] = await heard.news()
    assert news["account"]["troubles"][0]["sentence"] == "Its wings are wet. Dry them."
    assert await troubles(world) == [("pigeon", "Its wings are wet. Dry them.")]

    await trouble(world.scripts, None)
    assert await troubles(world) == []


async def test_the_same_again_changes_nothing_and_tells_nobody(world: World) -> None:
    await world.member("Ada", "admin")
    await trouble(world.scripts, "Its wings are wet.")
    before = await world.kept()
    async with listening(world.scripts) as heard:
        await trouble(world.scripts, "Its wings are wet.")
        await trouble(world.scripts, None, "another")
        assert await heard.news() == []
    assert await world.kept() == before


async def test_an_emptied_store_stays_empty(scripts: Scripts) -> None:
    await trouble(scripts, "Its wings are wet.")
    assert await scripts.redis.dbsize() == 0
