from tests.world import World


async def test_it_tells_the_campaign_and_the_texters_asked_for(world: World) -> None:
    campaign = await world.campaign(contacts=15)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    await ana.send_initial(1)
    snapshot = await world.scripts.run("snapshot", campaign, texters=[ana.id], rows=False)
    (texter,) = snapshot["texters"]
    assert {name: texter[name] for name in ("id", "sender", "initial", "reply", "quiet", "closed", "opted_out")} == {
        "id": ana.id,
        "sender": True,
        "initial": 9,
        "reply": 0,
        "quiet": 1,
        "closed": 0,
        "opted_out": 0,
    }
    assert texter["moved"] == snapshot["v"] == snapshot["campaign"]["v"]
    assert ben.id not in {texter["id"] for texter in snapshot["texters"]}


async def test_counts_are_those_of_the_buckets(world: World) -> None:
    campaign = await world.campaign(contacts=15)
    ana = await world.texter(campaign)
    await ana.request()
    for conversation in (1, 2, 3):
        await ana.send_initial(conversation)
    await world.contact_writes(campaign, 1)
    await ana.close(2)
    await world.scripts.run("opt_out", campaign, conversation=15)
    counts = await world.counts(campaign)
    assert counts["unassigned"] == {"initial": 4, "reply": 0, "quiet": 0}
    assert counts["held"] == {"initial": 7, "reply": 1, "quiet": 1}
    assert (counts["closed"], counts["opted_out"], counts["sent"], counts["contacts"]) == (1, 1, 3, 15)


async def test_rows_are_everybody_who_is_or_was_a_sender_once_each(world: World) -> None:
    campaign = await world.campaign(contacts=15)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await world.scripts.run("remove_sender", campaign, member=ben.id, most=1000)
    snapshot = await world.scripts.run("snapshot", campaign, texters=[ana.id, 99], rows=True)
    assert sorted((texter["id"], texter["sender"]) for texter in snapshot["texters"]) == [
        (ana.id, True),
        (ben.id, False),
        (99, False),
    ]


async def test_looking_changes_nothing(world: World) -> None:
    campaign = await world.campaign(contacts=15)
    before = await world.counts(campaign)
    async with world.listening(campaign) as heard:
        assert await world.counts(campaign) == before
        assert await heard.news() == []


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    async with world.refused("unknown_campaign"):
        await world.scripts.run("snapshot", 9, texters=[], rows=False)


async def test_it_tells_when_a_texter_last_did_something(world: World) -> None:
    campaign = await world.campaign(contacts=15)
    ana = await world.texter(campaign)
    assert "last_active" not in await ana.counts()
    await ana.request()
    requested = (await ana.counts())["last_active"]
    await world.a_moment()
    await ana.send_initial(1)
    sent = (await ana.counts())["last_active"]
    await world.a_moment()
    await world.contact_writes(campaign, 1)
    assert requested < sent == (await ana.counts())["last_active"]
