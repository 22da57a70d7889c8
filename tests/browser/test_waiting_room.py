"""Texters who wait: for more conversations, for an admin's yes, for their fair part; and what admins make of it, in
their windows."""

import pytest
from playwright.async_api import Page, expect

from server.store import keys
from tests.browser.admin import Admin
from tests.browser.console import FIRST_MESSAGES, GOODBYE, INBOX_ZERO, LOOKING, NOBODY_LEFT, Console
from tests.browser.windows import PHONE, Windows
from tests.carriers.carrying import eventually
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

FAIR = "These are your fair part of the last ones, so that everybody here finishes together."


async def senders_page(windows: Windows, world: World, campaign: int) -> Page:
    """An admin's window with the senders of a campaign."""
    return await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/senders")


async def test_that_there_is_no_connection_is_said_until_there_is_one(world: World, windows: Windows) -> None:
    windows.excuse("ERR_INTERNET_DISCONNECTED")
    campaign = await world.campaign(contacts=1)
    await (await world.texter(campaign, "Bob")).request()
    await world.texter(campaign, "Ana")
    ana = Console(await windows.sign_in(await world.member("Ana")))
    await expect(ana.tell_me).to_be_visible()
    await ana.page.context.set_offline(True)
    await expect(ana.connection).to_have_attribute("data-state", "lost")
    await ana.tell_me.click()
    refusal = ana.page.get_by_text("There is no connection right now. Nothing was sent; try again when it's back.")
    await expect(refusal).to_be_visible()
    await ana.page.context.set_offline(False)
    await expect(refusal).to_be_hidden()


async def test_a_texter_who_waits_is_given_what_another_gives_back(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=2, batch_size=2)
    await (await world.texter(campaign, "Ana")).request()
    await world.texter(campaign, "Ben")
    ada = await senders_page(windows, world, campaign)
    ana = Console(await windows.sign_in(await world.member("Ana")))
    ben = Console(await windows.sign_in(await world.member("Ben"), viewport=PHONE))
    await ben.shows(LOOKING)
    await expect(ben.why).to_have_text(NOBODY_LEFT)
    stop = ben.page.get_by_role("button", name="Stop waiting")
    await windows.look(ben.page, "waiting-offered")

    await ben.tell_me.focus()
    await ben.page.keyboard.press("Enter")
    await expect(ben.why).to_contain_text("You have been waiting since ")
    await expect(ben.why).to_contain_text("You get the next ones by themselves while this page is open.")
    await expect(ben.page.get_by_role("button", name="Waiting for more")).to_be_focused()
    await expect(ada.get_by_text("1 texter waits for more conversations.")).to_be_visible()
    await windows.look(ben.page, "waiting")

    await stop.focus()
    await ben.page.keyboard.press("Enter")
    await expect(ben.tell_me).to_be_focused()
    await expect(stop).to_be_hidden()
    await ben.tell_me.click()
    await expect(stop).to_be_visible()

    await ana.page.get_by_role("button", name="Done for the day").click()
    await expect(ana.page.get_by_role("dialog")).to_contain_text("2 first messages not sent yet go back")
    await ana.confirm("Give them back")
    await ana.shows(GOODBYE)
    await ben.shows(FIRST_MESSAGES)
    await ben.notes("2 people came. Both need a first message.")
    await expect(ada.get_by_text("1 texter waits for more conversations.")).to_be_hidden()
    await windows.look(ben.page, "waiting-served")


async def test_the_last_ones_are_shared_and_it_is_said_why_there_are_few(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=4, batch_size=4, fair_tail=True)
    for name in ("Ana", "Ben"):
        await world.texter(campaign, name)
    ana = Console(await windows.sign_in(await world.member("Ana")))
    ben = Console(await windows.sign_in(await world.member("Ben")))
    for console in (ana, ben):
        await console.shows(LOOKING)
        await expect(console.page.locator("#request-offer")).to_have_text("4 to write to")

    async def both_are_here() -> bool:
        return await world.scripts.redis.zcard(keys.under(keys.campaign(campaign), "here")) == 2

    await eventually(both_are_here)
    await ana.request.click()
    await ana.notes(f"You have 2 new conversations. Both need a first message. {FAIR}")
    await expect(ben.page.locator("#request-offer")).to_have_text("2 to write to")
    await windows.look(ana.page, "fair-part")


async def test_a_first_batch_waits_for_a_yes_and_comes_with_it(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=9, batch_size=3)
    for name in ("Ana", "Ben"):
        await world.texter(campaign, name)
    ada = await senders_page(windows, world, campaign)
    await ada.get_by_label("The first batch needs an admin's yes").check()
    board = await windows.tab(ada, "/admin")

    consoles = []
    for name in ("Ana", "Ben"):
        console = Console(await windows.sign_in(await world.member(name), viewport=PHONE))
        await console.page.get_by_role("button", name="Ask for your first batch").click()
        await expect(console.why).to_contain_text("Once an admin says yes, you get your first batch by itself")
        consoles.append(console)
    ana, ben = consoles
    await windows.look(ana.page, "first-batch-asked")

    await expect(board.get_by_role("link", name="2 texters wait for their first batch.")).to_be_visible()
    queue = ada.get_by_role("region", name="First batches")
    await expect(queue.get_by_role("listitem")).to_contain_text(["Ana", "Ben"])
    await windows.look(ada, "admin-first-batches")
    await windows.look(board, "admin-board-first-batches")
    await ada.bring_to_front()
    await queue.get_by_role("button", name="Yes, Ana gets a first batch").focus()
    await ada.keyboard.press("Enter")
    await expect(queue.get_by_role("button", name="Yes, Ben gets a first batch")).to_be_focused()
    await ana.shows(FIRST_MESSAGES)
    await ana.notes("3 people came. All 3 need a first message.")
    await expect(queue.get_by_role("heading")).to_have_text("1 texter waits for their first batch.")
    await ada.keyboard.press("Enter")
    await ben.shows(FIRST_MESSAGES)
    await expect(queue).to_be_hidden()
    await expect(board.get_by_text("first batch")).to_be_hidden()

    await ada.goto("/admin#/audit")
    await expect(ada.get_by_role("main")).to_contain_text("Approve senderVote!, Ben")


