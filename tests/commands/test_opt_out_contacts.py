from tests.world import World


async def test_those_who_are_here_are_opted_out_and_it_is_told_once(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    ana = await world.texter(campaign)
    await ana.request()
    phones = [(await world.conversation(campaign, n))["contact"]["phone"] for n in (1, 2)]
    notes = [{"phone": phone, "by": "Ada", "at": 5, "how": "import"} for phone in [*phones, "+12125550100"]]

    async with world.listening(campaign) as heard:
        assert await world.scripts.run("opt_out_contacts", campaign, notes=notes) == 2
        before = await world.kept()
        assert await world.scripts.run("opt_out_contacts", campaign, notes=notes) == 0
        assert await world.kept() == before
        (message,) = await heard.news()

    assert message["taken"] is True
    assert [(texter["id"], texter["opted_out"]) for texter in message["texters"]] == [(ana.id, 2)]
    for conversation in (1, 2):
        thing = await world.conversation(campaign, conversation)
        assert (thing["lane"], thing["texts"]) == ("opted_out", [])
        assert thing["opt_outs"] == [{"opted_out": True, "by": "Ada", "at": 5, "how": "import"}]


async def test_what_an_older_version_noted_opts_out_once(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    notes = [{"phone": (await world.conversation(campaign, 1))["contact"]["phone"]}]
    assert await world.scripts.run("opt_out_contacts", campaign, notes=notes) == 1
    assert await world.scripts.run("opt_out_contacts", campaign, notes=notes) == 0
    (note,) = (await world.conversation(campaign, 1))["opt_outs"]
    assert (note["opted_out"], note["by"], "how" in note) == (True, None, False)


async def test_a_campaign_that_is_listed_and_not_made_changes_nothing(world: World) -> None:
    assert await world.scripts.run("opt_out_contacts", 9, notes=[{"phone": "+12025550101"}]) == 0
    assert not await world.scripts.redis.exists("{c:9}")
