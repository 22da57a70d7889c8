"""Answers that nobody is assigned to, opt-outs and their undoing, as admins and texters see them."""

import asyncio
import json
import re

import pytest
from playwright.async_api import expect

from server.campaigns.contact import receive
from server.store import keys
from tests.browser.admin import Admin
from tests.browser.console import Console
from tests.browser.windows import Windows
from tests.world import World, columns

pytestmark = pytest.mark.asyncio(loop_scope="session")

JO, KIM, LEE, STRANGER = "+12025550171", "+12025550172", "+12025550173", "+12125550199"


async def campaign_with(world: World, title: str, *people: tuple[str, str], **settings: object) -> int:
    """A launched campaign of these people."""
    campaign = await world.campaign(title=title, **settings)
    rows = [[phone, json.dumps([name, "", phone, {}])] for name, phone in people]
    await world.scripts.run("add_contacts", campaign, contacts=rows, columns=columns())
    await world.scripts.run("launch_campaign", campaign, most=1000)
    return campaign


async def test_an_admin_sees_every_answer_nobody_is_assigned_to_and_acts_on_it(world: World, windows: Windows) -> None:
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), "/admin"))
    await expect(ada.page.get_by_role("heading", name="Campaigns")).to_be_visible()
    await expect(ada.page.locator("#answers")).to_be_hidden()

    archived = await campaign_with(world, "Spring in the park", ("Jo", JO), ("Lee", LEE))
    paused = await campaign_with(world, "School board", ("Kim", KIM))
    await world.texter(paused)
    await world.scripts.run("archive_campaign", archived)
    await world.scripts.run("pause_campaign", paused)
    await receive(world.scripts, JO, "Yes, but only after six", "SM1")
    await receive(world.scripts, KIM, "", "SM2", media=1)
    await receive(world.scripts, STRANGER, "Is this the park crew?", "SM3")

    await ada.says("3 answers nobody is assigned to")
    await windows.look(ada.page, "admin-board-answers")
    await ada.go_to("Answers (3)")
    for words in ("Yes, but only after six", "(a picture)", "Is this the park crew?"):
        await ada.says(words)
    await windows.look(ada.page, "admin-answers")

    await ada.press("Resume")
    await expect(ada.page.get_by_role("heading", name="School board")).to_have_count(0)
    await receive(world.scripts, JO, "Hello?", "SM4")
    await ada.says("Hello?")
    await ada.press("Close the conversation with Jo")
    await receive(
        world.scripts, STRANGER, f"Sorry to bother you. {'I would so like to come along. ' * 9}May I?", "SM3a"
    )
    await ada.says("May I?")
    whole = ada.page.get_by_role("main").locator("p", has_text="May I?")
    assert await whole.evaluate("element => element.scrollWidth <= element.clientWidth")
    await windows.look(ada.page, "admin-answers-long")
    await ada.page.get_by_role("button", name=f"Dismiss the text from {STRANGER}").last.click()
    await expect(ada.page.get_by_role("button", name=f"Dismiss the text from {STRANGER}")).to_have_count(1)
    for phone in (JO, LEE):
        await receive(world.scripts, phone, "Anybody there?", f"again {phone}")
    await ada.press("Close these 2")
    await ada.confirm("Close them", "Nobody will answer what they wrote.")
    await ada.press(f"Dismiss the text from {STRANGER}")
    await receive(world.scripts, KIM, "STOP", "SM5")
    await receive(world.scripts, KIM, "Sorry, a mistake!", "SM6")
    await ada.says("has opted out")
    await windows.look(ada.page, "admin-answers-opted-out")
    await ada.go_to(KIM)
    await ada.press("Undo the opt-out")
    await ada.confirm("Undo the opt-out", "Only undo it if they want texts again.")
    await ada.says("They can be texted again.")
    await ada.go_to("Answers (1)")
    await ada.press(f"Dismiss the text from {KIM}")
    await ada.says("There are none right now.")
    await windows.look(ada.page, "admin-answers-none")
    assert [(await world.conversation(archived, n))["lane"] for n in (1, 2)] == ["closed", "closed"]


