"""A texter's console, in a texter's words."""

from playwright.async_api import Locator, Page, expect

LOOKING = "Looking for someone to talk to?"
FIRST_MESSAGES = "First messages"
INBOX_ZERO = "Inbox Zero!"
GOODBYE = "Thank you, and goodbye!"
NOBODY_LEFT = "Nobody is left to text right now. You can request again as soon as somebody is."


class Console:
    """One tab with a console."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.request = page.get_by_role("button", name="Request Conversations")
        self.tell_me = page.get_by_role("button", name="Tell me when there are more")
        self.why = page.locator("#request-says")
        self.message = page.get_by_role("textbox", name="Message to")
        self.reply = page.get_by_role("textbox", name="Reply to")
        self.send = page.get_by_role("button", name="Send")
        self.texts = page.get_by_role("log", name="Texts").get_by_role("listitem")
        self.connection = page.locator("#connection")

    async def shows(self, heading: str) -> None:
        """The page has this heading, by now or soon."""
        await expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    async def notes(self, sentence: str) -> None:
        """The page tells in this sentence what has just happened."""
        await expect(self.page.locator("#main .middle > .notice")).to_have_text(sentence)

    async def has_sent(self, progress: str) -> None:
        """The page shows this progress of the first messages: "1 of 3 sent"."""
        await expect(self.page.get_by_text(progress, exact=True)).to_be_visible()

    def person(self, name: str) -> Locator:
        """The row of a conversation in a list."""
        return self.page.get_by_role("main").get_by_role("listitem").get_by_role("link", name=name)

    async def send_first_messages(self, count: int) -> None:
        """Send this many by pressing the button, each as soon as it is shown."""
        for _ in range(count):
            to = await self.send.get_attribute("aria-label")
            await expect(self.send).not_to_have_attribute("aria-disabled", "true")
            await self.send.click()
            await expect(self.page.get_by_role("button", name=to or "", exact=True)).to_have_count(0)

    async def confirm(self, verb: str) -> None:
        """Say yes in the dialog."""
        await self.page.get_by_role("dialog").get_by_role("button", name=verb).click()
