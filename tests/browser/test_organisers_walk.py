"""An organiser's evening by keyboard alone, through the pages of which docs/ has pictures."""

import pytest
from playwright.async_api import Locator, Page, expect

from server.store import keys
from tests.browser.windows import Windows
from tests.idling import minutes_pass
from tests.labels import answer, with_survey
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

CAMPAIGNS = {
    "Saturday in the park": 240,
    "School board: your vote": 90,
    "Thank you, volunteers": 24,
}


async def an_evening(world: World) -> int:
    """An organization at work: some campaigns run, one is paused, one is a draft. Returns the busiest one."""
    first = 0
    names = ("Ana", "Ben", "Cleo", "Dana", "Elif", "Finn")
    for title, contacts in CAMPAIGNS.items():
        campaign = await world.campaign(contacts=contacts, title=title, batch_size=20, sender_link=True)
        first = first or campaign
        for place, name in enumerate(names):
            texter = await world.texter(campaign, name)
            if place * 20 >= contacts:
                continue
            await texter.request()
            held = await texter.holds("initial")
            for conversation in held[: len(held) - place]:
                await texter.send_initial(conversation)
    question, _ = await with_survey(world, first)
    for conversation in range(1, 25):
        await world.contact_writes(first, conversation)
        await answer(world, first, conversation, question["id"], question["answers"][conversation % 3 == 0]["id"])
    await minutes_pass(world.scripts.redis, first, 12)
    minute = await world.scripts.now() // 60_000
    for ago in range(1, 50):  # the last hour as it may have been
        noted = f"{120 + 2 * ago} {105 - 2 * ago} {max(0, 24 - ago // 2)}"
        await world.scripts.ask(("HSET", keys.under(keys.campaign(first), "readings"), minute - ago, noted))
    await world.campaign(contacts=12, launch=False, title="Sunday's phone bank")
    paused = await world.campaign(contacts=30, title="Flyers on Elm Street")
    await world.scripts.run("pause_campaign", paused)
    return first


async def tab_to(page: Page, wanted: Locator, key: str = "Tab") -> None:
    """Press Tab, or Shift+Tab, until this element has the focus."""
    for _ in range(60):
        if await wanted.evaluate("(element) => element === document.activeElement"):
            return
        await page.keyboard.press(key)
    raise AssertionError(f"Tab doesn't lead to {wanted}")


async def test_an_organisers_evening_by_keyboard(world: World, windows: Windows) -> None:
    campaign = await an_evening(world)
    root = await world.member("Ada", "admin")
    console = await windows.sign_in(await world.member("Ana"), f"/console#{campaign}")
    await expect(console.get_by_role("heading", level=1)).to_be_visible()
    await windows.look(console, "docs-console")
    page = await windows.sign_in(root, "/admin#/")
    row = page.get_by_role("link", name="Saturday in the park", exact=True)
    await expect(row).to_be_visible()
    await windows.look(page, "docs-board")

    await tab_to(page, row)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await windows.look(page, "docs-campaign")
    await tab_to(page, page.get_by_role("link", name="Senders", exact=True))
    await page.keyboard.press("Enter")
    acts = page.get_by_role("button", name="Acts on Ben")
    await expect(acts).to_be_visible()
    await windows.look(page, "docs-senders")
    await tab_to(page, acts)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitem").first).to_be_focused()
    for _ in range(2):
        await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("of Ben went back.")).to_be_visible()
    await tab_to(page, page.get_by_role("link", name="Conversations", exact=True))
    await page.keyboard.press("Enter")
    await windows.look(page, "docs-conversations")
    read = page.get_by_role("link", name="Read the unassigned ones")
    await tab_to(page, read)
    await page.keyboard.press("Enter")
    box = page.get_by_label("Tick Contact").first
    await expect(box).to_be_visible()
    await tab_to(page, box)
    await page.keyboard.press("Space")
    await tab_to(page, page.get_by_role("button", name="Give to"), "Shift+Tab")
    await windows.look(page, "docs-list")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("1 conversation moved.")).to_be_visible()
