"""Alerts as people choose them in a browser, and the console as something that a phone installs."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.browser.conftest import FLAGS, NAMES
from tests.browser.console import INBOX_ZERO, Console
from tests.browser.windows import PHONE, Windows
from tests.world import Texter, World

pytestmark = pytest.mark.asyncio(loop_scope="session")

RECORDED = """
globalThis.heard = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...when) { heard.push("note"); return start.apply(this, when); };
globalThis.told = [];
globalThis.Notification = class extends Notification {
  static get permission() { return "granted"; }
  constructor(words, more) { super(words, more); told.push([words, more.tag]); globalThis.last = this; }
};
"""
"""Notes each note that sounds and each notification, and lets them go on. Chromium without a window of its own has
notifications, but says that they are denied, whatever a context permits."""
AS_ON_ANDROID = """
globalThis.Notification = class extends Notification {
  static get permission() { return "granted"; }
  constructor() { super("x"); throw new TypeError("Failed to construct 'Notification': Illegal constructor."); }
};
"""
AWAY = "document.hasFocus = () => false"
BACK = "delete document.hasFocus; dispatchEvent(new Event('focus'))"


async def texted(world: World, contacts: int = 2) -> Texter:
    """A texter who has texted everybody, and waits for answers."""
    ana = await world.texter(await world.campaign(contacts=contacts, title="Vote!"))
    await ana.request()
    await ana.send_initials()
    return ana


async def at_console(world: World, windows: Windows, *scripts: str, **options: Any) -> Page:
    """Ana's console, with nobody to write to, and the panel of alerts."""
    page = await windows.sign_in(await world.member("Ana"), "/help", **options)
    for script in scripts:
        await page.add_init_script(script)
    await page.goto("/console")
    await Console(page).shows(INBOX_ZERO)
    return page


async def until(page: Page, expression: str, wanted: int) -> None:
    """Wait until a value of the page is so high. (Chromium's own waiting is code from a string, which pages refuse.)"""
    async with asyncio.timeout(20):
        while await page.evaluate(expression) < wanted:
            await asyncio.sleep(0.05)


async def open_panel(page: Page) -> None:
    """Press Alerts."""
    await page.get_by_role("button", name="Alerts").click()
    await expect(page.get_by_role("region", name="Alerts")).to_be_visible()


async def test_the_panel_opens_and_closes_by_mouse_and_keys_on_a_desk_and_a_phone(
    world: World, windows: Windows
) -> None:
    await texted(world)
    page = await at_console(world, windows)
    panel, button = page.get_by_role("region", name="Alerts"), page.get_by_role("button", name="Alerts")
    await expect(panel).to_be_hidden()
    await open_panel(page)
    await windows.look(page, "console-alerts")
    await page.get_by_role("heading", level=1).click()
    await expect(panel).to_be_hidden()
    await button.focus()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.get_by_label("Sound")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()
    await expect(button).to_be_focused()
    await page.set_viewport_size(PHONE)
    await open_panel(page)
    await expect(button).to_have_attribute("aria-expanded", "true")


async def test_a_tone_sounds_for_an_answer_once_it_is_chosen_and_no_second_one_at_once(
    world: World, windows: Windows
) -> None:
    ana = await texted(world)
    page = await at_console(world, windows, RECORDED)
    await open_panel(page)
    await page.get_by_label("Sound").check()
    assert await page.evaluate("heard.length") == 2  # as it will sound
    await page.get_by_role("heading", level=1).click()
    await page.evaluate(AWAY)
    for conversation in (1, 2):
        await world.contact_writes(ana.campaign, conversation)
        await expect(page).to_have_title(f"({conversation}) Vote! · Handraise")
    await until(page, "heard.length", 4)
    assert await page.evaluate("heard.length") == 4

    await page.reload()
    await expect(page.get_by_label("Sound")).to_be_checked()  # kept in this browser
    assert await page.evaluate("heard") == []


async def test_a_tab_sounds_when_it_was_chosen_in_another_one_after_a_first_press(
    world: World, windows: Windows
) -> None:
    ana = await texted(world)
    page = await at_console(world, windows, RECORDED)
    await page.get_by_role("heading", level=1).click()
    tab = await windows.tab(page, "/console")
    await tab.bring_to_front()
    await open_panel(tab)
    await tab.get_by_label("Sound").check()
    await page.bring_to_front()
    await expect(page.get_by_label("Sound")).to_be_checked()
    await page.get_by_role("heading", level=1).click()
    await world.contact_writes(ana.campaign, 1)
    await until(page, "heard.length", 2)


