"""Forms keep what an admin has typed or ticked, save only what is meant, and say what isn't saved."""

import asyncio
import re
from urllib.parse import urlsplit

import pytest
from playwright.async_api import FilePayload, Locator, Route, expect

from tests.browser.admin import Admin
from tests.browser.windows import Windows
from tests.browser.wire import Wire
from tests.processes import Process, hub_process
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

NO_HUB = r"WebSocket connection to .* failed|ERR_CONNECTION_REFUSED"
UNSAVED = "What you wrote isn't saved."
PAUSE = 5000  # ms, more than the time after which a draft saves itself


async def opened(world: World, windows: Windows, campaign: int, page: str, name: str = "Ada") -> Admin:
    """An admin on one of a campaign's pages, whose clock can be put forward."""
    tab = await windows.sign_in(await world.member(name, "admin"), "about:blank")
    await tab.clock.install()
    await tab.goto(f"/admin#/campaign/{campaign}/{page}")
    return Admin(tab)


def message(ada: Admin) -> Locator:
    """The field for the first message."""
    return ada.page.get_by_label("First message", exact=True)


async def described(field: Locator, sentence: str) -> None:
    """The field has this sentence beside it."""
    await expect(field).to_have_accessible_description(re.compile(re.escape(sentence)))


async def script(world: World, campaign: int) -> str:
    """The message that is saved."""
    saved: str = (await world.counts(campaign))["script"]
    return saved


async def saved(ada: Admin) -> None:
    """The page says that what was typed is saved."""
    await expect(ada.page.get_by_text("Saved.", exact=True)).to_be_visible()


async def test_a_message_that_contacts_get_is_changed_by_a_press_of_save_only(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=2, script="Old")
    ada = await opened(world, windows, campaign, "message")
    await described(message(ada), "It changes when you press Save.")
    await message(ada).fill("Half a sen")
    await ada.says(UNSAVED)
    await windows.look(ada.page, "admin-message-unsaved")
    await ada.page.clock.run_for(PAUSE)
    await ada.go_to("Summary")
    await ada.choose("Pause")
    await expect(ada.page.get_by_role("button", name="Resume")).to_be_visible()
    assert await script(world, campaign) == "Old"

    await ada.go_to("Message")
    await expect(message(ada)).to_have_value("Half a sen")
    await ada.says(UNSAVED)
    await ada.refuses("First message", "  ", "Save", "The message is empty. Write something first.")
    await message(ada).fill("A sentence.")
    await ada.press("Save")
    await saved(ada)
    await expect(ada.page.get_by_text(UNSAVED)).to_be_hidden()
    assert await script(world, campaign) == "A sentence."
    await message(ada).press("End")
    await message(ada).press_sequentially(" And")
    await expect(ada.page.get_by_text("Saved.", exact=True)).to_be_hidden()
    await message(ada).fill("A sentence.")
    await expect(ada.page.get_by_text(UNSAVED)).to_be_hidden()


async def test_continue_takes_along_what_was_ticked_and_typed(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False, contacts=2)
    for name in ("Ana", "Ben"):
        await world.member(name)
    ada = await opened(world, windows, campaign, "senders")
    await ada.page.get_by_label("anaana@example.org").check()
    await ada.page.get_by_label("Batch size").fill("5001")
    await ada.press("Continue to the review")
    await described(ada.page.get_by_label("Batch size"), "The batch size must be a whole number from 1 to 5,000.")
    await expect(ada.page.get_by_label("Batch size")).to_be_focused()
    assert (await world.counts(campaign))["senders"] == 0

    await ada.page.get_by_label("Batch size").fill("20")
    await ada.press("Continue to the review")
    await ada.shows("Review and launch")
    await ada.says("Ana gets all 2 conversations; none stay unassigned.")
    await ada.says("Senders can request up to 20 unassigned conversations at a time.")


async def test_launch_saves_the_title_that_stands_there(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False, contacts=2)
    ada = await opened(world, windows, campaign, "launch")
    await ada.refuses("Title", " ", "Launch", "Give the campaign a title.")
    assert (await world.counts(campaign))["status"] == "draft"

    await ada.page.get_by_label("Title").fill("Vote on Sunday!")
    await ada.press("Launch")
    await ada.shows("Every conversation")
    await expect(ada.page.get_by_role("heading", level=1)).to_have_text("Vote on Sunday!")


async def test_a_message_that_is_not_saved_is_missing_at_the_launch(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False, contacts=2, script="Old")
    ada = await opened(world, windows, campaign, "message")
    await message(ada).fill("Hi {nope}!")
    await ada.says("No contact has {nope}.")
    await ada.says(UNSAVED)
    await ada.go_to("Review and launch")
    missing = ada.page.get_by_role("link", name="The message you wrote isn't saved.")
    await expect(missing).to_be_visible()
    await ada.press("Launch")
    await ada.says("Not launched: something is still missing, see above.")
    await windows.look(ada.page, "admin-launch-unsaved")
    assert (await world.counts(campaign))["status"] == "draft"

    await missing.click()
    await expect(message(ada)).to_have_value("Hi {nope}!")
    await message(ada).fill("Hi {first_name}!")
    await ada.go_to("Review and launch")  # saved in leaving, without the pause
    await expect(missing).to_be_hidden()
    await ada.says("Hi {first_name}!")
    await ada.press("Launch")
    await ada.shows("Every conversation")


