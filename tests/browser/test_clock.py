"""A phone whose clock is off says how long somebody waits, and on which day a text came, as the store has it."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.console import Console
from tests.browser.windows import Windows
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOUR = 3_600_000
OFF = "{ const right = Date.now.bind(Date); Date.now = () => right() + (%d); }"


@pytest.mark.parametrize("off", [HOUR, 5 * 24 * HOUR, -5 * 24 * HOUR], ids=["an hour", "days ahead", "days behind"])
async def test_a_phone_whose_clock_is_off_says_when_things_were(world: World, windows: Windows, off: int) -> None:
    campaign = await world.campaign(contacts=1)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    await texter.send_initials()
    await world.contact_writes(campaign, 1, "Who is this?")
    page = await windows.sign_in(await world.member("Ana"), "about:blank")
    await page.add_init_script(OFF % off)
    await page.goto("/console")
    ana = Console(page)

    await expect(ana.person("Contact 1")).to_contain_text("just now")
    await ana.person("Contact 1").click()
    await expect(ana.texts.last.locator("time")).to_have_text(re.compile(r"^\d{1,2}:\d\d( [AP]M)?$"))
