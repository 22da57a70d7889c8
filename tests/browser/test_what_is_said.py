"""Every sentence on the page is true when it is there, and goes when it isn't any more."""

import itertools
import json
import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.arranged import quiet_campaign
from tests.browser.console import FIRST_MESSAGES, GOODBYE, INBOX_ZERO, LOOKING, NOBODY_LEFT, Console
from tests.browser.reading import HEADER, reads
from tests.browser.windows import PHONE, Windows
from tests.browser.wire import Wire, change
from tests.world import World, columns

pytestmark = pytest.mark.asyncio(loop_scope="session")

NO_CONNECTION = "There is no connection right now. Nothing was sent; try again when it's back."
OFFLINE = "You are offline. This comes back by itself…"
OFFLINE_HEADER = ["Handraise", OFFLINE, "Ana", "Alerts", "Keys", "Help", "Sign out"]
KEYS = "or press Enter · Shift+Enter starts a new line"
CHOOSE = "Choose a conversation from the list."
REPLY_KEYS = "Enter sends · Shift+Enter starts a new line"
NOT_FOUND = "ERR_INTERNET_DISCONNECTED|WebSocket connection to .* failed"


def first_message(name: str, progress: str, *after: str, notice: str = "") -> list[str]:
    """The screen of a first message, "Hi!". (What has just come is shown below it, and read before it.)"""
    return [
        "Vote!",
        FIRST_MESSAGES,
        *filter(None, [notice]),
        progress,
        name,
        f"Message to {name}",
        "3 characters, 1 segment",
        "Send",
        KEYS,
        "Skip",
        "Wrong number",
        "Opt out",
        *after,
    ]


async def person(world: World, campaign: int, conversation: int) -> list[str]:
    """The lines beside a person's conversation, or first message, on a desk."""
    contact = (await world.conversation(campaign, conversation))["contact"]
    return [f"{contact['first_name']} {contact['last_name']}", "Phone", contact["phone"]]


async def test_from_initials_to_replies_to_inbox_zero_every_sentence_is_true(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=5, batch_size=3, script="Hi!")
    texter = await world.texter(campaign, "Ana")
    page = await windows.sign_in(await world.member("Ana"))
    ana = Console(page)
    most = "Up to 3 conversations at a time."
    request = "Request Conversations"
    done = "Done for the day"
    await reads(page, "Vote!", LOOKING, request, "5 to write to", most)

    await ana.request.click()
    await expect(ana.send).to_be_visible()
    batch = await texter.holds("initial")
    names = [f"Contact {id} Doe" for id in batch]
    beside = [await person(world, campaign, id) for id in batch]
    came = "You have 3 new conversations. All 3 need a first message."
    await reads(page, *first_message(names[0], "0 of 3 sent", done, *beside[0], notice=came))
    await windows.look(page, "console-initials-came")
    await ana.send_first_messages(1)
    await reads(page, *first_message(names[1], "1 of 3 sent", done, *beside[1]))
    await world.contact_writes(campaign, batch[0], "Who is this?")
    waiting = "1 person waits for your reply. Replies open when these are sent."
    await reads(page, *first_message(names[1], "1 of 3 sent", waiting, done, *beside[1]))
    await ana.send_first_messages(2)

    why = "Someone is waiting for your reply. Answer everyone, then request more."
    ways = ["Waiting for you (1)", "Quiet (2)"]
    row = [names[0], "just now", "Who is this?"]
    await reads(page, *ways, *row, "Vote!", "1 person is waiting", CHOOSE, "Request Conversations", why, done)
    await expect(page.locator("#main .conversations a")).to_be_focused()
    await ana.person(names[0]).click()
    await expect(ana.texts).to_have_count(2)
    await ana.reply.fill("Ana.")
    await ana.reply.press("Enter")
    today = "Today you have sent 3 first messages and 1 reply in this campaign."
    zero = [
        "Vote!",
        INBOX_ZERO,
        f"Sent to {names[0]}.",
        today,
        request,
        "2 to write to",
        most,
        "Waiting for you",
        "Quiet (3)",
        done,
    ]
    await reads(page, *zero)
    await windows.look(page, "console-inbox-zero-sent")
    await page.reload()
    await reads(page, *[line for line in zero if not line.startswith("Sent to")])

    await ana.request.click()
    await expect(ana.send).to_be_visible()
    [fourth, _] = await texter.holds("initial")
    came = "You have 2 new conversations. Both need a first message."
    about = await person(world, campaign, fourth)
    await reads(page, *first_message(about[0], "0 of 2 sent", done, *about, notice=came))
    await ana.send_first_messages(2)
    today = "Today you have sent 5 first messages and 1 reply in this campaign."
    nothing = ["Tell me when there are more", NOBODY_LEFT]
    await reads(page, "Vote!", INBOX_ZERO, today, *nothing, "Waiting for you", "Quiet (5)", done)

    await page.get_by_role("button", name=done).click()
    await ana.confirm("Give them back")
    back = "You have given back 5 conversations, so that others can go on."
    today = "Today you have sent 5 first messages and 1 reply."
    await reads(page, "Vote!", GOODBYE, back, today, request, "5 quiet conversations", most)
    await windows.look(page, "console-goodbye")
    await page.reload()
    await reads(page, "Vote!", GOODBYE, today, request, "5 quiet conversations", most)


