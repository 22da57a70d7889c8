"""Whatever people are called, and whatever they write, it is shown as they wrote it and does nothing."""

import json

import pytest
from playwright.async_api import Page, expect

from tests.browser.admin import Admin
from tests.browser.console import INBOX_ZERO, Console
from tests.browser.windows import PHONE, Windows
from tests.world import Texter, World, columns

pytestmark = pytest.mark.asyncio(loop_scope="session")

IMAGE = "<img src=x onerror=alert(1)>"
SCRIPT = "</textarea><script>alert(2)</script>"
LINK = "[x](javascript:alert(3)) \"'><svg onload=alert(4)> {{7*7}} &lt;b&gt;"
RIGHT_TO_LEFT = "\u202eשלום مرحبا\u202c 👩‍👩‍👧‍👦 🌻"
LONG = "Llanfairpwllgwyngyll" * 12


async def nothing_slipped_in(page: Page) -> None:
    """No element came of anybody's words. The place of a campaign's picture is there before the picture is."""
    slipped_in = "main img:not(.sent-picture), main script, main svg[onload], main b, [onerror], [onload]"
    assert await page.locator(slipped_in).count() == 0


async def test_names_and_texts_do_nothing_in_a_texters_console(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False, title=IMAGE, script=f"{{first_name}} {{city}} {SCRIPT}")
    person = [IMAGE, RIGHT_TO_LEFT, "+12025550100", {"city": LINK}]
    contacts = [[person[2], json.dumps(person)], ["+12025550101", json.dumps([LONG, "", "+12025550101", {}])]]
    await world.scripts.run("add_contacts", campaign, contacts=contacts, columns=columns("city"))
    await world.ask(await world.member("Ada", "admin"), "launch_campaign", campaign=campaign)
    await world.texter(campaign, "Ana")
    page = await windows.sign_in(await world.member("Ana"))
    ana = Console(page)

    await ana.request.click()
    await expect(page.get_by_role("heading", level=2)).to_be_visible()
    await nothing_slipped_in(page)
    await windows.look(page, "hostile-initials")
    await ana.send_first_messages(2)
    await ana.shows(INBOX_ZERO)
    for conversation, text in ((1, f"{SCRIPT} {LINK}\n\n{RIGHT_TO_LEFT}"), (2, LONG)):
        await world.contact_writes(campaign, conversation, text)
        await world.a_moment()
    await expect(ana.person(IMAGE)).to_contain_text(SCRIPT)
    await nothing_slipped_in(page)
    await windows.look(page, "hostile-replies")

    await ana.person(IMAGE).click()
    await ana.shows(f"{IMAGE} {RIGHT_TO_LEFT}")
    await expect(ana.texts.first).to_contain_text(f"{IMAGE} {LINK} {SCRIPT}")
    await expect(ana.texts.last).to_contain_text(f"{SCRIPT} {LINK}")
    await expect(page.get_by_role("complementary").get_by_text(LINK, exact=True)).to_be_visible()
    await windows.look(page, "hostile-thread")
    await page.get_by_role("button", name="Opt out").click()
    await expect(page.get_by_role("dialog")).to_contain_text(IMAGE)
    await nothing_slipped_in(page)
    await page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    await ana.reply.fill(SCRIPT)
    await ana.reply.press("Enter")
    await ana.notes(f"Sent to {IMAGE} {RIGHT_TO_LEFT}.")
    await ana.person(LONG).click()
    await expect(ana.texts).to_have_count(2)
    await windows.look(page, "hostile-long")
    await nothing_slipped_in(page)


async def test_a_long_name_of_a_person_or_column_pushes_nothing_out_of_sight(world: World, windows: Windows) -> None:
    person = [LONG, "", "+12025550101", {LONG[:60]: LONG}]
    campaign = await world.campaign(launch=False, undo_initials=10)
    contacts = [[phone, json.dumps(person)] for phone in ("+12025550101", "+12025550102")]
    await world.scripts.run("add_contacts", campaign, contacts=contacts, columns=columns(LONG[:60]))
    await world.ask(await world.member("Ada", "admin"), "launch_campaign", campaign=campaign)
    await (await world.texter(campaign, "Ana")).request()
    page = await windows.sign_in(await world.member("Ana"))
    phone = page.get_by_role("complementary").get_by_text(person[2])
    box = await phone.bounding_box()
    assert box and box["height"] < 40, "the number is on one line"
    await page.set_viewport_size(PHONE)
    await Console(page).send.click()
    await expect(page.get_by_role("button", name="Undo")).to_be_in_viewport(ratio=1)


async def test_names_and_texts_do_nothing_on_an_admins_pages(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False, title=f"{IMAGE} {LONG}"[:200], script=f"{{first_name}} {SCRIPT}")
    person = [IMAGE, RIGHT_TO_LEFT, "+12025550100", {SCRIPT: LINK}]
    contacts = [[person[2], json.dumps(person)], ["+12025550101", json.dumps([LONG, "", "+12025550101", {}])]]
    await world.scripts.run("add_contacts", campaign, contacts=contacts, columns=columns(SCRIPT))
    texter = await world.members.add("evil@example.org", IMAGE, "texter")
    await world.members.add(f"{'l' * 60}@{'example' * 8}.org", LONG[:200], "texter")
    page = await windows.sign_in(await world.member("Ada", "admin"))
    ada = Admin(page)
    await expect(page.get_by_role("link", name=IMAGE)).to_be_visible()
    await windows.look(page, "hostile-board")
    for part in ("contacts", "message", "senders", "launch"):
        await page.goto(f"/admin#/campaign/{campaign}/{part}")
        await expect(page.get_by_role("heading", level=2).first).to_be_visible()
        await windows.look(page, f"hostile-{part}")
        await nothing_slipped_in(page)

    await world.ask(await world.member("Ada", "admin"), "add_senders", campaign=campaign, members=[texter.id])
    await ada.press("Launch")
    await ada.shows("Every conversation")
    await Texter(world.scripts, campaign, texter.id).send_initials()
    for conversation in (1, 2):
        await world.contact_writes(campaign, conversation, f"{SCRIPT} {LINK} {RIGHT_TO_LEFT} {LONG}")
    for part in ("summary", "senders", "conversations", "list", "conversation/1"):
        await page.goto(f"/admin#/campaign/{campaign}/{part}")
        await expect(page.get_by_role("main").get_by_text(IMAGE).first).to_be_visible()
        await windows.look(page, f"hostile-{part.split('/')[0]}")
        await nothing_slipped_in(page)
    await ada.says(f"{SCRIPT} {LINK}")
    await page.goto("/admin#/members")
    await expect(page.get_by_role("row").filter(has_text="evil@example.org")).to_contain_text(IMAGE)
    await windows.look(page, "hostile-members")
    await nothing_slipped_in(page)
