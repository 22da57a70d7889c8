"""An admin acts where they look: in a sender's row, and on ticked conversations."""

import pytest
from playwright.async_api import expect

from tests.browser.admin import Admin
from tests.browser.console import Console
from tests.browser.windows import Windows
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_acts_on_a_sender(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=30)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initial(1)
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/senders"))
    console = Console(await windows.sign_in(await world.member("Ana")))
    await expect(console.page.get_by_role("heading", level=1)).to_be_visible()

    await ada.act_on("Ana", "Message…")
    dialog = ada.page.get_by_role("dialog", name="Message to Ana")
    await dialog.get_by_role("button", name="Show it to them").click()
    await expect(dialog).to_contain_text("Write something first.")
    await dialog.get_by_label("Message").fill("Replies first, <b>please</b>.")
    await windows.look(ada.page, "admin-message-sender")
    await dialog.get_by_role("button", name="Show it to them").click()
    await ada.says("Ana sees your message in their console.")
    banner = console.page.locator(".admins-message")
    await expect(banner).to_contain_text("Ada: Replies first, <b>please</b>.")
    await windows.look(console.page, "console-admins-message")
    await banner.get_by_role("button", name="Got it").click()
    await expect(banner).to_be_hidden()

    await ada.act_on("Ana", "Give more…")
    dialog = ada.page.get_by_role("dialog", name="Give more to Ana")
    await dialog.get_by_label("How many").fill("5")
    await dialog.get_by_role("button", name="Give them").click()
    await ada.says("Ana got 5 conversations.")
    assert len(await ana.holds("initial")) == 14
    await ada.page.get_by_role("button", name="Acts on Ana").click()
    await windows.look(ada.page, "admin-acts-on-a-sender")
    await ada.page.get_by_role("menuitem", name="Take back 14 unsent").click()
    await ada.says("14 conversations of Ana went back.")
    await ada.act_on("Ana", "Take back all 1")
    await ada.says("1 conversation of Ana went back.")


async def test_ticked_conversations_are_moved(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=12)
    ana, ben = await world.texter(campaign), await world.texter(campaign, "Ben")
    await ana.request()
    ada = Admin(
        await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/list?holder={ana.id}")
    )
    boxes = ada.page.get_by_label("Tick Contact")
    await expect(boxes).to_have_count(10)

    await boxes.nth(1).click()
    await boxes.nth(4).click(modifiers=["Shift"])
    await ada.page.get_by_label("To whom").select_option("Ben")
    await windows.look(ada.page, "admin-ticked")
    await ada.press("Give to")
    await ada.says("4 conversations moved.")
    await expect(boxes).to_have_count(6)
    assert await ben.holds("initial") == [2, 3, 4, 5]
    await ada.page.get_by_label("All shown").check()
    await ada.press("Unassign 6 conversations")
    await ada.says("6 conversations moved.")
    await expect(boxes).to_have_count(0)
    assert await ana.holds("initial") == []
