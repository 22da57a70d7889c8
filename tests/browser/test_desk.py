"""The desk: the list at the left, the thread in the middle, the person at the right; and a phone's way from thread to
thread."""

import json

import pytest
from playwright.async_api import expect

from tests.browser.console import INBOX_ZERO, Console
from tests.browser.test_small_windows import in_sight
from tests.browser.windows import PHONE, Windows
from tests.browser.wire import Wire
from tests.world import World, columns

pytestmark = pytest.mark.asyncio(loop_scope="session")

PEOPLE = [
    ("Maribel", "Quiñones"), ("Jo", "Park"), ("Amadou", "Diallo"), ("Lee", "Nakamura"), ("Priya", "Raman"),
    ("Sam", "O'Connor"),
]  # fmt: skip
SAID = [
    "Yes! What time does it start?", "Who is this?", "I already voted, thanks :)", "Can I bring my kids?",
    "Not interested in the park, but tell me about the school board meeting that somebody wrote about last week",
    "Which bus goes there?",
]  # fmt: skip


async def waiting(world: World, count: int = len(PEOPLE)) -> tuple[int, list[int]]:
    """A campaign in which so many people wait for Ana's replies; and their conversations, the longest waiting first."""
    campaign = await world.campaign(title="Parks for all", launch=False, script="Hi {first_name}!")
    rows = []
    for nth, (first, last) in enumerate(PEOPLE[:count]):
        phone = f"+1202555010{nth}"
        fields = {"City": "Springfield", "Precinct": f"1{nth}", "Interest": "Playground, trees along Elm Street"}
        rows.append([phone, json.dumps([first, last, phone, fields])])
    named = columns("City", "Precinct", "Interest")
    await world.scripts.run("add_contacts", campaign, contacts=rows, columns=named)
    await world.ask(await world.member("Ada", "admin"), "launch_campaign", campaign=campaign)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    batch = await texter.send_initials()
    for conversation, said in zip(batch, SAID, strict=False):
        await world.contact_writes(campaign, conversation, said)
        await world.a_moment()
    return campaign, batch


def called(conversation: int) -> str:
    """The name of a conversation's contact."""
    return " ".join(PEOPLE[conversation - 1])


REPLIES = [
    ("Where and when", "We meet at three, by the old oak. See you there, {first_name}!"),
    ("Who we are", "We are neighbours who care for the parks of Springfield."),
    ("Wrong person", "Sorry to have bothered you! We'll take you off the list."),
    ("Bus", "Take bus 12 to Elm Street, {first_name}. From there it's two minutes on foot."),
]
SURVEY = [
    {
        "question": "Will you come on Saturday?",
        "answers": [
            {"answer": "Yes", "reply": "Wonderful, {first_name}! See you on Saturday."},
            {"answer": "No", "reply": "What a pity. Another time!"},
            {"answer": "Not sure"},
        ],
    },
    {"question": "Would you bring a friend?", "answers": [{"answer": "Yes"}, {"answer": "No"}]},
]


async def with_answers(world: World, campaign: int, replies: int = len(REPLIES)) -> None:
    """Give the campaign answers at hand, and at least so many canned replies."""
    ada = await world.member("Ada", "admin")
    account = await world.ask(ada, "set_tags", tags=[{"name": name} for name in ("Wants a ride", "Press", "Spanish")])
    await world.ask(ada, "set_campaign_tags", campaign=campaign, tags=[tag["id"] for tag in account["tags"]])
    await world.ask(ada, "set_survey", campaign=campaign, questions=SURVEY)
    more = [(f"Answer {nth}", f"These are the words of answer {nth}.") for nth in range(len(REPLIES), replies)]
    given = [{"title": title, "text": text} for title, text in [*REPLIES, *more]]
    await world.ask(ada, "set_canned_replies", campaign=campaign, replies=given)


async def said(world: World, campaign: int, conversation: int) -> list[str]:
    """The texts that went to a contact."""
    texts = (await world.conversation(campaign, conversation))["texts"]
    return [text["text"] for text in texts if text["direction"] == "out"]


