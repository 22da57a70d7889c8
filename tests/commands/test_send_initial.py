import pytest

from tests.world import World


async def test_the_draft_is_sent_and_the_conversation_is_quiet(world: World) -> None:
    campaign = await world.campaign(contacts=2)
    ana = await world.texter(campaign)
    await ana.request()
    thing = await ana.send_initial(1)
    assert (thing["lane"], thing["holder"]) == ("quiet", ana.id)
    assert [(text["id"], text["text"], text["direction"], text["status"]) for text in thing["texts"]] == [
        (1, "Hi Contact 1!", "out", "queued")
    ]
    counts = await world.counts(campaign)
    assert (counts["sent"], counts["held"]) == (1, {"initial": 1, "reply": 0, "quiet": 1})


async def test_what_the_texter_made_of_it_is_sent_instead(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    assert (await ana.send_initial(1, " Grüße, {first_name} 👋 "))["texts"][0]["text"] == " Grüße, {first_name} 👋 "


async def test_it_is_queued_in_the_same_step(world: World) -> None:
    campaign = await world.campaign(contacts=2)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    taken = await world.scripts.run("take_texts", campaign, carrier="one", count=10)
    assert [(text["conversation"], text["id"], text["text"]) for text in taken] == [
        (1, 1, "Hi Contact 1!"),
        (2, 1, "Hi Contact 2!"),
    ]


async def test_asked_for_twice_it_is_sent_once(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    async with world.refused("already_sent"):
        await ana.send_initial(1)


@pytest.mark.parametrize("then", ["writes", "closed"])
async def test_a_conversation_that_has_begun_has_no_initial_any_more(world: World, then: str) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await world.contact_writes(campaign, 1)
    if then == "closed":
        await ana.close(1)
    async with world.refused("already_sent"):
        await ana.send_initial(1)


async def test_nothing_is_sent_to_who_has_opted_out(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await world.scripts.run("opt_out", campaign, conversation=1)
    async with world.refused("opted_out"):
        await ana.send_initial(1)


async def test_only_the_holder_sends_it(world: World) -> None:
    campaign = await world.campaign(contacts=15)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ben.request()
    for conversation in (1, 11):
        async with world.refused("not_yours"):
            await ana.send_initial(conversation)


async def test_not_before_launch(world: World) -> None:
    campaign = await world.campaign(contacts=2, launch=False)
    ana = await world.texter(campaign)
    await world.scripts.run("launch_campaign", campaign, most=1)
    async with world.refused("not_active"):
        await ana.send_initial(1)


@pytest.mark.parametrize("text", ["", " \n\t"])
async def test_an_empty_message_is_refused(world: World, text: str) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    async with world.refused("empty_text"):
        await ana.send_initial(1, text)


async def test_a_draft_that_merging_leaves_empty_is_refused(world: World) -> None:
    campaign = await world.campaign(contacts=1, fields={"greeting": ""}, script="{greeting} ", launch=False)
    await world.add_contacts(campaign, 1, {"greeting": "Hey"})
    ana = await world.texter(campaign)
    await world.scripts.run("launch_campaign", campaign, most=1000)
    async with world.refused("empty_text"):
        await ana.send_initial(1)


@pytest.mark.parametrize("character", ["x", "é", "€", "👋"])
async def test_1600_characters_are_the_longest_however_many_bytes_they_are(world: World, character: str) -> None:
    campaign = await world.campaign(contacts=2)
    ana = await world.texter(campaign)
    await ana.request()
    assert (await ana.send_initial(1, character * 1600))["texts"][0]["text"] == character * 1600
    async with world.refused("text_too_long"):
        await ana.send_initial(2, character * 1601)


async def test_unknown_ones_are_refused(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    async with world.refused("unknown_conversation"):
        await ana.send_initial(2)
    ana.campaign = 9
    async with world.refused("unknown_campaign"):
        await ana.send_initial(1)


async def test_it_is_told_to_its_holder_and_to_who_has_it_open(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    async with world.listening(campaign) as heard:
        thing = await ana.send_initial(1)
        (message,) = await heard.news()
    assert [texter["id"] for texter in message["texters"]] == [ana.id]
    assert message["conversation"]["texts"] == thing["texts"]
    assert message["conversation"]["v"] == thing["v"] == message["v"]


async def test_a_socket_sends_by_the_same_words(world: World) -> None:
    campaign = await world.campaign(contacts=2)
    ana = await world.texter(campaign)
    await ana.request()
    member = await world.member("Ana")
    assert (await world.ask(member, "send_initial", campaign=campaign, conversation=1))["kind"] == "conversation"
    thing = await world.ask(member, "send_initial", campaign=campaign, conversation=2, text="Hey")
    assert thing["texts"][0]["text"] == "Hey"


@pytest.mark.parametrize("text", ["Hi {first_name}!", "Hi {{First Name}}, hi", "In {TEAM|your team}?", "{last} {nope}"])
async def test_a_field_in_what_a_texter_writes_is_refused_by_name(world: World, text: str) -> None:
    campaign = await world.campaign(contacts=2, fields={"Team": "Red"})
    ana, member = await world.texter(campaign), await world.member("Ana")
    await ana.request()
    async with world.refused("field_in_text"):
        await world.ask(member, "send_initial", campaign=campaign, conversation=1, text=text)
    await ana.send_initials()
    await world.contact_writes(campaign, 2)
    async with world.refused("field_in_text"):
        await world.ask(member, "send_reply", campaign=campaign, conversation=2, text=text, last_seen=2)


@pytest.mark.parametrize("text", ["Hi {nope}!", "{} :-{ }", "{{7*7}}", "Hi {First name", "{\u200b}"])
async def test_other_braces_in_what_a_texter_writes_are_sent(world: World, text: str) -> None:
    campaign = await world.campaign(contacts=1)
    ana, member = await world.texter(campaign), await world.member("Ana")
    await ana.request()
    thing = await world.ask(member, "send_initial", campaign=campaign, conversation=1, text=text)
    assert thing["texts"][0]["text"] == text


async def test_a_draft_whose_values_look_like_a_field_is_sent_as_it_is(world: World) -> None:
    """The console sends what it shows."""
    campaign = await world.campaign(contacts=1, fields={"note": "{first_name}"}, script="Hi {note}!")
    ana, member = await world.texter(campaign), await world.member("Ana")
    await ana.request()
    thing = await world.ask(member, "send_initial", campaign=campaign, conversation=1, text="Hi {first_name}!")
    assert thing["texts"][0]["text"] == "Hi {first_name}!"