async def test_braces_that_are_no_field_are_refused_beside_the_message(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False, contacts=2, script="Old")
    ada = await opened(world, windows, campaign, "message")
    refused = "Line 1, character 4: “{{first_name}}” has too many braces. Write {first_name}."
    await message(ada).fill("Hi {{first_name}}!")
    await ada.says(refused)
    await ada.says(UNSAVED)
    await windows.look(ada.page, "admin-message-braces")
    await ada.press("Save and continue")
    await ada.shows("Message")
    await described(message(ada), refused)
    await expect(ada.page.get_by_text(refused)).to_have_count(1)  # not said twice
    assert await script(world, campaign) == "Old"
    await message(ada).fill("Hi {first_nam}!")
    await ada.says("no contact has {first_nam}. Did you mean {first_name}?")
    await message(ada).fill("Hi {first_name}!")
    await expect(ada.page.get_by_text(UNSAVED)).to_be_hidden()
    await expect(ada.page.locator(".preview .bubble")).to_have_text("Hi Contact 1!")


async def test_before_the_launch_an_admin_sees_how_many_lack_which_field(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False, script="Hi {first_name} {last_name}, see you in {Town}.")
    await world.imported(campaign, "first,last,phone,Town\nAna,Diaz,2125550101,Bath\nBo,,2125550102,\nCy,X,2125550103,")
    ada = await opened(world, windows, campaign, "message")
    bubble = ada.page.locator(".preview .bubble")
    for page in ("message", "launch"):
        await ada.page.goto(f"/admin#/campaign/{campaign}/{page}")
        await ada.says("1 of 3 contacts has no {last_name}.")
        await ada.says("2 of 3 contacts have no {Town}.")
        await ada.says("As Bo (+12125550102) gets it:")
        await expect(bubble).to_have_text("Hi Bo, see you in.")
        await windows.look(ada.page, f"admin-{page}-gaps")
    await ada.press("Another contact")
    await ada.says("As Ana Diaz (+12125550101) gets it:")
    await world.imported(campaign, "first,last,phone,Town\nDi,,2125550104,")
    await ada.says("2 of 4 contacts have no {last_name}.")

    await ada.page.goto(f"/admin#/campaign/{campaign}/message")
    await message(ada).fill("Hi {first_name} {last_name|}, see you in {Town|your town}.")
    await expect(bubble).to_have_text("Hi Ana Diaz, see you in Bath.")
    await expect(ada.page.get_by_text("of 4 contacts have no")).to_be_hidden()
    await windows.look(ada.page, "admin-message-other-words")
    await ada.press("Save and continue")
    await ada.go_to("Review and launch")
    await ada.press("Launch")
    await ada.shows("Every conversation")


async def test_a_preview_names_no_one_twice_and_nobody_before_anything_is_written(
    world: World, windows: Windows
) -> None:
    campaign = await world.campaign(launch=False, script="")
    await world.imported(campaign, "first,phone\n,2125550102\nBo,2125550103")
    ada = await opened(world, windows, campaign, "message")
    await ada.says("Nothing is written yet.")
    await windows.look(ada.page, "admin-message-empty")
    await message(ada).fill("Hi {first_name}!")
    await ada.says("As +12125550102 gets it:")


async def test_fields_that_no_contact_has_are_missing_at_the_launch(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False, script="Hi {town}!")
    ada = await opened(world, windows, campaign, "launch")
    step = ada.page.get_by_role("navigation", name="Steps").get_by_role("listitem").filter(has_text="Message")
    await expect(step).to_have_attribute("data-done", "")
    await world.add_contacts(campaign, 2)
    await expect(ada.page.get_by_role("link", name="No contact has {town}.")).to_be_visible()
    await expect(step).not_to_have_attribute("data-done", "")


async def test_contacts_that_are_still_being_uploaded_are_missing_at_the_launch(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False, contacts=2)
    ada = await opened(world, windows, campaign, "contacts")
    go_on = asyncio.Event()

    async def slowly(route: Route) -> None:
        await go_on.wait()
        await route.continue_()

    await ada.page.route("**/contacts", slowly)
    file: FilePayload = {"name": "people.csv", "mimeType": "text/csv", "buffer": b"name,phone\nZoe,2025559999\n"}
    await ada.page.get_by_label("Contacts file").set_input_files(file)
    await ada.press("Upload")
    await ada.go_to("Review and launch")
    missing = ada.page.get_by_role("link", name="An upload of contacts is still going on.")
    await expect(missing).to_be_visible()
    await ada.press("Launch")
    await ada.says("Not launched: something is still missing, see above.")
    go_on.set()
    await expect(missing).to_be_hidden()
    await ada.press("Launch")
    await ada.shows("Every conversation")
    assert (await world.counts(campaign))["contacts"] == 3


