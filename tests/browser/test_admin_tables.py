"""The admins' tables: on a phone and with a keyboard, long lists, a long move, and archived campaigns."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.admin import Admin
from tests.browser.windows import PHONE, Windows
from tests.browser.wire import Frame, Wire
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def within_the_screen(elements: Locator) -> None:
    """Check that no element is cut off to the right on a phone."""
    for box in [await element.bounding_box() for element in await elements.all()]:
        assert box and box["width"] and box["x"] + box["width"] <= PHONE["width"], box


def table(page: Page, name: str) -> Locator:
    """A table's rows below its head."""
    return page.get_by_role("region", name=name).locator("tbody tr")


async def test_a_sender_on_a_phone_is_a_card_with_every_number(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=9, batch_size=4)
    ana, ben = await world.texter(campaign, "Ana"), await world.texter(campaign, "Ben")
    await ana.request()
    await ben.request()
    await ben.send_initials()
    await ben.close(5)
    path = f"/admin#/campaign/{campaign}/senders"
    page = await windows.sign_in(await world.member("Ada", "admin"), path, viewport=PHONE)
    rows = table(page, "Senders")
    ana_has = [re.compile("Last"), "4", "0", "0", "0", "0", "0", re.compile("Limits"), "Acts"]
    await expect(rows.first.locator("td")).to_have_text(ana_has)
    await within_the_screen(rows.locator("td:not(:empty)"))
    await windows.look(page, "admin-senders-cards")

    headings = page.get_by_role("columnheader").get_by_role("button")
    await within_the_screen(headings)
    await expect(headings).to_have_text(
        ["Sender", "Online", "To send", "Replies waiting", "Quiet", "Sent", "Answered", "An hour"]
    )
    await headings.get_by_text("To send").click()
    await expect(rows.locator("th")).to_have_text([re.compile("Ana"), re.compile("Ben")])
    await headings.get_by_text("To send").click()
    await expect(rows.locator("th")).to_have_text([re.compile("Ben"), re.compile("Ana")])

    await page.get_by_label("Find a sender").fill("zoe")
    await expect(page.get_by_text("Nobody matches.")).to_be_visible()
    await expect(headings.first).to_be_hidden()


async def test_unassigned_and_assigned_add_up_to_all_contacts(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=9, batch_size=4)
    ana = await world.texter(campaign, "Ana")
    await ana.request()
    await ana.send_initials()
    await ana.close(1)
    await world.contact_writes(campaign, 2, "STOP", stop=True)
    path = f"/admin#/campaign/{campaign}/conversations"
    page = await windows.sign_in(await world.member("Ada", "admin"), path, viewport=PHONE)
    rows = table(page, "Unassigned and assigned")
    for place, row in enumerate(
        (
            ["Unassigned", "5", "0", "0", "5", "Read"],
            ["Assigned", "0", "0", "2", "2", ""],
            ["Closed", "", "", "", "1", "Read"],
            ["Opted out", "", "", "", "1", "Read"],
            ["All contacts", "5", "0", "2", "9", "Read"],
        )
    ):
        await expect(rows.nth(place).locator("th, td")).to_have_text(row)
    await within_the_screen(rows.locator("td:not(:empty)"))
    await windows.look(page, "admin-conversations-cards")
    await page.get_by_role("link", name="Read the closed ones").click()
    await expect(page.get_by_text("Closed · Ana")).to_be_visible()


def reply_to_move(frame: Frame) -> bool:
    """Return whether a frame answers a move."""
    return frame[0] == "reply" and "moved" in frame[2]


async def test_a_move_says_how_far_it_is_and_promises_no_second_one(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=8)
    await world.texter(campaign, "Ana")
    wire = Wire()
    page = await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/conversations", wire)
    ada = Admin(page)
    await page.get_by_text("Bulk reassign").click()
    await page.get_by_label("Reassign Some").check()
    await page.get_by_role("group", name="To whom").get_by_label("Ana").check()
    await page.get_by_label("How many").fill("3")

    wire.hold(reply_to_move)
    await ada.press("Reassign Some")
    await ada.confirm("Reassign Some", "3 conversations will move")
    await ada.says("3 of 3 conversations moved so far.")
    await expect(page.get_by_text("will move")).to_be_hidden()
    await expect(page.get_by_role("button", name="Reassign Some")).to_have_attribute("aria-busy", "true")
    await windows.look(page, "admin-moving")
    wire.let_go()

    await ada.says("3 conversations reassigned.")
    await expect(page.get_by_label("How many")).to_have_value("")
    await ada.says("Say how many")


async def test_an_archived_campaign_is_only_to_be_read_and_not_on_the_board(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1, title="Long ago")
    member = await world.member("Ada", "admin")
    await world.ask(member, "archive_campaign", campaign=campaign)
    page = await windows.sign_in(member, f"/admin#/campaign/{campaign}/conversations")
    ada = Admin(page)
    await ada.says("This campaign is archived.")
    tabs = page.get_by_role("navigation", name="Campaign")
    assert await tabs.get_by_role("link").all_inner_texts() == ["Summary", "Senders", "Conversations", "Ledger"]
    await expect(page.get_by_text("Bulk reassign")).to_be_hidden()

    await ada.go_to("Campaigns")
    await ada.says("No campaigns yet.")
    await expect(page.get_by_role("link", name="Long ago")).to_be_hidden()
    await ada.go_to("Archived")
    await expect(page.get_by_role("link", name="Long ago")).to_be_visible()


async def test_arrow_keys_reach_every_choice_of_a_list(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=3, batch_size=1)
    ana = await world.texter(campaign, "Ana")
    await ana.request()
    page = await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/list?lane=nonsense")
    ada = Admin(page)
    listed = page.get_by_role("main").locator(".conversations li")
    await expect(listed).to_have_count(3)

    await page.get_by_label("Held by").focus()
    await page.keyboard.press("ArrowDown")
    await ada.shows("Unassigned conversations")
    await expect(listed).to_have_count(2)
    await page.keyboard.press("ArrowDown")
    await ada.shows("Conversations of Ana")
    await expect(listed).to_have_count(1)
    await expect(page.get_by_label("Held by")).to_be_focused()
    await page.get_by_label("Lane").focus()
    await page.keyboard.press("ArrowDown")
    await expect(page).to_have_url(re.compile(rf"list\?holder={ana.id}&lane=initial$"))
    await expect(listed).to_have_count(1)

    await listed.get_by_role("link").click()
    await ada.says("Not sent yet:")
    await ada.go_to("Conversations of Ana")
    await expect(page.get_by_label("Lane")).to_have_value("initial")
    await expect(listed).to_have_count(1)


async def test_a_long_list_says_that_it_stands_still_and_is_listed_again_as_far_as_it_was(
    world: World, windows: Windows
) -> None:
    campaign = await world.campaign(contacts=150)
    ana = await world.texter(campaign, "Ana")
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/list"))
    listed = ada.page.get_by_role("main").locator(".conversations li")
    for before in (50, 100):
        await expect(listed).to_have_count(before)
        await expect(ada.page.get_by_text("More than 100 are shown")).to_be_hidden()
        await ada.press("More")
    await expect(listed).to_have_count(150)
    await ada.says("More than 100 are shown: press List again to see what has changed.")

    await ana.request()
    await ada.press("List again")
    await expect(listed.filter(has_text="To send · Ana")).to_have_count(10)
    await expect(listed).to_have_count(150)
    await windows.look(ada.page, "admin-list-long")
