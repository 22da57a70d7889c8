"""The ledger, as an admin reads it."""

import pytest
from playwright.async_api import expect

from tests.browser.admin import Admin
from tests.browser.windows import Windows
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_admin_reads_who_moved_what(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=12)
    root = await world.member("Ada", "admin")
    ana, ben = await world.texter(campaign), await world.texter(campaign, "Ben")
    await ana.request()
    await ana.send_initial(1)
    await world.contact_writes(campaign, 1)
    await world.ask(root, "reassign", campaign=campaign, holders=[ana.id], to=[ben.id], lanes=["initial"], count=4)
    ada = Admin(await windows.sign_in(root, f"/admin#/campaign/{campaign}/ledger"))

    lines = ada.page.locator(".ledger li")
    await expect(lines).to_have_count(5)
    await expect(lines.first).to_contain_text("Ada gave 4 conversations of Ana to Ben")
    await expect(lines.last).to_contain_text("12 contacts came in")
    await windows.look(ada.page, "admin-ledger")
    await ada.page.get_by_label("By or with").select_option("Ben")
    await expect(lines).to_have_count(1)

    await ada.page.get_by_label("By or with").select_option("Everybody")
    await ada.page.get_by_role("link", name="The contact wrote").click()
    await expect(ada.page.get_by_role("log").locator("li").first).to_contain_text("Ana")
    await ada.page.get_by_text("How it got here").click()
    await expect(lines).to_have_count(4)
    await expect(lines.nth(1)).to_contain_text("Ana sent the first message")
    await windows.look(ada.page, "admin-conversation-way")
