from server.campaigns.check import check
from tests.world import World


async def test_a_sender_reads_what_an_admin_writes_until_they_put_it_away(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    ana, root = await world.texter(campaign), await world.member("Root", "admin")
    texter = await world.member("Ana")

    await world.ask(root, "message_sender", campaign=campaign, member=ana.id, text="Replies first, please.")

    message = (await ana.told())["message"]
    assert (message["text"], message["by"]) == ("Replies first, please.", "Root")
    asked = {"campaign": campaign, "message": message["id"]}
    assert await world.ask(texter, "dismiss_message", **asked) == {"dismissed": True}
    assert "message" not in await ana.told()
    assert await world.ask(texter, "dismiss_message", **asked) == {"dismissed": False}


async def test_the_last_message_counts_and_putting_away_the_one_before_leaves_it(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    ana, root = await world.texter(campaign), await world.member("Root", "admin")
    for text in ("One", "Two"):
        await world.ask(root, "message_sender", campaign=campaign, member=ana.id, text=text)
    await world.ask(await world.member("Ana"), "dismiss_message", campaign=campaign, message=1)
    assert (await ana.told())["message"]["text"] == "Two"
    assert (await check(world.scripts)).faults == []


async def test_what_cannot_be_is_refused(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    ana, root = await world.texter(campaign), await world.member("Root", "admin")
    for code, wrong in (
        ("empty_text", {"member": ana.id, "text": " "}),
        ("message_too_long", {"member": ana.id, "text": "x" * 501}),
        ("not_a_sender", {"member": root.id, "text": "Hi"}),
    ):
        async with world.refused(code):
            await world.ask(root, "message_sender", campaign=campaign, **wrong)
    async with world.refused("unknown_campaign"):
        await world.ask(root, "message_sender", campaign=9, member=ana.id, text="Hi")
    await world.scripts.run("archive_campaign", campaign)
    async with world.refused("archived"):
        await world.ask(root, "message_sender", campaign=campaign, member=ana.id, text="Hi")


async def test_the_words_arent_kept_in_the_audit(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    ana, root = await world.texter(campaign), await world.member("Root", "admin")
    await world.ask(root, "message_sender", campaign=campaign, member=ana.id, text="Between us")
    [deed] = (await world.ask(root, "list_deeds", limit=1))["deeds"]
    assert (deed["did"], deed["member"], deed.get("given", {})) == ("message_sender", ana.id, {})
