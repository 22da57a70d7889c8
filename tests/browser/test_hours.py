"""Texting hours on the pages: the button says when it goes on, Send is off meanwhile, admins set them. The clock
of the store is the tests'."""

import pytest
from playwright.async_api import expect

from server.campaigns.hours import turn_hours
from server.campaigns.launching import launch
from server.wire.hours import USUAL
from tests.browser.admin import Admin
from tests.browser.console import INBOX_ZERO, Console
from tests.browser.windows import Windows
from tests.clock import Clock
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

EAST, DENVER = "America/New_York", "America/Denver"


async def launched(world: World, people: dict[str, int]) -> int:
    """A launched campaign with the usual hours and so many people in each zone."""
    campaign = await world.campaign(hours=USUAL, batch_size=4)
    for zone, count in people.items():
        await world.add_contacts(campaign, count, zone=zone)
    await launch(world.scripts, campaign)
    return campaign


async def test_the_button_says_when_it_goes_on_and_comes_back_by_itself(
    world: World, clock: Clock, windows: Windows
) -> None:
    campaign = await launched(world, {DENVER: 80})
    await world.texter(campaign, "Ana")
    ana = Console(await windows.sign_in(await world.member("Ana")))
    await expect(ana.request).to_be_enabled()

    await clock.set("2026-07-01 21:00", DENVER)
    await turn_hours(world.scripts)
    await expect(ana.tell_me).to_be_enabled()
    await expect(ana.why).to_have_text("Opens at 9:00 in Denver for 80 people.")
    await windows.look(ana.page, "console-outside-hours")

    await clock.set("2026-07-02 09:00", DENVER)
    await turn_hours(world.scripts)
    await expect(ana.request).to_be_enabled()


async def test_a_texter_whose_batch_falls_asleep_goes_on_with_the_others(
    world: World, clock: Clock, windows: Windows
) -> None:
    campaign = await launched(world, {EAST: 2, DENVER: 2})
    await clock.set("2026-07-01 20:59")
    await world.texter(campaign, "Ana")
    ana = Console(await windows.sign_in(await world.member("Ana")))
    await ana.request.click()
    await ana.has_sent("0 of 4 sent")

    await clock.set("2026-07-01 21:00")
    await ana.send.click()
    sentence = "It's too early or too late to text there. Opens at 9:00 in New York."
    await expect(ana.page.get_by_text(sentence)).to_be_visible()
    await turn_hours(world.scripts)
    asleep = "2 first messages of yours wait for texting hours. Opens at 9:00 in New York for 2 people."
    await expect(ana.page.get_by_text(asleep)).to_be_visible()
    await expect(ana.page.get_by_text(sentence)).to_be_hidden()  # it shows somebody who is awake
    await windows.look(ana.page, "console-some-asleep")
    await ana.send_first_messages(2)
    await ana.shows(INBOX_ZERO)
    await expect(ana.page.get_by_text(asleep)).to_be_visible()

    await clock.set("2026-07-02 09:00")
    await turn_hours(world.scripts)
    await ana.has_sent("2 of 4 sent")
    await ana.send_first_messages(2)
    await ana.shows(INBOX_ZERO)


async def test_a_reply_to_somebody_who_is_asleep_waits_with_send_disabled(
    world: World, clock: Clock, windows: Windows
) -> None:
    campaign = await launched(world, {EAST: 1})
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    await texter.send_initials()
    await world.contact_writes(campaign, 1)
    ana = Console(await windows.sign_in(await world.member("Ana")))
    await ana.person("Contact 1").click()
    await ana.reply.fill("Great!")
    await expect(ana.send).to_be_enabled()

    await clock.set("2026-07-01 21:00")
    await turn_hours(world.scripts)
    await expect(ana.send).to_be_disabled()
    why = "It's too early or too late to text them. Opens at 9:00 in New York."
    await expect(ana.page.get_by_text(why)).to_be_visible()
    await expect(ana.send).to_have_accessible_description(why)
    await ana.reply.press("Enter")
    await windows.look(ana.page, "console-reply-asleep")

    await clock.set("2026-07-02 09:00")
    await turn_hours(world.scripts)
    await expect(ana.send).to_be_enabled()
    await ana.send.click()
    await ana.shows(INBOX_ZERO)
    assert len((await world.conversation(campaign, 1))["texts"]) == 3


