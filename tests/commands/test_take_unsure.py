from typing import Any

from server.carriers.lost import give_up_texts
from server.store import keys
from tests.commands.test_take_texts import sent, take, time_passes
from tests.world import World


async def report(world: World, campaign: int, status: str, **more: object) -> None:
    await world.scripts.run("report_text", campaign, conversation=1, text=1, status=status, name="pigeon", **more)


async def unsure(world: World, campaign: int, name: str = "pigeon", after: int = 0) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = await world.scripts.run("take_unsure", campaign, name=name, after=after)
    return rows


async def taken_by(world: World, campaign: int) -> list[dict[str, Any]]:
    """Take texts; gives them as they are told about, without how many segments they have and that they are new."""
    rows = await world.scripts.run("take_texts", campaign, carrier="pigeon.one", count=9)
    return [{name: value for name, value in row.items() if name not in ("segments", "new")} for row in rows]


async def test_a_text_of_unknown_fate_is_asked_about_until_its_fate_is_known(world: World) -> None:
    campaign, _ = await sent(world, contacts=1)
    [taken] = await taken_by(world, campaign)
    assert await unsure(world, campaign) == []
    await report(world, campaign, "unknown")

    assert await unsure(world, campaign) == await unsure(world, campaign) == [taken]
    assert await unsure(world, campaign, "another") == []

    await report(world, campaign, "delivered")
    assert await unsure(world, campaign) == []
    assert not await world.scripts.redis.exists(keys.under(keys.campaign(campaign), "unsure"))


async def test_it_comes_again_only_after_some_time(world: World) -> None:
    campaign, _ = await sent(world, contacts=1)
    await take(world, campaign, "pigeon.one")
    await report(world, campaign, "unknown")

    assert await unsure(world, campaign, after=60_000) == []
    listed = keys.under(keys.campaign(campaign), "unsure")
    await world.scripts.redis.hset(listed, "1:1", "pigeon:1")
    assert len(await unsure(world, campaign, after=60_000)) == 1
    assert await unsure(world, campaign, after=60_000) == []


async def test_what_nobody_can_find_out_is_not_asked_about_again_and_stays_unknown(world: World) -> None:
    campaign, _ = await sent(world, contacts=1)
    await take(world, campaign, "pigeon.one")
    await report(world, campaign, "unknown")
    await report(world, campaign, "unknown", settled=True)

    assert await unsure(world, campaign) == []
    assert (await world.conversation(campaign, 1))["texts"][0]["status"] == "unknown"


async def test_what_a_killed_process_had_taken_is_asked_about(world: World) -> None:
    campaign, _ = await sent(world, contacts=1)
    [taken] = await taken_by(world, campaign)
    await time_passes(world, campaign, 61)
    await give_up_texts(world.scripts)

    assert await unsure(world, campaign) == [taken]
