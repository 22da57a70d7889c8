import pytest

from tests.labels import with_survey
from tests.world import Texter, World


async def answered(world: World, contacts: int = 1) -> tuple[int, Texter]:
    """A campaign, and a texter whose contacts have all answered; they have 2 texts each."""
    campaign = await world.campaign(contacts=contacts, batch_size=max(1, contacts))
    ana = await world.texter(campaign)
    await ana.request()
    for conversation in await ana.send_initials():
        await world.contact_writes(campaign, conversation)
    return campaign, ana


async def test_a_reply_is_queued_and_the_conversation_is_quiet(world: World) -> None:
    campaign, ana = await answered(world)
    thing = await ana.send_reply(1, "Great!", last_seen=2)
    assert (thing["lane"], thing["holder"]) == ("quiet", ana.id)
    assert [text["text"] for text in thing["texts"]] == ["Hi Contact 1!", "Yes", "Great!"]
    taken = await world.scripts.run("take_texts", campaign, carrier="one", count=10)
    assert [text["text"] for text in taken] == ["Hi Contact 1!", "Great!"]


async def test_who_is_quiet_may_be_written_to_again(world: World) -> None:
    _, ana = await answered(world)
    await ana.send_reply(1, last_seen=2)
    assert (await ana.send_reply(1, "One more thing", last_seen=3))["lane"] == "quiet"


async def test_a_reply_asked_for_twice_is_sent_once(world: World) -> None:
    _, ana = await answered(world)
    await ana.send_reply(1, last_seen=2)
    async with world.refused("not_up_to_date"):
        await ana.send_reply(1, last_seen=2)


@pytest.mark.parametrize("last_seen", [-1, 0, 1, 2, 4])
async def test_a_newer_text_is_read_first(world: World, last_seen: int) -> None:
    campaign, ana = await answered(world)
    await world.contact_writes(campaign, 1, "Wait")
    async with world.refused("not_up_to_date"):
        await ana.send_reply(1, last_seen=last_seen)


async def test_replies_are_not_counted_as_first_messages(world: World) -> None:
    campaign, ana = await answered(world)
    await ana.send_reply(1)
    assert (await world.counts(campaign))["sent"] == 1


async def test_initials_come_first(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    await world.contact_writes(campaign, 1)
    async with world.refused("initials_left"):
        await ana.send_reply(1)
    await ana.send_initials()
    assert (await ana.send_reply(1))["lane"] == "quiet"


async def test_an_initial_is_not_a_reply(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    async with world.refused("not_sent_yet"):
        await ana.send_reply(1, last_seen=0)


async def test_a_closed_conversation_waits_for_the_contact(world: World) -> None:
    campaign, ana = await answered(world)
    await ana.close(1)
    async with world.refused("closed"):
        await ana.send_reply(1)
    await world.contact_writes(campaign, 1)
    assert (await ana.send_reply(1, last_seen=3))["lane"] == "quiet"


async def test_nothing_is_sent_to_who_has_opted_out(world: World) -> None:
    campaign, ana = await answered(world)
    await world.scripts.run("opt_out", campaign, conversation=1)
    async with world.refused("opted_out"):
        await ana.send_reply(1)


async def test_only_the_holder_answers(world: World) -> None:
    campaign, ana = await answered(world)
    ben = await world.texter(campaign, "Ben")
    async with world.refused("not_yours"):
        await ben.send_reply(1)
    await ana.release()
    async with world.refused("not_yours"):
        await ana.send_reply(1)


async def test_not_while_paused(world: World) -> None:
    campaign, ana = await answered(world)
    await world.scripts.run("pause_campaign", campaign)
    async with world.refused("not_active"):
        await ana.send_reply(1)


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "empty_text"), (" \n", "empty_text"), ("x" * 1601, "text_too_long"), ("é" * 1601, "text_too_long")],
)
async def test_a_text_that_cannot_be_sent_is_refused(world: World, text: str, code: str) -> None:
    _, ana = await answered(world)
    async with world.refused(code):
        await ana.send_reply(1, text)


async def test_1600_characters_are_sent(world: World) -> None:
    _, ana = await answered(world)
    assert (await ana.send_reply(1, "é" * 1600))["texts"][-1]["text"] == "é" * 1600


async def test_unknown_ones_are_refused(world: World) -> None:
    campaign, ana = await answered(world)
    async with world.refused("unknown_conversation"):
        await ana.send_reply(2)
    ana.campaign = campaign + 1
    async with world.refused("unknown_campaign"):
        await ana.send_reply(1)


async def test_the_texters_console_and_the_conversation_are_told(world: World) -> None:
    campaign, ana = await answered(world, contacts=2)
    async with world.listening(campaign) as heard:
        thing = await ana.send_reply(2)
        (message,) = await heard.news()
    assert [(texter["id"], texter["reply"], texter["quiet"]) for texter in message["texters"]] == [(ana.id, 1, 1)]
    assert message["conversation"]["texts"] == thing["texts"]


async def test_a_socket_answers_by_the_same_words(world: World) -> None:
    campaign, _ = await answered(world)
    thing = await world.ask(
        await world.member("Ana"), "send_reply", campaign=campaign, conversation=1, text="Great!", last_seen=2
    )
    assert (thing["kind"], thing["lane"]) == ("conversation", "quiet")


async def test_an_answer_is_noted_and_the_conversation_closed_in_the_same_step(world: World) -> None:
    campaign, ana = await answered(world)
    await with_survey(world, campaign)
    args = {"campaign": campaign, "conversation": 1, "text": "Great!", "last_seen": 2}
    me = await world.member("Ana")
    for wrong, code in (({"question": 1}, "bad_arguments"), ({"question": 1, "answer": 3}, "unknown_answer")):
        async with world.refused(code):
            await world.ask(me, "send_reply", **args, **wrong)
    async with world.listening(campaign) as heard:
        thing = await world.ask(me, "send_reply", **args, question=1, answer=1, close=True)
        (message,) = await heard.news()
    assert (thing["lane"], thing["holder"], thing["answers"]) == ("closed", ana.id, {"1": 1})
    assert [text["text"] for text in thing["texts"]] == ["Hi Contact 1!", "Yes", "Great!"]
    assert message["campaign"]["survey"][0]["answers"][0]["count"] == 1
    assert [(texter["closed"], texter["quiet"]) for texter in message["texters"]] == [(1, 0)]
    assert (await ana.counts())["day"]["replies"] == 1
    async with world.refused("not_up_to_date"):
        await world.ask(me, "send_reply", **args, question=1, answer=1, close=True)


async def test_an_undo_takes_the_answer_back_with_the_text_and_opens_the_conversation(world: World) -> None:
    campaign, _ = await answered(world)
    await world.scripts.run("update_campaign", campaign, undo_replies=10, token="t", default_batch_size=300)
    await with_survey(world, campaign)
    me = await world.member("Ana")
    one = {"campaign": campaign, "conversation": 1}
    await world.ask(me, "answer_question", **one, question=1, answer=2)
    reply = {"text": "Great!", "last_seen": 2, "question": 1, "answer": 1, "close": True}
    assert (await world.ask(me, "send_reply", **one, **reply))["answers"] == {"1": 1}
    thing = await world.ask(me, "undo", **one)
    assert (thing["lane"], len(thing["texts"]), thing["answers"]) == ("reply", 2, {"1": 2})
    await world.ask(me, "send_reply", **one, **reply)
    await world.ask(me, "answer_question", **one, question=1, answer=None)
    assert (await world.ask(me, "undo", **one))["answers"] == {}, "another answer was noted since"
