"""Opting out as texters and admins see it: the last text, the wish for it, the account's texts and the list."""

import json
from pathlib import Path

import pytest
from playwright.async_api import expect

from server.campaigns.contact import receive
from tests.browser.admin import Admin
from tests.browser.console import Console
from tests.browser.windows import Windows
from tests.world import Texter, World, columns

pytestmark = pytest.mark.asyncio(loop_scope="session")

JO, KIM = "+12025550171", "+12025550172"
BYE = "This is the park crew. You are off our list and get no more texts."


async def texted(world: World, *people: tuple[str, str]) -> Texter:
    """A campaign of these people, whom Ana has texted."""
    campaign = await world.campaign(title="Parks")
    rows = [[phone, json.dumps([name, "", phone, {}])] for name, phone in people]
    await world.scripts.run("add_contacts", campaign, contacts=rows, columns=columns())
    await world.scripts.run("launch_campaign", campaign, most=1000)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    return ana


async def test_a_wish_is_pointed_out_and_the_texter_opts_out_with_a_last_text(world: World, windows: Windows) -> None:
    await world.scripts.run("set_automatic_text", setting="confirm_opt_out", text=BYE)
    ana = await texted(world, ("Jo", JO), ("Kim", KIM))
    await receive(world.scripts, JO, "Please don't text me any more", "SM1")
    console = Console(await windows.sign_in(await world.member("Ana"), "/console"))
    await console.person("Jo").click()
    wish = console.page.locator(".wish")
    await expect(wish).to_contain_text("This may be a wish for no more texts.")
    await windows.look(console.page, "console-thread-wish")

    await wish.get_by_role("button", name="Opt out").click()
    last = console.page.get_by_role("dialog").get_by_label("Last text (optional)")
    await expect(last).to_have_value(BYE)
    await windows.look(console.page, "console-opt-out-dialog")
    await console.page.keyboard.press("Escape")
    assert (await world.conversation(ana.campaign, 1))["lane"] == "reply"

    await wish.get_by_role("button", name="Opt out").click()
    await last.fill("Sorry, Jo! We take you off.")
    await console.confirm("Opt out")
    await console.notes("Jo has been opted out and gets your last text, and no other.")
    thing = await world.conversation(ana.campaign, 1)
    assert (thing["lane"], thing["texts"][-1]["text"]) == ("opted_out", "Sorry, Jo! We take you off.")
    assert thing["texts"][-1]["automatic"] == "confirmation"

    await receive(world.scripts, KIM, "Wrong number", "SM2")
    await console.person("Kim").click()
    await expect(wish).to_be_visible()
    await receive(world.scripts, KIM, "Oh wait, it's me!", "SM3")
    await expect(wish).to_be_hidden()
    await console.page.get_by_role("button", name="Opt out").click()
    await last.fill("")
    await console.confirm("Opt out")
    await console.notes("Kim has been opted out and won't be texted again.")
    assert (await world.conversation(ana.campaign, 2))["texts"][-1]["direction"] == "in"


async def test_last_words_that_were_refused_are_offered_again(world: World, windows: Windows) -> None:
    ana = await texted(world, ("Jo", JO))
    await receive(world.scripts, JO, "Hello?", "SM1")
    console = Console(await windows.sign_in(await world.member("Ana"), "/console"))
    await console.person("Jo").click()
    await console.page.get_by_role("button", name="Opt out").click()
    last = console.page.get_by_role("dialog").get_by_label("Last text (optional)")
    await expect(last).to_have_value("")
    await last.fill("Bye, {First name}")
    await console.confirm("Opt out")
    await expect(console.page.get_by_text("Write the words in place of this field")).to_be_visible()
    assert (await world.conversation(ana.campaign, 1))["lane"] == "reply"
    await console.page.get_by_role("button", name="Opt out").click()
    await expect(last).to_have_value("Bye, {First name}")
    await last.fill("Bye, Jo")
    await console.confirm("Opt out")
    await console.notes("Jo has been opted out and gets your last text, and no other.")