async def test_a_drafts_message_is_saved_again_when_the_connection_is_back(
    world: World, windows: Windows, hub: Process, store_url: str
) -> None:
    windows.excuse(NO_HUB)
    campaign = await world.campaign(launch=False, contacts=2, script="Old")
    ada = await opened(world, windows, campaign, "message")
    await message(ada).fill("New")
    await saved(ada)
    await hub.kill()
    await expect(ada.page.locator(".connection")).to_have_attribute("data-state", "lost")
    await message(ada).fill("Newer")
    await described(message(ada), "There is no connection right now.")
    async with hub_process(store_url, port=urlsplit(hub.url).port or 0):
        await saved(ada)
        await expect(ada.page.get_by_text("There is no connection right now.")).to_be_hidden()
    assert await script(world, campaign) == "Newer"


async def test_that_there_is_no_connection_is_not_said_any_more_when_it_is_back(
    world: World, windows: Windows, hub: Process, store_url: str
) -> None:
    windows.excuse(NO_HUB)
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), "/admin#/self-assignment"))
    size = ada.page.get_by_label("Default batch size")
    await expect(size).to_be_visible()
    await hub.kill()
    await expect(ada.page.locator(".connection")).to_have_attribute("data-state", "lost")
    await size.fill("40")
    await ada.press_beside(size, "Save")
    await described(size, "There is no connection right now.")
    async with hub_process(store_url, port=urlsplit(hub.url).port or 0):
        await expect(ada.page.get_by_text("There is no connection right now.")).to_be_hidden()
        await expect(size).to_have_value("40")


async def test_nobody_is_chosen_and_somebody_is_removed(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=2)
    await world.texter(campaign, "Ana")
    ada = await opened(world, windows, campaign, "senders")
    await ada.page.get_by_text("Add senders").click()
    await ada.press("Add")
    await ada.says("Choose somebody first.")
    await ada.act_on("Ana", "Remove")
    await ada.says("Ana is no sender any more.")
    await expect(ada.page.get_by_role("heading", name="Senders of this campaign")).to_be_focused()


async def test_an_archived_campaign_is_to_be_read_only(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=2)
    await world.texter(campaign, "Ana")
    ada = await opened(world, windows, campaign, "senders")
    main = ada.page.get_by_role("main")
    await expect(main.get_by_role("button", name="Acts on Ana")).to_be_visible()
    await world.ask(await world.member("Ada", "admin"), "archive_campaign", campaign=campaign)
    await ada.says("This campaign is archived.")
    await expect(main.get_by_role("link", name="Read Ana's")).to_be_visible()
    await expect(main.get_by_role("button", name=re.compile("^(Add|Save|Remove)"))).to_have_count(0)
    await expect(main.get_by_label("Allow self assignment?")).to_be_hidden()
    await windows.look(ada.page, "admin-senders-archived")

    await ada.page.goto(f"/admin#/campaign/{campaign}/message")
    await expect(main.locator(".bubble:visible")).to_have_text("Hi {first_name}!")
    await expect(message(ada)).to_be_hidden()
    await windows.look(ada.page, "admin-message-archived")


async def test_another_admins_message_is_not_replaced_unannounced(world: World, windows: Windows) -> None:
    campaign = await world.campaign(launch=False, contacts=2, script="Old")
    ada = await opened(world, windows, campaign, "message")
    eve = await opened(world, windows, campaign, "message", "Eve")
    await message(ada).fill("Ada's {nope}")
    await message(eve).fill("Eve's")
    await saved(eve)
    await ada.says("The message was changed elsewhere meanwhile; saving replaces that.")
    await message(ada).fill("Ada's")
    await ada.page.clock.run_for(PAUSE)
    await windows.look(ada.page, "admin-message-changed-elsewhere")
    assert await script(world, campaign) == "Eve's"
    await ada.press("Save and continue")
    await ada.shows("Senders")
    assert await script(world, campaign) == "Ada's"
    await expect(message(eve)).to_have_value("Ada's")


async def test_what_was_typed_last_is_saved_before_one_goes_on(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1, launch=False)
    wire = Wire()
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), "about:blank", wire))
    await ada.page.goto(f"/admin#/campaign/{campaign}/senders")
    box = ada.page.get_by_label("Batch size")
    await box.fill("20")
    wire.hold(lambda frame: frame[0] == "reply")
    await box.press("Enter")
    await box.fill("30")
    await ada.press("Continue to the review")
    wire.let_go()
    await ada.shows("Review and launch")
    assert (await world.counts(campaign))["batch_size"] == 30
