"""People of a list who are in other running campaigns are told of after its import."""

from io import BytesIO
from tempfile import TemporaryFile

import pytest

from server.campaigns import doubles
from server.campaigns.doubles import NOT_COUNTED, Double, Doubles, sentences
from server.campaigns.imports import Progress, import_contacts, read_contacts
from server.store.scripts import Scripts
from tests.replicated.parts import on_each_primary, store_in_parts
from tests.world import World


def people(*numbers: int) -> str:
    """A list of people with these numbers."""
    return "phone\n" + "".join(f"(202) 555-{number:04}\n" for number in numbers)


async def imported(scripts: Scripts, campaign: int, content: str) -> Progress:
    """The end of an import."""
    with TemporaryFile() as file:
        file.write(BytesIO(content.encode()).getvalue())
        async with read_contacts(file, "US") as source:
            return [progress async for progress in import_contacts(scripts, campaign, source)][-1]


async def running(world: World, title: str, *numbers: int) -> int:
    """A campaign with these people, launched."""
    campaign = await world.campaign(title=title, script="Hi!", launch=False)
    await world.imported(campaign, people(*numbers))
    await world.scripts.run("launch_campaign", campaign, most=1000)
    return campaign


async def test_people_who_are_in_other_running_campaigns_are_counted_for_each(world: World) -> None:
    vote = await running(world, "Vote!", 1, 2, 3)
    march = await running(world, "March!", 3)
    await running(world, "Nobody of these", 9)
    draft = await world.campaign(title="Draft", launch=False)
    await world.imported(draft, people(1))
    over = await running(world, "Over", 1)
    await world.scripts.run("archive_campaign", over)
    new = await world.campaign(launch=False)

    progress = await imported(world.scripts, new, people(1, 2, 3, 4))

    assert progress.doubles == [Double(vote, "Vote!", 3), Double(march, "March!", 1)]
    assert progress.added == 4


async def test_the_campaign_itself_isnt_another_and_a_list_that_comes_again_tells_the_same(world: World) -> None:
    vote = await running(world, "Vote!", 1, 2)
    await running(world, "March!", 2)
    for added in (1, 0):
        progress = await imported(world.scripts, vote, people(2, 3))
        assert ([double.title for double in progress.doubles], progress.added) == (["March!"], added)


async def test_who_has_opted_out_comes_into_no_campaign_and_isnt_counted(world: World) -> None:
    await running(world, "Vote!", 1, 2)
    await world.scripts.run("opt_out_phone", phone="+12025550001")
    progress = await imported(world.scripts, await world.campaign(launch=False), people(1, 2))
    assert progress.doubles and [double.people for double in progress.doubles] == [1]


async def test_a_list_is_compared_with_the_newest_campaigns(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doubles, "CAMPAIGNS_COMPARED", 2)
    made = [await running(world, f"Vote {n}!", 1) for n in range(3)]
    assert list((await Doubles.beside(world.scripts, None)).others or {}) == [made[2], made[1]]
    assert list((await Doubles.beside(world.scripts, made[2])).others or {}) == [made[1], made[0]]


async def test_a_campaign_that_is_away_keeps_no_list_out_of_another(store_binary: str) -> None:
    async with store_in_parts(store_binary) as (cluster, world):
        here, away = await on_each_primary(cluster, lambda: running(world, "Vote!", 1))
        known = await Doubles.beside(world.scripts, here)
        next(iter(away)).kill()

        progress = await imported(world.scripts, here, people(1, 2))
        await known.count(world.scripts, ["+12025550001"])

        assert (progress.added, progress.doubles, known.found()) == (1, None, None)


def test_it_is_told_in_sentences() -> None:
    assert sentences([]) == []
    assert sentences(None) == [NOT_COUNTED]
    assert sentences([Double(1, "Vote!", 1_214), Double(2, "March!", 1)]) == [
        "1,214 of these people are also in “Vote!”, which is running.",
        "1 of these people is also in “March!”, which is running.",
    ]
    assert sentences([Double(n, "Vote!", 9) for n in range(6)])[5:] == ["Some are in 1 more campaign that is running."]
    assert sentences([Double(n, "Vote!", 9) for n in range(9)])[5:] == ["Some are in 4 more that are running."]
