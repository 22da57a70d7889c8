"""Without a mouse, and without eyes on the screen."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.console import FIRST_MESSAGES, INBOX_ZERO, Console
from tests.browser.test_desk import called, waiting
from tests.browser.windows import Windows
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until this has the focus, as it must before the page has been gone through once."""
    for _ in range(20):
        await page.keyboard.press("Tab")
        if await wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {wanted}")


async def said(page: Page, sentence: str) -> None:
    """A screen reader is told so."""
    await expect(page.locator("#announcer")).to_contain_text(sentence)


async def test_who_types_on_when_the_box_has_gone_presses_no_key(world: World, windows: Windows) -> None:
    campaign, batch = await waiting(world, 3)
    page = await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/reply/{batch[0]}")
    ana, keyboard = Console(page), page.keyboard
    await ana.reply.press_sequentially("We meet there")
    await world.contact_writes(campaign, batch[0], "STOP", stop=True)
    await expect(ana.reply).to_be_hidden()
    await keyboard.type(" just at three", delay=40)
    await ana.shows(called(batch[0]))
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await page.wait_for_timeout(1_100)
    await keyboard.press("j")
    await ana.shows(called(batch[1]))
    await expect(ana.reply).to_have_value("")


async def test_the_focus_is_never_lost_with_a_button_that_goes(world: World, windows: Windows) -> None:
    campaign, other = [await world.campaign(contacts=60, batch_size=60, title=title) for title in ("Parks", "Trees")]
    for each in (campaign, other):
        texter = await world.texter(each, "Ana")
        await texter.request()
        await texter.send_initials()
        await texter.close(60)
    page = await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/quiet")
    ana, keyboard = Console(page), page.keyboard
    await page.get_by_role("button", name="Show more").focus()
    await keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Show more")).to_be_hidden()
    await expect(page.locator(".conversations a").nth(50)).to_be_focused()

    await page.goto(f"/console#{campaign}")
    await ana.shows(INBOX_ZERO)
    await page.get_by_role("button", name="Give back only these").focus()
    await keyboard.press("Enter")
    await ana.confirm("Give them back")
    await expect(page.get_by_role("button", name="Give back only these")).to_be_hidden()
    await expect(page.get_by_role("heading", level=1)).to_be_focused()


async def test_a_batch_is_worked_through_with_the_keyboard_alone(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=2, script="Hi {first_name}!")
    texter = await world.texter(campaign, "Ana")
    page = await windows.sign_in(await world.member("Ana"))
    ana, keyboard = Console(page), page.keyboard
    await said(page, "Looking for someone to talk to?")

    await tab_to(page, page.get_by_role("link", name="Skip to the console"))
    await keyboard.press("Enter")
    await expect(page.get_by_role("main")).to_be_focused()
    await tab_to(page, ana.request)
    await keyboard.press("Enter")
    await said(page, FIRST_MESSAGES)
    await said(page, "0 of 2 sent. To Contact")
    await expect(ana.send).to_be_focused()
    await keyboard.press("Enter")
    await said(page, "1 of 2 sent. To Contact")
    await keyboard.press("Shift+Tab")
    await expect(ana.message).to_be_focused()
    await keyboard.press("Control+End")
    await keyboard.press("Shift+Enter")
    await keyboard.type("Will you vote?")
    await keyboard.press("Enter")
    await said(page, INBOX_ZERO)

    first, second = await texter.holds("quiet")
    for conversation in (first, second):
        await world.contact_writes(campaign, conversation)
        await world.a_moment()
    await said(page, "2 people are waiting")
    await tab_to(page, page.locator("#main .conversations a").first)
    await keyboard.press("Enter")
    await expect(ana.reply).to_be_focused()
    await keyboard.type("Great!")
    await keyboard.press("Enter")
    await said(page, f"Contact {second} Doe")  # the next one opens by itself
    await expect(ana.reply).to_be_focused()
    await tab_to(page, page.get_by_role("button", name="Opt out"))
    await expect(page.get_by_role("button", name="Opt out")).not_to_have_attribute("aria-disabled", "true")
    await keyboard.press("Enter")
    await expect(page.get_by_role("dialog").get_by_role("button", name="Cancel")).to_be_focused()
    await keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Opt out")).to_be_focused()
    for name in ("Wrong number", "Close"):
        await keyboard.press("Shift+Tab")
        await expect(page.get_by_role("button", name=name)).to_be_focused()
    await keyboard.press("Enter")
    await said(page, INBOX_ZERO)

    await tab_to(page, page.get_by_role("button", name="Done for the day"))
    await keyboard.press("Enter")
    await tab_to(page, page.get_by_role("button", name="Give them back"))
    await keyboard.press("Enter")
    await ana.notes("You have given back 1 conversation, so that others can go on.")
    assert (await texter.counts())["quiet"] == 0


async def test_what_happens_by_itself_is_read_out(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=2)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    first, second = await texter.send_initials()
    page = await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/quiet/{first}")
    ana = Console(page)
    await expect(ana.reply).to_be_focused()

    await world.contact_writes(campaign, first, "Who is this?")
    await expect(page.get_by_role("log", name="Texts")).to_contain_text("Who is this?")
    await expect(ana.reply).to_be_focused()
    await page.goto(f"/console#{campaign}")
    await said(page, "1 person is waiting")
    await world.contact_writes(campaign, second)
    await said(page, "2 people are waiting")
    await expect(page.get_by_role("status").filter(has_text="Connected")).to_be_visible()
    for element in ("#announcer", "#connection", "#request-says", "#main .middle > .notice"):
        assert await page.locator(element).get_attribute("role") == "status"


async def test_the_focus_isnt_lost_with_a_button_that_has_done_its_work(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=2)
    page = await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/summary")
    actions = page.get_by_role("button", name="Actions")
    await actions.press("Enter")
    await expect(page.get_by_role("menuitem", name="Pause")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(actions).to_be_focused()
    await page.get_by_role("button", name="Resume").press("Enter")

    await expect(page.get_by_role("button", name="Resume")).to_be_hidden()
    await expect(page.get_by_role("heading", level=1)).to_be_focused()


@pytest.mark.parametrize("without", ["", "delete Element.prototype.moveBefore"], ids=["new browsers", "older browsers"])
async def test_a_row_that_moves_keeps_the_focus(world: World, windows: Windows, without: str) -> None:
    campaign = await world.campaign(contacts=3, batch_size=3)
    for name in ("Ana", "Ben"):
        await world.texter(campaign, name)
    zoe = await world.texter(campaign, "Zoe")
    page = await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/senders")
    await page.add_init_script(without)
    await page.reload()
    rows = page.get_by_role("table", name="Senders").get_by_role("row")
    await page.get_by_role("button", name="To send").click()
    await expect(rows.last).to_contain_text("Zoe")
    remove = page.get_by_role("button", name="Acts on Zoe")
    await remove.focus()

    await zoe.request()
    await expect(rows.nth(1)).to_contain_text("Zoe")
    await expect(remove).to_be_focused()
    await zoe.release()
    await expect(rows.last).to_contain_text("Zoe")
    await expect(remove).to_be_focused()
