"""Every sentence that a page shows, compared as a whole."""

from playwright.async_api import Page
from playwright.async_api import TimeoutError as TooLate

LINES = """() => [...document.querySelectorAll("body > header, body > nav, body > main, body > dialog")]
  .flatMap((part) => part.innerText.split("\\n")).map((line) => line.trim()).filter(Boolean)"""
"""The lines that can be read on the page, without those that are only read out."""
HEADER = ["Handraise", "Connected", "Ana", "Alerts", "Help", "Sign out"]
"""The lines above every console of Ana's that is connected."""


async def reads(page: Page, *lines: str, header: list[str] = HEADER) -> None:
    """The page shows these lines and no others, by now or soon."""
    wanted = [*header, *lines]
    same = f"(wanted) => JSON.stringify(({LINES})()) === JSON.stringify(wanted)"
    try:
        await page.wait_for_function(same, arg=wanted, timeout=20_000)
    except TooLate:
        shown = await page.evaluate(LINES)
        assert shown == wanted, shown
