from server.campaigns.check import check
from server.campaigns.replay import replay
from tests.world import World


async def test_chosen_conversations_become_unassigned_each_in_its_lane(world: World) -> None:
    campaign = await world.campaign(contacts=20)
    ana, ben = await world.texter(campaign), await world.texter(campaign, "Ben")
    root = await world.member("Root", "admin")
    await ana.request()
    await ana.send_initials()
    await ben.request()
    await world.contact_writes(campaign, 1)

    moved = await world.ask(root, "unassign", campaign=campaign, conversations=[1, 2, 11, 1])

    assert moved == {"moved": 3, "skipped": 0}
    counts = await world.counts(campaign)
    assert counts["unassigned"] == {"initial": 1, "reply": 1, "quiet": 1}
    assert (await ana.told())["taken"]["moved"] == 2
    assert (await ben.told())["taken"]["by"] == "Root"
    assert (await check(world.scripts)).faults == []
    assert (await replay(world.scripts, campaign)).faults == []


async def test_chosen_ones_go_to_senders_in_turn_and_keep_their_place(world: World) -> None:
    campaign = await world.campaign(contacts=10)
    ana, ben, cleo = [await world.texter(campaign, name) for name in ("Ana", "Ben", "Cleo")]
    root = await world.member("Root", "admin")
    await ana.request()
    await ana.send_initials()
    for conversation in (3, 1, 2):
        await world.contact_writes(campaign, conversation)
        await world.a_moment()
    since = (await world.conversation(campaign, 1))["waiting_since"]

    asked = {"conversations": [1, 2, 3], "to": [ben.id, cleo.id], "holders": None}
    assert (await world.ask(root, "reassign", campaign=campaign, **asked))["moved"] == 3

    assert await ben.holds("reply") == [3, 1]
    assert await cleo.holds("reply") == [2]
    assert (await world.conversation(campaign, 1))["waiting_since"] == since


async def test_closed_and_opted_out_ones_stay_and_are_told(world: World) -> None:
    campaign = await world.campaign(contacts=10)
    ana, root = await world.texter(campaign), await world.member("Root", "admin")
    await ana.request()
    await ana.send_initials()
    await ana.close(1)
    await world.scripts.run("opt_out", campaign, conversation=2, at=5)
    moved = await world.ask(root, "unassign", campaign=campaign, conversations=[1, 2, 3, 99])
    assert moved == {"moved": 1, "skipped": 3}


async def test_what_cannot_be_is_refused(world: World) -> None:
    campaign = await world.campaign(contacts=2)
    ana, root = await world.texter(campaign), await world.member("Root", "admin")
    for code, command, wrong in (
        ("bad_arguments", "unassign", {"conversations": []}),
        ("bad_arguments", "unassign", {"conversations": [1], "holders": [ana.id]}),
        ("bad_arguments", "reassign", {"conversations": [1], "holders": None, "to": []}),
        ("bad_arguments", "reassign", {"conversations": [1], "holders": None, "to": [ana.id], "count": 1}),
        ("not_a_sender", "reassign", {"conversations": [1], "holders": None, "to": [root.id]}),
    ):
        async with world.refused(code):
            await world.ask(root, command, campaign=campaign, **wrong)
    await world.scripts.run("archive_campaign", campaign)
    async with world.refused("archived"):
        await world.ask(root, "unassign", campaign=campaign, conversations=[1])


async def test_a_texters_figures_go_over_the_whole_campaign(world: World) -> None:
    campaign = await world.campaign(contacts=10, undo_initials=10)
    ana, ben = await world.texter(campaign), await world.texter(campaign, "Ben")
    await ana.request()
    for conversation in (1, 2, 3):
        await ana.send_initial(conversation)
    await ana.undo(3)
    await world.contact_writes(campaign, 1)
    await world.contact_writes(campaign, 1)
    await world.ask(await world.member("Root", "admin"), "unassign", campaign=campaign, conversations=[2])
    await ben.request(only="quiet")
    await world.contact_writes(campaign, 2)
    figures = [[told["texts_sent"], told["answered"]] for told in (await ana.told(), await ben.told())]
    assert figures == [[2, 2], [0, 0]]