async def test_texts_that_went_out_by_themselves_are_told_from_a_texters(world: World, windows: Windows) -> None:
    for setting, text in (("confirm_opt_out", BYE), ("help_text", "The park crew, 555 0100.")):
        await world.scripts.run("set_automatic_text", setting=setting, text=text)
    ana = await texted(world, ("Jo", JO))
    await receive(world.scripts, JO, "HELP", "SM1")
    console = Console(await windows.sign_in(await world.member("Ana"), "/console"))
    await expect(console.person("Jo")).to_contain_text("Automatic answer: The park crew")
    await console.person("Jo").click()
    await expect(console.texts.nth(2)).to_contain_text("Automatic answer")
    path = f"/admin#/campaign/{ana.campaign}/conversation/1"
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), path))
    await receive(world.scripts, JO, "STOP", "SM2")
    await ada.says(BYE)
    await expect(ada.page.get_by_role("log").get_by_role("listitem").last).to_contain_text("Confirmation")
    await ada.says("Opted out by a text from them")
    await expect(console.texts.last).to_contain_text("Confirmation")
    await windows.look(console.page, "console-thread-automatic")


async def test_an_admin_sets_the_texts_that_go_out_by_themselves(world: World, windows: Windows) -> None:
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), "/admin#/stop-words"))
    for label, setting in (("Confirmation of an opt-out", "confirm_opt_out"), ("Answer to HELP", "help_text")):
        form = ada.page.locator("form", has=ada.page.get_by_label(label))
        await expect(form).to_contain_text("None goes out.")
        await ada.page.get_by_label(label).fill(BYE)
        await expect(form).to_contain_text("1 segment (GSM-7, 66 used, 94 left in the last one).")
        await form.get_by_role("button").click()
        await expect(form).to_contain_text("Saved.")
        assert await world.scripts.redis.hget("{a}", setting) == BYE.encode()
    box = ada.page.get_by_label("Answer to HELP")
    form = ada.page.locator("form", has=box)
    await box.fill("Hi {first_name}")
    await form.get_by_role("button").click()
    await expect(form).to_contain_text("Take {first_name} out of it.")
    await box.fill("")
    await form.get_by_role("button").click()
    await expect(form).to_contain_text("Saved.")
    assert await world.scripts.redis.hget("{a}", "help_text") is None
    await windows.look(ada.page, "admin-account-automatic-texts")


async def test_an_admin_takes_in_and_downloads_the_list_of_who_opted_out(
    world: World, windows: Windows, tmp_path: Path
) -> None:
    ana = await texted(world, ("Jo", JO), ("Kim", KIM))
    path = f"/admin#/campaign/{ana.campaign}/conversation/2"
    other = Admin(await windows.sign_in(await world.member("Ben", "admin"), path))
    await other.says("Hi Kim!")
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), "/admin#/opt-outs"))
    await ada.press("Opt out everybody in this file")
    await ada.says("Choose a file first.")
    file = {"name": "out.csv", "mimeType": "text/csv", "buffer": f"phone\n{JO}\n{KIM}\n12\n".encode()}
    await ada.page.get_by_label("A list to take in").set_input_files(file)
    await ada.press("Opt out everybody in this file")
    await ada.confirm("Opt them out", "Nobody here will text them again")
    await ada.says("out.csv: 2 people opted out, 1 row rejected.")
    await ada.says("Download the rejected rows")
    await windows.look(ada.page, "admin-account-opt-outs")
    await other.says("Opted out by Ada, with an imported list")  # what was open is read again

    async with ada.page.expect_download() as downloading:
        await ada.page.get_by_role("link", name="Download all").click()
    download = await downloading.value
    await download.save_as(tmp_path / "list.csv")
    header, *rows = (tmp_path / "list.csv").read_text("utf-8-sig").splitlines()
    assert header == "phone,status,at,by,how"
    assert sorted(row.split(",")[0] for row in rows) == [f"'{JO}", f"'{KIM}"]
    assert all(row.endswith(",Ada,import") for row in rows)
