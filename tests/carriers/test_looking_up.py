import asyncio

import pytest

from server.campaigns import lines
from server.carriers import looking_up
from server.carriers.carrier import CarrierStopped, CarrierUnsure
from server.carriers.patience import Patience
from server.carriers.simulator import Simulator
from tests.carriers.carrying import Remembering, carrying, eventually
from tests.world import World


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits for long."""
    for name, seconds in (
        ("LOOK_EVERY_SECONDS", 0.02),
        ("AGAIN_AFTER_SECONDS", 0.2),
        ("REST_AFTER_TROUBLE_SECONDS", 0.05),
    ):
        monkeypatch.setattr(looking_up, name, seconds)


class Knowing(Remembering):
    """A carrier that knows line types, and may fail at first. `asked` lists the numbers, each time."""

    looks_up = True

    def __init__(self, *first: Exception) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.first = list(first)

    async def line_type(self, phone: str) -> str:
        """Every number that ends on 3 is a landline."""
        self.asked.append(phone)
        await asyncio.sleep(0)
        if self.first:
            raise self.first.pop(0)
        return "landline" if phone.endswith("3") else "mobile"


async def looked_up(world: World, campaign: int) -> None:
    """Wait until all numbers are looked up."""

    async def they_are() -> bool:
        progress = (await world.counts(campaign))["lookup"]
        return bool(progress["done"] == progress["asked"])

    await eventually(they_are)


async def drafted(world: World, contacts: int, carrier: str = "remembering") -> int:
    campaign = await world.campaign(contacts=contacts, launch=False)
    await world.scripts.redis.hset(f"{{c:{campaign}}}", "carrier", carrier)
    await lines.look_up(world.scripts, campaign)
    return campaign


async def test_each_number_is_asked_for_once_and_landlines_are_closed(world: World) -> None:
    campaign, carrier = await drafted(world, 45), Knowing()
    async with carrying(world.scripts, carrier):
        await looked_up(world, campaign)
    assert sorted(carrier.asked) == sorted(set(carrier.asked))
    assert len(carrier.asked) == 45
    thing = await world.counts(campaign)
    assert (thing["lookup"]["landlines"], thing["closed"], thing["unassigned"]["initial"]) == (5, 5, 40)


@pytest.mark.parametrize("error", [CarrierUnsure("Twilio didn't answer."), CarrierStopped("Twilio refuses.")])
async def test_what_goes_wrong_is_told_and_asked_again(world: World, error: Exception) -> None:
    campaign, carrier = await drafted(world, 3), Knowing(error)
    async with world.listening(campaign) as heard, carrying(world.scripts, carrier):
        await looked_up(world, campaign)
        troubles = [news["campaign"]["lookup"].get("trouble") for news in await heard.news()]
    assert str(error) in troubles
    assert troubles[-1] is None
    assert len(carrier.asked) == 4


async def test_a_carrier_that_cannot_is_not_asked(world: World) -> None:
    campaign = await drafted(world, 1)
    async with carrying(world.scripts, Remembering()):
        await asyncio.sleep(0.2)
    assert (await world.counts(campaign))["lookup"]["done"] == 0


async def test_the_simulators_people_have_landlines_too(world: World) -> None:
    campaign, patience = await drafted(world, 60, "simulator"), Patience()
    simulator = Simulator(world.scripts, patience)
    async with simulator, carrying(world.scripts, simulator, patience):
        await looked_up(world, campaign)
    assert 0 < (await world.counts(campaign))["lookup"]["landlines"] < 30
