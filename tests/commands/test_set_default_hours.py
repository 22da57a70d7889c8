import pytest
from msgspec import convert, to_builtins

from server.wire.hours import USUAL, Hours
from server.wire.things import Account
from tests.account import listening
from tests.world import World

NIGHT = {"from": "18:00", "to": "20:00", "sunday": None, "holidays": ["2026-12-25"]}


async def set_default(world: World, **args: object) -> Account:
    """Set the account's hours, as an admin."""
    return convert(await world.ask(await world.member("Root", "admin"), "set_default_hours", **args), Account)


async def test_campaigns_made_afterwards_get_them_and_others_keep_theirs(world: World) -> None:
    before = await world.campaign(hours=USUAL)
    account = await set_default(world, hours=NIGHT)
    assert (to_builtins(account.default_hours), account.default_hours_set) == (NIGHT, True)
    root = await world.member("Root", "admin")
    after = (await world.ask(root, "create_campaign", title="Vote!"))["campaign"]
    assert (await world.counts(after))["hours"] == NIGHT
    assert (await world.counts(before))["hours"] == to_builtins(USUAL)


async def test_null_is_any_time_and_left_out_is_nine_to_nine_again(world: World) -> None:
    account = await set_default(world, hours=None)
    assert (account.default_hours, account.default_hours_set) == (None, True)
    account = await set_default(world)
    assert (account.default_hours, account.default_hours_set) == (USUAL, False)
    assert Hours(begin="09:00", end="21:00") == USUAL


async def test_it_is_announced_once(world: World) -> None:
    async with listening(world.scripts) as heard:
        await world.scripts.run("set_default_hours", hours="")
        await world.scripts.run("set_default_hours", hours="")
        (message,) = await heard.news()
        assert message["account"]["default_hours"] == ""


async def test_hours_that_cannot_be_change_nothing(world: World) -> None:
    root = await world.member("Root", "admin")
    async with world.refused("bad_hours"):
        await world.ask(root, "set_default_hours", hours={"from": "21:00", "to": "09:00"})


@pytest.mark.parametrize("carrier", ["simulator", None])
async def test_a_campaign_of_the_simulator_has_none_unless_it_is_given_some(world: World, carrier: str | None) -> None:
    root = await world.member("Root", "admin")
    made = (await world.ask(root, "create_campaign", title="Vote!", carrier=carrier))["campaign"]
    assert (await world.counts(made))["hours"] == (None if carrier else to_builtins(USUAL))
    given = (await world.ask(root, "create_campaign", title="Vote!", carrier=carrier, hours=NIGHT))["campaign"]
    assert (await world.counts(given))["hours"] == NIGHT
