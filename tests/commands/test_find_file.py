from server.campaigns.attached import FILES_PER_TEXT, Attached
from server.campaigns.contact import receive
from tests.world import World


async def with_files(world: World, *files: Attached) -> int:
    """A campaign whose first contact has sent these files."""
    campaign = await world.campaign(contacts=1)
    phone = (await world.conversation(campaign, 1))["contact"]["phone"]
    await receive(world.scripts, phone, "Look!", "SM1", files, carrier="twilio")
    return campaign


async def test_a_file_is_found_where_its_carrier_keeps_it(world: World) -> None:
    campaign = await with_files(world, Attached("https://a.example/1", "image/JPEG"), Attached("https://a.example/2"))
    found = [await world.scripts.run("find_file", campaign, conversation=1, text=1, file=n) for n in (1, 2)]
    assert found == [
        {"carrier": "twilio", "url": "https://a.example/1", "type": "image/jpeg"},
        {"carrier": "twilio", "url": "https://a.example/2", "type": ""},
    ]


async def test_no_more_files_are_kept_than_a_text_has(world: World) -> None:
    campaign = await with_files(world, *(Attached(f"https://a.example/{n}") for n in range(FILES_PER_TEXT + 5)))
    text = (await world.conversation(campaign, 1))["texts"][0]
    assert len(text["files"]) == FILES_PER_TEXT
    assert text["media"] == FILES_PER_TEXT + 5


async def test_only_who_may_read_a_conversation_finds_its_files(world: World) -> None:
    campaign = await with_files(world, Attached("https://a.example/1", "image/jpeg"))
    ana = await world.texter(campaign)
    async with world.refused("not_yours"):
        await world.scripts.run("find_file", campaign, conversation=1, text=1, file=1, texter=ana.id)
    await ana.request()
    assert await world.scripts.run("find_file", campaign, conversation=1, text=1, file=1, texter=ana.id)
    await world.scripts.run("remove_sender", campaign, member=ana.id, most=0)
    async with world.refused("not_a_sender"):
        await world.scripts.run("find_file", campaign, conversation=1, text=1, file=1, texter=ana.id)


async def test_what_is_not_there_is_refused(world: World) -> None:
    campaign = await with_files(world, Attached("https://a.example/1", "image/jpeg"))
    for text, file in ((1, 2), (1, 0), (1, -1), (2, 1), (0, 1), (-1, 1)):
        async with world.refused("unknown_file"):
            await world.scripts.run("find_file", campaign, conversation=1, text=text, file=file)
    async with world.refused("unknown_conversation"):
        await world.scripts.run("find_file", campaign, conversation=2, text=1, file=1)
    async with world.refused("unknown_campaign"):
        await world.scripts.run("find_file", 9, conversation=1, text=1, file=1)


async def test_a_text_of_which_only_a_number_is_known_has_no_files(world: World) -> None:
    """So an older version stored it, and so carriers tell it that say no more."""
    campaign = await world.campaign(contacts=1)
    phone = (await world.conversation(campaign, 1))["contact"]["phone"]
    await receive(world.scripts, phone, "Look!", "SM1", 2)
    text = (await world.conversation(campaign, 1))["texts"][0]
    assert (text["media"], text.get("files")) == (2, None)
    async with world.refused("unknown_file"):
        await world.scripts.run("find_file", campaign, conversation=1, text=1, file=1)
