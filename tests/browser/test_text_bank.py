"""A text bank in Chromium, tried as people would, by an admin and three texters: Ana sits at a desk, Ben has a phone
and walks away, and Cleo works by the keyboard alone. Every text goes to a carrier that remembers it."""

import json
import re
import time

import pytest
from playwright.async_api import Locator, Page, expect
from redis.asyncio import Redis

from server.campaigns.check import check
from server.campaigns.taking_back import take_back
from server.store import keys
from tests.browser.admin import Admin
from tests.browser.console import FIRST_MESSAGES, GOODBYE, INBOX_ZERO, NOBODY_LEFT, Console
from tests.browser.test_at_hand import card, saved
from tests.browser.test_keyboard import said, tab_to
from tests.browser.test_still_there import strip
from tests.browser.test_undo import bar, undo
from tests.browser.test_waiting_room import FAIR
from tests.browser.windows import PHONE, Windows
from tests.carriers.carrying import Remembering, carrying, eventually
from tests.idling import minutes_pass
from tests.undone import time_is_over
from tests.world import World, columns

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAMES = ["Ana", "Ben", "Cleo"]
PEOPLE = [
    ("Maribel", "Quiñones"), ("Jo", "Park"), ("Amadou", "Diallo"), ("Lee", "Nakamura"), ("Priya", "Raman"),
    ("Sam", "O'Connor"), ("Wanda", "Kowalska"), ("Theo", "van den Berg"), ("Grace", "Okafor"), ("Luis", "Ortega"),
    ("Nina", "Petrova"), ("Max", "Weber"),
]  # fmt: skip
"""Three batches of four."""
WHERE = "We meet at the old oak on Elm Street, {first_name}."
YES = "Wonderful, {first_name}! See you on Saturday."


async def time_passes(world: World, redis: Redis, campaign: int, minutes: int) -> None:
    """Let minutes pass in which nothing was away, and the chore look."""
    await redis.hset(keys.ACCOUNT, mapping={"disturbed_at": 0, "calm_asked_at": int(time.time() * 1000)})
    await minutes_pass(redis, campaign, minutes)
    await take_back(world.scripts)


async def park(world: World) -> int:
    """A draft with contacts and a message."""
    campaign = await world.campaign(title="Saturday in the park", launch=False, fair_tail=True, self_assign=False)
    rows = []
    for nth, (first, last) in enumerate(PEOPLE):
        phone = f"+120255501{nth:02}"
        fields = {"City": "Springfield", "Interest": "Playground, trees along Elm Street"}
        rows.append([phone, json.dumps([first, last, phone, fields])])
    await world.scripts.run("add_contacts", campaign, contacts=rows, columns=columns("City", "Interest"))
    words = "Hi {first_name}, this is the friends of the park. Will you come and plant trees with us on Saturday?"
    await world.ask(await world.member("Ada", "admin"), "update_campaign", campaign=campaign, script=words)
    return campaign


async def is_set_up(ada: Admin, windows: Windows, campaign: int) -> str:
    """The admin sets all up and launches; returns the sender link."""
    page = ada.page
    tags = page.get_by_role("main")
    for name in ("Wants a ride", "Spanish"):
        await tags.get_by_role("button", name="Add a tag").click()
        await tags.get_by_label("Name").last.fill(name)
    await tags.get_by_role("button", name="Save the tags").click()
    await saved(tags)

    await page.goto(f"/admin#/campaign/{campaign}/senders")
    await page.get_by_label("Allow self assignment?").check()
    await page.get_by_label("Batch size").fill("4")
    await page.get_by_label("Batch size").press("Enter")
    await ada.says("Saved.")
    for switch in ("The first batch needs an admin's yes", "Campaign sender link", "Take back first messages?"):
        await page.get_by_label(switch).check()
    await expect(page.get_by_label("Minutes until first messages go back")).to_have_value("20")
    await page.get_by_label("Most held at once").fill("8")
    await page.get_by_label("Most held at once").press("Enter")
    await windows.look(page, "bank-1-self-assignment")

    await page.goto(f"/admin#/campaign/{campaign}/at_hand")
    replies = card(ada, "Canned replies")
    for title, text in (("Where", WHERE), ("Who we are", "We are neighbours who care for the parks.")):
        await replies.get_by_role("button", name="Add a reply").click()
        await replies.get_by_label("Title").last.fill(title)
        await replies.get_by_label("Reply", exact=True).last.fill(text)
    await replies.get_by_role("button", name="Save the replies").click()
    await saved(replies)
    for tag in ("Wants a ride", "Spanish"):
        await page.get_by_label(tag).check()
    survey = card(ada, "Survey")
    await survey.get_by_role("button", name="Add a question").click()
    await survey.get_by_label("Question", exact=True).fill("Will you come on Saturday?")
    for words in ("Yes", "No"):
        await survey.get_by_role("button", name="Add an answer").click()
        await survey.get_by_label("Answer", exact=True).last.fill(words)
    await survey.get_by_label("Reply that goes with it (optional)").first.fill(YES)
    await survey.get_by_role("button", name="Save the survey").click()
    await saved(survey)
    await windows.look(page, "bank-2-at-hand")

    await page.goto(f"/admin#/campaign/{campaign}/launch")
    await ada.press("Launch")
    await ada.shows("Every conversation")
    await windows.look(page, "bank-3-launched")
    await ada.go_to("Settings")
    return await page.get_by_label("Link to pass on").input_value()


