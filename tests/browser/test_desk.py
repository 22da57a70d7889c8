"""The desk: the list at the left, the thread in the middle, the person at the right; and a phone's way from thread to
thread."""

import json

import pytest
from playwright.async_api import Page, expect

from tests.browser.console import INBOX_ZERO, Console
from tests.browser.windows import PHONE, Windows
from tests.world import World, columns

pytestmark = pytest.mark.asyncio(loop_scope="session")

PEOPLE = [
    ("Maribel", "Quiñones"), ("Jo", "Park"), ("Amadou", "Diallo"), ("Lee", "Nakamura"), ("Priya", "Raman"),
    ("Sam", "O'Connor"),
]  # fmt: skip
SAID = [
    "Yes! What time does it start?", "Who is this?", "I already voted, thanks :)", "Can I bring my kids?",
    "Not interested in the park, but tell me about the school board meeting that somebody wrote about last week",
    "Which bus goes there?",
]  # fmt: skip


async def waiting(world: World, count: int = len(PEOPLE)) -> tuple[int, list[int]]:
    """A campaign in which so many people wait for Ana's replies; and their conversations, the longest waiting first."""
    campaign = await world.campaign(title="Parks for all", launch=False, script="Hi {first_name}!")
    rows = []
    for nth, (first, last) in enumerate(PEOPLE[:count]):
        phone = f"+1202555010{nth}"
        fields = {"City": "Springfield", "Precinct": f"1{nth}", "Interest": "Playground, trees along Elm Street"}
        rows.append([phone, json.dumps([first, last, phone, fields])])
    named = columns("City", "Precinct", "Interest")
    await world.scripts.run("add_contacts", campaign, contacts=rows, columns=named)
    await world.ask(await world.member("Ada", "admin"), "launch_campaign", campaign=campaign)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    batch = await texter.send_initials()
    for conversation, said in zip(batch, SAID, strict=False):
        await world.contact_writes(campaign, conversation, said)
        await world.a_moment()
    return campaign, batch


def called(conversation: int) -> str:
    """The name of a conversation's contact."""
    return " ".join(PEOPLE[conversation - 1])


async def test_a_desk(world: World, windows: Windows) -> None:
    campaign, batch = await waiting(world)
    page = await windows.sign_in(await world.member("Ana"))
    ana = Console(page)
    await ana.shows("6 people are waiting")
    await windows.look(page, "desk-list")
    await page.keyboard.press("Enter")
    await ana.shows(called(batch[0]))
    await expect(ana.reply).to_be_focused()
    await windows.look(page, "desk-thread")
    await page.keyboard.type("At three, by the old oak.")
    await page.keyboard.press("Enter")
    await ana.notes(f"Sent to {called(batch[0])}.")
    await ana.shows(called(batch[1]))
    await windows.look(page, "desk-next")
    await page.keyboard.press("Escape")
    await page.keyboard.press("?")
    await windows.look(page, "desk-keys")
