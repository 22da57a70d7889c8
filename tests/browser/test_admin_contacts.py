"""Contacts from files: what is seen before they are uploaded, and what is said of them afterwards."""

import csv

import pytest
from playwright.async_api import Locator, expect

from tests.browser.admin import Admin
from tests.browser.windows import Windows
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

BULK = "This campaign is sent in bulk: everybody you add is texted "


async def contacts_page(world: World, windows: Windows, campaign: int) -> Admin:
    """An admin who looks at a campaign's contacts."""
    return Admin(await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/contacts"))


async def choose(ada: Admin, content: str | bytes, name: str = "people.csv") -> None:
    """Choose a file of contacts."""
    buffer = content.encode() if isinstance(content, str) else content
    await ada.page.get_by_label("Contacts file").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": buffer}
    )


def columns(ada: Admin) -> Locator:
    """The heads of the preview's columns: name and meaning."""
    return ada.page.get_by_role("region", name="First rows of the file").get_by_role("columnheader")


async def test_whoever_is_added_to_a_bulk_send_is_texted_at_once_and_that_is_asked(
    world: World, windows: Windows
) -> None:
    campaign = await world.campaign(contacts=1, self_assign=False, bulk_send=True)
    ada = await contacts_page(world, windows, campaign)
    await choose(ada, "first name,phone\nZoë,2025550151\n")
    await ada.says(f"{BULK}at once.")
    await windows.look(ada.page, "admin-contacts-bulk")

    await ada.press("Upload")
    dialog = ada.page.get_by_role("dialog")
    await expect(dialog).to_contain_text(f"{BULK}at once.")
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(dialog).to_have_count(0)
    assert (await world.counts(campaign))["contacts"] == 1
    await world.scripts.run("pause_campaign", campaign)
    await ada.says(f"{BULK}once it is resumed.")
    await ada.press("Upload")
    await ada.confirm("Upload", f"{BULK}once it is resumed.")

    await ada.says("people.csv: 1 contact added.")
    assert (await world.counts(campaign))["contacts"] == 2


async def test_contacts_added_to_a_launched_campaign_become_unassigned(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1)
    ada = await contacts_page(world, windows, campaign)
    await choose(ada, "first name,phone\nZoë,2025550151\n")

    await ada.says("The contacts you add become unassigned conversations.")
    await ada.press("Upload")

    await ada.says("people.csv: 1 contact added.")
    assert (await world.counts(campaign))["unassigned"]["initial"] == 2


async def test_a_column_is_one_thing_and_the_numbers_are_asked_for(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False)
    ada = await contacts_page(world, windows, campaign)
    phone, last_name = ada.page.get_by_label("Column with: Phone"), ada.page.get_by_label("Column with: Last name")
    await choose(ada, "First name,Reach,City\nAna,2025550151,Springfield\n")

    await ada.press("Upload")
    await ada.says("Choose the column with the phone numbers.")
    await windows.look(ada.page, "admin-contacts-no-phone")
    await phone.select_option("Reach")
    await expect(ada.page.get_by_text("Choose the column with the phone numbers.")).to_be_hidden()
    await last_name.select_option("Reach")
    await expect(phone).to_have_value("")
    await expect(columns(ada)).to_have_text(["First nameFirst name", "ReachLast name", "CityCustom field"])
    await ada.press("Upload")
    await ada.says("Choose the column with the phone numbers.")
    assert (await world.counts(campaign))["contacts"] == 0

    await phone.select_option("Reach")
    await expect(last_name).to_have_value("")
    await expect(columns(ada)).to_have_text(["First nameFirst name", "ReachPhone", "CityCustom field"])
    await ada.press("Upload")
    await ada.says("people.csv: 1 contact added.")


async def test_a_spreadsheets_unicode_text_is_seen_as_it_is_read(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False)
    ada = await contacts_page(world, windows, campaign)

    await choose(ada, "first name\tphone\r\nZoë\t2025550151\r\n".encode("utf-16"))

    await expect(columns(ada)).to_have_text(["first nameFirst name", "phonePhone"])
    await expect(ada.page.get_by_role("cell", name="Zoë")).to_be_visible()
    await ada.press("Upload")
    await ada.says("people.csv: 1 contact added.")
    assert (await world.conversation(campaign, 1))["contact"]["first_name"] == "Zoë"


