from tests.world import World


async def test_it_says_where_a_person_is_and_when_they_were_texted_last(world: World) -> None:
    campaign = await world.campaign(contacts=2, title="Vote!")
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(2)
    sent = await world.contact_writes(campaign, 2)
    phone = sent["contact"]["phone"]

    found = await world.scripts.run("find_contact", campaign, phone=phone)

    assert found == {"conversation": 2, "title": "Vote!", "status": "active", "texted": sent["texts"][0]["at"]}


async def test_who_was_never_texted_has_no_time_even_when_they_wrote(world: World) -> None:
    campaign = await world.campaign(contacts=1, launch=False)
    phone = (await world.contact_writes(campaign, 1))["contact"]["phone"]
    found = await world.scripts.run("find_contact", campaign, phone=phone)
    assert ("texted" in found, found["status"]) == (False, "draft")


async def test_a_phone_that_isnt_there_is_nothing(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    assert await world.scripts.run("find_contact", campaign, phone="+12125550199") is None
    assert await world.scripts.run("find_contact", 9, phone="+12125550199") is None
