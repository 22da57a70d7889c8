import pytest

from server.campaigns import lines
from server.errors import Refused
from tests.world import World


async def asked(world: World, campaign: int) -> list[int]:
    """The conversations whose numbers a carrier is given."""
    rows = await world.scripts.run("take_lookups", campaign, name="twilio", most=1000, again=0)
    return sorted(row["conversation"] for row in rows)


async def test_every_number_of_a_draft_is_asked_for_and_progress_is_told(world: World) -> None:
    campaign = await world.campaign(contacts=2_500, launch=False, carrier="twilio")
    assert (await world.counts(campaign))["lookup"] is None
    async with world.listening(campaign) as heard:
        thing = await lines.look_up(world.scripts, campaign)
        assert [news["campaign"]["lookup"]["asked"] for news in await heard.news()] == [1000, 2000, 2500]
    assert thing.lookup
    assert (thing.lookup.asked, thing.lookup.done, thing.lookup.landlines) == (2500, 0, 0)


async def test_asking_again_asks_only_for_what_is_new(world: World) -> None:
    campaign = await world.campaign(contacts=3, launch=False, carrier="twilio")
    await lines.look_up(world.scripts, campaign)
    await world.scripts.run("note_lookups", campaign, answers=[[1, "mobile"], [2, "landline"]])
    await world.add_contacts(campaign, 1)
    async with world.listening(campaign) as heard:
        await lines.look_up(world.scripts, campaign)
        await lines.look_up(world.scripts, campaign)
        assert len(await heard.news()) == 1
    assert await asked(world, campaign) == [3, 4]


async def test_who_has_opted_out_is_not_looked_up(world: World) -> None:
    campaign = await world.campaign(contacts=2, launch=False, carrier="twilio")
    await world.scripts.run("opt_out", campaign, conversation=1, at=1)
    await lines.look_up(world.scripts, campaign)
    assert await asked(world, campaign) == [2]


async def test_it_is_refused_after_the_launch_and_without_contacts(world: World) -> None:
    campaign, empty = await world.campaign(contacts=1, carrier="twilio"), await world.campaign()
    for id, code in ((campaign, "not_draft"), (empty, "no_contacts"), (99, "unknown_campaign")):
        async with world.refused(code):
            await world.scripts.run("look_up_numbers", id, after=0, most=9)


async def test_its_price_is_said_before(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(contacts=4, launch=False, carrier="twilio")
    offer = await world.ask(root, "price_lookup", campaign=campaign)
    assert (offer["numbers"], offer["each"], offer["total"]) == (4, "", "")
    assert offer["about"] == "Twilio's list price is 0.008 USD a number."
    account = await world.ask(root, "set_carrier", carrier="twilio", lookup_price="0.008", picture_price="0.02")
    assert [(row["lookup_price"], row["picture_price"]) for row in account["carriers"]] == [("0.008", "0.02")]
    offer = await world.ask(root, "price_lookup", campaign=campaign)
    assert (offer["each"], offer["total"], offer["currency"]) == ("0.008", "0.032", "USD")
    thing = await world.ask(root, "look_up_numbers", campaign=campaign)
    assert thing["lookup"]["asked"] == 4
    assert (await world.ask(root, "price_lookup", campaign=campaign))["numbers"] == 0
    await world.ask(root, "set_carrier", carrier="twilio", lookup_price="", picture_price="")
    assert (await world.ask(root, "price_lookup", campaign=campaign))["each"] == ""


@pytest.mark.parametrize("carrier", ["", "telnyx"])
async def test_a_carrier_that_cannot_is_refused(world: World, carrier: str) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(contacts=1, launch=False, carrier=carrier)
    for command in ("price_lookup", "look_up_numbers"):
        async with world.refused("no_lookup"):
            await world.ask(root, command, campaign=campaign)


async def test_nothing_is_priced_after_the_launch(world: World) -> None:
    root = await world.member("Root", "admin")
    campaign = await world.campaign(contacts=1, carrier="simulator")
    with pytest.raises(Refused) as caught:
        await world.ask(root, "price_lookup", campaign=campaign)
    assert caught.value.code == "not_draft"