async def test_a_desk_has_list_thread_and_person_and_is_worked_by_the_keyboard_alone(
    world: World, windows: Windows
) -> None:
    campaign, batch = await waiting(world)
    await with_answers(world, campaign)
    page = await windows.sign_in(await world.member("Ana"))
    ana, keyboard, rows = Console(page), page.keyboard, page.locator(".left .conversations a")
    names = [called(id) for id in batch]
    await ana.shows("6 people are waiting")
    await windows.look(page, "desk-list")
    await expect(rows.first).to_be_focused()
    await keyboard.press("ArrowDown")
    await keyboard.press("k")
    await expect(rows.first).to_be_focused()
    await keyboard.press("Enter")
    await ana.shows(names[0])
    await expect(ana.reply).to_be_focused()
    await expect(rows.and_(page.locator("[aria-current=true]"))).to_contain_text(names[0])
    await expect(page.get_by_role("complementary")).to_contain_text("Springfield")
    await windows.look(page, "desk-thread")

    await keyboard.type("At three, by the old oak; j, k and c are letters here.")
    await keyboard.press("Enter")
    await ana.notes(f"Sent to {names[0]}.")
    await ana.shows(names[1])  # by itself
    await expect(ana.reply).to_be_focused()
    await expect(rows).to_have_count(5)
    await windows.look(page, "desk-next")

    await keyboard.press("Escape")
    await keyboard.press("j")
    await ana.shows(names[2])
    await expect(ana.texts).to_have_count(2)
    await keyboard.press("c")
    await ana.notes(f"The conversation with {names[2]} is closed. It opens again if they write.")
    await ana.shows(names[3])
    await keyboard.press("k")
    await ana.shows(names[1])
    await expect(page.locator(".replies button").first).to_be_visible()
    await keyboard.press("2")
    await expect(ana.reply).to_have_value(REPLIES[1][1])
    await expect(ana.reply).to_be_focused()
    await keyboard.press("Escape")
    await keyboard.press("/")
    await keyboard.type("bus")
    await keyboard.press("Enter")
    await expect(ana.reply).to_have_value("Take bus 12 to Elm Street, Jo. From there it's two minutes on foot.")
    await keyboard.press("Enter")
    await ana.notes(f"Sent to {names[1]}.")
    assert (await said(world, campaign, batch[1]))[1:] == [
        "Take bus 12 to Elm Street, Jo. From there it's two minutes on foot."
    ]

    await page.go_back()  # not from conversation to conversation
    await ana.shows("3 people are waiting")
    await keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    await windows.look(page, "desk-keys")
    await page.get_by_label("Single keys are on").uncheck()
    await keyboard.press("Escape")
    await page.get_by_role("button", name="Keys").click()  # the button is there still
    await keyboard.press("Escape")
    await keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.reload()
    await ana.shows("3 people are waiting")
    await keyboard.press("?")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_an_answer_its_reply_and_the_close_are_one_press_after_they_were_seen(
    world: World, windows: Windows
) -> None:
    campaign, batch = await waiting(world)
    await with_answers(world, campaign)
    page = await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/reply/{batch[0]}")
    ana = Console(page)
    saturday = page.get_by_role("group", name="Will you come")
    await page.get_by_role("button", name="Wants a ride").click()
    await expect(page.get_by_role("button", name="Wants a ride")).to_have_attribute("aria-pressed", "true")
    await saturday.get_by_role("button", name="Not sure").click()  # no reply goes with it
    await expect(saturday.get_by_role("button", name="Not sure")).to_have_attribute("aria-pressed", "true")
    await expect(ana.reply).to_have_value("")
    await saturday.get_by_role("button", name="Yes").click()
    await expect(ana.reply).to_have_value("Wonderful, Maribel! See you on Saturday.")
    await windows.look(page, "desk-answered")
    await page.get_by_role("button", name="Send and close").click()
    await ana.notes(f"Sent to {called(batch[0])}, and closed.")
    await ana.shows(called(batch[1]))
    await expect(ana.reply).to_have_value("")
    await expect(page.get_by_role("button", name="Send and close")).to_be_hidden()

    thing = await world.conversation(campaign, batch[0])
    survey = (await world.counts(campaign))["survey"]
    assert thing["lane"] == "closed"
    assert thing["texts"][-1]["text"] == "Wonderful, Maribel! See you on Saturday."
    assert len(thing["tags"]) == 1
    assert thing["answers"] == {str(survey[0]["id"]): survey[0]["answers"][0]["id"]}