async def first_batches(ada: Admin, consoles: dict[str, Console], link: str, windows: Windows) -> None:
    """Three join by the link, which asks for a first batch; the admin says yes to each."""
    for console in consoles.values():
        await console.page.goto(link)
        await expect(console.why).to_contain_text("Once an admin says yes, you get your first batch by itself")
    cleo = consoles["Cleo"].page  # asks anew, by the keyboard
    await tab_to(cleo, cleo.get_by_role("button", name="Stop waiting"))
    await cleo.keyboard.press("Enter")
    await expect(cleo.get_by_role("button", name="Ask for your first batch")).to_be_focused()
    await cleo.keyboard.press("Enter")
    await expect(consoles["Cleo"].why).to_contain_text("Once an admin says yes")
    await windows.look(consoles["Ben"].page, "bank-4-asked")
    await ada.go_to("Senders")
    queue = ada.page.get_by_role("region", name="First batches")
    await expect(queue.get_by_role("listitem")).to_contain_text(NAMES)
    await windows.look(ada.page, "bank-5-queue")
    for name, console in consoles.items():
        await queue.get_by_role("button", name=f"Yes, {name} gets a first batch").click()
        await console.shows(FIRST_MESSAGES)
        await console.notes("4 people came. All 4 need a first message.")
    await expect(queue).to_be_hidden()
    await windows.look(consoles["Ben"].page, "bank-6-first-messages")


async def ana_answers(world: World, redis: Redis, campaign: int, ana: Console, windows: Windows) -> None:
    """Ana sends all of hers, and three answer: one gets a canned reply that is undone and changed, one the
    survey's, and one a tag."""
    page = ana.page
    await ana.send_first_messages(4)
    await ana.shows(INBOX_ZERO)
    for conversation, words in ((1, "Where is it?"), (2, "Yes!!"), (3, "Puedo traer a mis niños? Can you pick us up?")):
        await world.contact_writes(campaign, conversation, words)
        await world.a_moment()
    await ana.shows("3 people are waiting")
    await windows.look(page, "bank-7-waiting")

    await ana.person("Maribel").click()
    await page.locator(".replies").get_by_role("button", name="Where").click()
    canned = "We meet at the old oak on Elm Street, Maribel."
    await expect(ana.reply).to_have_value(canned)
    await ana.send.click()
    await expect(bar(ana).get_by_role("status")).to_have_text("Sent to Maribel Quiñones.")
    await ana.shows("Jo Park")
    await windows.look(page, "bank-8-undo")
    await undo(ana).click()
    await ana.shows("Maribel Quiñones")
    await expect(ana.reply).to_have_value(canned)
    await ana.reply.fill(f"{canned} At three!")
    await ana.send.click()

    await opened_by_itself(ana, "Jo Park")
    survey = page.get_by_role("group", name="Will you come")
    send = page.get_by_role("button", name="Send", exact=True)
    place = await send.bounding_box()
    await survey.get_by_role("button", name="Yes").click()
    await expect(ana.reply).to_have_value("Wonderful, Jo! See you on Saturday.")
    await expect(page.get_by_text("35 characters")).to_be_visible()
    assert await send.bounding_box() == place, "nothing moves when Send and close appears"
    await windows.look(page, "bank-9-survey")
    await page.get_by_role("button", name="Send and close").click()
    await opened_by_itself(ana, "Amadou Diallo")
    await page.get_by_role("button", name="Wants a ride").click()
    await expect(page.get_by_role("button", name="Wants a ride")).to_have_attribute("aria-pressed", "true")
    await ana.reply.fill("Claro que sí! We pick you up at two.")
    await ana.send.click()
    await ana.shows(INBOX_ZERO)
    await time_is_over(world, campaign)


async def opened_by_itself(console: Console, name: str) -> None:
    """The next conversation has opened by itself, and a press counts again."""
    await console.shows(name)
    await expect(console.send).not_to_have_attribute("aria-disabled", "true")


async def cleo_waits(cleo: Console) -> None:
    """Cleo sends all of hers by Enter, and waits for more."""
    page = cleo.page
    for sent in range(4):
        await said(page, f"{sent} of 4 sent.")
        await expect(cleo.send).to_be_focused()
        await expect(cleo.send).not_to_have_attribute("aria-disabled", "true")
        await page.keyboard.press("Enter")
    await cleo.shows(INBOX_ZERO)
    await expect(cleo.why).to_have_text(NOBODY_LEFT)
    await tab_to(page, cleo.tell_me)
    await page.keyboard.press("Enter")
    await expect(cleo.why).to_contain_text("You have been waiting since ")