async def test_the_encoding_of_a_file_is_chosen_tried_and_uploaded(world: World, windows: Windows) -> None:
    windows.excuse("status of 422")
    campaign = await world.campaign(launch=False)
    ada = await contacts_page(world, windows, campaign)
    encoding = ada.page.get_by_label("Encoding of the file")
    reach = ada.page.get_by_label("Column with: Phone")
    await choose(ada, "first,Reach me at\nZoë,2025550151\n".encode("mac_roman"))

    await ada.says("The file isn't UTF-8, and its names look wrong: “Zo‘”.")
    await windows.look(ada.page, "admin-contacts-encoding")
    await ada.press("Upload")
    await ada.says("Choose the encoding of the file, so that names are read right.")
    await reach.select_option("Reach me at")

    await encoding.focus()
    await encoding.select_option("utf-16")
    await ada.says("This file isn't UTF-16. Choose another encoding.")
    await expect(ada.page.get_by_role("table")).to_have_count(0)
    await expect(ada.page.get_by_text("Choose the encoding of the file")).to_be_hidden()
    await windows.look(ada.page, "admin-contacts-wrong-encoding")
    await expect(encoding).to_be_focused()
    await encoding.select_option("Western European (old Mac): mac_roman")
    await expect(ada.page.get_by_role("cell", name="Zoë")).to_be_visible()
    await expect(encoding).to_be_focused()
    await expect(encoding).to_have_value("mac_roman")
    await expect(ada.page.get_by_text("look wrong")).to_have_count(0)
    await expect(ada.page.get_by_text("This file isn't UTF-16. Choose another encoding.")).to_have_count(0)
    await expect(reach).to_have_value("Reach me at")
    await windows.look(ada.page, "admin-contacts-right-encoding")
    await encoding.select_option("cp850")
    await expect(ada.page.get_by_role("cell", name="Zoæ")).to_be_visible()
    await expect(reach).to_have_value("Reach me at")
    await encoding.select_option("mac_roman")
    await ada.press("Upload")  # at once: it waits for what the encoding makes of the file

    await ada.says("people.csv: 1 contact added.")
    assert (await world.conversation(campaign, 1))["contact"]["first_name"] == "Zoë"
    await choose(ada, "first,phone\nAna,2025550152\n", "another.csv")
    await expect(encoding).to_have_value("")
    await expect(encoding).to_contain_text("Found out")


async def test_a_result_tells_its_file_and_goes_when_another_is_chosen(world: World, windows: Windows) -> None:
    windows.excuse("status of 422")
    campaign = await world.campaign(launch=False)
    ada = await contacts_page(world, windows, campaign)
    await choose(ada, "phone\n12\n", "first.csv")
    await ada.press("Upload")
    await ada.says("first.csv: 0 contacts added, 1 row rejected.")
    await expect(ada.page.get_by_role("table", name="Rejected rows")).to_be_visible()

    await choose(ada, "", "second.csv")
    await expect(ada.page.get_by_text("first.csv")).to_have_count(0)
    await expect(ada.page.get_by_role("table")).to_have_count(0)
    await ada.press("Upload")
    await ada.says("second.csv: This file is empty.")


async def test_those_who_were_there_already_are_not_rejected_rows(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False)
    ada = await contacts_page(world, windows, campaign)
    people = "Given name,Reach me at,City\nAna,2025550151,Rome\nBen,2025550152,Rome\nEve,12,=Oslo\n"
    await choose(ada, people)
    await ada.page.get_by_label("Column with: Phone").select_option("Reach me at")
    await ada.press("Upload")
    await ada.says("people.csv: 2 contacts added, 1 row rejected.")

    await choose(ada, people + "Zoë,2025550153,Rome\n", "people again.csv")
    await ada.page.get_by_label("Column with: Phone").select_option("Reach me at")
    await ada.press("Upload")
    await ada.says("people again.csv: 1 contact added, 2 were there already, 1 row rejected.")
    await expect(ada.page.get_by_role("table", name="Rejected rows").get_by_role("rowheader")).to_have_text(["4"])
    await windows.look(ada.page, "admin-contacts-again")

    async with ada.page.expect_download() as download:
        await ada.go_to("Download the rejected rows")
    written = (await (await download.value).path()).read_text(encoding="utf-8-sig")
    [head, row] = csv.reader(written.splitlines())
    assert head == ["line", "reason", "sentence", "Given name", "Reach me at", "City"]
    assert (row[:2], row[3:]) == (["4", "bad_number"], ["Eve", "12", "'=Oslo"])


