"""People at their browsers: each with cookies of their own, and nothing that goes wrong on a page goes unnoticed."""

import re
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.async_api import Browser, BrowserContext, Page

from server.people.members import Member, Members
from tests.browser.wire import Wire
from tests.processes import ROOT

SCREENSHOTS = ROOT / "screenshots"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
TOO_WIDE = """() => [document.documentElement, ...document.querySelectorAll("body *")].filter((element) =>
  element.scrollWidth > element.clientWidth + 1 && !element.matches(".scroll") &&
  (element === document.documentElement || ["auto", "scroll"].includes(getComputedStyle(element).overflowX))
).map((element) => `${element.tagName} ${element.className} ${element.scrollWidth} px`)"""
"""The elements that scroll sideways, without tables, which may."""
DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
GRAVE = {"serious", "critical"}
"""Impacts, as axe-core names them, that no page may have."""


class Windows:
    """The windows of one test. `wrong` lists what their pages complained of, and what is wrong with their looks."""

    def __init__(self, browser: Browser, url: str, members: Members, pictures: bool) -> None:
        self.url = url
        self.wrong: list[str] = []
        self._browser = browser
        self._members = members
        self._pictures = pictures
        self._excused: list[str] = []
        self._contexts: list[BrowserContext] = []

    async def open(self, path: str = "/", **options: Any) -> Page:
        """A window in a browser of its own that nobody is signed in to; `options` are a browser context's."""
        page = await (await self._browser_with(**options)).new_page()
        await page.goto(path)
        return page

    async def sign_in(self, member: Member, path: str = "/", wire: Wire | None = None, **options: Any) -> Page:
        """A window in a browser of its own, in which this member has used a sign-in link; its frames pass the wire."""
        context = await self._browser_with(**options)
        link = await self._members.sign_in_link(member)
        form, headers = {"press": "p"}, {"origin": self.url}
        pressed = await context.request.post(link, form=form, headers=headers, max_redirects=0)
        assert pressed.status == 303
        page = await context.new_page()
        if wire:
            await wire.join(page)
        await page.goto(path)
        return page

    async def _browser_with(self, **options: Any) -> BrowserContext:
        usual = {"base_url": self.url, "viewport": DESKTOP, "reduced_motion": "reduce"}
        context = await self._browser.new_context(**{**usual, **options})
        self._contexts.append(context)
        context.on("page", self._watch)
        return context

    async def tab(self, page: Page, path: str) -> Page:
        """Another tab of the same browser, behind the first; Chromium draws one in the back once a second."""
        tab = await page.context.new_page()
        await tab.goto(path)
        await page.bring_to_front()
        return tab

    def excuse(self, pattern: str) -> None:
        """A complaint that this test provokes on purpose."""
        self._excused.append(pattern)

    async def look(self, page: Page, name: str) -> None:
        """Look at a page on a desktop and on a phone: nothing is wider than the screen, there is no serious or critical
        violation of accessibility, by axe-core, and of each a picture is kept, if pictures are wanted."""
        before = page.viewport_size
        for size in (DESKTOP, PHONE):
            await page.set_viewport_size(size)
            where = f"{name} at {size['width']}"
            for wide in await page.evaluate(TOO_WIDE):
                self.wrong.append(f"{where} px scrolls sideways: {wide}")
            # A window as high as the page, since Chromium doesn't draw rows that are out of sight.
            high = max(size["height"], await page.evaluate("document.documentElement.scrollHeight"))
            await page.set_viewport_size({"width": size["width"], "height": high})
            await self.keep_picture(page, f"{name}-{size['width']}")
            if not await page.evaluate("'axe' in globalThis"):
                await page.evaluate(AXE_SCRIPT)
            violations = await page.evaluate("axe.run({resultTypes: ['violations']}).then((found) => found.violations)")
            for violation in violations:
                if violation["impact"] in GRAVE:
                    nodes = [node["html"] for node in violation["nodes"]]
                    self.wrong.append(f"{where} px: {violation['id']}, {violation['help']}: {nodes}")
        assert before
        await page.set_viewport_size(before)

    async def keep_picture(self, page: Page, name: str) -> None:
        """A picture of the window as it is, if pictures are wanted."""
        await page.evaluate(DRAWN)
        if self._pictures:
            await page.screenshot(path=SCREENSHOTS / f"{name}.png")

    async def close(self) -> None:
        """Close them all."""
        for context in self._contexts:
            await context.close()

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self._complain(page, error.stack or error.message))
        page.on("console", lambda said: said.type in ("error", "warning") and self._complain(page, said.text))

    def _complain(self, page: Page, said: str) -> None:
        if not any(re.search(pattern, said) for pattern in self._excused):
            self.wrong.append(f"{page.url}: {said}")
