"""Two campaigns with the same person: an admin sets the hours between them, and all read why a text stayed."""

import pytest
from playwright.async_api import expect

from tests.browser.admin import Admin
from tests.browser.windows import Windows
from tests.carriers.carrying import Remembering, carrying, settled
from tests.carriers.test_apart import with_zoe
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_an_admin_sets_the_hours_between_two_campaigns(world: World, windows: Windows) -> None:
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), "/admin#/hours"))
    box = ada.page.get_by_label("Hours between two campaigns")
    await expect(box).to_have_value("6")
    form = ada.page.locator("form").filter(has=box)
    for wrong, told in (("soon", "Write a whole number."), ("169", "Between two campaigns are 0 to 168 whole hours")):
        await box.fill(wrong)
        await ada.press_beside(box, "Save")
        await expect(ada.page.get_by_text(told)).to_be_visible()
    for wanted, kept in (("12", 12), ("0", 0), ("", 6)):
        await box.fill(wanted)
        await ada.press_beside(box, "Save")
        await expect(form).to_contain_text("Saved.")
        await expect(box).to_have_value(str(kept))
        assert (await world.scripts.run("describe_account"))["account"]["hours_between"] == kept
    await windows.look(ada.page, "admin-hours-between")


async def test_texter_and_admin_read_why_a_text_wasnt_sent(world: World, windows: Windows) -> None:
    vote, march = await with_zoe(world, "Vote!"), await with_zoe(world, "March!")
    async with carrying(world.scripts, Remembering()):
        await vote.send_initial(1)
        await settled(world, vote.campaign, "sent")
        await march.send_initial(1)
        await settled(world, march.campaign, "not_sent")
    page = await windows.sign_in(await world.member("Ana"), f"/console#{march.campaign}/quiet/1")
    await expect(page.get_by_role("log", name="Texts")).to_contain_text("Not sent: “Vote!” texted this person at")
    await expect(page.get_by_text("opted out. Not sent")).to_have_count(0)
    await windows.look(page, "console-not-sent-twice")
    ada = await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{march.campaign}/conversation/1")
    await expect(ada.get_by_text("Not sent: “Vote!” texted this person at")).to_be_visible()
