"""Looking up which numbers are landlines, before the launch."""

import re

import pytest
from playwright.async_api import expect

from server.carriers import looking_up
from server.carriers.patience import Patience
from server.carriers.simulator import Simulator
from tests.browser.admin import Admin
from tests.browser.windows import Windows
from tests.carriers.carrying import carrying
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_admin_hears_the_price_first_and_landlines_are_not_texted(
    world: World, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking_up, "LOOK_EVERY_SECONDS", 0.1)
    campaign = await world.campaign(contacts=40, carrier="simulator", launch=False)
    await world.scripts.run("set_carrier", carrier="simulator", lookup_price="0.008")
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/contacts"))
    await ada.press("Look numbers up")
    await expect(ada.page.get_by_role("dialog")).to_contain_text(
        "Looking up 40 numbers costs about 0.32 USD (0.008 each)."
    )
    await windows.look(ada.page, "admin-lookup-price")
    await ada.page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert (await world.counts(campaign))["lookup"] is None

    await ada.press("Look numbers up")
    await ada.confirm("Look them up", "Landlines won't be texted.")
    await ada.says("0 of 40 numbers looked up.")
    patience = Patience()
    simulator = Simulator(world.scripts, patience)
    async with simulator, carrying(world.scripts, simulator, patience):
        await expect(ada.page.get_by_text(re.compile("^40 numbers looked up"))).to_be_visible()
    await windows.look(ada.page, "admin-lookup-done")
    thing = await world.counts(campaign)
    assert thing["closed"] == thing["lookup"]["landlines"] > 0
    await ada.press("Look numbers up")
    await ada.says("All numbers are looked up, or about to be.")

    [landline, *_] = [n for n in range(1, 41) if (await world.conversation(campaign, n)).get("line") == "landline"]
    await ada.page.goto(f"/admin#/campaign/{campaign}/conversation/{landline}")
    await ada.says("Landline")
    await windows.look(ada.page, "admin-landline")
