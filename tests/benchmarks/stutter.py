"""Measures, in Chromium, how long an admin's page ever blocks: 500 senders at work, and a board of 300 campaigns.

    python -m tests.benchmarks.stutter [SENDERS] [CAMPAIGNS]

About ten changes come each second, while the page is scrolled, sorted and filtered. It prints the long tasks that the
browser itself reports ("longtask" entries of its performance timeline, which are those over 50 ms). Wanted: none. On a
machine that others use, too, take the least of several runs.
"""

import asyncio
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from playwright.async_api import Page, async_playwright

from server.config import Config
from server.people.members import Members
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.benchmarks.consoles import signed_in
from tests.browser.conftest import FLAGS, NAMES
from tests.processes import unrecorded_hub
from tests.world import World

SENDERS, CAMPAIGNS = map(int, sys.argv[1:] or ("500", "300"))
SECONDS = 12
LISTEN = """() => {
  globalThis.long = [];
  new PerformanceObserver((list) => long.push(...list.getEntries().map((one) => one.duration)))
    .observe({ type: "longtask" });
}"""


async def work(world: World, campaigns: list[int], texters: list[int]) -> None:
    """Change something ten times a second, here and there, until it is cancelled."""
    turn = 0
    while True:
        campaign, texter = campaigns[turn % len(campaigns)], texters[turn % len(texters)]
        asked = {"texter": texter, "request_id": f"t{turn}"}
        with suppress(Exception):  # nothing is left there
            await world.scripts.run("request_conversations", campaign, **asked)
            await world.scripts.run("release_conversations", campaign, texter=texter, lanes=["initial"], most=100)
        turn += 1
        await asyncio.sleep(0.1)


async def use(page: Page, typed: str, sorts: bool) -> list[float]:
    """Scroll, press and type for some seconds. Returns the long tasks, in ms."""
    await page.wait_for_timeout(1500)  # what opening takes is another question
    await page.evaluate(LISTEN)
    for second in range(SECONDS):
        await page.mouse.wheel(0, 1200 if second % 4 < 2 else -1200)
        if sorts:
            await page.locator(".senders button.sort").nth(second % 3).click()
        box = page.get_by_role("main").get_by_role("searchbox")
        if await box.count():
            await box.fill(typed[: second % 4])
        await page.wait_for_timeout(600)
    found: list[float] = await page.evaluate("() => long")
    return sorted(found)


async def main() -> None:
    """Measure both pages."""
    with tempfile.TemporaryDirectory(prefix="handraise-") as folder:
        config = Config(data=Path(folder), accept_loss=True, secret_key="for tests")
        async with open_store(config) as store:
            scripts = Scripts(store.nodes)
            members = Members(scripts, config)
            world = World(scripts, members)
            async with unrecorded_hub(HANDRAISE_DATA=folder) as hub, async_playwright() as playwright:
                url = hub.url
                path = next(filter(None, map(shutil.which, NAMES)))
                browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
                busy = await world.campaign(contacts=20 * SENDERS, title="Busy")
                texters = [(await world.texter(busy, f"Sender{n}")).id for n in range(SENDERS)]
                campaigns = [busy] + [
                    await world.campaign(contacts=20, title=f"Campaign {n}") for n in range(CAMPAIGNS - 1)
                ]
                for campaign in campaigns[1:]:
                    await world.scripts.run("add_senders", campaign, members=texters[:1])
                root = await world.member("Ada", "admin")
                context = await signed_in(browser, url, members, root)
                for name, where, on, who, typed, sorts in (
                    ("senders", f"/admin#/campaign/{busy}/senders", [busy], texters, "sender", True),
                    ("board", "/admin#/", campaigns, texters[:1], "camp", False),
                ):
                    page = await context.new_page()
                    await page.goto(where)
                    working = asyncio.create_task(work(world, on, who))
                    long = await use(page, typed, sorts)
                    working.cancel()
                    worst = ", ".join(f"{each:.0f} ms" for each in long[-5:])
                    print(f"{name}: {len(long)} tasks over 50 ms {worst}")
                    await page.close()
                await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
