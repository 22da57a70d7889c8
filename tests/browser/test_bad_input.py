"""Whatever is typed into a form: a sentence beside the field, what was typed still there, and nothing changed."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.admin import Admin
from tests.browser.windows import Windows
from tests.browser.wire import Wire
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

NO_NUMBER = "Write a whole number."
OUT_OF_RANGE = "The batch size must be a whole number from 1 to 5,000."


async def test_batch_sizes_that_are_none(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1, batch_size=20)
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/senders"))
    for wrong in ("abc", "", "-3", "1.5"):
        await ada.refuses("Batch size", wrong, "Save", NO_NUMBER)
    for wrong in ("0", "5001"):
        await ada.refuses("Batch size", wrong, "Save", OUT_OF_RANGE)
    await windows.look(ada.page, "admin-batch-size-refused")
    assert (await world.counts(campaign))["batch_size"] == 20

    await ada.go_to("Account")
    await ada.go_to("Self Assignment")
    await ada.refuses("Default batch size", "abc", "Save", NO_NUMBER)
    for wrong in ("0", "5001"):
        await ada.refuses("Default batch size", wrong, "Save", OUT_OF_RANGE)
    box = ada.page.get_by_label("Default batch size")
    await box.fill("1,000")
    await ada.press_beside(box, "Save")
    await ada.says("Saved.")
    await expect(box).to_have_value("1000")
    await box.fill("")
    await ada.press_beside(box, "Save")
    await expect(box).to_have_value("")
    await expect(box).to_have_attribute("placeholder", "Default: 300")


async def test_what_is_typed_while_a_setting_is_saved_stays(world: World, windows: Windows) -> None:
    wire = Wire()
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), "/admin#/self-assignment", wire))
    box = ada.page.get_by_label("Default batch size")
    form = ada.page.locator("form").filter(has=box)
    await expect(box).to_be_visible()
    wire.hold(lambda frame: frame[0] == "reply")
    await box.fill("20")
    await box.press("Enter")
    await box.fill("30")
    wire.let_go()
    await expect(form).to_contain_text("Saved.")
    await expect(box).to_have_value("30")
    await expect(box).not_to_have_attribute("aria-invalid", "true")
    assert (await world.scripts.run("describe_account"))["account"]["default_batch_size"] == 20
    wire.hold(lambda frame: frame[0] == "reply")
    await box.press("Enter")
    await box.fill("40")
    await box.press("Enter")  # saved once the answer is here
    wire.let_go()
    await expect(box).not_to_have_attribute("data-typed", "yes")
    await ada.page.reload()
    await expect(box).to_have_value("40")


async def test_titles_and_messages_that_are_none(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False, contacts=1, script="Hi!")
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), "/admin#/new"))
    for wrong in ("", "   "):
        await ada.refuses("Title", wrong, "Create and continue", "Give the campaign a title.")
    await windows.look(ada.page, "admin-title-refused")

    await ada.page.goto(f"/admin#/campaign/{campaign}/message")
    long = "a" * 1601
    await ada.refuses("First message", long, "Save and continue", "The message is longer than 1,600 characters.")
    await ada.says("Longer than 1,600 characters: it would be refused.")
    unknown = "Hi {frist_name}!"
    await ada.page.get_by_label("First message", exact=True).fill(unknown)
    await ada.press("Save and continue")
    await ada.says("No contact has {frist_name}.")
    await ada.shows("Message")
    assert (await world.counts(campaign))["script"] == "Hi!"


async def test_a_launch_without_contacts_or_message(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False, script="")
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/launch"))
    await ada.says("There are no contacts yet.")
    await ada.says("There is no message yet.")
    await ada.press("Launch")
    await ada.says("This campaign has no contacts yet. Add some, then launch.")
    await windows.look(ada.page, "admin-launch-refused")
    assert (await world.counts(campaign))["status"] == "draft"


async def test_files_that_are_no_contacts(world: World, windows: Windows, tmp_path: Path) -> None:
    windows.excuse("status of 4(22|13)")
    campaign = await world.campaign(launch=False)
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/contacts"))
    file = ada.page.get_by_label("Contacts file")
    none_of = "none of its columns (“first name”, “surname”) is called “phone”."
    for content, sentence in (
        (b"first name,surname\nAna,Lima\n", none_of),
        (b"", "This file is empty."),
        (bytes(range(256)) * 40, "This isn't a text file."),
        (b"name,phone\n", "This file has a header, but no rows below it."),
    ):
        await file.set_input_files({"name": "people.csv", "mimeType": "text/csv", "buffer": content})
        await ada.press("Upload")
        await ada.says(sentence)
    await windows.look(ada.page, "admin-contacts-refused")

    with (tmp_path / "huge.csv").open("wb") as huge:
        huge.write(b"name,phone\nAna,2025550101\n")
        huge.truncate(200 * 1024 * 1024)
    await file.set_input_files(tmp_path / "huge.csv")
    await ada.press("Upload")
    await ada.says("The file is over 100 MB. Split it, and upload the parts one after another.")
    assert (await world.counts(campaign))["contacts"] == 0


async def test_invitations_of_nobody(world: World, windows: Windows) -> None:
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), "/admin#/members"))
    await ada.page.get_by_label("Name", exact=True).fill("Ana")
    for wrong in ("", "ana", "a na@example.org"):
        await ada.refuses(
            "E-mail address", wrong, "Invite", "This isn't an e-mail address. Write it like ana@example.org."
        )
    await ada.page.get_by_label("E-mail address").fill("ana@example.org")
    await ada.refuses("Name", "", "Invite", "Give the member a name.")
    await windows.look(ada.page, "admin-invitation-refused")
    await ada.press("Disable Ada")
    await ada.confirm("Disable", "They are signed out everywhere")
    await ada.says("This is the last admin. Make somebody else an admin first.")
    assert [member.name for member in await world.members.all()] == ["Ada"]


async def test_moves_that_say_too_little(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=3)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    page = await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/conversations")
    ada = Admin(page)
    await page.get_by_text("Bulk reassign").click()
    await page.get_by_label("Reassign Some").check()
    await ada.says("Choose who gets them.")
    await page.get_by_role("group", name="To whom").get_by_label("Ana").check()
    await ada.says("Say how many, as a whole number of at least 1.")
    for wrong in ("0", "abc", "-1"):
        await page.get_by_label("How many").fill(wrong)
        await page.keyboard.press("Enter")
        await ada.says("Say how many, as a whole number of at least 1.")
    await page.get_by_label("How many").fill("2")
    await ada.says("Nothing to move: there is no such conversation right now.")
    await page.get_by_role("radio", name="Some senders").check()
    await ada.says("Choose from whom to take them.")
    await page.get_by_role("group", name="From whom").get_by_label("Ana").check()
    await ada.says("Ana can't both give and get.")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert len(await texter.holds("initial")) == 3


async def test_campaigns_and_pages_that_are_not_there(world: World, windows: Windows) -> None:
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), "/admin#/campaign/99/senders"))
    await expect(ada.page.get_by_role("heading", level=1)).to_have_text("Nothing here")
    await windows.look(ada.page, "admin-nothing-here")
    await ada.page.goto("/admin#/nowhere")
    await ada.says("There is no such page.")
