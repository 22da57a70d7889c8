from server.store.scripts import Scripts
from tests.commands.test_grant_segments import grant
from tests.paces import soon


async def test_a_carrier_without_terms_has_no_limits_and_no_price(scripts: Scripts) -> None:
    assert await scripts.run("carrier_limits", carrier="simulator", numbers="12345") == {"limits": []}


async def test_limits_come_with_what_has_gone_out_today_and_the_price_of_the_numbers(scripts: Scripts) -> None:
    midnights = await soon(scripts)
    await scripts.run("set_carrier", carrier="simulator", per_second=40.0, per_day=2000, price="0.01")
    await scripts.run("set_carrier", carrier="simulator", numbers="12345", per_day=100, price="0.02")
    await grant(scripts, 7, numbers="12345", midnights=midnights)
    await grant(scripts, 3, midnights=midnights)

    asked = {"carrier": "simulator", "midnights": midnights}
    carrier = {"whose": "carrier", "per_second": 40.0, "per_day": 2000, "used": 10}
    numbers = {"whose": "numbers", "per_second": 0, "per_day": 100, "used": 7}
    assert await scripts.run("carrier_limits", **asked) == {"limits": [carrier], "price": 10_000}
    assert await scripts.run("carrier_limits", **asked, numbers="12345") == {
        "limits": [carrier, numbers],
        "price": 20_000,
    }
