"""Words that were typed and not sent are there again, whatever became of the page; words that were sent are not."""

import re
from typing import Any

import pytest
from playwright.async_api import Page, expect

from server.people.members import Member, Members
from tests.browser.conftest import chromium, redis, scripts, serving, windows  # noqa: F401
from tests.browser.console import FIRST_MESSAGES, INBOX_ZERO, LOOKING, Console
from tests.browser.windows import Windows
from tests.browser.wire import Frame, Wire, change
from tests.world import Texter, World

pytestmark = pytest.mark.asyncio(loop_scope="session")

LONG = "A long answer.\n\nWith a second part — and an emoji 🌻."


async def waiting(world: World) -> tuple[int, int, Texter]:
    """Somebody waits for Ana's reply."""
    campaign = await world.campaign(contacts=2, batch_size=1)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    [conversation] = await texter.send_initials()
    await world.contact_writes(campaign, conversation)
    return campaign, conversation, texter


async def opened(windows: Windows, member: Member, campaign: int, conversation: int) -> Console:  # noqa: F811
    """The conversation, open in a browser."""
    ana = Console(await windows.sign_in(member, f"/console#{campaign}/reply/{conversation}"))
    await expect(ana.reply).to_be_visible()
    return ana


async def sign_in_again(page: Page, members: Members, member: Member) -> None:
    """Sign in again in the same browser."""
    await page.goto(await members.sign_in_link(member))
    await page.get_by_role("button", name=f"Sign in as {member.name}").click()
    await page.wait_for_url(re.compile("/(console|admin)"))


async def end_sessions(world: World, member: Member) -> None:
    """End every session of this member, as thirty days would."""
    credentials = await world.scripts.redis.zrange(f"{{a}}:credentials_of:{member.id}", 0, -1)
    for credential in credentials:
        await world.members.sign_out(credential.decode())


async def test_words_are_there_after_a_reload_and_after_a_session_that_ended(
    world: World,
    windows: Windows,  # noqa: F811
) -> None:
    campaign, conversation, _ = await waiting(world)
    member = await world.member("Ana")
    ana = await opened(windows, member, campaign, conversation)
    await ana.reply.fill(LONG)
    await ana.page.reload()
    await expect(ana.reply).to_have_value(LONG)

    await end_sessions(world, member)
    await ana.page.wait_for_url(re.compile("/sign-in"))
    await sign_in_again(ana.page, world.members, member)
    await ana.person("Contact").click()
    await expect(ana.reply).to_have_value(LONG)
    assert len((await world.conversation(campaign, conversation))["texts"]) == 2

    await ana.reply.press("Enter")
    await ana.shows(INBOX_ZERO)
    await ana.page.goto(f"/console#{campaign}/quiet/{conversation}")
    await ana.page.reload()
    await expect(ana.texts).to_have_count(3)
    await expect(ana.reply).to_have_value("")


async def test_words_are_there_in_a_tab_that_the_phone_has_dropped(world: World, windows: Windows) -> None:  # noqa: F811
    campaign, conversation, _ = await waiting(world)
    ana = await opened(windows, await world.member("Ana"), campaign, conversation)
    await ana.reply.fill(LONG)
    again = await ana.page.context.new_page()
    await ana.page.close(run_before_unload=False)
    await again.goto(f"/console#{campaign}/reply/{conversation}")
    await expect(Console(again).reply).to_have_value(LONG)


async def test_a_changed_first_message_is_there_after_a_reload_and_is_no_reply_once_it_is_sent(
    world: World,
    windows: Windows,  # noqa: F811
) -> None:
    campaign = await world.campaign(contacts=1, script="Hi!")
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    wire = Wire()
    windows.excuse("already in CLOSING or CLOSED state")
    page = await windows.sign_in(await world.member("Ana"), wire=wire)
    ana = Console(page)
    await ana.message.fill("Good morning!")
    await page.reload()
    await ana.shows(FIRST_MESSAGES)
    await expect(ana.message).to_have_value("Good morning!")

    wire.cut_instead_of(answer_with("Good morning!"))
    await ana.send.click()
    await ana.shows(INBOX_ZERO)
    [conversation] = await texter.holds("quiet")
    await page.goto(f"/console#{campaign}/quiet/{conversation}")
    await expect(ana.texts).to_have_text(re.compile("Good morning!"))
    await expect(ana.reply).to_have_value("")
    assert wire.cuts == 1


def answer_with(text: str) -> Any:
    """Make a test for the frame that answers the sending of this text."""

    def holds(frame: Frame) -> bool:
        return frame[0] == "reply" and frame[2].get("kind") == "conversation" and frame[2]["texts"][-1]["text"] == text

    return holds


async def test_words_that_were_sent_never_come_back_though_the_answer_was_lost_and_the_page_with_it(
    world: World,
    windows: Windows,  # noqa: F811
) -> None:
    windows.excuse("already in CLOSING or CLOSED state")
    campaign, conversation, _ = await waiting(world)
    wire = Wire()
    page = await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/reply/{conversation}", wire)
    ana = Console(page)
    await ana.reply.fill(LONG)
    wire.hold(lambda frame: change(frame) or answer_with(LONG)(frame))
    await ana.reply.press("Enter")
    while len((await world.conversation(campaign, conversation))["texts"]) < 3:
        await world.a_moment()
    await page.reload()
    wire.let_go()
    await page.goto(f"/console#{campaign}/quiet/{conversation}")
    await expect(ana.texts).to_have_count(3)
    await expect(ana.reply).to_have_value("")