async def test_a_sender_is_for_replies_alone_or_has_limits_of_their_own(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=5, batch_size=2)
    zoe = await world.texter(campaign, "Zoe")
    await zoe.request()
    sent = await zoe.send_initials()
    await world.contact_writes(campaign, sent[0])
    await zoe.release()
    await world.texter(campaign, "Ana")
    page = await senders_page(windows, world, campaign)
    ada = Admin(page)
    ana = Console(await windows.sign_in(await world.member("Ana")))
    offer = ana.page.locator("#request-offer")
    await expect(offer).to_have_text("1 person waiting for a reply · 3 to write to")

    await page.get_by_label("What Ana is for").select_option("Replies")
    await expect(ana.page.get_by_text("You are here for replies.")).to_be_visible()
    await expect(offer).to_have_text("1 person waiting for a reply")
    await windows.look(ana.page, "console-for-replies")
    await page.get_by_label("What Ana is for").select_option("First messages")
    await expect(offer).to_have_text("3 to write to")
    await page.get_by_label("What Ana is for").select_option("First messages and replies")
    await expect(ana.page.get_by_text("You are here for")).to_be_hidden()

    limits = page.get_by_role("dialog", name="Limits of Ana")
    await page.get_by_role("button", name="Limits of Ana").click()
    held = limits.get_by_label("Most held at once")
    await expect(held).to_be_focused()
    await held.fill("abc")
    await held.press("Enter")
    await expect(held).to_have_accessible_description("Conversations that they may hold at once. Write a whole number.")
    await windows.look(page, "admin-sender-limits")
    await held.fill("2")
    await held.press("Enter")
    await expect(limits).to_be_hidden()
    await expect(page.get_by_role("row").filter(has_text="ana@")).to_contain_text("2 held")
    await page.get_by_role("main").get_by_label("Most taken in a day").fill("1,000,000")
    await page.get_by_role("main").get_by_label("Most taken in a day").press("Enter")
    await ada.says("The most conversations of a texter are a whole number up to 100,000. Write 0 for no limit.")
    await page.get_by_role("main").get_by_label("Most taken in a day").fill("3")
    await page.get_by_role("main").get_by_label("Most taken in a day").press("Enter")
    await windows.look(page, "admin-senders-limits")

    await page.get_by_label("Campaign sender link").check()
    await page.get_by_label("Those who join by the link are for").select_option("Replies")

    async def the_link_is_for_replies() -> bool:
        return bool((await world.counts(campaign))["link_lane"] == "reply")

    await eventually(the_link_is_for_replies)

    await ana.request.click()
    await ana.page.get_by_role("link", name="Contact").first.click()
    await ana.reply.fill("Great!")
    await ana.reply.press("Enter")
    await ana.shows(INBOX_ZERO)
    await expect(ana.why).to_contain_text("You hold as many conversations as one texter may here.")
    await expect(ana.request).to_be_disabled()


async def test_done_for_the_day_is_one_press_for_all_campaigns(world: World, windows: Windows) -> None:
    vote = await world.campaign(contacts=3, batch_size=3)
    park = await world.campaign(contacts=2, batch_size=2, title="Trees in the park")
    ana_here, ana_there = await world.texter(vote, "Ana"), await world.texter(park, "Ana")
    await ana_here.request()
    sent = await ana_here.send_initials()
    await ana_here.close(sent[0])
    await ana_there.request()
    ana = Console(await windows.sign_in(await world.member("Ana"), f"/console#{vote}"))
    await ana.shows(INBOX_ZERO)

    done = ana.page.get_by_role("button", name="Done for the day")
    only = ana.page.get_by_role("button", name="Give back only these")
    dialog = ana.page.get_by_role("dialog")
    await windows.look(ana.page, "done-of-several")
    await only.click()
    await expect(dialog).to_contain_text(
        "This gives back 2 quiet conversations. What you hold in other campaigns stays"
    )
    await ana.confirm("Cancel")
    await done.click()
    await expect(dialog).to_contain_text(
        "2 first messages not sent yet and 2 quiet conversations go back, in 2 campaigns, so that others can go on. "
        "What you closed stays. A text that is on its way still goes."
    )
    await windows.look(ana.page, "done-asked")
    await ana.confirm("Give them back")
    await ana.shows(GOODBYE)
    await ana.notes("You have given back 4 conversations, so that others can go on.")
    await expect(ana.page.get_by_text("Today you have sent 3 first messages.", exact=True)).to_be_visible()
    await expect(done).to_be_hidden()
    await windows.look(ana.page, "done-goodbye")
    await ana.page.get_by_role("navigation", name="Campaigns").get_by_role("link", name="Trees").click()
    await ana.shows(GOODBYE)
    await ana.request.click()
    await ana.shows(FIRST_MESSAGES)
