import pytest

from tests.account import listening
from tests.world import World


async def test_it_is_us_dollars_unless_set(world: World) -> None:
    root = await world.member("Root", "admin")
    assert (await world.ask(root, "set_currency", currency="CAD"))["currency"] == "CAD"
    assert (await world.ask(root, "set_currency", currency=None))["currency"] == "USD"


async def test_it_is_announced(world: World) -> None:
    async with listening(world.scripts) as heard:
        account = await world.scripts.run("set_currency", currency="EUR")
        assert await heard.news() == [{"account": account}]


@pytest.mark.parametrize("currency", ["usd", "US", "DOLLAR", "", "€"])
async def test_what_is_no_code_of_a_currency_is_refused(world: World, currency: str) -> None:
    root = await world.member("Root", "admin")
    async with world.refused("bad_currency"):
        await world.ask(root, "set_currency", currency=currency)