async def test_a_reply_goes_with_no_answer_that_was_changed_or_taken_back_since(world: World, windows: Windows) -> None:
    campaign, batch = await waiting(world, 1)
    await with_answers(world, campaign)
    ana = Console(await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/reply/{batch[0]}"))
    saturday = ana.page.get_by_role("group", name="Will you come")
    yes, unsure = (saturday.get_by_role("button", name=name) for name in ("Yes", "Not sure"))
    close = ana.page.get_by_role("button", name="Send and close")
    await yes.click()
    await expect(close).to_be_visible()
    await yes.click()
    await expect(yes).to_have_attribute("aria-pressed", "false")
    await expect(close).to_be_hidden()
    await yes.click()
    await expect(close).to_be_visible()
    await unsure.click()
    await expect(unsure).to_have_attribute("aria-pressed", "true")
    await ana.reply.fill("Tell me when you know.")
    await ana.reply.press("Enter")
    await ana.notes("Sent to Maribel Quiñones.")
    survey = (await world.counts(campaign))["survey"]
    assert [answer["count"] for answer in survey[0]["answers"]] == [0, 0, 1]


async def test_words_at_hand_take_away_nothing_typed_and_go_to_nobody_else(world: World, windows: Windows) -> None:
    campaign, batch = await waiting(world)
    await with_answers(world, campaign, replies=200)
    wire = Wire()
    page = await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/reply/{batch[0]}", wire=wire)
    ana = Console(page)
    replies = page.locator(".replies button")
    await expect(replies).to_have_count(20)
    await expect(page.get_by_text("180 more: look for them by a word.")).to_be_visible()
    await page.get_by_label("Replies").fill("answer 199")
    await expect(replies).to_have_text(["1\nAnswer 199\nThese are the words of answer 199."], use_inner_text=True)
    await page.get_by_label("Replies").fill("nothing has this")
    await expect(page.get_by_text("No reply has these words.")).to_be_visible()
    await page.get_by_label("Replies").fill("")

    await ana.reply.fill("Good morning!")
    await replies.first.click()
    both = "Good morning! We meet at three, by the old oak. See you there, Maribel!"
    await expect(ana.reply).to_have_value(both)
    wire.hold(lambda frame: frame[0] == "reply" and "text" in frame[2])
    await replies.nth(1).click()
    await page.get_by_role("button", name="Next conversation").click()
    await ana.shows(called(batch[1]))
    wire.let_go()
    await page.wait_for_timeout(300)
    await expect(ana.reply).to_have_value("")
    await page.get_by_role("button", name="Previous conversation").click()
    await expect(ana.reply).to_have_value(both)


async def test_a_texter_keeps_replies_of_their_own(world: World, windows: Windows) -> None:
    campaign, batch = await waiting(world, 2)
    page = await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/reply/{batch[0]}")
    ana, dialog = Console(page), page.get_by_role("dialog", name="My replies")
    await page.get_by_role("button", name="My replies").click()
    await dialog.get_by_role("button", name="Add a reply").click()  # one stays blank
    await dialog.get_by_label("Title").first.fill("My greeting")
    await dialog.get_by_label("Words").first.fill("Hello there!")
    await dialog.get_by_role("button", name="Save").click()
    await page.get_by_role("button", name="My greeting").click()
    await expect(ana.reply).to_have_value("Hello there!")
    await page.get_by_role("button", name="My replies").click()
    await dialog.get_by_label("Words").first.fill("Hello {first_name}!")
    await windows.look(page, "desk-own-replies")
    await dialog.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("button", name="My greeting")).to_contain_text("mine")
    await page.get_by_role("button", name="My greeting").click()
    await expect(ana.reply).to_have_value("Hello Maribel!")

    other = await windows.tab(page, page.url)  # it doesn't hear of what is kept here
    await expect(other.get_by_role("button", name="My greeting")).to_be_visible()
    await page.get_by_role("button", name="My replies").click()
    await dialog.get_by_role("button", name="Add a reply").click()
    await dialog.get_by_label("Title").last.fill("My goodbye")
    await dialog.get_by_label("Words").last.fill("See you!")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_be_hidden()
    await other.get_by_role("button", name="My replies").click()
    await expect(other.get_by_role("dialog").get_by_label("Title")).to_have_count(2)
    await other.keyboard.press("Escape")
    await expect(other.get_by_role("button", name="My goodbye")).to_be_visible()


