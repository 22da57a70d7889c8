from typing import Any

import pytest

from server.errors import Refused
from server.shown import Thing
from tests.labels import SURVEY, answer, ask, counts, with_survey
from tests.world import World


async def asked(world: World, campaign: int) -> list[Thing]:
    found: list[Thing] = (await ask(world, "list_at_hand", campaign=campaign))["survey"]
    return found


async def test_it_is_asked_in_its_order_with_a_reply_where_one_is_given(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await with_survey(world, campaign)
    vote, ride = await asked(world, campaign)
    assert vote == {
        "id": 1,
        "question": "Will you vote?",
        "answers": [
            {"id": 1, "answer": "Yes", "reply": "Great, {first_name}!"},
            {"id": 2, "answer": "No", "reply": None},
        ],
    }
    await ask(world, "set_survey", campaign=campaign, questions=[ride, vote])
    assert await asked(world, campaign) == [ride, vote]


async def test_no_id_is_given_again(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await with_survey(world, campaign)
    await ask(world, "set_survey", campaign=campaign, questions=[])
    assert (await world.counts(campaign))["survey"] == []
    await with_survey(world, campaign)
    assert [[question["id"], question["answers"][0]["id"]] for question in await asked(world, campaign)] == [
        [3, 5],
        [4, 7],
    ]


async def test_the_answers_to_what_is_left_out_are_kept_and_counted(world: World) -> None:
    campaign = await world.campaign(contacts=3)
    await with_survey(world, campaign)
    vote, _ = await asked(world, campaign)
    await answer(world, campaign, 1, 1, 1)
    await answer(world, campaign, 2, 2, 3)
    await ask(world, "set_survey", campaign=campaign, questions=[{**vote, "answers": vote["answers"][1:]}])
    assert await counts(world, campaign) == ({}, [{"No": 0, "Yes": 1}, {"Yes": 1}])
    thing = await world.counts(campaign)
    assert [(question["offered"], [it["offered"] for it in question["answers"]]) for question in thing["survey"]] == [
        (True, [True, False]),
        (False, [False]),
    ]
    assert [len(question["answers"]) for question in await asked(world, campaign)] == [1]
    for question, id in ((1, 1), (2, 3), (2, 4)):
        async with world.refused("unknown_answer"):
            await answer(world, campaign, 3, question, id)
    await answer(world, campaign, 2, 2, None)  # it can be taken back
    await ask(world, "set_survey", campaign=campaign, questions=[vote])
    assert await counts(world, campaign) == ({}, [{"Yes": 1, "No": 0}])


async def test_an_answer_that_is_written_otherwise_keeps_its_counts(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await with_survey(world, campaign)
    await answer(world, campaign, 1, 1, 1)
    vote, _ = await asked(world, campaign)
    vote["answers"][0]["answer"] = "Surely"
    await ask(world, "set_survey", campaign=campaign, questions=[vote])
    assert await counts(world, campaign) == ({}, [{"Surely": 1, "No": 0}])


def question(*answers: Any, **more: Any) -> Thing:
    return {"question": "Will you?", "answers": [{"answer": each} for each in answers], **more}


def replying(reply: str) -> Thing:
    return {"question": "Will you?", "answers": [{"answer": "No"}, {"answer": "Yes", "reply": reply}]}


@pytest.mark.parametrize(
    ("wrong", "code", "details"),
    [
        (question("Yes", question=""), "empty_label", {"place": 2}),
        (question("Yes", question="a" * 101), "label_too_long", {"place": 2}),
        (question(), "no_answers", {"place": 2}),
        (question("Yes", " "), "empty_label", {"place": 2, "answer": 2}),
        (question("Yes", "a" * 101), "label_too_long", {"place": 2, "answer": 2}),
        (question("Yes", "No", "yes"), "same_label", {"place": 2, "answer": 3}),
        (question("Yes", question="will you vote?"), "same_label", {"place": 2}),
        (question(*map(str, range(13))), "too_many", {"place": 2}),
        (question("Yes", id=9), "unknown_question", None),
        ({"question": "Will you?", "answers": [{"answer": "Yes", "id": 1}]}, "unknown_answer", None),
        (replying("a" * 1601), "text_too_long", {"place": 2, "answer": 2}),
        (replying("Hi {"), "bad_braces", {"place": 2, "answer": 2}),
        (replying("Hi {town}"), "unknown_field", {"place": 2, "answer": 2}),
    ],
)
async def test_a_refusal_says_what_it_is_about(world: World, wrong: Thing, code: str, details: Thing | None) -> None:
    campaign = await world.campaign(contacts=1)
    await ask(world, "set_survey", campaign=campaign, questions=SURVEY[:1])
    async with world.refused(code):
        with pytest.raises(Refused) as caught:
            await ask(world, "set_survey", campaign=campaign, questions=[SURVEY[0], wrong])
        found = caught.value.details
        assert (found and {name: found[name] for name in found if name in ("place", "answer")}) == details
        raise caught.value


async def test_there_are_at_most_twenty_questions_and_the_same_id_once(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await with_survey(world, campaign)
    async with world.refused("too_many"):
        await ask(world, "set_survey", campaign=campaign, questions=[question("Yes")] * 21)
    async with world.refused("bad_arguments"):
        await ask(world, "set_survey", campaign=campaign, questions=[question("Yes", id=1), question("Yes", id=1)])


async def test_the_same_again_is_told_to_nobody_and_a_change_to_all(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await with_survey(world, campaign)
    vote, ride = await asked(world, campaign)
    async with world.listening(campaign) as heard:
        await ask(world, "set_survey", campaign=campaign, questions=[vote, ride])
        assert await heard.news() == []
        vote["answers"][0]["reply"] = "Thanks!"  # only the words of a reply
        thing = await ask(world, "set_survey", campaign=campaign, questions=[vote, ride])
        assert len(await heard.news()) == 1
    assert thing["at_hand"] == thing["v"]


async def test_all_its_words_together_are_limited(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    answers = [{"answer": str(n), "reply": "a" * 1600} for n in range(10)]
    survey = [{"question": str(n), "answers": answers} for n in range(4)]
    await world.member("Root", "admin")
    async with world.refused("too_many"):
        await ask(world, "set_survey", campaign=campaign, questions=survey)
    await ask(world, "set_survey", campaign=campaign, questions=survey[:3])


async def test_an_archived_or_unknown_campaign_gets_none(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await world.scripts.run("archive_campaign", campaign)
    await world.member("Root", "admin")
    async with world.refused("archived"):
        await ask(world, "set_survey", campaign=campaign, questions=SURVEY)
    async with world.refused("unknown_campaign"):
        await ask(world, "set_survey", campaign=99, questions=SURVEY)