async def test_an_admin_sets_hours_and_reads_until_when_people_may_be_texted(
    world: World, clock: Clock, windows: Windows
) -> None:
    campaign = await launched(world, {EAST: 1204, DENVER: 80})
    root = await world.member("Root", "admin")
    admin = Admin(await windows.sign_in(root, f"/admin#/campaign/{campaign}"))
    await admin.says("Closes at 21:00 in New York for 1,204 people.")
    await clock.set("2026-07-01 21:30")
    await turn_hours(world.scripts)
    await admin.says("Closes at 21:00 in Denver for 80 people. Opens at 9:00 in New York for 1,204 people.")

    await admin.go_to("Settings")
    form = admin.page.locator("form.hours")
    await expect(form.get_by_label("From", exact=True)).to_have_value("09:00")
    await form.get_by_label("To", exact=True).fill("08:00")
    await expect(form.get_by_role("status")).to_have_text(
        "Write texting hours as a beginning and an end, such as 09:00 and 21:00, the beginning first."
    )
    await form.get_by_label("To", exact=True).fill("22:00")
    await form.get_by_label("On Sundays", exact=True).select_option("own")
    await form.get_by_label("On Sundays from").fill("12:00")
    await form.get_by_label("On Sundays to").fill("18:00")
    await form.get_by_label("Days without texts").fill("2026-12-25, 2026-11-26")
    await form.get_by_label("Days without texts").blur()
    await expect(form.get_by_role("status")).to_have_text("Saved.")
    await windows.look(admin.page, "admin-hours")
    sunday = {"from": "12:00", "to": "18:00"}
    hours = {"from": "09:00", "to": "22:00", "sunday": sunday, "holidays": ["2026-12-25", "2026-11-26"]}
    assert (await world.counts(campaign))["hours"] == hours
    await admin.go_to("Summary")
    await admin.says("Closes at 22:00 in New York for 1,204 people.")
    await admin.go_to("Settings")
    form = admin.page.locator("form.hours")

    await admin.page.get_by_label("Answers outside of these hours").fill("3")
    await admin.page.get_by_label("Answers outside of these hours").press("Enter")
    await expect(admin.page.get_by_label("Answers outside of these hours")).to_have_accessible_description(
        "For so many hours after the contact wrote, 0 to 24. Saved."
    )
    assert (await world.counts(campaign))["answer_hours"] == 3

    await form.get_by_label("At any time, also at night").check()
    await expect(form.get_by_role("status")).to_have_text("Saved.")
    await admin.go_to("Summary")
    await expect(admin.page.get_by_text("Closes at 22:00")).to_be_hidden()
    assert (await world.counts(campaign))["hours"] is None


async def test_the_accounts_hours_are_those_of_new_campaigns(world: World, clock: Clock, windows: Windows) -> None:
    root = await world.member("Root", "admin")
    admin = Admin(await windows.sign_in(root, "/admin#/account"))
    form = admin.page.locator("form.hours")
    await form.get_by_label("From", exact=True).fill("10:00")
    await expect(form.get_by_role("status")).to_have_text("Saved.")
    await windows.look(admin.page, "admin-account-hours")
    made = (await world.ask(root, "create_campaign", title="Vote!"))["campaign"]
    assert (await world.counts(made))["hours"] == {"from": "10:00", "to": "21:00", "holidays": []}


async def test_hours_that_are_typed_are_saved_before_a_launch(world: World, clock: Clock, windows: Windows) -> None:
    campaign = await world.campaign(contacts=2, launch=False, hours=USUAL)
    root = await world.member("Root", "admin")
    admin = Admin(await windows.sign_in(root, f"/admin#/campaign/{campaign}/launch"))
    await admin.page.get_by_label("From", exact=True).fill("13:00")
    await admin.press("Launch")
    await admin.says("Opens at 13:00 in New York for 2 people.")
    assert (await world.counts(campaign))["status"] == "active"
