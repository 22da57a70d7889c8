"""Every kind of page in the dark: nothing scrolls sideways, and there is enough contrast (axe-core)."""

import pytest
from playwright.async_api import expect

from tests.browser.windows import Windows
from tests.labels import answer, with_survey
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def an_evening(world: World) -> int:
    """A campaign in which something is in every lane. Returns its id."""
    campaign = await world.campaign(contacts=40, title="Saturday in the park", sender_link=True)
    ana, ben = await world.texter(campaign), await world.texter(campaign, "Ben")
    await ana.request()
    await ana.send_initials()
    await ben.request()
    for conversation in (1, 2, 3):
        await world.contact_writes(campaign, conversation)
    await ana.close(3)
    await world.scripts.run("opt_out", campaign, conversation=4, at=5)
    question, _ = await with_survey(world, campaign)
    await answer(world, campaign, 1, question["id"], question["answers"][0]["id"])
    return campaign


async def test_admins_pages(world: World, windows: Windows) -> None:
    campaign = await an_evening(world)
    await world.campaign(contacts=3, launch=False, title="A draft")
    root = await world.member("Ada", "admin")
    phone = (await world.conversation(campaign, 1))["contact"]["phone"]
    page = await windows.sign_in(root, "/admin#/", color_scheme="dark")
    inside = (
        "summary",
        "senders",
        "conversations",
        "list",
        "conversation/1",
        "settings",
        "ledger",
        "at_hand",
        "contacts",
    )
    account = ("organisation", "members", "invite", "opt-outs", "tokens", "carriers", "retention")
    for path in (
        "",
        *(f"campaign/{campaign}/{name}" for name in inside),
        f"wall/{campaign}",
        f"person/{phone}",
        "search?q=con",
        "archived",
        "new",
        *account,
    ):
        await page.goto(f"/admin#/{path}")
        await expect(page.get_by_role("heading").first).to_be_visible()
        await expect(page.locator("[aria-busy=true]")).to_have_count(0)
        await windows.look(page, f"dark-admin-{path.partition('?')[0].replace('/', '-')}")


async def test_consoles(world: World, windows: Windows) -> None:
    campaign = await an_evening(world)
    replies = await windows.sign_in(await world.member("Ana"), color_scheme="dark")
    await expect(replies.get_by_role("heading", name="people are waiting")).to_be_visible()
    await windows.look(replies, "dark-console-replies")
    await replies.goto(f"/console#{campaign}/reply/1")
    await expect(replies.get_by_role("log")).to_be_visible()
    await windows.look(replies, "dark-console-thread")
    first = await windows.sign_in(await world.member("Ben"), color_scheme="dark")
    await expect(first.get_by_role("button", name="Send to").first).to_be_visible()
    await windows.look(first, "dark-console-first-messages")
    await world.texter(campaign, "Cleo")
    looking = await windows.sign_in(await world.member("Cleo"), color_scheme="dark")
    await expect(looking.get_by_role("button", name="Request Conversations")).to_be_visible()
    await windows.look(looking, "dark-console-looking")
    out = await windows.open("/sign-in", color_scheme="dark")
    await windows.look(out, "dark-sign-in")
