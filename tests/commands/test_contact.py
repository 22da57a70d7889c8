import json

import pytest

from server import keys
from server.commands.contact import opt_out_everywhere, receive, says_stop
from tests.world import World

PHONE = "+12025550123"


async def campaign_with(world: World, phone: str) -> int:
    """A launched campaign with one contact."""
    campaign = await world.campaign()
    row = [phone, json.dumps(["Bo", "Doe", phone, {}])]
    await world.scripts.run("add_contacts", campaign, contacts=[row], fields=[])
    await world.scripts.run("launch_campaign", campaign, most=1000)
    return campaign


async def carrier_hands_over(world: World, campaign: int, phone: str = PHONE) -> None:
    """A text to this phone, which its answers then belong to."""
    await world.scripts.redis.hset(keys.under(keys.ACCOUNT, "phones"), phone, f"{campaign}:1")


@pytest.mark.parametrize("text", ["STOP", "stop", " Stop. ", "Stop!", '"STOP"', "'stop'", "StopAll", "stop all"])
def test_stop_is_understood_however_it_is_written(text: str) -> None:
    assert says_stop(text)


@pytest.mark.parametrize("text", ["Unsubscribe", "CANCEL", "end", "Quit", "revoke", "opt-out", "Opt Out", "OPTOUT"])
def test_other_words_mean_the_same(text: str) -> None:
    assert says_stop(text)


@pytest.mark.parametrize("text", ["", "Please stop by", "stop texting me at night", "ends", "start", "stopp", "👋"])
def test_a_text_that_means_something_else(text: str) -> None:
    assert not says_stop(text)


async def test_an_answer_goes_to_the_conversation_that_texted_this_phone_last(world: World) -> None:
    first, second = await campaign_with(world, PHONE), await campaign_with(world, PHONE)
    await carrier_hands_over(world, first)
    await carrier_hands_over(world, second)
    await receive(world.scripts, PHONE, "Yes", "SM1")
    assert (await world.conversation(first, 1))["lane"] == "initial"
    assert (await world.conversation(second, 1))["texts"][0]["text"] == "Yes"


async def test_the_same_text_again_changes_nothing(world: World) -> None:
    campaign = await campaign_with(world, PHONE)
    await carrier_hands_over(world, campaign)
    await receive(world.scripts, PHONE, "Yes", "SM1")
    await receive(world.scripts, PHONE, "Yes", "SM1")
    assert len((await world.conversation(campaign, 1))["texts"]) == 1


async def test_a_phone_that_was_never_texted_is_nobodys(world: World) -> None:
    campaign = await campaign_with(world, PHONE)
    before = await world.counts(campaign)
    await receive(world.scripts, PHONE, "Yes", "SM1")
    assert await world.counts(campaign) == before


async def test_stop_reaches_every_campaign_and_the_account(world: World) -> None:
    first, second, other = [await campaign_with(world, phone) for phone in (PHONE, PHONE, "+12025550124")]
    await carrier_hands_over(world, second)
    await receive(world.scripts, PHONE, "Stop", "SM1")
    assert [(await world.conversation(campaign, 1))["lane"] for campaign in (first, second, other)] == [
        "opted_out",
        "opted_out",
        "initial",
    ]
    assert (await world.conversation(second, 1))["texts"][0]["text"] == "Stop"
    assert await world.scripts.redis.smembers(keys.under(keys.ACCOUNT, "opted_out")) == {PHONE.encode()}


async def test_opting_out_again_finishes_what_was_interrupted(world: World) -> None:
    first, second = await campaign_with(world, PHONE), await campaign_with(world, PHONE)
    await world.scripts.run("opt_out_phone", phone=PHONE)
    await world.scripts.run("opt_out", first, conversation=1)
    await opt_out_everywhere(world.scripts, PHONE)
    assert (await world.conversation(second, 1))["lane"] == "opted_out"


async def test_a_campaign_that_is_listed_and_not_made_is_no_hindrance(world: World) -> None:
    await world.scripts.run("new_campaign")
    campaign = await campaign_with(world, PHONE)
    await opt_out_everywhere(world.scripts, PHONE)
    assert (await world.conversation(campaign, 1))["lane"] == "opted_out"
