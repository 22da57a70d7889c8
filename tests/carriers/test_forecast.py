import math

import pytest

from server.carriers.estimate import written
from server.carriers.forecast import Limit, seconds_for
from server.shown import Thing
from tests.world import World

HOUR = 3600.0


@pytest.mark.parametrize(
    ("segments", "limits", "until_midnight", "seconds"),
    [
        (4000, [], HOUR, None),
        (4000, [Limit("campaign", 0, 0)], HOUR, None),
        (4000, [Limit("campaign", 1.25, 0)], 6 * HOUR, 3200.0),
        (4000, [Limit("campaign", 1.25, 0), Limit("carrier", 4, 0)], 6 * HOUR, 3200.0),
        (4000, [Limit("carrier", 0, 5000)], HOUR, 0.0),
        (4000, [Limit("carrier", 0, 5000, 2000)], HOUR, HOUR),
        (4000, [Limit("carrier", 0, 2000)], HOUR, HOUR),
        (4001, [Limit("carrier", 0, 2000)], HOUR, HOUR + 24 * HOUR),
        (4000, [Limit("carrier", 1, 2000)], HOUR, HOUR + 2000),
        (4000, [Limit("carrier", 1, 2000, 2000)], HOUR, HOUR + 24 * HOUR + 2000),
        (4000, [Limit("campaign", 1, 0), Limit("carrier", 0, 3000, 2900)], 10 * HOUR, 10 * HOUR + 24 * HOUR + 900),
        (0, [Limit("campaign", 1, 100)], HOUR, 0.0),
    ],
)
def test_the_seconds_until_all_are_out(
    segments: int, limits: list[Limit], until_midnight: float, seconds: float | None
) -> None:
    found = seconds_for(segments, limits, until_midnight)
    assert found == seconds or (found is not None and seconds is not None and math.isclose(found, seconds))


@pytest.mark.parametrize(
    ("millionths", "amount"), [(0, "0.00"), (31_600_000, "31.60"), (7_900, "0.01"), (1_234_567_890_000, "1234567.89")]
)
def test_an_amount_is_rounded_up_to_the_hundredth(millionths: int, amount: str) -> None:
    assert written(millionths) == amount


async def estimated(world: World, campaign: int) -> Thing:
    """The estimate that an admin gets."""
    thing: Thing = await world.ask(await world.member("Root", "admin"), "estimate_campaign", campaign=campaign)
    return thing


async def test_an_estimate_goes_by_the_campaigns_carrier_and_numbers(world: World) -> None:
    await world.scripts.run("set_carrier", carrier="simulator", per_second=4.0, price="0.01")
    await world.scripts.run("set_carrier", carrier="simulator", numbers="12345", per_second=1.25, price="0.0079")
    long = "Hi {first_name}" + "a" * 160
    settings = {"launch": False, "carrier": "simulator", "numbers": "12345"}
    campaign = await world.campaign(contacts=40, script=long, **settings)

    found = await estimated(world, campaign)

    assert (found["texts"], found["segments"], found["cost"], found["currency"]) == (40, 80, "0.64", "USD")
    assert (found["per_minute"], found["seconds"]) == (37.5, 64.0)


async def test_without_a_carrier_of_its_own_only_the_campaigns_limits_count(world: World) -> None:
    await world.scripts.run("set_carrier", carrier="simulator", per_second=4.0, price="0.01")
    campaign = await world.campaign(contacts=3, launch=False, per_day=100)
    found = await estimated(world, campaign)
    assert (found["texts"], found["cost"], found["per_minute"], found["per_day"]) == (3, None, None, 100)
    assert found["seconds"] == 0


async def test_all_contacts_count_however_many_scripts_it_takes(world: World) -> None:
    campaign = await world.campaign(contacts=1203, launch=False)
    assert (await estimated(world, campaign))["segments"] == 1203


async def test_with_a_picture_each_first_message_costs_what_a_picture_does(world: World) -> None:
    await world.scripts.run("set_carrier", carrier="simulator", price="0.01")
    campaign = await world.campaign(contacts=40, launch=False, carrier="simulator")
    await world.scripts.run("set_picture", campaign, token="1-a", picture="/9j/")
    assert (await estimated(world, campaign))["cost"] == "0.40"
    await world.scripts.run("update_campaign", campaign, picture_first=True, token="t", default_batch_size=300)
    assert (await estimated(world, campaign))["cost"] == "0.40", "what a picture costs isn't known"
    await world.scripts.run("set_carrier", carrier="simulator", picture_price="0.02")
    assert (await estimated(world, campaign))["cost"] == "0.80"
