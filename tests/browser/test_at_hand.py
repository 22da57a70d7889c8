"""An admin sets up canned replies, tags and a survey; the counts of what texters note grow on the summary."""

import re

import pytest
from playwright.async_api import Locator, expect

from tests.browser.admin import Admin
from tests.browser.windows import Windows
from tests.browser.wire import Wire
from tests.labels import answer, ask, tag
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def opened(world: World, windows: Windows, page: str) -> Admin:
    """An admin on one of the admin's pages."""
    tab = await windows.sign_in(await world.member("Root", "admin"), "about:blank")
    await tab.goto(f"/admin#/{page}")
    return Admin(tab)


def card(ada: Admin, heading: str) -> Locator:
    """A card of the page, by its heading."""
    return ada.page.locator(".card", has=ada.page.get_by_role("heading", name=heading, exact=True))


async def saved(within: Locator) -> None:
    """The card says that it is saved."""
    await expect(within.get_by_text("Saved.", exact=True)).to_be_visible()


async def test_tags_of_the_account_are_made_renamed_and_put_in_order(world: World, windows: Windows) -> None:
    ada = await opened(world, windows, "tags")
    tags = ada.page.get_by_role("main")
    for name in ("Volunteer", "Spanish"):
        await tags.get_by_role("button", name="Add a tag").click()
        await tags.get_by_label("Name").last.fill(name)
    await tags.get_by_role("button", name="Save the tags").click()
    await saved(tags)
    await tags.get_by_role("button", name="Move up: Spanish").click()
    await tags.get_by_label("Name").last.fill("spanish")
    await tags.get_by_role("button", name="Save the tags").click()
    await expect(tags.get_by_label("Name").last).to_have_accessible_description(re.compile("called the same"))
    await tags.get_by_label("Name").last.fill("Helper")
    await tags.get_by_role("button", name="Save the tags").click()
    await saved(tags)
    account = await ask(world, "set_tags", tags=[{"id": 2, "name": "Spanish"}, {"id": 1, "name": "Helper"}])
    assert [one["name"] for one in account["tags"]] == ["Spanish", "Helper"]
    await windows.look(ada.page, "admin-account-tags")


async def test_what_is_typed_while_a_list_is_saved_stays_and_is_saved_next(world: World, windows: Windows) -> None:
    tab = await windows.sign_in(await world.member("Root", "admin"), "/admin#/tags", wire := Wire())
    tags = tab.get_by_role("main")
    names = tags.get_by_label("Name")
    await tags.get_by_role("button", name="Add a tag").click()
    await names.last.fill(" Volunteer ")
    wire.hold(lambda frame: True)
    await tab.keyboard.press("Enter")
    await names.last.fill("Volunteers")
    await tags.get_by_role("button", name="Add a tag").click()
    await names.last.fill("Spanish")
    wire.let_go()
    await saved(tags)
    await expect(tags.get_by_text("There are changes to save.")).to_be_visible()
    await expect(names.last).to_be_focused()
    await expect(names.first).to_have_value("Volunteers")
    await tab.keyboard.press("Enter")
    await expect(tags.get_by_text("There are changes to save.")).to_be_hidden()
    await expect(names.last).to_be_focused()
    await expect(names.last).to_have_value("Spanish")
    account = await ask(world, "set_tags", tags=[{"id": 1, "name": "Volunteers"}, {"id": 2, "name": "Spanish"}])
    assert [one["id"] for one in account["tags"]] == [1, 2]


async def test_a_campaign_gets_canned_replies_tags_and_a_survey(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=4)
    await ask(world, "set_tags", tags=[{"name": "Volunteer"}, {"name": "Spanish"}])
    ada = await opened(world, windows, f"campaign/{campaign}/at_hand")
    await ada.shows("Answers at hand")

    replies = card(ada, "Canned replies")
    for title, text in (("When", "On Tuesday."), ("Where", "At {place}.")):
        await replies.get_by_role("button", name="Add a reply").click()
        await replies.get_by_label("Title").last.fill(title)
        await replies.get_by_label("Reply", exact=True).last.fill(text)
    await replies.get_by_role("button", name="Save the replies").click()
    wrong = replies.get_by_label("Reply", exact=True).last
    await expect(wrong).to_have_accessible_description(re.compile("no contact has {place}"))
    await expect(wrong).to_be_focused()
    await wrong.fill("At the town hall, {first_name}.")
    await replies.get_by_role("button", name="Move up: Where").click()
    await replies.get_by_role("button", name="Save the replies").click()
    await saved(replies)

    await ada.page.get_by_label("Volunteer").check()

    survey = card(ada, "Survey")
    await survey.get_by_role("button", name="Add a question").click()
    await survey.get_by_label("Question", exact=True).fill("Will you vote?")
    for words in ("Yes", "No"):
        await survey.get_by_role("button", name="Add an answer").click()
        await survey.get_by_label("Answer", exact=True).last.fill(words)
    await survey.get_by_label("Reply that goes with it (optional)").first.fill("Great!")
    await survey.get_by_role("button", name="Save the survey").click()
    await saved(survey)
    await windows.look(ada.page, "admin-at-hand")

    there = await ask(world, "list_at_hand", campaign=campaign)
    assert [reply["title"] for reply in there["canned"]] == ["Where", "When"]
    assert [one["name"] for one in there["tags"]] == ["Volunteer"]
    assert [(one["answer"], one["reply"]) for one in there["survey"][0]["answers"]] == [("Yes", "Great!"), ("No", None)]