AS_SOON_AS = """(words) => {
  const observer = new MutationObserver(() => {
    if (!document.querySelector("#reply")?.value.startsWith(words)) return;
    observer.disconnect();
    window.pressed = true;
    ACT;
  });
  observer.observe(document.querySelector("main"), {subtree: true, childList: true, attributes: true});
}"""
"""Does something once, as soon as the box begins with these words."""
PRESS_ENTER = """for (const type of ["keydown", "keyup"])
  document.querySelector("#reply").dispatchEvent(new KeyboardEvent(type, {key: "Enter", bubbles: true}))"""
PRESS_ALL = """for (const button of document.querySelectorAll(".reply button")) {
  button.dispatchEvent(new PointerEvent("pointerdown", {bubbles: true}));
  button.click();
}"""


async def test_what_was_refused_is_told_to_a_texter_who_has_gone_on(world: World, windows: Windows) -> None:
    campaign, batch = await waiting(world)
    await with_answers(world, campaign)
    wire = Wire()
    page = await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/reply/{batch[0]}", wire)
    ana = Console(page)
    name = called(batch[0])
    further = page.get_by_role("button", name="Next conversation")
    await ana.reply.fill("At three.")
    await expect(further).to_be_enabled()
    wire.hold(lambda frame: True)
    await world.contact_writes(campaign, batch[0], "Or is it at four?")
    await ana.send.first.click()
    await further.click()
    await ana.shows(called(batch[1]))
    wire.let_go()
    await ana.notes(f"{name}: There is a newer text in this conversation. Read it, then answer.")

    await page.get_by_role("button", name="Previous conversation").click()
    await expect(ana.reply).to_have_value("At three.")
    await page.get_by_role("button", name="Opt out").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    wire.hold(lambda frame: True)
    bob, ada = await world.texter(campaign, "Bob"), await world.member("Ada", "admin")
    await world.ask(ada, "reassign", campaign=campaign, holders=[(await world.member("Ana")).id], to=[bob.id], count=1)
    await ana.confirm("Opt out")
    await further.click()
    wire.let_go()
    await ana.notes(f"{name}: This conversation isn't assigned to you.")


async def test_a_first_message_in_doubt_is_told_in_another_campaign(world: World, windows: Windows) -> None:
    windows.excuse("already in CLOSING or CLOSED state")
    parks, trees = [await world.campaign(contacts=2, title=title) for title in ("Parks", "Trees")]
    for campaign in (parks, trees):
        await (await world.texter(campaign, "Ana")).request()
    wire = Wire()
    page = await windows.sign_in(await world.member("Ana"), f"/console#{parks}", wire)
    ana = Console(page)
    await expect(ana.send).not_to_have_attribute("aria-disabled", "true")
    wire.hold(lambda frame: True)
    await page.get_by_role("button", name="Wrong number").click()
    await page.get_by_role("navigation", name="Campaigns").get_by_role("link", name="Trees").click()
    wire.cut_instead_of(lambda frame: True)
    await world.ask(await world.member("Ada", "admin"), "update_campaign", campaign=parks, title="Parks!")
    await ana.notes(
        "Contact 1 Doe: The connection was lost before the answer came. "
        "It may have gone through: look before you try again."
    )


