"""Pictures and other files that contacts send, as texters and admins see them."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from server.campaigns.attached import Attached
from server.campaigns.contact import receive
from server.carriers.drawn import drawn
from server.carriers.simulator import Simulator
from server.host.fetching import NotFetched
from tests.browser.admin import Admin
from tests.browser.console import Console
from tests.browser.windows import Windows
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")

NAMES = ["Picture 1 of 2 from Contact 1 Doe", "Picture 2 of 2 from Contact 1 Doe"]


async def is_drawn(page: Page, name: str) -> None:
    """A picture of this name is there, whole."""
    image = page.get_by_role("img", name=name)
    await expect(image).to_be_visible()
    await expect(image).to_have_js_property("naturalWidth", 480)


async def test_pictures_that_come_are_shown_enlarged_and_saved(
    world: World, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    phone = (await world.conversation(campaign, 1))["contact"]["phone"]
    files = [Attached(f"simulator:picture:{n}", "image/png") for n in (1, 2)]
    card = Attached("simulator:card:1", "text/vcard")
    await receive(world.scripts, phone, "Two from last year", "SM1", [*files, card], carrier="simulator")

    texter = Console(await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/reply/1"))
    for name in NAMES:
        await is_drawn(texter.page, name)
    await windows.look(texter.page, "console-pictures")
    await texter.page.get_by_role("button", name=NAMES[1]).click()
    dialog = texter.page.get_by_role("dialog", name=NAMES[1])
    await expect(dialog.get_by_role("img")).to_be_visible()
    await windows.look(texter.page, "console-picture-enlarged")
    await dialog.get_by_role("button", name="Close").click()
    await expect(dialog).to_have_count(0)
    async with texter.page.expect_download() as saving:
        await texter.page.get_by_role("link", name="Save the contact card").click()
    assert (await saving.value).suggested_filename == "file-1-2-3.vcf"

    admin = await windows.sign_in(await world.member("Root", "admin"), f"/admin#/campaign/{campaign}/conversation/1")
    for name in NAMES:
        await is_drawn(admin, name)
    await windows.look(admin, "admin-pictures")

    windows.excuse("Failed to load resource.*(410|503)")
    gone: list[NotFetched] = [NotFetched("It answered 404.", 404), NotFetched("It answered 500.", 500)]
    draw = Simulator.fetch

    async def fetch(self: Simulator, url: str) -> bytes:
        if gone and "picture:9" in url:
            raise gone[0]
        return b"a drawing that we can't read" if "picture:8" in url else await draw(self, url)

    monkeypatch.setattr(Simulator, "fetch", fetch)
    lost = [Attached(f"simulator:picture:{n}", "image/png") for n in (9, 8)]
    await receive(world.scripts, phone, "And now?", "SM2", lost, carrier="simulator")
    await expect(texter.page.get_by_text("The carrier doesn't have this file any more.")).to_be_visible()
    await expect(texter.page.get_by_role("link", name="Save the picture")).to_be_visible()
    await windows.look(texter.page, "console-picture-gone")
    gone.pop(0)
    await texter.page.get_by_role("button", name="Try again").click()
    await expect(texter.page.get_by_text("The carrier doesn't give this file right now.")).to_be_visible()
    gone.clear()
    await texter.page.get_by_role("button", name="Try again").click()
    await expect(texter.page.get_by_role("button", name="Try again")).to_have_count(0)
    await expect(texter.page.get_by_role("img", name=NAMES[0])).to_have_count(2)


async def test_an_admin_sets_a_picture_that_goes_out_with_texts(world: World, windows: Windows, tmp_path: Path) -> None:
    campaign = await world.campaign(contacts=2, carrier="simulator", launch=False)
    await world.texter(campaign)
    file = tmp_path / "hills.png"
    file.write_bytes(drawn("hills"))
    admin = Admin(await windows.sign_in(await world.member("Root", "admin"), f"/admin#/campaign/{campaign}/message"))
    await admin.page.get_by_text("Picture", exact=True).first.click()
    chooser = admin.page.get_by_label("Picture", exact=True)
    windows.excuse("Failed to load resource.*422")
    await chooser.set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"nonsense"})
    await admin.says("This file can't be read as a picture.")
    await chooser.set_input_files(file)
    await admin.says("It is set.")
    await admin.page.get_by_label("Send it with the first message").check()
    await admin.page.get_by_label("Texters may add it to a reply").check()
    await admin.says("carriers charge more for it")
    await world.scripts.run("set_carrier", carrier="simulator", picture_price="0.02")
    await admin.says("it costs 0.02 USD")
    await expect(admin.page.get_by_role("img", name="The picture that goes with it")).to_be_visible()
    await windows.look(admin.page, "admin-picture")
    await world.scripts.run("launch_campaign", campaign, most=1000)

    texter = Console(await windows.sign_in(await world.member("Ana"), f"/console#{campaign}"))
    await expect(texter.page.get_by_role("img", name="The picture that goes with the message")).to_be_visible()
    await windows.look(texter.page, "console-picture-first")
    await texter.send_first_messages(2)
    await world.contact_writes(campaign, 1)
    await texter.person("Contact 1").click()
    await is_drawn(texter.page, "Picture from You")
    await texter.reply.fill("Look!")
    await texter.page.get_by_label("Add the picture").check()
    await windows.look(texter.page, "console-picture-reply")
    await texter.send.click()
    await texter.shows("Inbox Zero!")
    texts = (await world.conversation(campaign, 1))["texts"]
    assert [bool(text.get("files")) for text in texts] == [True, False, True]
