"""The board and the wall: they say whether an admin must act."""

import pytest
from playwright.async_api import expect

from server.store import keys
from tests.browser.admin import Admin
from tests.browser.windows import Windows
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def an_evening(world: World) -> dict[str, int]:
    """Six campaigns as an evening has them, by title."""
    titles: dict[str, int] = {}
    for title, contacts in (
        ("Door knock follow-up", 1240),
        ("Vote early, Ward 4", 860),
        ("Volunteers for Saturday", 40),
    ):
        titles[title] = await world.campaign(contacts=contacts, title=title, batch_size=20)
    titles["Donors of last year"] = await world.campaign(contacts=12, title="Donors of last year")
    titles["Town hall"] = await world.campaign(contacts=30, title="Town hall", launch=False)
    titles["Spring canvass"] = await world.campaign(contacts=6, title="Spring canvass")
    knock = titles["Door knock follow-up"]
    ana = await world.texter(knock)
    await world.texter(knock, "Ben")
    await ana.request()
    await ana.send_initials()
    for conversation in (3, 5, 8):
        await world.contact_writes(knock, conversation)
    await world.scripts.run("pause_campaign", titles["Donors of last year"])
    await world.scripts.run("archive_campaign", titles["Spring canvass"])
    return titles


async def goes_on(world: World, campaign: int) -> None:
    """Let it look as if twenty texts a minute had gone out for an hour."""
    minute = await world.scripts.now() // 60_000
    noted = {str(minute - ago): f"{1220 + 20 * ago} {max(0, 20 - 2 * ago)} 0" for ago in range(1, 61)}
    await world.scripts.redis.hset(keys.under(keys.campaign(campaign), "readings"), mapping=noted)


async def long_ago(world: World, campaign: int, minutes: int) -> None:
    """Let all replies of a campaign have waited for so long."""
    before = await world.scripts.now() - minutes * 60_000
    owner = keys.campaign(campaign)
    waiting = await world.scripts.redis.zrange(keys.under(owner, "replying"), 0, -1)
    holder = int((await world.scripts.redis.hget(keys.under(owner, "where"), waiting[0])).split(b":")[0])  # type: ignore
    for name in (keys.under(owner, "replying"), keys.under(owner, "bucket", holder, "reply")):
        await world.scripts.redis.zadd(name, dict.fromkeys(waiting, before))


async def test_the_board_says_which_campaign_needs_an_admin(world: World, windows: Windows) -> None:
    titles = await an_evening(world)
    knock = titles["Door knock follow-up"]
    await long_ago(world, knock, 14)
    await goes_on(world, knock)
    page = await windows.sign_in(await world.member("Ada", "admin"), "/admin")
    rows = page.locator(".board-row")
    await expect(rows).to_have_count(5)
    await expect(rows.first.get_by_role("heading")).to_have_text("Door knock follow-up")
    await expect(rows.first).to_contain_text("⚠ longest 14 min")
    await expect(rows.first).to_contain_text("0 of 2")
    await expect(rows.first).to_contain_text("done at about")
    await expect(rows.filter(has_text="Town hall")).to_contain_text("Next: ")
    await expect(rows.filter(has_text="Town hall").locator("dl")).to_be_hidden()
    await windows.look(page, "board")

    await windows.sign_in(await world.member("Ana"))
    await expect(rows.first).to_contain_text("1 of 2")

    await page.get_by_label("Show").select_option("Paused")
    await expect(rows.get_by_role("heading")).to_have_text(["Donors of last year"])
    await page.reload()
    await expect(rows.get_by_role("heading")).to_have_text(["Donors of last year"])
    await page.get_by_label("Show").select_option("All")
    await page.get_by_label("Sort by").select_option("Title")
    await expect(rows.first.get_by_role("heading")).to_have_text("Donors of last year")

    await Admin(page).go_to("Archived")
    await expect(rows.get_by_role("heading")).to_have_text(["Spring canvass"])
    await windows.look(page, "board-archived")


async def test_the_wall_shows_one_campaign_and_goes_on(world: World, windows: Windows) -> None:
    titles = await an_evening(world)
    knock = titles["Door knock follow-up"]
    await long_ago(world, knock, 14)
    await goes_on(world, knock)
    page = await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/wall/{knock}")
    wall = page.locator(".wall")
    await expect(wall.locator(".wall-largest")).to_contain_text("1,220")
    await expect(wall).to_contain_text("20 of 1,240 sent")
    await expect(wall).to_contain_text("done at about")
    await expect(wall).to_contain_text("⚠ longest 14 min")
    await expect(page.get_by_role("banner")).to_be_hidden()
    await windows.look(page, "wall")
    await world.add_contacts(knock, 5)
    await expect(wall.locator(".wall-largest")).to_contain_text("1,225")
    await wall.get_by_role("link", name="Back").click()
    await expect(page.get_by_role("banner")).to_be_visible()


async def test_an_empty_account_has_one_sentence_and_one_button(world: World, windows: Windows) -> None:
    page = await windows.sign_in(await world.member("Ada", "admin"), "/admin")
    await Admin(page).says("No campaigns yet.")
    await expect(page.get_by_role("link", name="New campaign")).to_have_count(1)
