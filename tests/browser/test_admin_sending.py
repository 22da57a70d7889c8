"""An admin sets what carriers let through and cost, sees what a launch comes to, and why texts wait."""

import pytest
from playwright.async_api import expect

from tests.browser.admin import Admin
from tests.browser.windows import Windows
from tests.paces import soon
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def opened(world: World, windows: Windows, address: str) -> Admin:
    """An admin on one of the pages."""
    return Admin(await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/{address}"))


async def test_a_carriers_terms_are_set_on_the_accounts_page(world: World, windows: Windows) -> None:
    ada = await opened(world, windows, "account")
    terms = ada.page.locator("section.terms").filter(has=ada.page.get_by_role("heading", name="simulator", exact=True))
    usual = "10DLC, low volume: 1.25 a second, 2,000 a day (AT&T class T; T-Mobile)"
    await terms.get_by_label("Usual rates").select_option(label=usual)
    await expect(terms.get_by_label("Segments a second")).to_have_value("1.25")
    await expect(terms.get_by_label("Segments a day")).to_have_value("2000")
    price = terms.get_by_label("Price of a segment")
    await price.fill("cheap")
    await price.press("Enter")
    await ada.says("Write an amount, such as 0.0079.")
    await price.fill("0.0079")
    await price.press("Enter")
    await expect(terms.get_by_text("Saved.", exact=True).last).to_be_visible()
    await ada.page.get_by_label("Numbers with terms of their own").fill("+12025550123, +12025550124")
    await ada.press("Add")
    own = ada.page.locator("section.terms").filter(has=ada.page.get_by_role("heading", name="numbers"))
    await own.get_by_label("Segments a second").fill("0.5")
    await own.get_by_label("Segments a second").press("Enter")
    await expect(own.get_by_text("Saved.", exact=True)).to_be_visible()
    await windows.look(ada.page, "admin-carriers")

    [whole, numbers] = (await world.scripts.run("describe_account"))["account"]["carriers"]
    assert (whole["per_second"], whole["per_day"], whole["price"]) == (1.25, 2000, "0.0079")
    assert (numbers["numbers"], numbers["per_second"]) == ("+12025550123,+12025550124", 0.5)


async def test_a_launch_says_how_long_it_takes_and_what_it_costs(world: World, windows: Windows) -> None:
    await world.scripts.run("set_carrier", carrier="simulator", per_second=4.0, price="0.0079")
    campaign = await world.campaign(contacts=400, launch=False)
    ada = await opened(world, windows, f"campaign/{campaign}/launch")
    await ada.says("400 first messages go out as fast as their carrier takes them.")
    await ada.page.get_by_label("Carrier", exact=True).select_option("simulator")
    await ada.says("400 first messages at 240 a minute take 2 minutes.")
    await ada.says("They cost about $3.16 (400 segments).")
    await ada.page.get_by_label("Segments a second").fill("1.25")
    await ada.page.get_by_label("Segments a second").press("Enter")
    await ada.says("400 first messages at 75 a minute take 6 minutes.")
    await ada.page.get_by_label("Budget").fill("3.00")
    await ada.page.get_by_label("Budget").press("Enter")
    await ada.says("That is more than the budget of $3.00: the campaign pauses before.")
    await ada.page.get_by_label("Budget").fill("2.50")
    await windows.look(ada.page, "admin-launch-forecast")
    await ada.press("Launch")

    await expect(ada.page.get_by_role("heading", name="Every conversation")).to_be_visible()
    counts = await world.counts(campaign)
    assert (counts["carrier"], counts["per_second"], counts["budget"]) == ("simulator", 1.25, "2.50")


async def test_a_campaign_says_what_it_has_come_to_and_why_its_texts_wait(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=80, bulk_send=True, per_day=50, budget="0.50")
    await world.scripts.run("send_bulk", campaign, most=100)
    known = {"carrier": "one", "price": 7_900, "midnights": await soon(world.scripts)}
    ada = await opened(world, windows, f"campaign/{campaign}/summary")
    await world.scripts.run("take_texts", campaign, count=99, **known)
    await ada.says("Over today's 50 segments: goes on at 00:00 Pacific.")
    await ada.says("50 segments, $0.40 of $0.50")
    await windows.look(ada.page, "admin-waits-for-midnight")
    await ada.go_to("Settings")
    await ada.page.get_by_label("Segments a day").fill("")
    await ada.page.get_by_label("Segments a day").press("Enter")
    await expect(ada.page.get_by_text("Saved.", exact=True)).to_be_visible()
    await world.scripts.run("take_texts", campaign, count=99, **known)
    await ada.go_to("Summary")
    await ada.says("Paused: its budget of $0.50 is used up. Raise it, then resume.")
    await ada.choose("Resume")
    await ada.says("This campaign's budget is used up. Raise it, then resume.")
    await windows.look(ada.page, "admin-over-budget")
    await ada.page.goto("/admin#/")
    await ada.says("Paused: its budget of $0.50 is used up. Raise it, then resume.")
