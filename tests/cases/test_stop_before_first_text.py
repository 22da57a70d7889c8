"""Somebody writes STOP before anyone has texted them from here: no first message is sent to them, in any campaign."""

from pathlib import Path

import pytest

from server.campaigns.contact import receive
from server.campaigns.imports import import_contacts, read_contacts
from tests.carriers.carrying import Remembering, carrying, eventually
from tests.world import World

ANA, BO = "+12125550101", "+12125550102"


async def imported(world: World, campaign: int) -> list[tuple[int, str]]:
    """Import the list; gives the rejected rows, as line and reason."""
    with (Path(__file__).parent / "stop-before-first-text" / "contacts.csv").open("rb") as file:
        async with read_contacts(file, "US") as source:
            progress = [each async for each in import_contacts(world.scripts, campaign, source)]
    return [(row.line, row.reason) for each in progress for row in each.rejected]


async def test_stop_from_a_phone_that_was_never_texted_reaches_every_campaign(world: World) -> None:
    active, draft, paused = [await world.campaign(bulk_send=True) for _ in range(3)]
    for campaign in (active, draft, paused):
        assert await imported(world, campaign) == []
    for campaign in (active, paused):
        await world.scripts.run("launch_campaign", campaign, most=1000)
    await world.scripts.run("pause_campaign", paused)

    await receive(world.scripts, ANA, "STOP", "SM1")

    for campaign in (active, draft, paused):
        assert [(await world.conversation(campaign, n))["lane"] for n in (1, 2)] == ["opted_out", "initial"]

    async def bos_text_is_sent() -> bool:
        return [text["status"] for text in (await world.conversation(active, 2))["texts"]] == ["sent"]

    carrier = Remembering()
    async with carrying(world.scripts, carrier):
        await eventually(bos_text_is_sent)
    assert [text.phone for text in carrier.accepted] == [BO]


@pytest.mark.parametrize("text", ["STOP", "“Stop!”"])
async def test_a_later_list_with_a_phone_that_wrote_stop_to_nobody_rejects_it(world: World, text: str) -> None:
    await receive(world.scripts, ANA, text, "SM1")
    assert await imported(world, await world.campaign()) == [(2, "opted_out")]
