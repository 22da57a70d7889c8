"""Where one is signed in, and what admins did: the pages of both."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.admin import Admin
from tests.browser.console import LOOKING, Console
from tests.browser.windows import Windows
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_texter_ends_the_console_that_they_left_open_elsewhere(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1)
    await world.texter(campaign, "Ana")
    ana = await world.member("Ana")
    left, page = await windows.sign_in(ana), await windows.sign_in(ana)
    await Console(left).shows(LOOKING)

    await page.get_by_role("link", name="Ana").click()
    await expect(page.get_by_role("heading", level=2)).to_have_count(2)
    await expect(page.get_by_text("this one")).to_have_count(1)
    await windows.look(page, "sessions")
    await page.get_by_role("button", name="End all others").press("Enter")

    await expect(left).to_have_url(re.compile("/sign-in"))
    await expect(page.get_by_role("heading", level=2)).to_have_count(1)
    await page.get_by_role("link", name="Back").click()
    await Console(page).shows(LOOKING)


async def test_admins_read_what_they_did(world: World, windows: Windows) -> None:
    root, ana = await world.member("Root", "admin"), await world.member("Ana")
    for n in range(60):
        await world.ask(root, "set_default_batch_size", size=n + 1)
    campaign = (await world.ask(root, "create_campaign", title="Vote!", script="Hi!"))["campaign"]
    await world.ask(root, "add_senders", campaign=campaign, members=[ana.id])
    await world.ask(root, "change_role", member=ana.id, role="admin")
    page = await windows.sign_in(root, "/admin#/account")
    admin = Admin(page)

    await admin.go_to("Audit")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Audit")
    rows = page.locator("tbody tr")
    await expect(rows.nth(0)).to_contain_text("Sign in")
    await expect(rows.nth(1)).to_contain_text("RootChange roleAnarole: admin")
    await expect(rows.nth(2)).to_contain_text(f"RootAdd sendersVote!members: {ana.id}")
    await expect(rows).to_have_count(50)
    await windows.look(page, "audit")
    await admin.press("Older")
    await expect(rows).to_have_count(64)
    await expect(page.get_by_role("button", name="Older")).to_be_hidden()

    await world.ask(root, "set_currency", currency="CAD")
    await admin.press("List again")
    await expect(rows.nth(0)).to_contain_text("Set currency")


async def test_an_admins_pages_close_when_another_makes_them_a_texter(world: World, windows: Windows) -> None:
    root, ana = await world.member("Root", "admin"), await world.member("Ana", "admin")
    page, other = await windows.sign_in(root, "/admin#/members"), await windows.sign_in(ana, "/admin")
    await expect(other.get_by_role("heading", level=1)).to_have_text("Campaigns")

    await page.get_by_role("button", name="Make a texter of Ana").click()
    await Admin(page).confirm("Change the role", "These pages close for Ana")
    await expect(other.get_by_role("heading", level=1)).to_have_text("Not allowed")
    await Admin(page).says("Ana is a texter now.")

    await page.get_by_role("button", name="Make a texter of Root").click()
    await Admin(page).confirm("Change the role", "These pages close for Root")
    await Admin(page).says("This is the last admin. Make somebody else an admin first.")