async def test_that_there_is_no_connection_is_said_while_there_is_none(world: World, windows: Windows) -> None:
    windows.excuse(NOT_FOUND)
    campaign = await world.campaign(contacts=2, batch_size=2, script="Hi!")
    texter = await world.texter(campaign, "Ana")
    page = await windows.sign_in(await world.member("Ana"))
    ana = Console(page)
    done = "Done for the day"
    await ana.shows(LOOKING)

    await page.context.set_offline(True)
    asks = ["Vote!", LOOKING, "Request Conversations", "2 to write to"]
    await reads(page, *asks, "Up to 2 conversations at a time.", header=OFFLINE_HEADER)
    await ana.request.click()
    await reads(page, *asks, "Requesting…", header=OFFLINE_HEADER)
    await windows.look(page, "console-requesting-offline")
    await page.context.set_offline(False)
    came = "You have 2 new conversations. Both need a first message."
    await expect(ana.send).to_be_visible()
    about = await person(world, campaign, (await texter.holds("initial"))[0])
    first = about[0]
    await reads(page, *first_message(first, "0 of 2 sent", done, *about, notice=came))

    await page.context.set_offline(True)
    await expect(ana.connection).to_have_text(OFFLINE)
    await ana.send.click()
    after = [NO_CONNECTION, done, *about]
    await reads(page, *first_message(first, "0 of 2 sent", *after), header=OFFLINE_HEADER)
    await expect(page.locator("#announcer")).to_contain_text(f"To {first}:")
    await windows.look(page, "console-initials-offline")
    await page.context.set_offline(False)
    await reads(page, *first_message(first, "0 of 2 sent", done, *about))
    await ana.send_first_messages(2)
    await ana.shows(INBOX_ZERO)

    [conversation, _] = await texter.holds("quiet")
    await page.goto(f"/console#{campaign}/quiet/{conversation}")
    await ana.reply.fill("Still there?")
    await page.context.set_offline(True)
    await expect(ana.connection).to_have_text(OFFLINE)
    await ana.reply.press("Enter")
    await expect(page.get_by_text(NO_CONNECTION)).to_be_visible()
    await windows.look(page, "console-thread-offline")
    await page.context.set_offline(False)
    await expect(ana.connection).to_have_text("Connected")
    await expect(page.get_by_text("no connection")).to_have_count(0)
    await expect(ana.reply).to_have_value("Still there?")
    assert len((await world.conversation(campaign, conversation))["texts"]) == 1


async def test_an_admins_page_says_that_there_is_no_connection_while_there_is_none(
    world: World, windows: Windows
) -> None:
    windows.excuse(NOT_FOUND)
    campaign = await world.campaign(contacts=2)
    page = await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/summary")
    actions = page.get_by_role("button", name="Actions")
    await expect(actions).to_be_visible()
    await page.context.set_offline(True)
    await expect(page.locator(".connection")).to_have_text(OFFLINE)
    await actions.click()
    await page.get_by_role("menuitem", name="Pause").click()
    await expect(page.get_by_text(NO_CONNECTION)).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.locator(".connection")).to_have_text("Connected")
    await expect(page.get_by_text("no connection")).to_have_count(0)


async def test_what_came_is_said_for_replies_and_for_quiet_ones_too(world: World, windows: Windows) -> None:
    campaign = await quiet_campaign(world, contacts=5, batch_size=3)
    texter = await world.texter(campaign, "Ana")
    await world.contact_writes(campaign, 2)
    page = await windows.sign_in(await world.member("Ana"))
    ana = Console(page)
    await ana.request.click()
    await ana.shows("1 person is waiting")
    await ana.notes("You have 3 new conversations. 1 of them is waiting for your reply.")
    await windows.look(page, "console-replies-came")
    await texter.send_reply(2)
    await ana.shows(INBOX_ZERO)
    await ana.notes("")
    await ana.request.click()
    await ana.notes("You have 2 new conversations. None of them needs anything right now.")
    await windows.look(page, "console-quiet-came")
    await page.get_by_role("link", name="Quiet (5)").click()
    await ana.notes("")
    await windows.look(page, "console-quiet")


