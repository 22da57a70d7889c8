"""A texter from *looking* to the next batch, as they and everybody else see it, without a reload anywhere."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.console import FIRST_MESSAGES, GOODBYE, INBOX_ZERO, LOOKING, NOBODY_LEFT, Console
from tests.browser.windows import PHONE, Windows
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def figure(board: Page, name: str, number: str) -> None:
    """The board shows this number of the one campaign there is."""
    shown = board.locator("dl.board-facts > div").filter(has=board.get_by_text(name, exact=True)).locator("dd.number")
    await expect(shown).to_have_text(number)


async def test_a_texter_goes_from_looking_to_the_next_batch_while_others_watch(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=5, batch_size=3, script="Hi {first_name}, will you vote?")
    for name in ("Ana", "Ben"):
        await world.texter(campaign, name)
    board = await windows.sign_in(await world.member("Ada", "admin"))
    page = await windows.sign_in(await world.member("Ana"))
    ana, tab = Console(page), Console(await windows.tab(page, "/console"))
    ben = Console(await windows.sign_in(await world.member("Ben"), viewport=PHONE))

    # looking
    for console in (ana, tab, ben):
        await console.shows(LOOKING)
        await expect(console.why).to_have_text("Up to 3 conversations at a time.")
    await figure(board, "Unassigned", "5")
    await windows.look(page, "console-looking")

    # initials
    await ana.request.click()
    await ana.notes("You have 3 new conversations. All 3 need a first message.")
    for console in (ana, tab):
        await console.shows(FIRST_MESSAGES)
        await console.has_sent("0 of 3 sent")
    await expect(ana.request).to_be_hidden()
    await ben.shows(LOOKING)
    await expect(ben.request).to_be_enabled()
    await figure(board, "Unassigned", "2")
    await windows.look(page, "console-initials")
    batch = await holds(world, campaign, "Ana", "initial")
    first, second, third = [await called(world, campaign, conversation) for conversation in batch]

    await expect(ana.message).to_have_value(f"Hi {first.removesuffix(' Doe')}, will you vote?")
    await ana.send_first_messages(1)
    await tab.has_sent("1 of 3 sent")
    await ana.message.fill("Good morning! Will you vote?")
    await ana.message.press("Enter")
    await ana.has_sent("2 of 3 sent")
    await world.contact_writes(campaign, batch[0], "Who is this?")
    await expect(page.get_by_text("1 person waits for your reply. Replies open when these are sent.")).to_be_visible()
    await expect(page.get_by_role("button", name=f"Send to {third}")).to_be_focused()
    await page.keyboard.press("Enter")

    # replies
    for console in (ana, tab):
        await console.shows("1 person is waiting")
        await expect(console.person(first)).to_contain_text("Who is this?")
        await expect(console.request).to_be_disabled()
        await expect(console.why).to_have_text("Someone is waiting for your reply. Answer everyone, then request more.")
    assert [text["text"] for text in (await world.conversation(campaign, batch[1]))["texts"]] == [
        "Good morning! Will you vote?"
    ]
    await figure(board, "Replies waiting", "1")
    for conversation in batch[1:]:
        await world.a_moment()
        await world.contact_writes(campaign, conversation, "Yes 🌻")
    await ana.shows("3 people are waiting")
    names = page.locator("#main .conversations .name")
    await expect(names).to_have_text([first, second, third])  # longest waiting first
    await windows.look(page, "console-replies")

    await ana.person(first).click()
    await ana.shows(first)
    await expect(ana.texts).to_have_count(2)
    await expect(ana.reply).to_be_focused()
    await windows.look(page, "console-thread")
    await ana.reply.fill("Ana, from the park crew.")
    await ana.reply.press("Enter")
    await ana.notes(f"Sent to {first}.")

    await ana.person(second).click()
    await page.get_by_role("button", name="Close").click()
    await ana.notes(f"The conversation with {second} is closed. It opens again if they write.")
    await tab.shows("1 person is waiting")

    await ana.person(third).click()
    await page.get_by_role("button", name="Opt out").click()
    await expect(page.get_by_role("dialog")).to_contain_text(f"Opt out {third}?")
    await windows.look(page, "console-opt-out")
    await page.keyboard.press("Escape")
    await ana.shows(third)
    await page.get_by_role("button", name="Opt out").click()
    await ana.confirm("Opt out")

    # inbox zero, and the next batch
    for console in (ana, tab):
        await console.shows(INBOX_ZERO)
    await ana.notes(f"{third} has been opted out and won't be texted again.")
    await figure(board, "Replies waiting", "0")
    await figure(board, "Sent", "3")
    await windows.look(page, "console-inbox-zero")
    await tab.page.bring_to_front()
    await tab.request.click()
    await tab.notes("You have 2 new conversations. Both need a first message.")
    for console in (ana, tab):
        await console.shows(FIRST_MESSAGES)
    await figure(board, "Unassigned", "0")
    await expect(ben.tell_me).to_be_enabled()
    await expect(ben.why).to_have_text(NOBODY_LEFT)
    await windows.look(ben.page, "console-nobody-left")

    # done for the day
    await tab.send_first_messages(2)
    await tab.shows(INBOX_ZERO)
    await tab.page.get_by_role("button", name="Done for the day").click()
    back = "3 quiet conversations go back so that others can go on. What you closed stays."
    await expect(tab.page.get_by_role("dialog")).to_contain_text(back)
    await tab.confirm("Give them back")
    await tab.notes("You have given back 3 conversations, so that others can go on.")
    for console in (ana, tab):
        await console.shows(GOODBYE)
    await figure(board, "Unassigned", "3")
    await expect(ben.request).to_be_enabled()


async def holds(world: World, campaign: int, name: str, lane: str) -> list[int]:
    """The conversations that a texter holds in a lane."""
    return await (await world.texter(campaign, name)).holds(lane)


async def called(world: World, campaign: int, conversation: int) -> str:
    """The name of a conversation's contact."""
    contact = (await world.conversation(campaign, conversation))["contact"]
    return f"{contact['first_name']} {contact['last_name']}"
