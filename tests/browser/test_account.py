"""The account's pages, each with an address of its own, beside the menu that leads to all of them."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from server.people.members import Member
from tests.browser.admin import Admin
from tests.browser.windows import PHONE, Windows
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

PAGES = {
    "organisation": "Organization",
    "members": "Members",
    "tokens": "API tokens",
    "audit": "Audit",
    "self-assignment": "Self Assignment",
    "hours": "Texting hours",
    "carriers": "Carriers",
    "tags": "Tags",
    "canned": "Canned replies",
    "opt-outs": "Opt-outs",
    "stop-words": "Stop words",
    "retention": "Contacts’ data",
    "sign-in": "Your sign-in",
}


def menu_of(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_role("navigation", name="Account")


async def heading(page: Page, title: str) -> None:
    await expect(page.get_by_role("heading", level=1)).to_have_text(title)


async def furnished(world: World, ada: Member) -> None:
    """An account with something on each page."""
    await world.ask(ada, "set_organisation", name="Friends of the Park", time_zone="America/Chicago")
    for name in ("Ana", "Ben", "Chloe", "Dmitri-Alexandrovich-Featherstonehaugh"):
        await world.member(name)
    await world.ask(ada, "set_tags", tags=[{"name": "Volunteer"}, {"name": "Needs a ride"}])
    canned = [{"title": "Where", "text": "At the park, {first_name}."}, {"title": "When", "text": "Saturday at 10."}]
    await world.ask(ada, "set_account_canned", canned=canned)
    await world.scripts.run("opt_out_phones", phones=[f"+1202555{nth:04}" for nth in range(100, 112)], how="import")
    await world.scripts.run("opt_out_phone", phone="+12025550150", how="text")
    await world.ask(ada, "opt_out_phone", phone="+12025550199")
    await world.ask(ada, "create_token", name="Nightly export")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_each_page_of_the_account_reads_well(world: World, windows: Windows, scheme: str) -> None:
    ada = await world.member("Ada", "admin")
    await furnished(world, ada)
    page = await windows.sign_in(ada, "/admin#/account", color_scheme=scheme)
    await heading(page, "Organization")
    for name, title in PAGES.items():
        await page.goto(f"/admin#/{name}")
        await heading(page, title)
        await expect(page).to_have_title(f"{title} · Handraise")
        await expect(menu_of(page).locator("[aria-current=page]")).to_have_text(title)
        await expect(page.get_by_role("navigation", name="Pages").locator("[aria-current=page]")).to_have_text(
            "Account"
        )
        if name in ("opt-outs", "tokens", "audit"):
            await expect(page.get_by_role("main").get_by_role("row")).not_to_have_count(0)
        await windows.look(page, f"account-{name}-{scheme}")


async def test_on_a_phone_the_menu_opens_above_the_page_by_keyboard(world: World, windows: Windows) -> None:
    ada = await world.member("Ada", "admin")
    page = await windows.sign_in(ada, "/admin#/tags", viewport=PHONE)
    await heading(page, "Tags")
    opener = menu_of(page).get_by_role("button", name="Account: Tags")
    await expect(menu_of(page).get_by_role("link")).to_have_count(0)
    await opener.focus()
    await page.keyboard.press("Enter")
    await expect(opener).to_have_attribute("aria-expanded", "true")
    await windows.look(page, "account-menu-open")
    await menu_of(page).get_by_role("link", name="Opt-outs").focus()
    await page.keyboard.press("Enter")
    await heading(page, "Opt-outs")
    await expect(page.get_by_role("heading", level=1)).to_be_focused()
    await expect(menu_of(page).get_by_role("button", name="Account: Opt-outs")).to_have_attribute(
        "aria-expanded", "false"
    )


async def test_the_organizations_name_is_met_where_people_sign_in(world: World, windows: Windows) -> None:
    ada = await world.member("Ada", "admin")
    page = await windows.sign_in(ada, "/admin#/organisation")
    name = page.get_by_label("Name", exact=True)
    await expect(name).to_have_value("Handraise")
    await name.fill("Friends of the Park")
    await name.press("Enter")
    await expect(page.locator(".brand")).to_have_attribute("title", "Friends of the Park")
    await page.get_by_label("Time zone").select_option("Europe/Berlin")
    await expect(page.get_by_role("main").get_by_text("Saved").first).to_be_visible()
    account = await world.ask(ada, "set_retention", days=None)
    assert (account["name"], account["time_zone"]) == ("Friends of the Park", "Europe/Berlin")
    other = await windows.open("/sign-in")
    await heading(other, "Sign in · Friends of the Park")
    await expect(other).to_have_title("Sign in · Friends of the Park · Handraise")


# Opt-outs.


async def test_an_opt_out_is_found_by_its_last_digits_and_undone(world: World, windows: Windows) -> None:
    ada = await world.member("Ada", "admin")
    await furnished(world, ada)
    admin = Admin(page := await windows.sign_in(ada, "/admin#/opt-outs"))
    await admin.says("14 phones have opted out.")
    rows = page.get_by_role("region", name="Opt-outs").locator("tbody tr")
    await expect(rows.first).to_contain_text("+12025550199")
    await expect(rows.first).to_contain_text("By an admin, Ada")
    await page.get_by_label("Find a number").fill("0150")
    await admin.says("1 of them has 0150.")
    await page.get_by_role("button", name="Undo the opt-out of +12025550150").click()
    await admin.confirm("Undo the opt-out", "Do it only if they asked for it.")
    await admin.says("+12025550150 may be texted again.")
    await admin.says("No number with 0150 has opted out.")
    await expect(page.get_by_label("Find a number")).to_be_focused()
    await page.get_by_label("Find a number").fill("")
    await admin.says("13 phones have opted out.")


async def test_a_number_is_opted_out_or_refused_beside_the_field(world: World, windows: Windows) -> None:
    ada = await world.member("Ada", "admin")
    admin = Admin(page := await windows.sign_in(ada, "/admin#/opt-outs"))
    await admin.says("Nobody has opted out yet.")
    number = page.get_by_label("Number", exact=True)
    await number.fill("555")
    await admin.press("Opt out")
    await admin.says(re.compile(r"^This number can't be used\. “555” isn't a phone number"))  # type: ignore[arg-type]
    await expect(number).to_be_focused()
    await number.fill("(202) 555-0123")
    await number.press("Enter")
    await admin.says("+12025550123 has opted out.")
    await admin.says("1 phone has opted out.")
    await expect(number).to_have_value("")


async def test_more_opt_outs_come_when_asked_for(world: World, windows: Windows) -> None:
    ada = await world.member("Ada", "admin")
    await world.scripts.run("opt_out_phones", phones=[f"+1303555{nth:04}" for nth in range(120)], how="import")
    admin = Admin(page := await windows.sign_in(ada, "/admin#/opt-outs"))
    rows = page.get_by_role("region", name="Opt-outs").locator("tbody tr")
    await expect(rows).to_have_count(50)
    await admin.press("Show more")
    await expect(rows).to_have_count(100)
    await admin.press("Show more")
    await expect(rows).to_have_count(120)
    await expect(page.get_by_role("button", name="Show more")).to_be_hidden()


# Canned replies.


async def test_campaigns_start_with_the_accounts_replies_and_older_ones_can_add_them(
    world: World, windows: Windows
) -> None:
    ada = await world.member("Ada", "admin")
    campaign = (await world.ask(ada, "create_campaign", title="Vote!"))["campaign"]
    admin = Admin(page := await windows.sign_in(ada, "/admin#/canned"))
    await admin.press("Add a reply")
    await page.get_by_label("Title").fill("Where")
    await page.get_by_label("Reply").fill("At the park, {first_name}.")
    await admin.press("Save the replies")
    await expect(page.get_by_role("main").get_by_text("Saved").first).to_be_visible()
    await page.goto(f"/admin#/campaign/{campaign}/at_hand")
    await admin.press("Add the account’s replies")
    await admin.says("1 reply added. Save to keep it.")
    await expect(page.get_by_label("Title")).to_have_value("Where")
    await admin.press("Save the replies")
    await expect(page.get_by_role("main").get_by_text("Saved").first).to_be_visible()
    await admin.press("Add the account’s replies")
    await admin.says("They are all here already.")
    saved = (await world.ask(ada, "list_at_hand", campaign=campaign))["canned"]
    assert [(each["title"], each["text"]) for each in saved] == [("Where", "At the park, {first_name}.")]
    new = (await world.ask(ada, "create_campaign", title="Again"))["campaign"]
    assert (await world.ask(ada, "list_at_hand", campaign=new))["canned"] == saved


# API tokens.


async def test_a_token_is_shown_once_and_listed(world: World, windows: Windows) -> None:
    ada = await world.member("Ada", "admin")
    admin = Admin(page := await windows.sign_in(ada, "/admin#/tokens"))
    await admin.says("There are none yet.")
    await page.get_by_label("What it is for").fill("Nightly export")
    await admin.press("Make a token")
    secret = page.get_by_label("Your token.")
    await expect(secret).to_have_value(re.compile(r"^[\w-]{43}$"))
    await expect(page.get_by_role("region", name="API tokens").locator("tbody tr")).to_contain_text("Nightly export")
    await page.reload()
    await expect(page.get_by_role("region", name="API tokens").locator("tbody tr")).to_have_count(1)
    await expect(secret).to_be_hidden()


# Inviting many.


async def test_many_are_invited_at_once_after_a_look_at_what_was_read(world: World, windows: Windows) -> None:
    ada = await world.member("Ada", "admin")
    await world.member("Ben")
    admin = Admin(page := await windows.sign_in(ada, "/admin#/members"))
    await admin.go_to("Invite many at once")
    people = "Ana Lee, ana@example.org\nBen <ben@example.org>, cleo@example.org\nnonsense\nana@example.org\n"
    await page.get_by_role("textbox", name="People").fill(people)
    await admin.says("3 people read; 2 lines can’t be used, and are left out.")
    table = page.get_by_role("region", name="People")
    await expect(table).to_contain_text("There is no e-mail address in this line.")
    await expect(table).to_contain_text("This address is in the list twice.")
    await expect(table).to_contain_text("A member already; gets a fresh link.")
    await windows.look(page, "invite-many-read")
    await admin.press("Invite 3 people")
    await admin.says("2 people invited, 1 was there already.")
    await windows.look(page, "invite-many-done")
    async with page.expect_download() as downloading:
        await admin.press("Download the links")
    path = await (await downloading.value).path()
    lines = Path(path).read_text("utf-8-sig").splitlines()
    assert [line.rpartition(",")[0] for line in lines] == [
        "Name,E-mail",
        "Ana Lee,ana@example.org",
        "Ben,ben@example.org",
        "cleo,cleo@example.org",
    ]
    link = lines[1].rpartition("/invite/")[2]
    assert (await world.members.of_link(link)).name == "Ana Lee"


async def test_a_file_of_people_is_taken_in_and_they_are_invited_some_at_a_time(world: World, windows: Windows) -> None:
    ada = await world.member("Ada", "admin")
    admin = Admin(page := await windows.sign_in(ada, "/admin#/invite"))
    rows = "".join(f"P{nth},p{nth}@example.org,{'admin' if nth == 0 else ''}\n" for nth in range(45))
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": f"Name,E-mail,Role\n{rows}".encode()}
    await page.get_by_label("Or a CSV file").set_input_files(file)  # type: ignore[arg-type]
    await admin.says("45 people read.")
    await admin.press("Invite 45 people")
    await admin.says("45 people invited.")
    members = {member.email: member.role for member in await world.members.all()}
    assert (len(members), members["p0@example.org"], members["p44@example.org"]) == (46, "admin", "texter")


async def test_of_many_members_a_hundred_are_shown_and_all_are_found(world: World, windows: Windows) -> None:
    ada = await world.member("Ada", "admin")
    people = [{"email": f"p{nth}@example.org", "name": f"Person {nth:03}"} for nth in range(130)]
    await world.ask(ada, "invite_members", people=people)
    admin = Admin(page := await windows.sign_in(ada, "/admin#/members"))
    rows = page.get_by_role("region", name="Members").locator("tbody tr")
    await expect(rows).to_have_count(100)
    await admin.says("131 members")
    await page.get_by_label("Find a member").fill("person 129")
    await expect(rows).to_have_count(1)
    await admin.says("1 of 131 members")
    await page.get_by_label("Find a member").fill("")
    await admin.press("Show 31 more")
    await expect(rows).to_have_count(131)
    await expect(page.get_by_role("button", name="more")).to_be_hidden()


async def test_the_members_are_narrowed_to_a_kind_and_a_word(world: World, windows: Windows) -> None:
    ada = await world.member("Ada", "admin")
    await world.member("Ana")
    ben = await world.member("Ben")
    await world.scripts.run("disable_member", member=ben.id)
    admin = Admin(page := await windows.sign_in(ada, "/admin#/members"))
    await admin.says("3 members")
    rows = page.get_by_role("region", name="Members").locator("tbody tr")
    await page.get_by_label("Which members").select_option("Disabled")
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("Ben")
    await admin.says("1 of 3 members")
    await page.get_by_label("Which members").select_option("Everybody")
    await page.get_by_label("Find a member").fill("ana")
    await expect(rows).to_have_count(1)
