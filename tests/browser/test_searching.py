"""An admin looks for somebody, reads all that was written to them, and erases them."""

import json

import pytest
from playwright.async_api import Page, expect

from server.campaigns import contact
from server.campaigns.contact import add_contacts
from tests.browser.admin import Admin
from tests.browser.windows import PHONE, Windows
from tests.commands.test_erase_contact import carried
from tests.world import World, columns

pytestmark = pytest.mark.asyncio(loop_scope="session")

ANA = "+12125550101"
PEOPLE = [("Ana", "López", ANA), ("Anna-Maria", "Lorenz", "+12125550102"), ("Ben", "Roe", "+12125550103")]


async def two_campaigns(world: World) -> int:
    """Two campaigns with the same people, in the newer of which Ana López has answered. Returns that one."""
    newer = 0
    for title in ("Park day", "Voter registration drive, spring"):
        newer = await world.campaign(title=title, launch=False, batch_size=3)
        packed = [(phone, json.dumps([first, last, phone, {}]), "") for first, last, phone in PEOPLE]
        await add_contacts(world.scripts, newer, packed, columns())
    texter = await world.texter(newer, "Ben")
    await world.scripts.run("launch_campaign", newer, most=10)
    await texter.send_initials()
    await carried(world, newer)
    await contact.receive(world.scripts, ANA, "Yes please!", "in1")
    return newer


async def opened(world: World, windows: Windows, path: str = "/admin", **options: object) -> Page:
    page = await windows.sign_in(await world.member("Ada", "admin"), path, **options)
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


async def test_by_keyboard_from_anywhere_to_a_persons_page(world: World, windows: Windows) -> None:
    await two_campaigns(world)
    page = await opened(world, windows)
    field = page.get_by_role("combobox", name="Search people by name or phone")
    await page.keyboard.press("/")
    await expect(field).to_be_focused()
    await page.keyboard.type("lo an")
    people = page.get_by_role("listbox").get_by_role("option")
    await expect(people).to_have_count(2)
    await expect(people.first).to_contain_text("Ana López")
    await expect(people.first).to_contain_text("Voter registration drive, spring and 1 other")
    await page.keyboard.press("ArrowDown")
    await expect(people.first).to_have_attribute("aria-selected", "true")
    await windows.look(page, "admin-search-box")  # also at a width at which there is no field
    await page.keyboard.press("/")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")

    await expect(page.get_by_role("heading", level=1, name="Ana López")).to_be_visible()
    await expect(page.get_by_text("Yes please!")).to_be_visible()
    await expect(page.get_by_text("Hi Ana!")).to_be_visible()
    await expect(page.get_by_role("heading", level=2)).to_have_text(["Voter registration drive, spring", "Park day"])
    await windows.look(page, "admin-person")
    await page.set_viewport_size(PHONE)
    await windows.look(page, "admin-person-phone")


async def test_a_query_has_an_address_and_is_asked_again_while_one_types(world: World, windows: Windows) -> None:
    await two_campaigns(world)
    page = await opened(world, windows, "/admin#/search?q=0103")
    field = page.get_by_role("main").get_by_role("searchbox", name="Name or phone")
    await expect(field).to_have_value("0103")
    found = page.get_by_role("main").get_by_role("listitem")
    await expect(found.filter(has_text="+12125550103").first).to_be_visible()
    await windows.look(page, "admin-search")
    await field.fill("lo")
    await expect(page.get_by_role("main").get_by_role("link", name="Anna-Maria Lorenz")).to_be_visible()
    assert page.url.endswith("#/search?q=lo")
    await windows.look(page, "admin-search-several")
    await field.fill("zebulon")
    await expect(page.get_by_role("main").get_by_text("Nobody is called like that or has that number.")).to_be_visible()
    await field.fill("z")
    await expect(page.get_by_role("main").get_by_text("Type at least two letters of a name")).to_be_visible()
    await windows.look(page, "admin-search-empty")


async def test_on_a_phone_a_link_leads_to_the_search(world: World, windows: Windows) -> None:
    await two_campaigns(world)
    page = await opened(world, windows, viewport=PHONE)
    await page.get_by_role("link", name="Search", exact=True).click()
    field = page.get_by_role("searchbox", name="Name or phone")
    await expect(field).to_be_focused()
    await field.fill("ana")
    await expect(page.get_by_role("link", name="Ana López")).to_be_visible()
    await windows.look(page, "admin-search-phone")
    await page.get_by_role("link", name="Ana López").click()
    await expect(page.get_by_role("heading", level=1, name="Ana López")).to_be_visible()


async def test_a_slash_in_a_field_stays_a_slash(world: World, windows: Windows) -> None:
    page = await opened(world, windows, "/admin#/new")
    title = page.get_by_role("main").get_by_role("textbox").first
    await title.fill("")
    await title.press("/")
    await expect(title).to_have_value("/")


async def test_from_a_conversation_to_the_person_and_their_data_are_erased(world: World, windows: Windows) -> None:
    campaign = await two_campaigns(world)
    page = await opened(world, windows, f"/admin#/campaign/{campaign}/conversation/1")
    ada = Admin(page)
    await ada.go_to("This person in all campaigns")
    await expect(page.get_by_role("heading", level=1, name="Ana López")).to_be_visible()
    await ada.press("More")
    async with page.expect_download() as download:
        await page.get_by_role("menuitem", name="Download their data").click()
    assert (await download.value).suggested_filename == f"{ANA}.json"
    await ada.press("More")
    await windows.look(page, "admin-person-menu")
    await page.get_by_role("menuitem", name="Erase their data").click()
    await expect(page.get_by_role("dialog")).to_contain_text("It can't be undone.")
    await windows.look(page, "admin-person-erase")
    await ada.confirm("Erase", "Name, phone and texts go for good in 2 campaigns")
    await ada.says("Erased in 2 campaigns.")
    await ada.says("No campaign has this person.")
    await windows.look(page, "admin-person-erased")
