from typing import Any

import pytest

from server.carriers.classes import CLASSES
from server.carriers.registry import CARRIERS
from server.shown import Thing
from server.store.scripts import Scripts
from server.wire.amounts import checked_rates
from tests.account import listening
from tests.world import World

SERVICE = "MG0123456789abcdef0123456789abcdef"


async def rows(scripts: Scripts) -> list[Thing]:
    """The account's terms of its carriers."""
    found: list[Thing] = (await scripts.run("describe_account"))["account"]["carriers"]
    return found


async def set_carrier(world: World, **terms: Any) -> Thing:
    """Set terms, as an admin."""
    thing: Thing = await world.ask(await world.member("Root", "admin"), "set_carrier", **terms)
    return thing


async def test_terms_are_set_one_by_one_and_announced(world: World) -> None:
    async with listening(world.scripts) as heard:
        await world.scripts.run("set_carrier", carrier="simulator", per_second=1.25)
        [news] = await heard.news()
        assert news["account"] == (await world.scripts.run("describe_account"))["account"]
        await world.scripts.run("set_carrier", carrier="simulator", per_day=2000)
        await world.scripts.run("set_carrier", carrier="simulator", price="0.0079")
        row = {"carrier": "simulator", "numbers": "", "per_second": 1.25, "per_day": 2000, "price": "0.0079"}
        assert await rows(world.scripts) == [row]
        await heard.news()
        await world.scripts.run("set_carrier", carrier="simulator", per_day=2000)
        assert await heard.news() == []


async def test_numbers_have_a_row_of_their_own_and_a_row_that_says_nothing_goes(world: World) -> None:
    await set_carrier(world, carrier="simulator", numbers=" +12025550123, +12025550124 ", per_second=4)
    thing = await set_carrier(world, carrier="simulator", price="0.1")
    assert [(row["numbers"], row["per_second"], row["price"]) for row in thing["carriers"]] == [
        ("", 0, "0.10"),
        ("+12025550123,+12025550124", 4.0, ""),
    ]
    await set_carrier(world, carrier="simulator", numbers="+12025550123,+12025550124", per_second=0)
    thing = await set_carrier(world, carrier="simulator", price="")
    assert thing["carriers"] == []


@pytest.mark.parametrize("price", ["0", "0.0079", "12", "1.5", "999999999.999999"])
async def test_a_price_is_kept_to_the_millionth(world: World, price: str) -> None:
    thing = await set_carrier(world, carrier="simulator", price=price)
    assert float(thing["carriers"][0]["price"]) == float(price)


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        ({"carrier": "pigeon"}, "unknown_carrier"),
        ({"carrier": ""}, "unknown_carrier"),
        ({"per_second": -1}, "rate_out_of_range"),
        ({"per_second": 0.001}, "rate_out_of_range"),
        ({"per_second": 10_001}, "rate_out_of_range"),
        ({"per_second": "4"}, "bad_arguments"),
        ({"per_day": 48}, "day_out_of_range"),
        ({"per_day": -1}, "day_out_of_range"),
        ({"per_day": 1.5}, "bad_arguments"),
        ({"price": "-1"}, "bad_amount"),
        ({"price": "0.0000001"}, "bad_amount"),
        ({"price": "1,5"}, "bad_amount"),
        ({"price": "NaN"}, "bad_amount"),
        ({"price": "١"}, "bad_amount"),
        ({"price": 0.0079}, "bad_arguments"),
        ({"numbers": "MG12"}, "bad_numbers"),
        ({"numbers": "+12025550123;+12025550124"}, "bad_numbers"),
        ({"numbers": "2025550123 "}, "bad_numbers"),
        ({"numbers": "+12025550123," * 100}, "bad_numbers"),
    ],
)
async def test_terms_that_cannot_be_are_refused(world: World, terms: dict[str, Any], code: str) -> None:
    root = await world.member("Root", "admin")
    async with world.refused(code):
        await world.ask(root, "set_carrier", **{"carrier": "simulator", **terms})


@pytest.mark.parametrize(
    "numbers",
    [SERVICE, "40017c5a-1ba8-4f5a-9d1c-0a5b6c7d8e9f", "+12025550123", "12345", "+12025550123, 123456", ""],
)
async def test_numbers_are_a_service_a_profile_or_numbers_with_commas(world: World, numbers: str) -> None:
    thing = await set_carrier(world, carrier="simulator", numbers=numbers, per_second=1)
    assert thing["carriers"][0]["numbers"] == numbers.replace(" ", "")


async def test_the_carriers_there_are_and_the_usual_classes_are_listed(world: World) -> None:
    root = await world.member("Root", "admin")
    listed = await world.ask(root, "list_carriers")
    assert [each["carrier"] for each in listed["carriers"]] == list(CARRIERS)
    assert len(listed["classes"]) == len(CLASSES)
    for each in listed["classes"]:
        checked_rates(each["per_second"], each["per_day"])
