"""The campaign sender link: who opens it texts at once, or reads why not."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from server.people.members import SignedIn
from tests.browser.admin import Admin
from tests.browser.arranged import quiet_campaign
from tests.browser.console import FIRST_MESSAGES, INBOX_ZERO, Console
from tests.browser.windows import Windows
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

PASSWORD = "correct horse battery"


async def test_two_tabs_that_open_the_link_together_take_one_batch(world: World, windows: Windows) -> None:
    campaign = await quiet_campaign(world, contacts=9, batch_size=2, sender_link=True)
    link = (await world.counts(campaign))["sender_link"]
    page = await windows.sign_in(await world.member("Chloe"), "/help")
    tab = await windows.tab(page, "/help")

    await asyncio.gather(page.goto(link), tab.goto(link))
    for each in (page, tab):
        await Console(each).shows(INBOX_ZERO)
    assert (await world.counts(campaign))["held"]["quiet"] == 2


async def test_who_isnt_signed_in_signs_in_first(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=9, batch_size=2, sender_link=True)
    chloe = await world.member("Chloe")
    await world.members.set_password(SignedIn(chloe, "session:none"), PASSWORD)

    page = await windows.open((await world.counts(campaign))["sender_link"])
    await expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    await page.get_by_label("E-mail address").fill(chloe.email)
    await page.get_by_label("Password").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await Console(page).has_sent("0 of 2 sent")


async def test_a_link_that_leads_nowhere_says_why(world: World, windows: Windows) -> None:
    windows.excuse("status of 4(22|10)")
    campaign = await world.campaign(contacts=9, sender_link=True)
    link = (await world.counts(campaign))["sender_link"]
    admin = await world.member("Ada", "admin")
    ada = Admin(await windows.sign_in(admin, f"/admin#/campaign/{campaign}/settings"))
    page = await windows.sign_in(await world.member("Chloe"))
    heading = page.get_by_role("heading", level=1)

    await world.ask(admin, "update_campaign", campaign=campaign, self_assign=False)
    await page.goto(link)
    await expect(heading).to_have_text("Self assignment is off for this campaign. An admin can turn it on.")
    await windows.look(page, "sender-link-refused")
    await world.ask(admin, "update_campaign", campaign=campaign, self_assign=True)

    await world.ask(admin, "pause_campaign", campaign=campaign)
    await page.goto(link)
    await expect(heading).to_have_text("This campaign isn't active right now.")
    await world.ask(admin, "resume_campaign", campaign=campaign)

    shown = ada.page.get_by_label("Link to pass on")
    await expect(shown).to_have_value(re.compile(re.escape(link)))
    switch = ada.page.get_by_label("Campaign sender link")
    await switch.click()
    await ada.confirm("Disable the link", "The link stops working for good.")
    await expect(shown).to_be_hidden()
    await page.goto(link)
    await expect(heading).to_have_text("This link doesn't work any more. Ask an admin for the new one.")
    await switch.click()
    await expect(shown).to_be_visible()
    await expect(shown).not_to_have_value(re.compile(re.escape(link)))
    assert (await world.counts(campaign))["senders"] == 0
    await page.goto(await shown.input_value())
    await Console(page).shows(FIRST_MESSAGES)
