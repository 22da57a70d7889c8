"""Undo as texters have it: a bar for some seconds, its key, and the words in the box again. Beside it, what else there
is to do with a first message, and the length of what is typed."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.browser.admin import Admin
from tests.browser.console import FIRST_MESSAGES, Console
from tests.browser.windows import PHONE, Windows
from tests.carriers.carrying import Remembering, carrying, eventually
from tests.undone import time_is_over
from tests.world import Texter, World

pytestmark = pytest.mark.asyncio(loop_scope="session")

FOR_LONG = {"undo_initials": 600, "undo_replies": 600}
"""Seconds, more than the page of an admin allows: however slow this machine is, only the test ends them."""


async def campaign_of(world: World, contacts: int, **undo: int) -> Texter:
    """A campaign where acts can be undone, and a texter who holds a first message to everybody."""
    campaign = await world.campaign(contacts=contacts, title="Parks")
    await world.scripts.run("update_campaign", campaign, **(undo or FOR_LONG), default_batch_size=300, token="")
    ana = await world.texter(campaign)
    await ana.request()
    return ana


def bar(console: Console) -> Locator:
    """The bar that offers Undo."""
    return console.page.locator(".undo")


def undo(console: Console) -> Locator:
    """Its button."""
    return bar(console).get_by_role("button", name="Undo")


async def press(console: Console, label: str) -> None:
    """Press one of the other buttons of a first message, once that has been seen."""
    await expect(console.send).not_to_have_attribute("aria-disabled", "true")
    await console.page.get_by_role("button", name=label).click()


async def carried(world: World, campaign: int) -> list[str]:
    """Let the time be over and a carrier take all that is queued; returns the words of each text that it got."""
    await time_is_over(world, campaign)
    carrier = Remembering()

    async def all_gone() -> bool:
        left: list[Any] = await world.scripts.ask(
            *(("LLEN", f"{{c:{campaign}}}:{name}") for name in ("answers", "outbox")),
            *(("ZCARD", f"{{c:{campaign}}}:held"), ("HLEN", f"{{c:{campaign}}}:sending")),
        )
        return not any(left)

    async with carrying(world.scripts, carrier):
        await eventually(all_gone)
    return [text.text for text in carrier.accepted]


@pytest.mark.parametrize("size", [PHONE, None], ids=["390", "1280"])
async def test_a_reply_is_undone_mended_and_sent_again_and_the_contact_gets_one_text(
    world: World, windows: Windows, size: dict[str, int] | None
) -> None:
    ana = await campaign_of(world, 2)
    await ana.send_initials()
    for conversation in (1, 2):
        await world.contact_writes(ana.campaign, conversation, "Where?")
    assert await carried(world, ana.campaign) == ["Hi Contact 1!", "Hi Contact 2!"]
    options = {"viewport": size} if size else {}
    console = Console(await windows.sign_in(await world.member("Ana"), "/console", **options))
    await console.person("Contact 1").click()
    await console.reply.fill("At the gate at nien")
    await expect(console.page.get_by_text("19 characters, 1 segment")).to_be_visible()
    await console.send.click()
    await expect(bar(console).get_by_role("status")).to_have_text("Sent to Contact 1 Doe.")
    await console.shows("Contact 2 Doe")
    await expect(undo(console)).to_be_visible()
    await windows.look(console.page, "console-undo")

    await undo(console).click()
    await console.shows("Contact 1 Doe")
    await expect(console.reply).to_have_value("At the gate at nien")
    await expect(console.texts).to_have_count(2)
    await expect(undo(console)).to_be_hidden()
    await console.reply.fill("At the gate at nine")
    await console.send.click()
    await expect(bar(console).get_by_role("status")).to_have_text("Sent to Contact 1 Doe.")
    assert await carried(world, ana.campaign) == ["At the gate at nine"]


async def test_z_undoes_a_close_where_nothing_is_typed(world: World, windows: Windows) -> None:
    ana = await campaign_of(world, 1)
    await ana.send_initials()
    await world.contact_writes(ana.campaign, 1, "Where?")
    console = Console(await windows.sign_in(await world.member("Ana"), "/console"))
    await console.person("Contact 1").click()
    await console.page.get_by_role("button", name="Close").click()
    await expect(undo(console)).to_be_visible()
    assert (await world.conversation(ana.campaign, 1))["lane"] == "closed"
    await console.page.keyboard.press("z")
    await console.shows("Contact 1 Doe")
    assert (await world.conversation(ana.campaign, 1))["lane"] == "reply"

    await console.page.get_by_role("button", name="Wrong number").click()
    await expect(bar(console)).to_contain_text("Wrong number")
    await undo(console).focus()
    await console.page.keyboard.press("Enter")
    await console.shows("Contact 1 Doe")
    await console.reply.fill("Zzz")
    await console.reply.press("z")
    await expect(console.reply).to_have_value("Zzzz")


async def test_an_undo_without_a_connection_can_be_pressed_again(world: World, windows: Windows) -> None:
    windows.excuse("ERR_INTERNET_DISCONNECTED")
    ana = await campaign_of(world, 1)
    await ana.send_initials()
    console = Console(await windows.sign_in(await world.member("Ana"), f"/console#{ana.campaign}/quiet/1"))
    await console.reply.fill("At the gate")
    await console.send.click()
    await undo(console).focus()
    await console.page.context.set_offline(True)
    await expect(console.connection).to_have_attribute("data-state", "lost")
    await console.page.keyboard.press("Enter")
    await console.notes("There is no connection right now. Nothing was sent; try again when it's back.")
    await expect(undo(console)).to_be_focused()
    await console.page.context.set_offline(False)
    await expect(console.connection).to_have_attribute("data-state", "open")
    await console.notes("")
    await console.page.keyboard.press("Enter")
    await expect(console.reply).to_have_value("At the gate")
    await expect(console.reply).to_be_focused()
    assert await carried(world, ana.campaign) == ["Hi Contact 1!"]


async def test_an_opt_out_is_undone(world: World, windows: Windows) -> None:
    ana = await campaign_of(world, 1)
    await ana.send_initials()
    await world.contact_writes(ana.campaign, 1, "Where?")
    await carried(world, ana.campaign)
    console = Console(await windows.sign_in(await world.member("Ana"), "/console"))
    await console.person("Contact 1").click()
    await console.page.get_by_role("button", name="Opt out").click()
    await console.page.get_by_role("dialog").get_by_label("Last text (optional)").fill("Bye.")
    await console.confirm("Opt out")
    await expect(bar(console)).to_contain_text("has been opted out")
    await undo(console).click()
    await console.shows("Contact 1 Doe")
    await expect(console.page.get_by_text("Opted in again by Ana")).to_be_visible()
    assert await carried(world, ana.campaign) == []


async def test_the_bar_goes_by_itself_when_it_is_too_late(world: World, windows: Windows) -> None:
    ana = await campaign_of(world, 1, undo_initials=0, undo_replies=1)
    await ana.send_initials()
    await world.contact_writes(ana.campaign, 1, "Where?")
    console = Console(await windows.sign_in(await world.member("Ana"), "/console"))
    await console.person("Contact 1").click()
    await console.reply.fill("At the gate")
    await console.send.click()
    await expect(bar(console).get_by_role("status")).to_have_text("Sent to Contact 1 Doe.")
    await expect(bar(console).get_by_role("status")).to_have_text("")
    await expect(undo(console)).to_be_hidden()


@pytest.mark.parametrize("size", [PHONE, None], ids=["390", "1280"])
async def test_a_first_message_is_skipped_undone_or_told_to_be_a_wrong_number(
    world: World, windows: Windows, size: dict[str, int] | None
) -> None:
    ana = await campaign_of(world, 4)
    options = {"viewport": size} if size else {}
    console = Console(await windows.sign_in(await world.member("Ana"), "/console", **options))
    await console.shows(FIRST_MESSAGES)
    await expect(console.message).to_have_value("Hi Contact 1!")
    await expect(console.page.get_by_text("13 characters, 1 segment")).to_be_visible()
    place = await console.send.bounding_box()
    await windows.look(console.page, "console-first-message")

    await press(console, "Skip")
    await expect(console.message).to_have_value("Hi Contact 2!")
    assert await console.send.bounding_box() == place, "nothing moves under the finger"
    assert await ana.holds("initial") == [2, 3, 4, 1]

    await console.message.fill("My own words")
    await press(console, "Send")
    await expect(console.message).to_have_value("Hi Contact 3!")
    assert await console.send.bounding_box() == place
    await undo(console).click()
    await expect(console.message).to_have_value("My own words")
    await expect(console.page.get_by_role("button", name="Send to Contact 2 Doe")).to_be_focused()
    await console.has_sent("0 of 4 sent")
    assert await carried(world, ana.campaign) == []

    await press(console, "Wrong number")
    await expect(console.message).to_have_value("Hi Contact 3!")
    await press(console, "Opt out")
    await console.confirm("Opt out")
    await expect(console.message).to_have_value("Hi Contact 4!")
    await press(console, "Send")
    await expect(console.message).to_have_value("Hi Contact 1!")
    await press(console, "Skip")
    await console.notes("You have skipped Contact 1 Doe twice, so somebody else gets them.")
    lanes = [(await world.conversation(ana.campaign, one))["lane"] for one in (1, 2, 3, 4)]
    assert lanes == ["initial", "closed", "opted_out", "quiet"]
    assert (await world.conversation(ana.campaign, 2))["wrong_number"] is True
    assert await carried(world, ana.campaign) == ["Hi Contact 4!"]


async def test_an_admin_sets_for_how_long(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1, title="Parks")
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/settings"))
    reply = ada.page.get_by_label("Undo a reply")
    await expect(reply).to_have_value("0")
    await reply.fill("11")
    await reply.press("Enter")
    await ada.says("Sending can be undone for 0 to 10 whole seconds.")
    await reply.fill("5")
    await reply.press("Enter")
    await expect(ada.page.get_by_text("Saved.", exact=True)).to_be_visible()
    await windows.look(ada.page, "admin-undo")
    assert (await world.counts(campaign))["undo_replies"] == 5
