"""A new account's first campaign, from nothing to its archive, as those who run it and those who text in it see it."""

import csv
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.admin import Admin
from tests.browser.console import FIRST_MESSAGES, INBOX_ZERO, LOOKING, Console
from tests.browser.windows import PHONE, Windows
from tests.command_line import handraise

pytestmark = pytest.mark.asyncio(loop_scope="session")

CONTACTS = """Given Name;Reach me at;City
José;(202) 555-0101;Springfield
李娜;202-555-0102;Springfield
Ruth;+1 202 555 0103;Shelbyville
Tom;2025550104;Springfield
Ivy 🌻;2025550105;Ogdenville
Nobody;12;Springfield
Max;2025550106;Springfield
Again;2025550101;Springfield
"Mary
Jo";2025550107;Springfield
"""


async def first_admins_link(store_url: str, windows: Windows) -> str:
    """Add the first admin on the command line, as a newcomer does; returns the link that the command prints."""
    add = ("member", "add", "ada@example.org", "--name", "Ada", "--role", "admin")
    done = await handraise(*add, REDIS_URL=store_url, PUBLIC_URL=windows.url)
    assert done.code == 0, done.err
    return done.out.strip()


@pytest.mark.timeout(300)  # seconds; a quarter of a minute where nobody else is at work
async def test_an_admin_makes_launches_runs_and_archives_a_campaign(
    store_url: str, windows: Windows, tmp_path: Path
) -> None:
    # An empty account, and its first admin.
    link = await first_admins_link(store_url, windows)
    set_hours = ("account", "set", "--hours", "any")  # this runs at night, too
    assert (await handraise(*set_hours, REDIS_URL=store_url)).code == 0
    page = await windows.open(link)
    await page.get_by_role("button", name="Sign in as Ada").click()
    ada = Admin(page)
    await ada.says("No campaigns yet.")
    await windows.look(ada.page, "admin-empty")

    # Members
    await ada.go_to("Account")
    await ada.go_to("Members")
    links = {name: await ada.invite(name) for name in ("Ana", "Ben", "Chloe")}
    await expect(ada.page.get_by_role("row").filter(has_text="chloe@example.org")).to_be_visible()
    await windows.look(ada.page, "admin-members")

    # Title
    await ada.go_to("Campaigns")
    await ada.go_to("New campaign")
    await windows.look(ada.page, "admin-new")
    await ada.page.get_by_label("Title").fill("Saturday in the park")
    await ada.page.keyboard.press("Enter")

    # Contacts
    await ada.shows("Contacts")
    await windows.look(ada.page, "admin-contacts")
    path = tmp_path / "people.csv"
    path.write_text(CONTACTS, encoding="utf-8")
    await ada.page.get_by_label("Contacts file").set_input_files(path)
    await expect(ada.page.get_by_role("cell", name="Springfield").first).to_be_visible()
    await ada.page.get_by_label("Column with: Phone").select_option("Reach me at")
    await windows.look(ada.page, "admin-contacts-mapped")
    await ada.press("Upload")
    await ada.says("7 contacts added, 2 rows rejected.")
    await ada.says("7 contacts in this campaign.")
    await windows.look(ada.page, "admin-contacts-added")
    async with ada.page.expect_download() as download:
        await ada.go_to("Download the rejected rows")
    rejected = (await (await download.value).path()).read_text(encoding="utf-8-sig")
    assert "Nobody" in rejected and "Again" in rejected, rejected
    await ada.go_to("Continue to the message")

    # Message
    await ada.shows("Message")
    message = ada.page.get_by_label("First message", exact=True)
    await message.fill("Hi {first_name}, are you coming? It's in {town}!")
    await ada.says("No contact has {town}.")
    await windows.look(ada.page, "admin-message-refused")
    await message.fill("Hi {first_name}, are you coming? It's in ")
    await ada.press("{City}")
    await expect(ada.page.locator(".preview .bubble")).to_have_text("Hi José, are you coming? It's in Springfield")
    await ada.says("1 segment (GSM-7")
    await ada.press("Another contact")
    await ada.says("1 segment (UCS-2")
    await windows.look(ada.page, "admin-message")
    await ada.press("Save and continue")

    # Senders
    await ada.shows("Senders")
    allow = ada.page.get_by_label("Allow self assignment?")
    await expect(ada.page.get_by_label("Batch size")).to_be_hidden()
    await allow.check()
    await expect(ada.page.get_by_label("Batch size")).to_have_value("300")
    await ada.page.get_by_label("Batch size").fill("3")
    await ada.page.get_by_label("Batch size").press("Enter")
    await ada.says("Saved.")
    await ada.page.get_by_label("Share the last ones").uncheck()
    await ada.page.get_by_label("Campaign sender link").check()
    await ada.says("The link is shown once the campaign is launched.")
    await windows.look(ada.page, "admin-senders")

    # Left, and come back to
    await ada.go_to("Campaigns")
    await windows.look(ada.page, "admin-board-draft")
    await ada.page.reload()
    await ada.go_to("Saturday in the park")

    # Review and launch
    await ada.shows("Review and launch")
    await ada.says("All 7 conversations stay unassigned.")
    await windows.look(ada.page, "admin-launch")
    await ada.press("Launch")
    await ada.shows("Every conversation")
    await expect(ada.part("To send, unassigned")).to_have_text("7")
    await ada.go_to("Settings")
    join = await ada.page.get_by_label("Link to pass on").input_value()
    await windows.look(ada.page, "admin-settings")

    # Senders at any time
    await ada.go_to("Senders")
    for name in ("Ana", "Ben"):
        await ada.page.get_by_label(f"{name}{name.lower()}@example.org").check()
    await ada.press("Add 2 senders")
    await ada.says("2 senders added.")
    await ada.go_to("Summary")

    # Three texters, one of them through the sender link
    consoles = {}
    for name in ("Ana", "Ben"):
        page = await windows.open(links[name], viewport=PHONE)
        await page.get_by_role("button", name=f"Sign in as {name}").click()
        consoles[name] = Console(page)
        await consoles[name].shows(LOOKING)
    page = await windows.open(links["Chloe"], viewport=PHONE)
    await page.get_by_role("button", name="Sign in as Chloe").click()
    chloe = consoles["Chloe"] = Console(page)
    await chloe.shows("No campaign yet")
    await page.goto(join)
    await chloe.shows(FIRST_MESSAGES)
    await chloe.has_sent("0 of 3 sent")
    await expect(ada.part("To send, unassigned")).to_have_text("4")
    await consoles["Ana"].request.click()
    await expect(ada.part("To send, unassigned")).to_have_text("1")
    await consoles["Ben"].request.click()
    await expect(ada.part("To send, unassigned")).to_have_text("0")
    await expect(ada.part("To send, assigned")).to_have_text("7")
    for console, batch in ((chloe, 3), (consoles["Ana"], 3), (consoles["Ben"], 1)):
        await console.send_first_messages(batch)
        await console.shows(INBOX_ZERO)
    await ada.says("7 first messages sent.")
    await ada.says("All 7 add up")
    await windows.look(ada.page, "admin-summary")
    await ada.go_to("Senders")
    await expect(ada.page.get_by_role("row").filter(has_text="chloe@example.org")).to_contain_text("Online")
    await windows.look(ada.page, "admin-senders-working")

    # A contact answers; everything is read, taken back, and given to others
    ana, ben = consoles["Ana"], consoles["Ben"]
    await ada.go_to("Conversations")
    await ada.shows("Conversations")
    await ada.page.get_by_text("Bulk reassign").click()
    await ada.says("7 conversations of everybody will become unassigned.")
    await windows.look(ada.page, "admin-conversations")
    await ada.press("Bulk Unassign All")
    await ada.confirm("Bulk Unassign All", "7 conversations of everybody will become unassigned.")
    await ada.says("7 conversations unassigned.")
    for console, count in ((ana, "3 conversations"), (ben, "1 conversation"), (chloe, "3 conversations")):
        await console.shows(LOOKING)
        await console.notes(f"Ada moved {count} of yours.")
    await ada.page.get_by_label("Reassign Some").check()
    for name in ("Ana", "Ben"):
        await ada.page.get_by_role("group", name="To whom").get_by_label(name).check()
    await ada.page.get_by_label("How many").fill("5")
    await ada.says("5 conversations will move from the unassigned ones to Ana (3) and Ben (2).")
    await windows.look(ada.page, "admin-reassign")
    await ada.press("Reassign Some")
    await ada.confirm("Reassign Some", "Ana (3) and Ben (2)")
    await ada.says("5 conversations reassigned.")
    for console in (ana, ben):
        await console.shows(INBOX_ZERO)
    await chloe.shows(LOOKING)
    await ada.go_to("Read Ana's")
    await ada.shows("Conversations of Ana")
    await windows.look(ada.page, "admin-list")
    await ada.page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    await ada.shows("José")
    await ada.says("Hi José, are you coming? It's in Springfield")
    await windows.look(ada.page, "admin-conversation")

    # Paused, resumed, exported, archived
    await ada.go_to("Summary")
    await ada.choose("Pause")
    await expect(ada.page.get_by_role("button", name="Resume")).to_be_visible()
    for console in consoles.values():
        await console.shows("Not sending right now")
    await ada.press("Resume")
    await ana.shows(INBOX_ZERO)
    async with ada.page.expect_download() as download:
        await ada.choose("Export every text")
    exported = (await (await download.value).path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(exported.splitlines()))
    assert len(rows) == 7 and {row["first_name"] for row in rows} >= {"José", "李娜"}, exported
    await ada.choose("Archive")
    await ada.confirm("Archive", "For 30 days it can come back.")
    await ada.says("This campaign is archived.")
    await expect(ada.page.locator(".status")).to_have_text("Archived")
    await ada.page.get_by_role("button", name="Actions").click()
    for verb in ("Pause", "Resume", "Archive"):
        await expect(ada.page.get_by_role("menuitem", name=verb, exact=True)).to_be_hidden()
    await ada.page.keyboard.press("Escape")
    await windows.look(ada.page, "admin-archived")
    for console in consoles.values():
        await console.shows("No campaign yet")
    await ada.go_to("Campaigns")
    await ada.go_to("Archived")
    await expect(ada.page.get_by_role("link", name="Saturday in the park")).to_be_visible()
    await windows.look(ada.page, "admin-board-archived")
    await ada.go_to("Account")
    await windows.look(ada.page, "admin-account")
