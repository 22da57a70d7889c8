from typing import Any

import pytest

from server.errors import Refused
from server.shown import Thing
from tests.world import World


async def preview(world: World, campaign: int, script: str) -> Thing:
    """Ask for the preview of a message, as an admin."""
    root = await world.member("Root", "admin")
    answer: Thing = await world.ask(root, "preview_message", campaign=campaign, script=script)
    return answer


async def test_it_shows_the_contacts_at_the_top_and_sets_nothing(world: World) -> None:
    campaign = await world.campaign(contacts=25, launch=False)
    await world.member("Root", "admin")
    before = await world.kept()
    answer = await preview(world, campaign, "Hello {last_name} of {phone}")
    assert await world.kept() == before
    assert answer["lacking"] == []
    assert len(answer["examples"]) == 20
    assert answer["examples"][1]["draft"] == f"Hello Doe of {answer['examples'][1]['contact']['phone']}"


async def test_who_lacks_a_field_comes_first_wherever_they_are(world: World) -> None:
    campaign = await world.campaign(contacts=30, fields={"Town": "Bath", "Team": "Red"}, launch=False)
    await world.add_contacts(campaign, 1, {"Town": "", "Team": "Red"})
    await world.add_contacts(campaign, 2, {"Town": "Rome"})
    answer = await preview(world, campaign, "{first_name} {Team} {town} {TOWN}")
    assert answer["lacking"] == [{"field": "Team", "contacts": 2}, {"field": "town", "contacts": 1}]
    assert [example["draft"] for example in answer["examples"][:2]] == ["Contact 1 Rome Rome", "Contact 1 Red"]


async def test_a_field_with_other_words_is_not_lacking(world: World) -> None:
    campaign = await world.campaign(contacts=1, fields={"Town": "Bath"}, launch=False)
    await world.add_contacts(campaign, 1)
    assert (await preview(world, campaign, "{town|your town}"))["lacking"] == []
    assert (await preview(world, campaign, "{town|your town} {Town}"))["lacking"] == [{"field": "Town", "contacts": 1}]


async def test_without_contacts_there_are_no_examples(world: World) -> None:
    assert await preview(world, await world.campaign(), "Hi {anything}") == {"lacking": [], "examples": []}


@pytest.mark.parametrize(
    ("script", "code", "details"),
    [
        ("Hi {{first_name}}", "bad_braces", {"line": 1, "character": 4, "meant": "{first_name}"}),
        ("Hi {frist_name}", "unknown_field", {"field": "frist_name", "meant": "first_name"}),
        ("Hi {town|your town}", "unknown_field", {"field": "town"}),
        ("x" * 1601, "text_too_long", {}),
    ],
)
async def test_it_is_refused_as_setting_it_would_be(
    world: World, script: str, code: str, details: dict[str, Any]
) -> None:
    campaign, root = await world.campaign(contacts=1), await world.member("Root", "admin")
    for command in ("preview_message", "update_campaign"):
        async with world.refused(code):
            await world.ask(root, command, campaign=campaign, script=script)
        with pytest.raises(Refused) as refused:
            await world.ask(root, command, campaign=campaign, script=script)
        assert details.items() <= (refused.value.details or {}).items()


async def test_an_unknown_campaign_is_refused(world: World) -> None:
    await world.member("Root", "admin")
    async with world.refused("unknown_campaign"):
        await preview(world, 9, "Hi")