async def test_a_move_by_an_admin_says_what_is_still_held_only_where_something_is(
    world: World, windows: Windows
) -> None:
    campaign = await world.campaign(contacts=3, batch_size=3)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    ada, ben = await world.member("Ada", "admin"), await world.texter(campaign, "Ben")
    ana = Console(await windows.sign_in(await world.member("Ana")))
    await ana.has_sent("0 of 3 sent")
    some = {"campaign": campaign, "holders": [texter.id], "to": [ben.id]}
    await world.ask(ada, "reassign", **some, count=1)
    await ana.has_sent("0 of 2 sent")
    await ana.notes("Ada moved 1 conversation of yours. What you still hold is here.")
    await windows.look(ana.page, "console-moved-some")
    await ana.send_first_messages(1)
    await ana.notes("")
    await world.ask(ada, "reassign", **some)
    await ana.shows(LOOKING)
    await ana.notes("Ada moved 2 conversations of yours.")
    await windows.look(ana.page, "console-moved-all")
    await world.scripts.run("update_campaign", campaign, self_assign=False, default_batch_size=300, token="t")
    await windows.look(ana.page, "console-self-assign-off")


async def test_who_comes_back_as_a_sender_isnt_told_any_more_that_they_are_none(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=3)
    texter = await world.texter(campaign, "Ana")
    ada = await world.member("Ada", "admin")
    ana = Console(await windows.sign_in(await world.member("Ana")))
    await ana.shows(LOOKING)
    await world.ask(ada, "remove_sender", campaign=campaign, member=texter.id)
    await ana.notes("You're no longer a sender of “Vote!”, or it has been archived.")
    await world.ask(ada, "add_senders", campaign=campaign, members=[texter.id])
    await reads(
        ana.page, "Vote!", LOOKING, "Request Conversations", "3 to write to", "Up to 10 conversations at a time."
    )


async def test_progress_is_the_same_after_a_reload_in_a_second_tab_and_on_a_phone(
    world: World, windows: Windows
) -> None:
    campaign = await world.campaign(contacts=4)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    member = await world.member("Ana")
    ana = Console(await windows.sign_in(member))
    await ana.has_sent("0 of 4 sent")
    await ana.send_first_messages(3)
    await ana.has_sent("3 of 4 sent")
    phone = Console(await windows.sign_in(member, viewport=PHONE, is_mobile=True, has_touch=True))
    tab = Console(await windows.tab(ana.page, "/console"))
    await ana.page.reload()
    for console in (ana, phone, tab):
        await console.has_sent("3 of 4 sent")
    await windows.look(phone.page, "console-initials-last")


async def test_notices_of_a_conversation_go_with_its_screen(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=3, batch_size=3)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    batch = await texter.send_initials()
    for conversation in batch:
        await world.contact_writes(campaign, conversation)
        await world.a_moment()
    first, second, third = [f"Contact {conversation} Doe" for conversation in batch]
    wire = Wire()
    page = await windows.sign_in(await world.member("Ana"), wire=wire)
    ana = Console(page)

    await ana.person(first).click()
    await ana.reply.fill("Great!")
    wire.hold(change)  # the answer comes before the console that it leads to
    await ana.reply.press("Enter")
    await ana.notes(f"Sent to {first}.")
    wire.let_go()
    await ana.shows(second)
    await ana.notes(f"Sent to {first}.")
    await windows.look(page, "console-sent-to")
    await ana.person(third).click()
    await ana.notes("")
    await ana.person(second).click()
    await page.get_by_role("button", name="Close").click()
    await ana.notes(f"The conversation with {second} is closed. It opens again if they write.")
    await ana.shows(third)
    await windows.look(page, "console-closed-one")
    await page.get_by_role("link", name="Closed (1)").click()
    await ana.notes("")
    await ana.person(second).click()
    await expect(page.get_by_text("This one is closed. It opens again if they write.")).to_be_visible()
    await windows.look(page, "console-thread-closed")
    await page.goto(f"/console#{campaign}/reply/{batch[2]}")
    await expect(ana.reply).to_be_visible()
    ben = await world.texter(campaign, "Ben")
    by = {"name": "Ada", "move": "m"}
    await world.scripts.run("reassign", campaign, holder=texter.id, to=ben.id, lane="reply", most=1, by=by)
    await ana.notes(f"The conversation with {third} was taken away: it isn't assigned to you any more.")
    await windows.look(page, "console-taken-away")


