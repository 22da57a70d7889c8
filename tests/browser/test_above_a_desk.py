"""All strips that can stand above a desk, at once."""

import pytest
from playwright.async_api import expect
from redis.asyncio import Redis

from tests.browser.console import LOOKING, Console
from tests.browser.test_still_there import strip
from tests.browser.test_text_bank import time_passes
from tests.browser.test_undo import undo
from tests.browser.windows import Windows
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_all_that_can_stand_above_a_desk_stands_there_at_once(
    world: World, redis: Redis, windows: Windows
) -> None:
    campaign = await world.campaign(contacts=7, title="Saturday in the park", take_back_replies=60)
    zoe = await world.texter(campaign, "Zoe")
    await zoe.request()
    sent = await zoe.send_initials()
    await world.scripts.run("update_campaign", campaign, undo_replies=600, default_batch_size=300, token="")
    for conversation in sent[:6]:
        await world.contact_writes(campaign, conversation, "What time does it start?")
    await world.texter(campaign, "Cleo")
    cleo = Console(await windows.sign_in(await world.member("Cleo")))
    await cleo.shows(LOOKING)
    await cleo.tell_me.click()
    await expect(cleo.why).to_contain_text("You have been waiting since ")
    await zoe.release()
    await cleo.shows("6 people are waiting")
    await cleo.notes("7 people came. 6 of them are waiting for your reply.")
    await time_passes(world, redis, campaign, 58)
    await expect(strip(cleo)).to_contain_text("6 people go back to others at")
    await windows.look(cleo.page, "bank-desk-strip-and-served")
    await cleo.person("Contact 1").click()
    await cleo.reply.fill("At three, by the old oak.")
    await cleo.send.click()
    await cleo.shows("Contact 2 Doe")
    await time_passes(world, redis, campaign, 58)
    await expect(strip(cleo)).to_contain_text("people go back to others at")
    await expect(undo(cleo)).to_be_visible()
    await windows.look(cleo.page, "bank-desk-strip-and-undo")
