"""Contacts' data go: after a time, as an admin sets it, and one person's at once, as a texter sees it."""

import pytest
from playwright.async_api import expect

from server.campaigns import contact, erasing, person
from tests.browser.admin import Admin
from tests.browser.windows import Windows
from tests.commands.test_erase_contact import carried
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_admin_sets_how_long_data_are_kept_and_sees_what_stays(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=3, title="Park day", batch_size=2)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await world.scripts.run("archive_campaign", campaign)
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), "/admin#/retention"))
    box = ada.page.get_by_label("Days after archiving")
    await box.fill("soon")
    await ada.press_beside(box, "Save")
    await ada.says("Write a whole number.")
    await box.fill("90")
    await ada.press_beside(box, "Save")
    await windows.look(ada.page, "admin-retention-asks")
    await ada.page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert (await world.scripts.run("describe_account"))["account"].get("retention_days") is None
    await box.fill("90")
    await ada.press_beside(box, "Save")
    await ada.confirm("Save and delete", "archived 90 days ago or earlier are deleted for good")
    await ada.says("Saved.")
    assert (await world.scripts.run("describe_account"))["account"]["retention_days"] == 90

    await ada.page.goto(f"/admin#/campaign/{campaign}")
    await expect(ada.page.get_by_text("Its contacts' data will be deleted on")).to_be_visible()
    await erasing.erase_campaign(world.scripts, campaign)
    await ada.page.goto("/admin#/archived")
    await expect(ada.page.get_by_text("of 3", exact=True)).to_be_visible()
    await expect(ada.page.get_by_text("Of 3 contacts, 2 were texted and 0 wrote.")).to_be_visible()
    await windows.look(ada.page, "admin-erased")
    await ada.go_to("Park day")
    await expect(ada.page.get_by_text("Contacts' data deleted on")).to_be_visible()
    await ada.says("2 first messages sent.")


async def test_a_texter_sees_a_contact_erased_while_the_conversation_is_open(world: World, windows: Windows) -> None:
    campaign = await world.campaign()
    await world.imported(campaign, "First name,Phone,Street\nZoe,+12025550777,Elm\n")
    await world.scripts.run("launch_campaign", campaign, most=10)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await carried(world, campaign)
    await contact.receive(world.scripts, "+12025550777", "Yes please!", "in1")
    page = await windows.sign_in(await world.member("Ana"), "/console")
    await expect(page.get_by_text("Yes please!").first).to_be_visible()
    await page.get_by_text("Yes please!").first.click()
    await expect(page.get_by_label("Reply to Zoe")).to_be_visible()

    await person.erase(world.scripts, "+12025550777")

    await expect(page.get_by_label("Reply to Zoe")).to_be_hidden()
    for words in ("Zoe", "Yes please!", "+12025550777", "Elm"):
        await expect(page.get_by_text(words)).to_have_count(0)
    await expect(page.get_by_text("This contact asked us to forget them.")).to_be_visible()
    await expect(page.get_by_role("button", name="Opt out")).to_be_hidden()
    await windows.look(page, "console-erased")
