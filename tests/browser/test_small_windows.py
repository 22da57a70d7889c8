"""A phone with its keyboard open leaves little room: what is sent, and how the connection is, stay in sight."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.console import LOOKING, Console
from tests.browser.windows import PHONE, Windows
from tests.browser.wire import Wire, change, reply_to_request
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

LEFT_OVER = [{"width": 390, "height": 480}, {"width": 320, "height": 300}]
CONTRAST = """(element) => {
  const context = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const shine = (colour) => {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].slice(0, 3)
      .map((part) => part / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const {color, backgroundColor} = getComputedStyle(element);
  const [ink, paper] = [shine(color), shine(backgroundColor)];
  return Math.max(ink, paper) / Math.min(ink, paper);
}"""
"""The contrast of an element's words, as WCAG 2.2 reckons it."""


async def in_sight(page: Page, element: Locator) -> None:
    """All of it is inside the window, and nothing lies on it."""
    box = await element.bounding_box()
    size = page.viewport_size
    assert box and size
    assert box["x"] >= 0 and box["x"] + box["width"] <= size["width"]
    assert box["y"] >= 0 and box["y"] + box["height"] <= size["height"], box
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    assert await element.evaluate("(element, [x, y]) => element.contains(document.elementFromPoint(x, y))", middle)


@pytest.mark.parametrize("left_over", LEFT_OVER, ids=lambda size: f"{size['width']}x{size['height']}")
async def test_send_stays_in_sight_over_a_keyboard(world: World, windows: Windows, left_over: dict[str, int]) -> None:
    campaign = await world.campaign(contacts=3, script="Hi {first_name}! " + "Will you come to the park? " * 20)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    member = await world.member("Ana")
    page = await windows.sign_in(member, viewport=PHONE, is_mobile=True, has_touch=True)
    ana = Console(page)
    await ana.has_sent("0 of 3 sent")
    await ana.message.tap()
    await page.set_viewport_size(left_over)
    await in_sight(page, ana.send)
    await ana.message.press("End")
    await page.keyboard.type("Yes?")
    await in_sight(page, ana.send)
    await windows.keep_picture(page, f"console-initials-keyboard-{left_over['height']}")
    await ana.send.tap()
    await ana.has_sent("1 of 3 sent")
    await in_sight(page, ana.send)

    await page.set_viewport_size(PHONE)
    await texter.send_initials()
    [conversation, *_] = await texter.holds("quiet")
    await world.contact_writes(campaign, conversation, "Who is this? " * 30)
    await page.goto(f"/console#{campaign}/reply/{conversation}")
    await ana.reply.tap()
    await page.set_viewport_size(left_over)
    await in_sight(page, ana.send)
    for _ in range(12):
        await page.keyboard.type("It is me")
        await page.keyboard.press("Enter")
    await in_sight(page, ana.send)
    await windows.keep_picture(page, f"console-thread-keyboard-{left_over['height']}")
    await page.evaluate("scrollTo(0, 0)")
    await in_sight(page, ana.send)
    await ana.send.tap()
    await ana.notes("Sent to Contact 1 Doe.")


@pytest.mark.parametrize("width", [320, 390, 700, 1280])
async def test_the_header_is_one_line_and_moves_nothing_when_the_connection_changes(
    world: World, windows: Windows, width: int
) -> None:
    windows.excuse("ERR_INTERNET_DISCONNECTED|WebSocket connection to .* failed")
    campaign = await world.campaign(contacts=1)
    member = await world.members.add("ada@example.org", "Ada of the very long name, who is an admin, too", "admin")
    await world.ask(member, "add_senders", campaign=campaign, members=[member.id])
    page = await windows.sign_in(member, "/console", viewport={"width": width, "height": 700})
    ana = Console(page)
    await ana.shows(LOOKING)
    top, heading = page.locator("header.top"), page.get_by_role("heading", level=1)
    before = [await top.bounding_box(), await heading.bounding_box(), await page.evaluate("scrollY")]
    assert before[0] and before[0]["height"] < 66
    await page.context.set_offline(True)
    await expect(ana.connection).to_have_text("You are offline. This comes back by itself…")
    await in_sight(page, ana.connection)
    assert [await top.bounding_box(), await heading.bounding_box(), await page.evaluate("scrollY")] == before
    await windows.keep_picture(page, f"console-offline-{width}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_busy_and_locked_buttons_can_be_read_also_under_the_pointer(
    world: World, windows: Windows, scheme: str
) -> None:
    campaign = await world.campaign(contacts=2)
    texter = await world.texter(campaign, "Ana")
    wire = Wire()
    page = await windows.sign_in(await world.member("Ana"), color_scheme=scheme, wire=wire)
    ana = Console(page)
    await ana.shows(LOOKING)
    wire.hold(lambda frame: change(frame) or reply_to_request(frame))
    await ana.request.click()
    await expect(ana.request).to_have_attribute("aria-busy", "true")
    for _ in range(2):
        assert await ana.request.evaluate(CONTRAST) >= 4.5
        await ana.request.hover(force=True)
    await windows.keep_picture(page, f"console-busy-{scheme}")
    wire.let_go()
    await ana.has_sent("0 of 2 sent")
    [conversation, _] = await texter.send_initials()
    await page.goto(f"/console#{campaign}/quiet/{conversation}")
    await ana.reply.fill("Hello?")
    wire.hold(lambda frame: True)
    await ana.send.click()
    await expect(ana.send).to_have_attribute("aria-busy", "true")
    for control in (ana.send, page.get_by_role("button", name="Close"), page.get_by_role("button", name="Opt out")):
        await control.evaluate("(button) => button.setAttribute('aria-busy', 'true')")
        for disabled in (None, "true"):
            await control.evaluate("(button, it) => it && button.setAttribute('aria-disabled', it)", disabled)
            await control.hover(force=True)
            assert await control.evaluate(CONTRAST) >= 4.5
    wire.let_go()