async def test_what_is_typed_while_words_are_on_their_way_is_kept(world: World, windows: Windows) -> None:  # noqa: F811
    campaign, conversation, _ = await waiting(world)
    wire = Wire()
    page = await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/quiet/{conversation}", wire)
    ana = Console(page)
    await ana.reply.fill("Yes.")
    wire.hold(lambda frame: True)
    await ana.reply.press("Enter")
    await ana.reply.press_sequentially(" And you?")
    wire.let_go()
    await expect(ana.reply).to_have_value("And you?")
    await expect(ana.texts.last).to_contain_text("Yes.")


async def test_another_member_of_the_same_browser_never_sees_them(world: World, windows: Windows) -> None:  # noqa: F811
    campaign, conversation, texter = await waiting(world)
    ana_, ben_ = await world.member("Ana"), await world.member("Ben")
    ben = await world.texter(campaign, "Ben")
    ana = await opened(windows, ana_, campaign, conversation)
    await ana.reply.fill(LONG)
    by = {"name": "Ada", "move": "m"}
    await world.scripts.run("reassign", campaign, holder=texter.id, to=ben.id, lane="reply", most=1, by=by)
    await sign_in_again(ana.page, world.members, ben_)
    await ana.person("Contact").click()
    await expect(ana.texts).to_have_count(2)
    await expect(ana.reply).to_have_value("")
    await world.scripts.run("reassign", campaign, holder=ben.id, to=texter.id, lane="reply", most=1, by=by)
    await sign_in_again(ana.page, world.members, ana_)
    await ana.person("Contact").click()
    await expect(ana.reply).to_have_value(LONG)


@pytest.mark.parametrize("path", ["/console", "/admin"])
async def test_who_signs_out_by_hand_leaves_nothing(world: World, windows: Windows, path: str) -> None:  # noqa: F811
    member = await world.member("Ana", "admin")
    campaign, conversation, _ = await waiting(world)
    ana = await opened(windows, member, campaign, conversation)
    await ana.reply.fill(LONG)
    await expect(ana.reply).to_have_value(LONG)
    assert await kept(ana.page) == 1
    if path == "/admin":
        await ana.page.goto("/admin")
        await expect(ana.page.get_by_text("Ana", exact=True)).to_be_visible()
    await ana.page.get_by_role("button", name="Sign out").click()
    await ana.page.wait_for_url(re.compile("/sign-in"))
    assert await kept(ana.page) == 0
    await sign_in_again(ana.page, world.members, member)
    await ana.page.goto(f"/console#{campaign}/reply/{conversation}")
    await expect(ana.texts).to_have_count(2)
    await expect(ana.reply).to_have_value("")


async def kept(page: Page) -> int:
    """The number of things that the browser keeps for this site."""
    number: int = await page.evaluate("localStorage.length")
    return number


async def test_who_opts_out_leaves_nothing(world: World, windows: Windows) -> None:  # noqa: F811
    campaign, conversation, _ = await waiting(world)
    ana = await opened(windows, await world.member("Ana"), campaign, conversation)
    await ana.reply.fill(LONG)
    await ana.page.get_by_role("button", name="Opt out").click()
    await ana.confirm("Opt out")
    await ana.shows(INBOX_ZERO)
    assert await kept(ana.page) == 0


async def test_a_browser_that_forbids_storage_still_sends(world: World, windows: Windows) -> None:  # noqa: F811
    campaign, conversation, _ = await waiting(world)
    page = await windows.sign_in(await world.member("Ana"))
    await page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"
    )
    await page.reload()
    ana = Console(page)
    await ana.person("Contact").click()
    await ana.reply.fill(LONG)
    await ana.reply.press("Enter")
    await ana.shows(INBOX_ZERO)
    assert (await world.conversation(campaign, conversation))["texts"][-1]["text"] == LONG


async def test_words_in_two_tabs_are_the_same_and_are_gone_from_both_when_sent(
    world: World,
    windows: Windows,  # noqa: F811
) -> None:
    campaign, conversation, _ = await waiting(world)
    ana = await opened(windows, await world.member("Ana"), campaign, conversation)
    tab = Console(await windows.tab(ana.page, f"/console#{campaign}/reply/{conversation}"))
    await ana.reply.fill("Hello")
    await expect(tab.reply).to_have_value("Hello")
    await ana.reply.press("Enter")
    await expect(tab.reply).to_have_value("")
    await expect(tab.texts).to_have_count(3)


async def test_looking_shows_none_of_them(world: World, windows: Windows) -> None:  # noqa: F811
    campaign, conversation, texter = await waiting(world)
    ana = await opened(windows, await world.member("Ana"), campaign, conversation)
    await ana.reply.fill(LONG)
    by = {"name": "Ada", "move": "m"}
    await world.scripts.run("unassign", campaign, holder=texter.id, lanes=["reply"], most=1, by=by)
    await ana.shows(LOOKING)
    await expect(ana.page.get_by_text("A long answer.")).to_have_count(0)