async def test_a_second_enter_or_tap_sends_nothing_to_who_comes_next(world: World, windows: Windows) -> None:
    campaign, batch = await waiting(world)
    member = await world.member("Ana")
    page = await windows.sign_in(member, f"/console#{campaign}/reply/{batch[1]}")
    ana = Console(page)
    await ana.reply.fill("For Jo, when I have looked it up")
    await ana.person(called(batch[0])).click()
    await ana.shows(called(batch[0]))
    await ana.reply.fill("Hello!")
    await page.evaluate(AS_SOON_AS.replace("ACT", PRESS_ENTER), "For Jo")
    await ana.reply.press("Enter")
    await ana.shows(called(batch[1]))
    await expect(ana.reply).to_have_value("For Jo, when I have looked it up")
    await page.wait_for_function("() => window.pressed")
    await expect(ana.send).not_to_have_attribute("aria-disabled", "true")
    assert [len(await said(world, campaign, id)) for id in batch[:2]] == [2, 1]

    phone = await windows.sign_in(
        member, f"/console#{campaign}/reply/{batch[2]}", viewport=PHONE, is_mobile=True, has_touch=True
    )
    other = Console(phone)
    await other.reply.fill("For Amadou, not yet")
    await phone.get_by_role("button", name="Previous conversation").tap()
    await other.shows(called(batch[1]))
    await other.reply.fill("Hello, Jo!")
    await phone.evaluate(AS_SOON_AS.replace("ACT", PRESS_ALL), "For Amadou")
    await other.send.tap()
    await other.shows(called(batch[2]))
    await phone.wait_for_function("() => window.pressed")
    await expect(other.send).not_to_have_attribute("aria-disabled", "true")
    assert [len(await said(world, campaign, id)) for id in batch[:3]] == [2, 2, 1]
    assert (await world.conversation(campaign, batch[2]))["lane"] == "reply"
    await expect(phone.get_by_role("dialog")).to_have_count(0)


async def test_on_a_phone_one_thumb_goes_from_thread_to_thread(world: World, windows: Windows) -> None:
    campaign, batch = await waiting(world, 4)
    await with_answers(world, campaign)
    page = await windows.sign_in(await world.member("Ana"), viewport=PHONE, is_mobile=True, has_touch=True)
    ana = Console(page)
    await ana.person(called(batch[0])).tap()
    await expect(page.locator(".left")).to_be_hidden()
    before, after = (page.get_by_role("button", name=f"{way} conversation") for way in ("Previous", "Next"))
    await expect(before).to_be_disabled()
    await after.tap()
    await ana.shows(called(batch[1]))
    await page.get_by_role("button", name="Answers", exact=True).tap()
    await expect(page.get_by_role("dialog", name="Answers at hand")).to_be_visible()
    await windows.keep_picture(page, "phone-sheet")
    await page.get_by_role("dialog").get_by_role("button", name="Bus").tap()
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(ana.reply).to_have_value("Take bus 12 to Elm Street, Jo. From there it's two minutes on foot.")
    await ana.reply.tap()
    await page.set_viewport_size({"width": 390, "height": 480})  # with its keyboard
    for button in (ana.reply, ana.send, before, after):
        await in_sight(page, button)
    await windows.keep_picture(page, "phone-thread-keyboard")
    await ana.send.tap()
    await ana.notes(f"Sent to {called(batch[1])}.")
    await ana.shows(called(batch[2]))
    await page.set_viewport_size(PHONE)
    await in_sight(page, after)
    await windows.keep_picture(page, "phone-thread")

    await page.get_by_label("Open the next one after sending").uncheck()
    await ana.reply.fill("Thank you!")
    await ana.send.tap()
    await ana.shows("2 people are waiting")
    await page.reload()
    await ana.person(called(batch[0])).tap()
    await expect(page.get_by_label("Open the next one after sending")).not_to_be_checked()
    await page.get_by_role("button", name="Close").tap()
    await ana.shows("1 person is waiting")
    await ana.person(called(batch[3])).tap()
    await page.get_by_role("button", name="Close").tap()
    await ana.shows(INBOX_ZERO)


async def test_a_window_becomes_a_desk_and_back_and_keeps_all_as_it_was(world: World, windows: Windows) -> None:
    campaign, batch = await waiting(world, 3)
    await with_answers(world, campaign)
    page = await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/reply/{batch[1]}", viewport=PHONE)
    ana = Console(page)
    await ana.reply.fill("Half a sentence")
    await page.get_by_role("button", name="Answers", exact=True).click()
    await page.set_viewport_size({"width": 900, "height": 700})
    await expect(page.get_by_role("dialog")).to_be_hidden()
    await expect(page.locator(".left .conversations a")).to_have_count(3)
    await expect(page.get_by_role("complementary")).to_contain_text("Springfield")
    await windows.keep_picture(page, "desk-thread-900")
    await page.set_viewport_size({"width": 899, "height": 700})
    await expect(page.locator(".left")).to_be_hidden()
    await windows.keep_picture(page, "desk-thread-899")
    await expect(ana.reply).to_have_value("Half a sentence")
