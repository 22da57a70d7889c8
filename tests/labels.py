"""Tags and a survey for tests, and a way to note them."""

from typing import Any

from server.shown import Thing
from tests.world import World

SURVEY = [
    {"question": "Will you vote?", "answers": [{"answer": "Yes", "reply": "Great, {first_name}!"}, {"answer": "No"}]},
    {"question": "Need a ride?", "answers": [{"answer": "Yes"}, {"answer": "No"}]},
]


async def ask(world: World, command: str, **args: Any) -> Any:
    """Ask as an admin."""
    return await world.ask(await world.member("Root", "admin"), command, **args)


async def with_tags(world: World, campaign: int, *names: str) -> list[int]:
    """Give the account tags with these names, and choose them all. Returns their ids."""
    account = await ask(world, "set_tags", tags=[{"name": name} for name in names])
    ids = [tag["id"] for tag in account["tags"]]
    await ask(world, "set_campaign_tags", campaign=campaign, tags=ids)
    return ids


async def with_survey(world: World, campaign: int) -> list[Thing]:
    """Give a campaign SURVEY. Returns its questions, with their ids."""
    survey: list[Thing] = (await ask(world, "set_survey", campaign=campaign, questions=SURVEY))["survey"]
    return survey


async def tag(world: World, campaign: int, conversation: int, id: int, on: bool = True) -> Thing:
    """Put a tag on a conversation, or take it off."""
    args = {"campaign": campaign, "conversation": conversation, "tag": id, "on": on}
    thing: Thing = await ask(world, "tag_conversation", **args)
    return thing


async def answer(world: World, campaign: int, conversation: int, question: int, id: int | None) -> Thing:
    """Note an answer of a conversation's contact."""
    args = {"campaign": campaign, "conversation": conversation, "question": question, "answer": id}
    thing: Thing = await ask(world, "answer_question", **args)
    return thing


async def counts(world: World, campaign: int) -> tuple[dict[str, int], list[dict[str, int]]]:
    """The counts of tags by name, and for each question the counts of its answers."""
    thing = await world.counts(campaign)
    asked = [{answer["answer"]: answer["count"] for answer in question["answers"]} for question in thing["survey"]]
    return {tag["name"]: tag["count"] for tag in thing["tags"]}, asked
