"""A campaign is copied, and a draft launched by itself."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import expect

from server.campaigns.launching import launch_due
from server.store import keys
from tests.browser.admin import Admin
from tests.browser.windows import Windows
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def opened(world: World, windows: Windows, campaign: int, page: str) -> Admin:
    """An admin on one of a campaign's pages."""
    return Admin(await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/{page}"))


async def test_a_campaign_is_copied_with_its_contacts(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=3)
    ada = await opened(world, windows, campaign, "summary")
    await ada.page.get_by_role("button", name="Actions").click()
    await ada.page.get_by_role("menuitem", name="Copy…").click()
    dialog = ada.page.get_by_role("dialog")
    await expect(dialog.get_by_label("Title of the copy")).to_have_value(re.compile("^Copy of "))
    await dialog.get_by_label("Title of the copy").fill("Second round")
    await dialog.get_by_label("With its contacts").check()
    await windows.look(ada.page, "admin-copy")
    await dialog.get_by_role("button", name="Copy").click()
    await expect(ada.page.get_by_role("heading", name="Second round")).to_be_visible()
    await expect(ada.page).to_have_url(re.compile(f"#/campaign/{campaign + 1}"))
    assert (await world.counts(campaign + 1))["contacts"] == 3


async def test_a_draft_is_launched_by_itself(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=3, launch=False)
    await world.ask(await world.member("Root", "admin"), "set_organisation", time_zone="America/New_York")
    ada = await opened(world, windows, campaign, "launch")
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).replace(hour=18, minute=0)
    field = ada.page.get_by_label("Time (New York)")
    await ada.page.get_by_role("button", name="Schedule").click()
    await ada.says("Choose a day and a time.")
    await field.fill(f"{tomorrow:%Y-%m-%dT%H:%M}")
    await ada.page.get_by_role("button", name="Schedule").click()
    says = ada.page.get_by_text(f"Launches on {tomorrow:%b} {tomorrow.day} at 18:00 (New York)")
    await expect(says).to_be_visible()
    await windows.look(ada.page, "admin-launch-scheduled")
    await ada.page.get_by_role("button", name="Cancel the launch").click()
    await expect(says).to_be_hidden()
    await field.fill(f"{tomorrow:%Y-%m-%dT%H:%M}")
    await ada.page.get_by_role("button", name="Schedule").click()
    await expect(says).to_be_visible()
    await world.scripts.run("update_campaign", campaign, script="", message='{"script":"","parts":[]}', token="t")
    await world.scripts.ask(("HSET", keys.campaign(campaign), "launches_at", 1))
    await launch_due(world.scripts)
    await expect(ada.page.get_by_text("It wasn't launched when it was time.")).to_be_visible()
    await windows.look(ada.page, "admin-launch-trouble")