async def test_notifications_tell_of_an_answer_and_of_no_person_while_the_page_isnt_looked_at(
    world: World, windows: Windows
) -> None:
    ana = await texted(world)
    page = await at_console(world, windows, RECORDED)
    await open_panel(page)
    await page.get_by_label("Notifications").check()
    await expect(page.get_by_label("Notifications")).to_be_checked()
    assert await page.evaluate("told") == [["Handraise", "try"]]

    await page.evaluate("told.length = 0")
    await world.contact_writes(ana.campaign, 1)
    await expect(page).to_have_title("(1) Vote! · Handraise")
    assert await page.evaluate("told") == []  # somebody looks at it
    await page.evaluate(AWAY)
    await world.contact_writes(ana.campaign, 2)
    await until(page, "told.length", 1)
    assert await page.evaluate("told") == [["Somebody answered in “Vote!”", "handraise reply"]]

    await page.evaluate("location.hash = '#9'; last.onclick()")
    await expect(page).to_have_url(f"{windows.url}/console#{ana.campaign}")
    await page.evaluate(BACK)


async def test_notifications_that_the_browser_has_blocked_say_how_to_undo_that(world: World, windows: Windows) -> None:
    await texted(world)
    denied = "Object.defineProperty(Notification, 'permission', {get: () => 'denied'})"
    page = await at_console(world, windows, denied)
    await open_panel(page)
    await expect(page.get_by_label("Notifications")).to_be_disabled()
    await expect(page.get_by_text("The browser has blocked them for this site. To undo that,")).to_be_visible()
    await windows.look(page, "console-alerts-blocked")


async def test_a_browser_that_shows_none_without_a_service_worker_says_so(world: World, windows: Windows) -> None:
    await texted(world)
    page = await at_console(world, windows, AS_ON_ANDROID)
    await open_panel(page)
    await page.get_by_label("Notifications").click()
    await expect(
        page.get_by_text("This browser can't show any from a page like this: Chrome on Android")
    ).to_be_visible()
    await expect(page.get_by_label("Notifications")).to_be_disabled()
    await expect(page.get_by_label("Notifications")).not_to_be_checked()


async def test_the_number_of_people_who_wait_stands_on_the_icon(world: World, windows: Windows) -> None:
    ana = await texted(world)
    badge = "globalThis.badge = []; navigator.setAppBadge = async (n) => badge.push(n); "
    page = await at_console(world, windows, badge + "navigator.clearAppBadge = async () => badge.push(0);")
    await world.contact_writes(ana.campaign, 1)
    await until(page, "badge.length", 1)
    await ana.send_reply(1)
    await until(page, "badge.length", 2)
    assert await page.evaluate("badge") == [1, 0]


@pytest.mark.parametrize("path", ["/console", "/admin", "/help"])
async def test_a_page_leads_to_what_a_phone_needs_to_install_the_console(
    world: World, windows: Windows, path: str
) -> None:
    page = await windows.sign_in(await world.member("Ada", "admin"), path)
    tools = await page.context.new_cdp_session(page)
    found = await tools.send("Page.getAppManifest")
    assert found["errors"] == []
    manifest = json.loads(found["data"])
    assert (manifest["start_url"], manifest["display"], manifest["id"]) == ("/console", "standalone", "/console")
    for icon in manifest["icons"]:
        answer = await page.request.get(found["url"].replace("manifest.webmanifest", icon["src"]))
        assert answer.headers["content-type"] == icon["type"]
    assert await page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0


async def test_chromium_finds_nothing_that_keeps_it_from_being_installed(windows: Windows, tmp_path: Path) -> None:
    """Only a whole Chromium looks, and only in a window that isn't a private one."""
    whole = next(filter(None, map(shutil.which, NAMES[1:])), None)
    if whole is None:
        pytest.skip(f"Not run: there is no Chromium with windows here ({', '.join(NAMES[1:])}).")
    async with async_playwright() as playwright:
        context = await playwright.chromium.launch_persistent_context(tmp_path, executable_path=whole, args=FLAGS)
        page = await context.new_page()
        await page.goto(f"{windows.url}/help")
        tools = await context.new_cdp_session(page)
        assert (await tools.send("Page.getInstallabilityErrors"))["installabilityErrors"] == []
        await context.close()