async def ends_the_day(console: Console, sent: str, by_keyboard: bool = False) -> None:
    """The texter is done, and reads what they have sent."""
    done = console.page.get_by_role("button", name="Done for the day")
    if by_keyboard:
        await tab_to(console.page, done)
        await console.page.keyboard.press("Enter")
        await tab_to(console.page, console.page.get_by_role("button", name="Give them back"))
        await console.page.keyboard.press("Enter")
    else:
        await done.click()
        await console.confirm("Give them back")
    await console.shows(GOODBYE)
    await expect(console.page.get_by_text(f"Today you have sent {sent}.", exact=True)).to_be_visible()


def texter_row(page: Page, name: str) -> Locator:
    """The row of a sender on an admin's page."""
    return page.get_by_role("row").filter(has_text=f"{name.lower()}@")


async def test_a_text_bank_from_its_set_up_to_everybodys_goodbye(world: World, redis: Redis, windows: Windows) -> None:
    campaign, carrier = await park(world), Remembering()
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), "/admin#/tags"))
    consoles = {}
    for name in NAMES:
        size = {"viewport": PHONE} if name == "Ben" else {}
        consoles[name] = Console(await windows.sign_in(await world.member(name), "/help", **size))
    ana, ben, cleo = consoles.values()
    async with carrying(world.scripts, carrier):
        link = await is_set_up(ada, windows, campaign)
        for_long = {
            "undo_replies": 600,
            "default_batch_size": 300,
            "token": "",
        }  # only the test ends what can be undone
        await world.scripts.run("update_campaign", campaign, **for_long)
        await first_batches(ada, consoles, link, windows)
        await ana_answers(world, redis, campaign, ana, windows)
        await cleo_waits(cleo)
        await windows.look(cleo.page, "bank-10-cleo-waits")

        # Ben sends one, and walks away.
        await ben.send_first_messages(1)
        await time_passes(world, redis, campaign, 18)
        await expect(strip(ben)).to_contain_text(re.compile(r"^Still there\? 3 people go back to others at "))
        row = texter_row(ada.page, "Ben")
        await expect(row).to_contain_text("Conversations go back at")
        await windows.look(ben.page, "bank-11-still-there")
        await windows.look(ada.page, "bank-12-goes-back")
        await world.contact_writes(campaign, 1, "Thanks!")
        await ana.person("Maribel").click()
        await ana.page.get_by_role("button", name="Close", exact=True).click()
        await ana.shows(INBOX_ZERO)
        await time_passes(world, redis, campaign, 2)
        await cleo.shows(FIRST_MESSAGES)
        await cleo.notes(f"2 people came. Both need a first message. {FAIR}")
        await windows.look(cleo.page, "bank-13-served")
        await ben.shows(INBOX_ZERO)
        await ben.notes("3 people went back, because nothing happened for 20 minutes. What you still hold is here.")
        await windows.look(ben.page, "bank-14-went-back")
        await ana.request.click()
        await ana.has_sent("0 of 1 sent")
        await ana.send_first_messages(1)
        for _ in range(2):
            await expect(cleo.send).to_be_focused()
            await expect(cleo.send).not_to_have_attribute("aria-disabled", "true")
            to = await cleo.send.get_attribute("aria-label")
            await cleo.page.keyboard.press("Enter")
            await expect(cleo.page.get_by_role("button", name=to or "", exact=True)).to_have_count(0)

        await ends_the_day(ana, "5 first messages and 3 replies")
        await ends_the_day(ben, "1 first message")
        await ends_the_day(cleo, "6 first messages", by_keyboard=True)
        await windows.look(ana.page, "bank-15-goodbye")
        await ada.go_to("Summary")
        chart = card(ada, "Survey and tags")
        await expect(chart.get_by_text(re.compile("^1 · "))).to_have_count(2)  # a Yes, and a ride
        await ada.says("12 first messages sent.")
        await windows.look(ada.page, "bank-16-summary")
        await time_is_over(world, campaign)

        async def all_is_carried() -> bool:
            return len(carrier.accepted) == len(PEOPLE) + 3

        await eventually(all_is_carried)

    firsts = [text.phone for text in carrier.handed if text.text.startswith("Hi ")]
    assert len(set(firsts)) == len(firsts) == len(PEOPLE), "nobody got a first message twice"
    assert sorted(text.text for text in carrier.handed if not text.text.startswith("Hi ")) == [
        "Claro que sí! We pick you up at two.",
        "We meet at the old oak on Elm Street, Maribel. At three!",
        "Wonderful, Jo! See you on Saturday.",
    ]
    assert (await check(world.scripts)).as_dict() == {"ok": True, "campaigns": 1, "conversations": 12, "faults": []}
