from tests.labels import answer, ask, counts, with_survey
from tests.world import World


async def test_a_holder_notes_an_answer_in_place_of_the_one_before(world: World) -> None:
    campaign = await world.campaign(contacts=2)
    ana = await world.texter(campaign)
    await ana.request()
    await with_survey(world, campaign)
    me, args = await world.member("Ana"), {"campaign": campaign, "conversation": 1}
    thing = await world.ask(me, "answer_question", **args, question=1, answer=1)
    assert thing["answers"] == {"1": 1}
    await world.ask(me, "answer_question", **args, question=2, answer=4)
    assert (await world.ask(me, "answer_question", **args, question=1, answer=2))["answers"] == {"1": 2, "2": 4}
    assert await counts(world, campaign) == ({}, [{"Yes": 0, "No": 1}, {"Yes": 0, "No": 1}])
    assert (await world.ask(me, "answer_question", **args, question=2, answer=None))["answers"] == {"1": 2}
    assert await counts(world, campaign) == ({}, [{"Yes": 0, "No": 1}, {"Yes": 0, "No": 0}])


async def test_the_same_again_changes_nothing(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await with_survey(world, campaign)
    async with world.listening(campaign) as heard:
        await answer(world, campaign, 1, 1, None)
        assert await heard.news() == []
        await answer(world, campaign, 1, 1, 1)
        (message,) = await heard.news()
        await answer(world, campaign, 1, 1, 1)
        assert await heard.news() == []
    assert message["conversation"]["answers"] == {"1": 1}
    assert message["campaign"]["survey"][0]["answers"][0]["count"] == 1


async def test_only_the_holder_and_admins_may_and_only_what_is_asked(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await world.texter(campaign, "Ben")
    await with_survey(world, campaign)
    args = {"campaign": campaign, "conversation": 1, "question": 1, "answer": 1}
    async with world.refused("not_yours"):
        await world.ask(await world.member("Ben"), "answer_question", **args)
    for wrong, code in (
        ({"question": 9}, "unknown_answer"),
        ({"answer": 3}, "unknown_answer"),
        ({"conversation": 2}, "unknown_conversation"),
        ({"campaign": 99}, "unknown_campaign"),
    ):
        async with world.refused(code):
            await ask(world, "answer_question", **{**args, **wrong})
    await world.scripts.run("erase_contact", campaign, conversation=1)
    async with world.refused("erased"):
        await ask(world, "answer_question", **args)