async def test_an_admin_undoes_a_texters_slip_and_both_see_who_did_it(world: World, windows: Windows) -> None:
    campaign = await campaign_with(world, "Parks", ("Jo", JO))
    await campaign_with(world, "School board", ("Jo", JO))
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await world.scripts.redis.hset(keys.under(keys.ACCOUNT, "phones"), JO, f"{campaign}:1")
    await receive(world.scripts, JO, "Look at this!", "SM1", media=2)
    console = Console(await windows.sign_in(await world.member("Ana"), "/console"))
    await console.person("Jo").click()
    main = console.page.get_by_role("main")
    await expect(main).to_contain_text("This person is in another campaign, too: “School board”.")
    await expect(console.texts.nth(1)).to_contain_text("with 2 pictures")
    await windows.look(console.page, "console-thread-notes")

    await console.page.get_by_role("button", name="Opt out").click()
    await expect(console.page.get_by_role("dialog")).to_contain_text("an admin can undo it")
    await console.confirm("Opt out")

    ada = Admin(
        await windows.sign_in(await world.member("Ada", "admin"), f"/admin#/campaign/{campaign}/conversation/1")
    )
    await ada.says("Opted out by Ana")
    await windows.look(ada.page, "admin-conversation-opted-out")
    await ada.press("Undo the opt-out")
    await ada.confirm("Undo the opt-out", "Opted out by Ana")
    await ada.says("They can be texted again.")
    await expect(ada.page.get_by_role("main")).to_contain_text(re.compile("Opted in again by Ada.*opted out by Ana"))
    await expect(ada.page.get_by_role("heading", level=1)).to_be_focused()  # what was pressed is gone
    await expect(console.person("Jo")).to_be_visible()
    await expect(console.page.get_by_text("won't be texted again")).to_have_count(0)
    await windows.look(ada.page, "admin-conversation-opted-in")

    await console.person("Jo").click()
    await expect(main).to_contain_text("Opted in again by Ada")
    await console.reply.fill("Sorry about that!")
    await console.send.click()
    await expect(console.person("Jo")).to_have_count(0)
    assert (await world.conversation(campaign, 1))["texts"][-1]["text"] == "Sorry about that!"
    await receive(world.scripts, JO, "STOP", "SM2")
    await expect(ada.page.get_by_role("button", name="Undo the opt-out")).to_be_visible()
    await expect(ada.page.get_by_text("They can be texted again.")).to_have_count(0)


async def test_an_admin_closes_a_conversation_that_is_being_read(world: World, windows: Windows) -> None:
    campaign = await campaign_with(world, "Parks", ("Jo", JO))
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await world.contact_writes(campaign, 1, "No, thank you")
    path = f"/admin#/campaign/{campaign}/conversation/1"
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), path))
    await ada.press("Close")
    await ada.says("Closed. It opens again if they write.")
    assert (await world.conversation(campaign, 1))["lane"] == "closed"
    await world.contact_writes(campaign, 1, "Or rather, yes!")
    await expect(ada.page.get_by_role("button", name="Close")).to_be_visible()
    await expect(ada.page.get_by_text("Closed. It opens again if they write.")).to_have_count(0)


async def test_an_admin_chooses_the_languages_of_stop_words(world: World, windows: Windows) -> None:
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), "/admin#/stop-words"))
    box = ada.page.get_by_role("main").get_by_label
    await expect(box("Spanish")).to_be_checked()
    await expect(box("German")).not_to_be_checked()
    await windows.look(ada.page, "admin-account-stop-words")
    await box("German").check()
    await expect(box("German")).to_be_checked()
    async with asyncio.timeout(20):  # the box is ticked before the store knows
        while b"de" not in (await world.scripts.redis.hget("{a}", "stop_languages") or b""):
            await asyncio.sleep(0.02)
    await receive(world.scripts, JO, "ABMELDEN", "SM1")
    assert await world.scripts.redis.sismember("{a}:opted_out", JO)


async def test_an_admin_reads_on_every_page_that_a_carrier_has_stopped_and_why(world: World, windows: Windows) -> None:
    ada = Admin(await windows.sign_in(await world.member("Ada", "admin"), "/admin"))
    banner = ada.page.get_by_role("alert")
    await expect(ada.page.get_by_role("heading", name="Campaigns")).to_be_visible()
    await expect(banner).to_be_hidden()

    sentence = "The account is suspended. Look into the carrier's console."
    await world.scripts.run("note_carrier", carrier="pigeon", trouble=sentence)
    await expect(banner).to_contain_text("No texts go out by pigeon since")
    await expect(banner).to_contain_text(sentence)
    await windows.look(ada.page, "admin-carrier-stopped")
    await ada.go_to("Account")
    await expect(banner).to_be_visible()

    await world.scripts.run("note_carrier", carrier="pigeon")
    await expect(banner).to_be_hidden()
