from typing import Any

import pytest

from server.client import Client
from server.errors import Refused
from server.shown import Thing
from server.wire.frames import Encoding
from tests.world import World


async def admins(world: World) -> Any:
    return await world.member("Root", "admin")


async def set_canned(world: World, campaign: int, *replies: Thing) -> Thing:
    answer: Thing = await world.ask(await admins(world), "set_canned_replies", campaign=campaign, replies=list(replies))
    return answer


async def canned(world: World, campaign: int) -> list[Thing]:
    found: list[Thing] = (await world.ask(await admins(world), "list_at_hand", campaign=campaign))["canned"]
    return found


WHERE, WHEN = {"title": "Where", "text": "At the town hall."}, {"title": "When", "text": "On Tuesday, {first_name}."}


async def test_they_are_listed_in_their_order_and_keep_their_ids(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await set_canned(world, campaign, WHERE, WHEN)
    where, when = await canned(world, campaign)
    assert (where, when) == ({"id": 1, **WHERE}, {"id": 2, **WHEN})
    await set_canned(world, campaign, when, {**where, "title": "Which  place"})
    assert await canned(world, campaign) == [when, {**where, "title": "Which place"}]


async def test_an_id_is_never_given_again(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await set_canned(world, campaign, WHERE, WHEN)
    await set_canned(world, campaign)
    await set_canned(world, campaign, WHEN)
    assert await canned(world, campaign) == [{"id": 3, **WHEN}]
    async with world.refused("unknown_reply"):
        await world.scripts.run("set_canned_replies", campaign, replies=[{"id": 1, **WHEN, "message": '{"parts": []}'}])


async def test_consoles_are_told_that_something_is_new_and_only_then(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    thing = await set_canned(world, campaign, WHERE)
    assert thing["at_hand"] == thing["v"] > 0
    async with world.listening(campaign) as heard:
        assert await set_canned(world, campaign, {"id": 1, **WHERE}) == thing
        assert await heard.news() == []
        again = await set_canned(world, campaign, {"id": 1, **WHEN})
        (message,) = await heard.news()
    assert message["campaign"]["at_hand"] == again["at_hand"] == again["v"] == thing["v"] + 1


LONG = {"title": "x", "text": "é" * 1601}


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"title": "", "text": "Yes"}, "empty_label"),
        ({"title": "a" * 101, "text": "Yes"}, "label_too_long"),
        ({"title": "x", "text": " \u200b"}, "empty_text"),
        (LONG, "text_too_long"),
        ({"title": "x", "text": "Hi {first_name"}, "bad_braces"),
        ({"title": "x", "text": "Hi {town}"}, "unknown_field"),
    ],
)
async def test_a_refusal_says_which_of_them_it_is_about(world: World, wrong: Thing, code: str) -> None:
    campaign = await world.campaign(contacts=1)
    await admins(world)
    async with world.refused(code):
        with pytest.raises(Refused) as caught:
            await set_canned(world, campaign, WHERE, wrong)
        assert caught.value.details
        assert caught.value.details["place"] == 2
        raise caught.value


async def test_a_field_that_no_contact_has_is_refused_with_what_was_meant(world: World) -> None:
    campaign = await world.campaign(contacts=1, fields={"Town": "Bath"})
    with pytest.raises(Refused, match="Did you mean") as caught:
        await set_canned(world, campaign, WHERE, {"title": "x", "text": "In {Towm}"})
    assert caught.value.details == {"field": "Towm", "meant": "Town", "place": 2}


async def test_there_are_at_most_two_hundred(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await set_canned(world, campaign, *[{**WHERE, "title": str(n)} for n in range(200)])
    assert len(await canned(world, campaign)) == 200
    async with world.refused("too_many"):
        await set_canned(world, campaign, *[WHERE] * 201)
    async with world.refused("bad_arguments"):
        await set_canned(world, campaign, {"id": 1, **WHERE}, {"id": 1, **WHEN})


async def test_the_longest_list_fits_into_a_frame_in_any_language(hub_url: str, world: World) -> None:
    campaign = await world.campaign(contacts=1)
    longest = [{"title": f"{n:03}", "text": "🗳" * 297} for n in range(200)]
    token = await world.members.token(await world.member("Root", "admin"))
    async with Client(hub_url, token, "/ws/admin", Encoding.JSON) as admin:
        await admin.ask("set_canned_replies", campaign=campaign, replies=longest)
    assert len(await canned(world, campaign)) == 200
    longest[0]["text"] += "!"
    async with world.refused("too_many"):
        await set_canned(world, campaign, *longest)


async def test_an_archived_or_unknown_campaign_gets_none(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    await world.scripts.run("archive_campaign", campaign)
    await admins(world)
    async with world.refused("archived"):
        await set_canned(world, campaign, WHERE)
    async with world.refused("unknown_campaign"):
        await set_canned(world, 99, WHERE)


async def test_asked_for_again_because_the_answer_was_lost_it_adds_nothing(world: World) -> None:
    campaign = await world.campaign(contacts=1)
    thing = await set_canned(world, campaign, WHERE, WHEN, WHERE)
    assert await set_canned(world, campaign, WHERE, WHEN, WHERE) == thing
    assert [reply["id"] for reply in await canned(world, campaign)] == [1, 2, 3]