async def test_a_list_that_is_saved_never_shows_what_it_was_before(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1)
    tab = await windows.sign_in(await world.member("Root", "admin"), "about:blank", wire := Wire())
    await tab.goto(f"/admin#/campaign/{campaign}/at_hand")
    replies = card(Admin(tab), "Canned replies")
    await replies.get_by_role("button", name="Add a reply").click()
    await replies.get_by_label("Reply", exact=True).fill("On Tuesday.")
    wire.hold(lambda frame: frame[0] == "reply")
    await replies.get_by_label("Title").fill("When")
    await tab.keyboard.press("Enter")
    await wire.holds_back(2)  # the push has come before the answer, and the list is read again for it
    await tab.keyboard.type(" and where")
    wire.let_go()
    await saved(replies)
    await expect(replies.get_by_label("Title")).to_have_value("When and where")
    await expect(replies.get_by_label("Title")).to_be_focused()


async def test_what_is_saved_meanwhile_is_shown_unless_something_is_typed(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1)
    ada = await opened(world, windows, f"campaign/{campaign}/at_hand")
    replies = card(ada, "Canned replies")
    await ask(world, "set_canned_replies", campaign=campaign, replies=[{"title": "One", "text": "1"}])
    await expect(replies.get_by_label("Title")).to_have_value("One")
    await replies.get_by_label("Title").fill("Mine")
    await ask(world, "set_canned_replies", campaign=campaign, replies=[{"id": 1, "title": "Two", "text": "2"}])
    await expect(replies.get_by_text("There are changes to save.")).to_be_visible()
    await expect(replies.get_by_label("Title")).to_have_value("Mine")
    await replies.get_by_role("button", name="Discard changes").click()
    await expect(replies.get_by_label("Title")).to_have_value("Two")
    await expect(replies.get_by_role("button", name="Save the replies")).to_be_focused()


async def test_counts_grow_on_the_summary_and_lead_to_the_conversations(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=4)
    await ask(world, "set_tags", tags=[{"name": "Volunteer"}])
    await ask(world, "set_campaign_tags", campaign=campaign, tags=[1])
    ada = await opened(world, windows, f"campaign/{campaign}/summary")
    chart = card(ada, "Survey and tags")
    answers = [{"answer": "Yes, at the town hall as every year"}, {"answer": "No"}]
    await ask(world, "set_survey", campaign=campaign, questions=[{"question": "Will you vote?", "answers": answers}])
    for conversation, given in ((1, 1), (2, 1), (3, 2)):
        await answer(world, campaign, conversation, 1, given)
    await tag(world, campaign, 4, 1)
    for words in ("2 · 67 %", "1 · 33 %", "1 · 25 %"):
        await expect(chart.get_by_text(words)).to_be_visible()
    await windows.look(ada.page, "admin-survey")
    await chart.get_by_role("link", name="Read: No").click()
    await ada.shows("Will you vote? No")
    await expect(ada.page.locator("ul.conversations li")).to_have_count(1)
    await ada.page.get_by_label("Tag or answer").select_option("tag 1")
    await ada.shows("Tag: Volunteer")
    await expect(ada.page.get_by_role("link", name="Contact 4 Doe")).to_be_visible()
    await ada.page.get_by_label("Lane").select_option("initial")
    await expect(ada.page.get_by_label("Tag or answer")).to_have_value("")
    await expect(ada.page.locator("ul.conversations li")).to_have_count(4)
    await ada.page.get_by_role("link", name="Contact 3 Doe").click()
    await expect(ada.page.locator("dl.facts")).to_contain_text("Will you vote?No")


async def test_a_list_that_is_not_here_yet_is_not_edited_or_saved_as_none(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1)
    await ask(world, "set_canned_replies", campaign=campaign, replies=[{"title": "One", "text": "1"}])
    tab = await windows.sign_in(await world.member("Root", "admin"), "about:blank", wire := Wire())
    wire.hold(lambda frame: frame[0] == "reply" and "canned" in frame[2])
    await tab.goto(f"/admin#/campaign/{campaign}/at_hand")
    await wire.holds_back(1)
    replies = card(Admin(tab), "Canned replies")
    await expect(replies.get_by_role("button", name="Add a reply")).to_be_disabled()
    await expect(replies.get_by_role("button", name="Save the replies")).to_be_disabled()
    wire.let_go()
    await expect(replies.get_by_label("Title")).to_have_value("One")
    assert len((await ask(world, "list_at_hand", campaign=campaign))["canned"]) == 1
