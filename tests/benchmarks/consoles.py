"""Measures, in Chromium, how fast a console with very much in it opens and answers keys, beside one with little.

    python -m tests.benchmarks.consoles

Of each size there is a console with first messages, and one with replies. Each opens some times, in turn with the
other size's; the time is the browser's own, from the start of loading until the first message, or the list, a thread's
box and the replies at hand are there. Then every key is pressed, and the browser tells how long it worked on each press
("event" entries of its performance timeline, of 16 ms or more until all was drawn). Wanted: the full consoles open in
the same time as the others (± 20 %), and no key press takes over 50 ms. On a machine that others use, too, the least
and the median say more than the worst.
"""

import asyncio
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from server.config import Config
from server.people.members import Member, Members
from server.store.connecting import open_store
from server.store.scripts import Scripts
from tests.browser.conftest import FLAGS, NAMES
from tests.processes import unrecorded_hub
from tests.world import World

TIMES = 15
"""Openings of each console."""
OPENED = """(selectors) => new Promise((done) => {
  const look = () => {
    const there = selectors.every((one) => [...document.querySelectorAll(one)].some((each) => each.checkVisibility()));
    there ? done(performance.now()) : requestAnimationFrame(look);
  };
  look();
})"""
"""Waits until all of it can be seen. Returns ms since the loading began."""
LISTEN = """() => {
  globalThis.pressed = [];
  new PerformanceObserver((list) => {
    for (const one of list.getEntries())
      pressed.push([one.name, one.duration, one.processingEnd - one.processingStart]);
  }).observe({ type: "event", durationThreshold: 16 });
}"""
FIRST_MESSAGE = ["#first-message"]
REPLYING = [".left .conversations a", "#reply", ".replies button"]


@dataclass
class Size:
    """The conversations and replies of a console."""

    initials: int
    replies: int
    canned: int
    campaign: int = 0


async def fill(world: World, size: Size) -> None:
    """Make a campaign in which Ana has first messages and replies, and Ben replies alone."""
    contacts = size.initials + 2 * size.replies
    size.campaign = campaign = await world.campaign(contacts=contacts, batch_size=size.replies)
    for name in ("Ana", "Ben"):
        texter = await world.texter(campaign, name)
        await texter.request()
        for conversation in await texter.send_initials():
            await world.contact_writes(campaign, conversation, "What time does it start?")
    ana, by = await world.texter(campaign, "Ana"), {"name": "Ada", "move": "m"}
    await world.scripts.run("reassign", campaign, holder=0, to=ana.id, lane="initial", most=size.initials, by=by)
    said = [{"title": f"Answer {n}", "text": f"Words of answer {n}, {{first_name}}."} for n in range(size.canned)]
    await world.ask(await world.member("Ada", "admin"), "set_canned_replies", campaign=campaign, replies=said)


async def signed_in(browser: Browser, url: str, members: Members, member: Member) -> BrowserContext:
    """Return a browser in which this member has signed in."""
    context = await browser.new_context(base_url=url, viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    link = await members.sign_in_link(member)
    await context.request.post(link, form={"press": "p"}, headers={"origin": url}, max_redirects=0)
    return context


async def opened(page: Page, path: str, selectors: list[str]) -> float:
    """Open a console. Returns ms until all of it was there."""
    await page.goto("about:blank")
    await page.goto(path, wait_until="commit")
    took: float = await page.evaluate(OPENED, selectors)
    return took


async def press(page: Page, *keys: str) -> None:
    """Press keys as fast as fingers do."""
    for key in keys:
        await page.keyboard.press(key)
        await page.wait_for_timeout(60)


async def slowest(page: Page, replying: bool) -> list[tuple[float, float, str]]:
    """Press all keys. Returns the slowest: ms of work, ms until all was drawn, and the kind of event."""
    await page.evaluate(LISTEN)
    if replying:
        await press(
            page, *"A few words, typed.", "Escape", *"jjjjjjkkkkkk", "?", "Escape", "/", *"answer 1", "ArrowDown"
        )
        await press(page, "ArrowDown", "Enter", "Escape", *"123456789"[:1], "Enter", "Escape", "c", "c", "j", "Escape")
    else:
        await press(page, *["Enter"] * 10, "Shift+Tab", *"A few words, typed.", "Enter")
    await page.wait_for_timeout(500)
    found: list[tuple[str, float, float]] = await page.evaluate("() => pressed")
    kinds = ("keydown", "keyup", "input")
    return sorted((work, drawn, name) for name, drawn, work in found if name in kinds)[-4:]


async def measure(browser: Browser, url: str, members: Members, sizes: dict[str, Size]) -> None:
    """Open and use all consoles; print what it took."""
    for name, selectors in (("Ana", FIRST_MESSAGE), ("Ben", REPLYING)):
        member = await members.add(f"{name.lower()}@example.org", name, "texter")
        context = await signed_in(browser, url, members, member)
        page = await context.new_page()
        took: dict[str, list[float]] = {size: [] for size in sizes}
        paths = {}
        for what, size in sizes.items():
            lane = f"/reply/{size.replies + 1}" if selectors is REPLYING else ""
            paths[what] = f"/console#{size.campaign}{lane}"
        for _ in range(TIMES):
            for what, path in paths.items():
                took[what].append(await opened(page, path, selectors))
        for what, each in took.items():
            print(f"{name} opens, {what}: least {min(each):.0f} ms, median {median(each):.0f} ms")
        for what, path in paths.items():
            await opened(page, path, selectors)
            slow = await slowest(page, selectors is REPLYING)
            told = [f"{kind} {work:.0f} ms, drawn after {drawn:.0f}" for work, drawn, kind in slow]
            print(f"  slowest key presses, {what}: {'; '.join(told) or 'all drawn within 16 ms'}")
        await context.close()


async def main() -> None:
    """Measure a console with little beside one that is full."""
    sizes = {"little": Size(20, 20, 20), "full": Size(5_000, 500, 200)}
    path = next(filter(None, map(shutil.which, NAMES)))
    with tempfile.TemporaryDirectory() as data:
        async with open_store(Config(data=Path(data))) as store, async_playwright() as playwright:
            scripts = Scripts(store.nodes)
            members = Members(scripts, Config())
            for size in sizes.values():
                await fill(World(scripts, members), size)
            browser = await playwright.chromium.launch(executable_path=path, args=FLAGS)
            async with unrecorded_hub(HANDRAISE_DATA=data) as hub:
                await measure(browser, hub.url, members, sizes)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
