"""A texter who goes away is asked whether they are still there, and their conversations go back. The clock of the store
is the tests'."""

import asyncio
import re

import pytest
from playwright.async_api import Locator, expect
from redis.asyncio import Redis

from server.campaigns.taking_back import take_back
from server.store import keys
from tests.browser.admin import Admin
from tests.browser.console import FIRST_MESSAGES, INBOX_ZERO, LOOKING, Console
from tests.browser.windows import DESKTOP, PHONE, Windows
from tests.clock import KEY, Clock
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def minutes_pass(world: World, clock: Clock, redis: Redis, minutes: int) -> None:
    """Let minutes pass in which nothing was away, and the chore look."""
    now = await clock.now() + minutes * 60_000
    async with redis.pipeline(transaction=True) as together:
        together.set(KEY, now)
        together.hset(keys.ACCOUNT, mapping={"disturbed_at": 0, "calm_asked_at": now})
        await together.execute()
    await take_back(world.scripts)


async def typed(redis: Redis, campaign: int) -> None:
    """Wait until it is noted that somebody types."""
    async with asyncio.timeout(20):
        while not await redis.exists(keys.under(keys.campaign(campaign), "typing")):
            await asyncio.sleep(0.02)


def strip(console: Console) -> Locator:
    """The strip that asks whether the texter is still there."""
    return console.page.locator(".still-there")


async def test_a_texter_says_that_they_are_there_and_the_second_time_doesnt(
    world: World, clock: Clock, redis: Redis, windows: Windows
) -> None:
    campaign = await world.campaign(contacts=3, take_back_initials=20)
    other = await world.campaign(title="Canvass")
    await world.texter(campaign, "Ana")
    await world.texter(other, "Ana")
    board = Admin(await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/senders"))
    row = board.page.get_by_role("row").filter(has_text="ana@example.org")
    ana = Console(await windows.sign_in(await world.member("Ana"), f"/console#{campaign}", viewport=DESKTOP))
    await ana.shows(LOOKING)
    await ana.request.click()
    await ana.shows(FIRST_MESSAGES)
    await expect(row).not_to_contain_text("goes back")

    await minutes_pass(world, clock, redis, 18)
    await expect(strip(ana)).to_contain_text(re.compile(r"^Still there\? 3 people go back to others at \d\d:20\."))
    await expect(row).to_contain_text(re.compile(r"Conversations go back at \d\d:20"))
    await windows.look(ana.page, "console-still-there")
    await windows.look(board.page, "admin-goes-back")
    keep = ana.page.get_by_role("button", name="Keep them")
    for _ in range(20):
        if await keep.evaluate("(button) => button === document.activeElement"):
            break
        await ana.page.keyboard.press("Tab")
    await ana.page.keyboard.press("Enter")
    await expect(keep).to_have_count(0)
    await expect(row).not_to_contain_text("goes back")
    await ana.shows(FIRST_MESSAGES)

    await minutes_pass(world, clock, redis, 18)
    await expect(keep).to_be_visible()
    await ana.page.goto(f"/console#{other}")
    await expect(strip(ana)).to_contain_text("3 people of “Vote!” go back to others at")
    await windows.look(ana.page, "console-still-there-elsewhere")
    await ana.page.goto(f"/console#{campaign}")
    await ana.shows(FIRST_MESSAGES)
    await minutes_pass(world, clock, redis, 2)
    await ana.shows(LOOKING)
    await ana.notes("3 people went back, because nothing happened for 20 minutes.")
    await expect(ana.request).to_be_enabled()
    await expect(keep).to_have_count(0)
    await windows.look(ana.page, "console-went-back")
    await ana.request.click()
    await ana.has_sent("0 of 3 sent")


async def test_what_is_typed_stays_while_the_others_go(
    world: World, clock: Clock, redis: Redis, windows: Windows
) -> None:
    campaign = await world.campaign(contacts=3, take_back_initials=20)
    await world.texter(campaign, "Ana")
    ana = Console(await windows.sign_in(await world.member("Ana"), viewport=PHONE))
    await ana.request.click()
    await ana.has_sent("0 of 3 sent")
    await clock.set_to(await clock.now() + 10 * 60_000)
    await ana.message.fill("Good morning! Will")
    await typed(redis, campaign)

    await minutes_pass(world, clock, redis, 18)
    await expect(strip(ana)).to_contain_text("2 people go back")
    await minutes_pass(world, clock, redis, 2)
    await ana.notes("2 people went back, because nothing happened for 20 minutes. What you still hold is here.")
    await expect(ana.message).to_have_value("Good morning! Will")
    await ana.send_first_messages(1)
    await ana.shows(INBOX_ZERO)
    assert (await world.counts(campaign))["sent"] == 1


async def test_an_admin_sets_after_how_long_conversations_go_back(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=3)
    board = Admin(await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/settings"))
    first = board.page.get_by_label("Take back first messages?")
    minutes = board.page.get_by_label("Minutes until first messages go back")
    await expect(minutes).to_be_hidden()
    await first.check()
    await expect(minutes).to_have_value("20")
    await board.page.get_by_label("Take back replies?").check()
    await expect(board.page.get_by_label("Minutes until replies go back")).to_have_value("60")
    await board.refuses("Minutes until first messages go back", "4", "Save", "Write a whole number from 5 on.")
    await board.refuses("Minutes until first messages go back", "1441", "Save", "1,440")
    await minutes.fill("30")
    await minutes.press("Enter")
    await expect(minutes).to_have_accessible_description(re.compile("Saved"))
    now = await world.counts(campaign)
    assert (now["take_back_initials"], now["take_back_replies"]) == (30, 60)
    await windows.look(board.page, "admin-take-back")
    await first.uncheck()
    await expect(minutes).to_be_hidden()
    assert (await world.counts(campaign))["take_back_initials"] == 0
