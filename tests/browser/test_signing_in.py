"""Getting in, by link and by password; and out, everywhere at once."""

import re

import pytest
from playwright.async_api import expect

from server.people.members import Members
from tests.browser.console import LOOKING, Console
from tests.browser.windows import Windows
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

PASSWORD = "correct horse battery"


async def test_a_link_signs_in_when_its_button_is_pressed_and_only_once(
    world: World, members: Members, windows: Windows
) -> None:
    windows.excuse("status of 410")
    link = await members.sign_in_link(await world.member("Ana"))
    scanner = await windows.open(link)
    await expect(scanner.get_by_role("heading", level=1)).to_have_text("Hello, Ana")
    await windows.look(scanner, "sign-in-link")
    await scanner.goto("/console")
    await expect(scanner).to_have_url(re.compile("/sign-in"))

    page = await windows.open(link)
    await page.get_by_role("button", name="Sign in as Ana").click()
    await Console(page).shows("No campaign yet")

    late = await windows.open(link)
    await expect(late.get_by_role("heading", level=1)).to_have_text("This link can’t be used")
    await expect(late.get_by_text("This sign-in link has been used already.")).to_be_visible()
    await windows.look(late, "sign-in-link-used")


async def test_a_password_is_set_and_signs_in_to_the_page_that_was_asked_for(world: World, windows: Windows) -> None:
    windows.excuse("status of 403")
    campaign = await world.campaign(contacts=1)
    await world.texter(campaign, "Ana")
    page = await windows.sign_in(await world.member("Ana"), "/help")
    await windows.look(page, "help")
    await page.get_by_role("link", name="set a password").click()
    await windows.look(page, "password")
    await page.get_by_label("New password").fill("short")
    await page.get_by_role("button", name="Set password").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Set a password")
    assert await page.get_by_label("New password").evaluate("field => field.validity.tooShort")
    await page.get_by_label("New password").fill(PASSWORD)
    await page.get_by_role("button", name="Set password").click()
    await expect(page.get_by_role("status")).to_contain_text("Your password is set.")
    await windows.look(page, "password-set")

    other = await windows.open(f"/console#{campaign}")
    await expect(other.get_by_role("heading", level=1)).to_have_text("Sign in")
    await windows.look(other, "sign-in")
    await other.get_by_label("E-mail address").fill("ana@example.org")
    await other.get_by_label("Password").fill("not it")
    await other.keyboard.press("Enter")
    await expect(other.get_by_role("alert")).to_have_text("The e-mail address or the password isn't right.")
    await expect(other.get_by_label("E-mail address")).to_have_value("ana@example.org")
    await windows.look(other, "sign-in-refused")
    await other.get_by_label("Password").fill(PASSWORD)
    await other.keyboard.press("Enter")
    await Console(other).shows(LOOKING)


async def test_a_texter_who_opens_the_admins_page_is_told_whom_to_ask(world: World, windows: Windows) -> None:
    windows.excuse("status of 40[34]")
    page = await windows.sign_in(await world.member("Ana"))
    await page.goto("/admin")
    await expect(page.get_by_role("heading", level=1)).to_have_text("This page is for admins")
    await windows.look(page, "not-an-admin")
    await page.get_by_role("link", name="Go to your console").click()
    await Console(page).shows("No campaign yet")
    await page.goto("/nowhere")
    await expect(page.get_by_role("heading", level=1)).to_have_text("There is no such page.")
    await windows.look(page, "no-such-page")


async def test_signing_out_in_one_tab_ends_the_console_in_another(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1)
    await world.texter(campaign, "Ana")
    page = await windows.sign_in(await world.member("Ana"))
    tab = await windows.tab(page, "/console")
    await Console(tab).shows(LOOKING)

    await page.get_by_role("button", name="Sign out").click()
    for each in (page, tab):
        await expect(each).to_have_url(re.compile("/sign-in"))
        await expect(each.get_by_role("heading", level=1)).to_have_text("Sign in")


async def test_a_disabled_members_console_ends(world: World, windows: Windows) -> None:
    ana, ada = await world.member("Ana"), await world.member("Ada", "admin")
    page = await windows.sign_in(ana)
    await Console(page).shows("No campaign yet")

    await world.ask(ada, "disable_member", member=ana.id)
    await expect(page).to_have_url(re.compile("/sign-in"))
