from tests.labels import ask, with_survey, with_tags
from tests.world import World

CANNED = [{"title": "Where", "text": "At the town hall."}]


async def test_a_texter_sees_all_that_is_at_hand(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await world.texter(campaign)
    ana = await world.member("Ana")
    nothing = {"canned": [], "own": [], "tags": [], "survey": []}
    assert await world.ask(ana, "list_at_hand", campaign=campaign) == nothing
    await ask(world, "set_canned_replies", campaign=campaign, replies=CANNED)
    await with_tags(world, campaign, "Volunteer")
    await with_survey(world, campaign)
    await world.ask(ana, "set_own_replies", replies=CANNED)
    found = await world.ask(ana, "list_at_hand", campaign=campaign)
    assert found["canned"] == found["own"] == [{"id": 1, **CANNED[0]}]
    assert found["tags"] == [{"id": 1, "name": "Volunteer"}]
    assert [question["question"] for question in found["survey"]] == ["Will you vote?", "Need a ride?"]
    assert {**found, "own": []} == await ask(world, "list_at_hand", campaign=campaign)


async def test_only_senders_and_admins_may(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.member("Ana")
    async with world.refused("not_a_sender"):
        await world.ask(ana, "list_at_hand", campaign=campaign)
    async with world.refused("unknown_campaign"):
        await world.ask(ana, "list_at_hand", campaign=99)
