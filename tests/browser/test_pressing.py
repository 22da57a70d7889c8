"""One press does one thing, however the finger rests on the key."""

import pytest
from playwright.async_api import expect

from tests.browser.arranged import quiet_campaign
from tests.browser.console import INBOX_ZERO, Console
from tests.browser.windows import PHONE, Windows
from tests.world import World

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def hold_enter(console: Console) -> None:
    """Hold the key down for a while: it goes down many times, and comes up once."""
    for _ in range(20):
        await console.page.keyboard.down("Enter")
    await console.page.keyboard.up("Enter")


async def test_a_held_enter_key_sends_one_first_message(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=5)
    await (await world.texter(campaign, "Ana")).request()
    ana = Console(await windows.sign_in(await world.member("Ana")))
    await ana.has_sent("0 of 5 sent")
    await expect(ana.send).to_be_focused()

    await hold_enter(ana)
    await ana.has_sent("1 of 5 sent")
    await ana.message.focus()
    await hold_enter(ana)
    await ana.has_sent("2 of 5 sent")

    assert (await world.counts(campaign))["sent"] == 2


async def test_a_held_enter_key_sends_one_reply(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    [conversation] = await texter.send_initials()
    ana = Console(await windows.sign_in(await world.member("Ana"), f"/console#{campaign}/quiet/{conversation}"))

    await ana.reply.fill("Still there?")
    await hold_enter(ana)
    await expect(ana.texts).to_have_count(2)
    await expect(ana.reply).to_have_value("")
    await ana.reply.fill("And now?")
    await hold_enter(ana)
    await expect(ana.texts).to_have_count(3)

    texts = (await world.conversation(campaign, conversation))["texts"]
    assert [text["text"] for text in texts[1:]] == ["Still there?", "And now?"]


async def test_a_double_click_on_request_takes_one_batch(world: World, windows: Windows) -> None:
    campaign = await quiet_campaign(world, contacts=9, batch_size=2)
    texter = await world.texter(campaign, "Ana")
    ana = Console(await windows.sign_in(await world.member("Ana")))

    await ana.request.dblclick()
    await ana.shows(INBOX_ZERO)
    await ana.notes("You have 2 new conversations. None of them needs anything right now.")

    await expect(ana.request).not_to_have_attribute("aria-busy", "true")
    assert len(await texter.holds("quiet")) == 2


async def test_a_double_click_on_send_sends_one_message(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=3)
    await (await world.texter(campaign, "Ana")).request()
    ana = Console(await windows.sign_in(await world.member("Ana")))
    await expect(ana.send).not_to_have_attribute("aria-disabled", "true")

    await ana.send.dblclick()
    await ana.has_sent("1 of 3 sent")

    assert (await world.counts(campaign))["sent"] == 1


async def test_a_tap_on_what_has_just_come_under_the_finger_sends_nothing(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=3)
    await (await world.texter(campaign, "Ana")).request()
    ana = Console(await windows.sign_in(await world.member("Ana")))
    await ana.has_sent("0 of 3 sent")
    await ana.send.evaluate("""button => {
      const tap = () => setTimeout(() => button.click(), 20);
      new MutationObserver(tap).observe(button, {attributeFilter: ["aria-label"]});
    }""")

    await ana.send_first_messages(2)
    await ana.has_sent("2 of 3 sent")
    await expect(ana.send).not_to_have_attribute("aria-disabled", "true")

    assert (await world.counts(campaign))["sent"] == 2


async def test_on_a_phone_a_tap_sends_and_enter_starts_a_new_line(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=1, script="Hi!")
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    member = await world.member("Ana")
    ana = Console(await windows.sign_in(member, viewport=PHONE, is_mobile=True, has_touch=True))

    await ana.message.tap()
    await ana.message.press("End")
    await ana.message.press("Enter")
    await ana.page.keyboard.type("Vote?")
    await expect(ana.message).to_have_value("Hi!\nVote?")
    await ana.send.tap()
    await ana.shows(INBOX_ZERO)

    [conversation] = await texter.holds("quiet")
    assert (await world.conversation(campaign, conversation))["texts"][0]["text"] == "Hi!\nVote?"
