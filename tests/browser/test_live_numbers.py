"""Every number that an admin sees is pushed: what others do shows by itself, on whichever page is open."""

import re

import pytest
from playwright.async_api import expect

from server.client import Client
from tests.browser.admin import Admin
from tests.browser.console import Console
from tests.browser.windows import Windows
from tests.processes import handraise
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_senders_and_what_they_hold(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=5, batch_size=3)
    texter = await world.texter(campaign, "Ana")
    page = await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/senders")
    cells = page.get_by_role("row").filter(has_text="ana@example.org").get_by_role("cell")
    task = "First messages and repliesFirst messagesRepliesLimits"
    await expect(cells).to_have_text(["", "0", "0", "0", "0", "0", "0", task, "Acts"])

    ana = await windows.sign_in(await world.member("Ana"))
    await expect(cells.first).to_have_text("Online")
    await Console(ana).request.click()
    await expect(cells.nth(1)).to_have_text("3")
    sent = await texter.send_initials()
    await expect(cells).to_have_text([re.compile("^Online"), "0", "0", "3", "3", "0", "12", task, "Acts"])
    await world.contact_writes(campaign, sent[0])
    await expect(cells).to_have_text([re.compile("^Online"), "0", "1", "2", "3", "1", "12", task, "Acts"])
    await ana.context.close()
    await expect(cells.first).to_contain_text("Last ")

    ada = Admin(page)
    await ada.act_on("Ana", "Remove")
    await ada.confirm("Remove", "3 conversations that Ana holds will become unassigned.")
    await ada.says("None yet.")
    assert (await world.counts(campaign))["unassigned"] == {"initial": 2, "reply": 1, "quiet": 2}


async def test_a_list_and_a_conversation_that_are_being_read(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1)
    texter = await world.texter(campaign, "Ana")
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/list"))
    await ada.says("To send · Unassigned")
    await texter.request()
    await ada.says("To send · Ana")

    await ada.go_to("Contact 1 Doe")
    await ada.says("Not sent yet:")
    await texter.send_initials()
    await expect(ada.page.get_by_role("listitem").filter(has_text="Hi Contact 1!")).to_be_visible()
    await world.contact_writes(campaign, 1, "Who is this?")
    await ada.says("Who is this?")
    await texter.close(1)
    await ada.says("Closed")


async def test_bulk_send_needs_nobody_who_presses_send(world: World, store_url: str, windows: Windows) -> None:
    campaign = await world.campaign(launch=False, contacts=5, self_assign=False)
    page = await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/senders")
    ada = Admin(page)
    await page.get_by_label("Bulk send").check()
    await ada.press("Continue to the review")
    await ada.says("The first message goes to 5 contacts from the server, without anybody pressing Send.")
    await ada.press("Launch")
    await ada.says("0 first messages sent.")
    async with handraise("carrier", "simulator", "--reply-rate", "0", REDIS_URL=store_url):
        await ada.says("5 first messages sent.")
    await expect(ada.part("Sent, quiet")).to_have_text("5")


async def test_senders_chosen_before_the_launch_get_their_share_of_it(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False, contacts=5)
    for name in ("Ana", "Ben"):
        await world.texter(campaign, name)
    ana = Console(await windows.sign_in(await world.member("Ana")))
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/launch"))
    await ana.shows("Not sending right now")

    await ada.says("Ana and Ben get 2 or 3 conversations each; none stay unassigned.")
    await ada.press("Launch")
    await ana.has_sent("0 of 3 sent")
    await expect(ada.part("To send, assigned")).to_have_text("5")
    await expect(ada.part("To send, unassigned")).to_have_text("0")


async def test_members_their_roles_and_their_tokens(world: World, windows: Windows) -> None:
    ben = await world.member("Ben", "admin")
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), "/admin#/tokens"))
    other = Admin(await windows.sign_in(ben, "/admin#/tokens"))
    await ada.says("There are none yet.")

    token = await world.members.token(ben, "nightly")
    row = ada.page.get_by_role("region", name="API tokens").get_by_role("row").filter(has_text="nightly")
    await expect(row).to_contain_text("Never")
    async with Client(windows.url, token, "/ws/admin") as script:
        await script.ask("open_admin")
        await expect(row).not_to_contain_text("Never")
    await ada.press("Revoke Ben's token")
    await ada.confirm("Revoke", "cut off at once")
    await other.says("There are none yet.")

    await ada.go_to("Members")
    await ada.press("Make a texter of Ben")
    await ada.confirm("Change the role", "These pages close for Ben")
    await expect(other.page.get_by_role("heading", level=1)).to_have_text("Not allowed")
    await ada.press("Disable Ben")
    await ada.confirm("Disable", "signed out everywhere")
    await ada.press("Enable Ben")
    await ada.says("Ben can sign in again.")
    await windows.look(ada.page, "admin-members-changed")


async def test_first_messages_that_are_shown_follow_the_one_that_an_admin_saves(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=2)
    await (await world.texter(campaign, "Ana")).request()
    ana = await windows.sign_in(await world.member("Ana"))
    box = ana.get_by_label("Message to Contact 1 Doe")
    await expect(box).to_have_value("Hi Contact 1!")
    page = await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/message")
    await page.get_by_label("First message", exact=True).fill("Hello {first_name}!")
    await Admin(page).press("Save")
    await expect(box).to_have_value("Hello Contact 1!")


async def test_the_pages_of_a_campaign_that_has_just_been_archived_still_open(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=2)
    await world.texter(campaign, "Ana")
    page = await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}")
    ada = Admin(page)
    await ada.choose("Archive")
    await ada.confirm("Archive", "For 30 days it can come back.")
    await ada.says("This campaign is archived.")
    await ada.go_to("Senders")
    await ada.shows("Senders")
    await page.go_back()
    await expect(ada.part("To send, unassigned")).to_have_text("2")
