"""A texter always knows why they can't go on, and what was taken from them; it all comes back by itself."""

import pytest
from playwright.async_api import expect

from tests.browser.console import INBOX_ZERO, LOOKING, NOBODY_LEFT, Console
from tests.browser.windows import Windows
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_button_says_why_it_is_off_and_comes_back_by_itself(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=2, batch_size=2)
    await world.texter(campaign, "Ana")
    ada = await world.member("Ada", "admin")
    ana = Console(await windows.sign_in(await world.member("Ana")))
    await expect(ana.request).to_be_enabled()

    await world.ask(ada, "update_campaign", campaign=campaign, self_assign=False)
    await expect(ana.request).to_be_disabled()
    await expect(ana.why).to_have_text("Self assignment is off for this campaign. An admin can turn it on.")
    await world.ask(ada, "update_campaign", campaign=campaign, self_assign=True)
    await expect(ana.request).to_be_enabled()

    await (await world.texter(campaign, "Ben")).request()
    await expect(ana.tell_me).to_be_enabled()
    await expect(ana.why).to_have_text(NOBODY_LEFT)
    await (await world.texter(campaign, "Ben")).release()
    await expect(ana.request).to_be_enabled()

    await ana.request.click()
    await ana.send_first_messages(2)
    await ana.shows(INBOX_ZERO)
    [first, _] = await (await world.texter(campaign, "Ana")).holds("quiet")
    await world.contact_writes(campaign, first)
    await ana.shows("1 person is waiting")
    await expect(ana.why).to_have_text("Someone is waiting for your reply. Answer everyone, then request more.")


async def test_a_paused_campaign_says_so_until_it_goes_on(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=2)
    await (await world.texter(campaign, "Ana")).request()
    ada = await world.member("Ada", "admin")
    ana = Console(await windows.sign_in(await world.member("Ana")))
    await ana.has_sent("0 of 2 sent")

    await world.ask(ada, "pause_campaign", campaign=campaign)
    await ana.shows("Not sending right now")
    await expect(ana.page.get_by_text("This campaign isn't active right now.", exact=True)).to_be_visible()
    await expect(ana.request).to_be_hidden()
    await expect(ana.send).to_have_count(0)
    await windows.look(ana.page, "console-not-sending")

    await world.ask(ada, "resume_campaign", campaign=campaign)
    await ana.has_sent("0 of 2 sent")
    await ana.send_first_messages(2)
    await ana.shows(INBOX_ZERO)


async def test_who_is_removed_as_a_sender_is_told_so_and_comes_back_when_added_again(
    world: World, windows: Windows
) -> None:
    campaign = await world.campaign(contacts=2)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    ada = await world.member("Ada", "admin")
    ana = Console(await windows.sign_in(await world.member("Ana")))
    await ana.has_sent("0 of 2 sent")

    await world.ask(ada, "remove_sender", campaign=campaign, member=texter.id)
    await ana.shows("No campaign yet")
    await ana.notes("You're no longer a sender of “Vote!”, or it has been archived.")
    await windows.look(ana.page, "console-no-campaign")

    await world.ask(ada, "add_senders", campaign=campaign, members=[texter.id])
    await ana.shows(LOOKING)
    await expect(ana.request).to_be_enabled()


async def test_a_conversation_that_is_moved_away_while_it_is_read_is_said_to_be(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    [conversation] = await texter.send_initials()
    await world.contact_writes(campaign, conversation)
    ben = await world.texter(campaign, "Ben")
    ada = await world.member("Ada", "admin")
    ana = Console(await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/reply/{conversation}"))
    await ana.reply.fill("Half a sen")

    await world.ask(ada, "reassign", campaign=campaign, holders=[texter.id], to=[ben.id])
    await ana.shows(LOOKING)
    await ana.notes("The conversation with Contact 1 Doe was taken away: it isn't assigned to you any more.")


async def test_a_texter_of_several_campaigns_sees_where_somebody_is_waiting(world: World, windows: Windows) -> None:
    vote, park = await world.campaign(contacts=1), await world.campaign(contacts=1, title="Trees in the park")
    await world.texter(vote, "Ana")
    texter = await world.texter(park, "Ana")
    ana = Console(await windows.sign_in(await world.member("Ana"), f"/console#{vote}"))
    ways = ana.page.get_by_role("navigation", name="Campaigns").get_by_role("link")
    await expect(ways).to_have_text(["Vote!", "Trees in the park"])
    await ana.shows(LOOKING)

    await texter.request()
    await expect(ways).to_have_text(["Vote!", "Trees in the park 1"])
    await expect(ana.page).to_have_title("(1) Vote! · Handraise")
    await windows.look(ana.page, "console-campaigns")
    await ways.last.click()
    await ana.has_sent("0 of 1 sent")
    await ana.send_first_messages(1)
    await ana.shows(INBOX_ZERO)
    await ana.page.go_back()
    await ana.shows(LOOKING)


async def test_the_address_of_somebody_elses_conversation_leads_nowhere(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1)
    await world.texter(campaign, "Ana")
    ben = await world.texter(campaign, "Ben")
    await ben.request()
    [conversation] = await ben.send_initials()

    ana = Console(await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/quiet/{conversation}"))
    await ana.notes("This conversation isn't assigned to you.")
    await expect(ana.page.get_by_text("Contact 1")).to_have_count(0)