async def test_an_archived_campaign_takes_no_file(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1)
    ada = await contacts_page(world, windows, campaign)
    await choose(ada, "first name,phone\nZoë,2025550151\n")

    await world.scripts.run("archive_campaign", campaign)

    await ada.says("1 contact in this campaign.")
    await expect(ada.page.get_by_label("Contacts file")).to_be_hidden()
    await expect(ada.page.locator(".card:visible")).to_have_count(0)
    await windows.look(ada.page, "admin-contacts-archived")


async def test_what_came_of_an_upload_stays_when_its_campaign_is_archived(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1)
    ada = await contacts_page(world, windows, campaign)
    await choose(ada, "first name,phone\nZoë,2025550151\n")
    await ada.press("Upload")
    await ada.says("people.csv: 1 contact added.")

    await world.scripts.run("archive_campaign", campaign)

    await expect(ada.page.get_by_label("Contacts file")).to_be_hidden()
    await expect(ada.page.get_by_role("button", name="Upload")).to_be_hidden()
    await ada.says("people.csv: 1 contact added.")


async def test_people_of_a_draft_are_corrected_and_removed(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False)
    await world.imported(
        campaign, "phone,first,last,town\n" + "".join(f"+1202555010{n},P{n},Doe,Ulm\n" for n in range(4))
    )
    ada = await contacts_page(world, windows, campaign)
    await expect(ada.page.get_by_label("Tick P0 Doe")).to_be_visible()
    await windows.look(ada.page, "admin-draft-contacts")

    await ada.page.get_by_role("button", name="Correct P1 Doe").click()
    dialog = ada.page.get_by_role("dialog", name="Correct P1 Doe")
    await dialog.get_by_label("Phone").fill("12")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_contain_text("This number can't be used.")
    await windows.look(ada.page, "admin-correct-contact")
    await dialog.get_by_label("Phone").fill("202 555 0177")
    await dialog.get_by_label("First name").fill("Pia")
    await dialog.get_by_label("town").fill("")
    await dialog.get_by_role("button", name="Save").click()
    await expect(ada.page.get_by_label("Tick Pia Doe")).to_be_visible()
    await expect(dialog).to_have_count(0)
    contact = (await world.conversation(campaign, 2))["contact"]
    assert contact == {"first_name": "Pia", "last_name": "Doe", "phone": "+12025550177", "fields": {}}

    await ada.page.get_by_label("Tick P0 Doe").check()
    await ada.page.get_by_label("Tick Pia Doe").check()
    await ada.press("Remove 2 contacts")
    await ada.confirm("Remove", "They leave this campaign")
    await ada.says("2 contacts removed.")
    await expect(ada.page.get_by_label("Tick Pia Doe")).to_have_count(0)
    await ada.says("2 contacts in this campaign.")
    await ada.page.get_by_label("All shown").check()
    await expect(ada.page.get_by_role("button", name="Remove 2 contacts")).to_be_visible()


async def test_a_file_is_dropped(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False)
    ada = await contacts_page(world, windows, campaign)
    await ada.page.locator(".drop-zone").evaluate("""(zone) => {
        const dropped = new DataTransfer();
        dropped.items.add(new File(["first,phone\\nZoë,2025550151\\n"], "people.csv", {type: "text/csv"}));
        for (const type of ["dragover", "drop"]) {
            const event = new DragEvent(type, {dataTransfer: dropped, bubbles: true, cancelable: true});
            zone.dispatchEvent(event);
        }
    }""")
    await expect(columns(ada)).to_have_text(["firstFirst name", "phonePhone"])
    await ada.press("Upload")
    await ada.says("people.csv: 1 contact added.")
