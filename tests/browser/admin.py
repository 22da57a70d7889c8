"""The admin's pages, in an admin's words."""

import re

from playwright.async_api import Locator, Page, expect


class Admin:
    """A tab with the admin's pages."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def shows(self, heading: str) -> None:
        """This part of a campaign's pages is open."""
        await expect(self.page.get_by_role("heading", level=2, name=heading, exact=True)).to_be_visible()

    async def says(self, sentence: str) -> None:
        """The page shows this sentence, by now or soon."""
        await expect(self.page.get_by_role("main").get_by_text(sentence)).to_be_visible()

    async def press(self, button: str) -> None:
        """Press a button of the page."""
        await self.page.get_by_role("main").get_by_role("button", name=button, exact=True).click()

    async def press_beside(self, field: Locator, button: str) -> None:
        """Press this button of the field's own form; where it has none, that of the page. A field without any saves
        itself."""
        own = field.locator("xpath=ancestor::form").get_by_role("button", name=button, exact=True)
        if await own.count():
            await own.click()
        elif button != "Save" or await self.page.get_by_role("button", name=button, exact=True).count():
            await self.press(button)
        else:
            await field.press("Enter")

    async def go_to(self, link: str) -> None:
        """Follow a link."""
        await self.page.get_by_role("link", name=link, exact=True).click()

    async def confirm(self, verb: str, says: str) -> None:
        """Say yes in the dialog that shows this sentence."""
        dialog = self.page.get_by_role("dialog")
        await expect(dialog).to_contain_text(says)
        await dialog.get_by_role("button", name=verb).click()

    def part(self, name: str) -> Locator:
        """The number of a part of a campaign's bar."""
        return self.page.locator(".whole-bar li").filter(has=self.page.get_by_text(name, exact=True)).locator(".number")

    async def choose(self, act: str) -> None:
        """Choose an act in the campaign's menu."""
        await self.page.get_by_role("button", name="Actions", exact=True).click()
        await self.page.get_by_role("menuitem", name=act, exact=True).click()

    async def act_on(self, sender: str, act: str) -> None:
        """Choose an act in a sender's row."""
        await self.page.get_by_role("button", name=f"Acts on {sender}", exact=True).click()
        await self.page.get_by_role("menuitem", name=act).click()

    async def invite(self, name: str) -> str:
        """Invite a texter; gives the link to pass on."""
        await self.page.get_by_label("Name", exact=True).fill(name)
        await self.page.get_by_label("E-mail address").fill(f"{name.lower()}@example.org")
        await self.press("Invite")
        await self.says(f"{name} is invited.")
        return await self.page.get_by_label("Link to pass on").input_value()

    async def refuses(self, field: str, value: str, verb: str, sentence: str) -> None:
        """The page refuses the typed value with a sentence beside its field."""
        box = self.page.get_by_role("main").get_by_label(field, exact=True)
        await box.fill(value)
        await self.press_beside(box, verb)
        await expect(box).to_have_accessible_description(re.compile(re.escape(sentence)))
        await expect(box).to_have_value(value)
