"""The connection goes and comes back: it is shown, nothing is lost, and nothing is done twice."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from tests.browser.arranged import quiet_campaign
from tests.browser.console import FIRST_MESSAGES, LOOKING, Console
from tests.browser.windows import Windows
from tests.browser.wire import Wire, change, reply_to_request
from tests.processes import Process, hub_process
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

NO_HUB = r"WebSocket connection to .* failed|ERR_CONNECTION_REFUSED"


async def connection(page: Page, state: str) -> None:
    """The indicator shows this state."""
    await expect(page.locator(".connection")).to_have_attribute("data-state", state)


async def test_a_request_pressed_while_the_hub_is_gone_takes_one_batch_when_it_is_back(
    world: World, windows: Windows, hub: Process, store_url: str
) -> None:
    windows.excuse(NO_HUB)
    campaign = await world.campaign(contacts=9, batch_size=3)
    texter = await world.texter(campaign, "Ana")
    ana = Console(await windows.sign_in(await world.member("Ana")))
    board = await windows.sign_in(await world.member("Ada", "admin"))
    await ana.shows(LOOKING)

    await hub.kill()
    for page in (ana.page, board):
        await connection(page, "lost")
    await windows.look(ana.page, "console-lost")
    await expect(ana.connection).to_have_text("The connection is lost. Trying again…")
    await ana.request.click()
    await expect(ana.request).to_have_attribute("aria-busy", "true")
    await expect(ana.why).to_have_text("Requesting…")
    await ana.request.click(force=True)

    async with hub_process(store_url, port=urlsplit(hub.url).port or 0):
        for page in (ana.page, board):
            await connection(page, "open")
        await ana.shows(FIRST_MESSAGES)
        await ana.notes("You have 3 new conversations. All 3 need a first message.")
        await ana.send_first_messages(3)
        await ana.shows("Inbox Zero!")
        await expect(board.get_by_role("main")).to_contain_text(re.compile(r"3\s*of 9"))
        assert len(await texter.holds("quiet")) == 3


async def test_a_request_whose_answer_is_lost_on_the_way_takes_one_batch(world: World, windows: Windows) -> None:
    windows.excuse("already in CLOSING or CLOSED state")  # said by the wire, of the frames that it cut
    campaign = await quiet_campaign(world, contacts=9, batch_size=3)
    texter = await world.texter(campaign, "Ana")
    wire = Wire()
    page = await windows.sign_in(await world.member("Ana"), wire=wire)
    ana = Console(page)

    wire.cut_instead_of(reply_to_request)
    await ana.request.click()
    await ana.notes("You have 3 new conversations. None of them needs anything right now.")

    assert wire.cuts == 1
    assert len(await texter.holds("quiet")) == 3


async def test_a_reply_to_an_older_text_is_refused_and_what_was_typed_stays(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    [conversation] = await texter.send_initials()
    wire = Wire()
    page = await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/quiet/{conversation}", wire)
    ana = Console(page)
    await ana.reply.fill("See you on Saturday!")

    wire.hold(change)
    await world.contact_writes(campaign, conversation, "Sorry, Saturday is no good")
    await ana.reply.press("Enter")
    sentence = page.get_by_text("There is a newer text in this conversation. Read it, then answer.")
    await expect(sentence).to_be_visible()
    await expect(ana.texts.last).to_contain_text("Sorry, Saturday is no good")
    await expect(ana.reply).to_have_value("See you on Saturday!")
    await windows.look(page, "console-not-up-to-date")

    wire.let_go()
    await ana.reply.fill("Sunday, then?")
    await ana.reply.press("Enter")
    await expect(ana.texts.last).to_contain_text("Sunday, then?")
    await expect(ana.reply).to_have_value("")
    texts = (await world.conversation(campaign, conversation))["texts"]
    assert [text["text"] for text in texts[1:]] == ["Sorry, Saturday is no good", "Sunday, then?"]


async def test_what_was_typed_outlives_a_lost_connection(
    world: World, windows: Windows, hub: Process, store_url: str
) -> None:
    windows.excuse(NO_HUB)
    campaign = await world.campaign(contacts=1)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    [conversation] = await texter.send_initials()
    ana = Console(await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/quiet/{conversation}"))

    await ana.reply.fill("Are you coming?")
    await hub.kill()
    await connection(ana.page, "lost")
    await ana.reply.press("Enter")
    await expect(ana.page.get_by_text("There is no connection right now.")).to_be_visible()
    async with hub_process(store_url, port=urlsplit(hub.url).port or 0):
        await connection(ana.page, "open")
        await expect(ana.reply).to_have_value("Are you coming?")
        await ana.reply.press("Enter")
        await expect(ana.texts.last).to_contain_text("Are you coming?")

    assert len((await world.conversation(campaign, conversation))["texts"]) == 2


async def test_a_page_that_an_admin_opens_while_the_connection_is_lost_is_there_when_it_is_back(
    world: World, windows: Windows, hub: Process, store_url: str
) -> None:
    windows.excuse(NO_HUB)
    await world.campaign(contacts=5)
    board = await windows.sign_in(await world.member("Ada", "admin"))
    await expect(board.get_by_role("link", name="Vote!", exact=True)).to_be_visible()

    await hub.kill()
    await connection(board, "lost")
    await board.get_by_role("link", name="Vote!", exact=True).click()
    await expect(board.get_by_text("There is no connection right now.")).to_be_visible()
    async with hub_process(store_url, port=urlsplit(hub.url).port or 0):
        await connection(board, "open")
        await expect(board.get_by_role("heading", name="Vote!")).to_be_visible()
        await expect(board.get_by_text("0 first messages sent.")).to_be_visible()


async def test_a_reply_is_told_as_sent_only_where_it_was(world: World, windows: Windows) -> None:
    windows.excuse("already in CLOSING or CLOSED state")
    campaign = await world.campaign(contacts=1)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    [conversation] = await texter.send_initials()
    wire = Wire()
    address = f"/console#{campaign}/quiet/{conversation}"
    ana = Console(await windows.sign_in(await world.member("Ana"), address, wire))
    await expect(ana.texts).to_have_count(1)
    other = Console(await windows.tab(ana.page, address))
    await expect(other.texts).to_have_count(1)
    outcomes = [each.page.locator("form.reply > .outcome") for each in (ana, other)]

    await ana.reply.fill("See you!")
    await expect(other.reply).to_have_value("See you!")
    await expect(outcomes[1]).to_have_text("")
    wire.cut_instead_of(lambda frame: frame[0] == "reply" and frame[2].get("lane") == "quiet")
    wire.hold(change)
    await ana.send.click()
    await expect(ana.reply).to_have_value("")
    await expect(outcomes[0]).to_have_text("Sent.")
    assert wire.cuts == 1
    assert len((await world.conversation(campaign, conversation))["texts"]) == 2