async def test_a_name_from_right_to_left_reorders_nothing_beside_it(world: World, windows: Windows) -> None:
    name = "\u202eשלום abc"  # with an override that it doesn't take back
    campaign = await world.campaign(launch=False, title="שלום")
    person = json.dumps([name, "", "+12025550100", {}])
    await world.scripts.run("add_contacts", campaign, contacts=[["+12025550100", person]], columns=columns())
    await world.ask(await world.member("Ada", "admin"), "launch_campaign", campaign=campaign)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    await texter.send_initials()
    await world.contact_writes(campaign, 1)
    page = await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/reply/1")
    ana = Console(page)
    await expect(ana.texts).to_have_count(2)
    at = (await ana.texts.last.locator("time").inner_text()).strip()
    assert await left_to_right(page, "#main .texts li.in .small", [name, " · ", at])
    await ana.reply.fill("7 days")
    await ana.reply.press("Enter")
    await ana.notes(f"Sent to {name}.")
    assert await left_to_right(page, "#main .middle > .notice", ["Sent to ", name, "."])
    await windows.look(page, "console-right-to-left")


async def left_to_right(page: Page, selector: str, parts: list[str]) -> bool:
    """Return whether these parts of an element's text stand one after the other on the screen."""
    edges = await page.locator(selector).evaluate(
        """(element, parts) => {
          const nodes = [], walk = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) for (let i = 0; i < walk.currentNode.length; i++) nodes.push([walk.currentNode, i]);
          let at = 0;
          return parts.map((part) => {
            const boxes = nodes.slice(at, (at += part.length)).map(([node, i]) => {
              const range = document.createRange();
              range.setStart(node, i);
              range.setEnd(node, i + 1);
              return range.getBoundingClientRect();
            });
            return [Math.min(...boxes.map((box) => box.left)), Math.max(...boxes.map((box) => box.right))];
          });
        }""",
        parts,
    )
    return all(one[1] <= other[0] + 1 for one, other in itertools.pairwise(edges))


async def test_long_titles_and_large_numbers_keep_their_shape(world: World, windows: Windows) -> None:
    title = "Llanfairpwllgwyngyll" * 10
    campaign = await world.campaign(contacts=2, title=title)
    await world.campaign(contacts=2)
    other = await world.campaign(contacts=2, title=title.upper())
    for each in (campaign, other):
        texter = await world.texter(each, "Ana")
    await texter.request()
    await world.scripts.redis.hset(f"{{c:{other}}}:sent", texter.id, 1_234_565)
    page = await windows.sign_in(await world.member("Ana"), f"/console#{other}", viewport=PHONE)
    await Console(page).has_sent("1,234,565 of 1,234,567 sent")
    for line in (page.locator(".eyebrow"), page.locator("#campaigns a").first, page.locator("header.top")):
        box = await line.bounding_box()
        assert box and box["height"] < 66 and box["x"] + box["width"] <= PHONE["width"]
    await windows.look(page, "console-long-title")
    await expect(page).to_have_title(re.compile(r"^\(2\) "))


async def test_all_consoles_of_a_second_member_say_their_own_name(world: World, windows: Windows) -> None:
    page = await windows.sign_in(await world.member("Zoë"))
    await reads(
        page,
        "No campaign yet",
        "You aren't a sender of any campaign. Ask an admin to add you, or for the campaign's sender link; "
        "it shows up here by itself.",
        header=[line if line != "Ana" else "Zoë" for line in HEADER],
    )


async def test_a_text_that_failed_says_why_to_texters_and_admins(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    [conversation] = await texter.send_initials()
    ana = Console(await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/quiet/{conversation}"))
    await expect(ana.texts).to_have_count(1)
    path = f"/admin#/campaign/{campaign}/conversation/{conversation}"
    ada = Console(await windows.sign_in(await world.member("Ada", "admin"), path))
    await expect(ada.texts).to_have_count(1)

    failed = {"conversation": conversation, "text": 1, "status": "failed", "why": "No such number."}
    await world.scripts.run("report_text", campaign, **failed)
    for page, name in ((ana.page, "console-thread-failed"), (ada.page, "admin-conversation-failed")):
        await expect(page.get_by_text("Failed: this didn't arrive. No such number.")).to_be_visible()
        await windows.look(page, name)
