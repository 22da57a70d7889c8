"""One press does one thing, however the finger rests on the key."""

import asyncio

import pytest
from playwright.async_api import Page, expect

from tests.browser.arranged import quiet_campaign
from tests.browser.console import INBOX_ZERO, Console
from tests.browser.windows import PHONE, Windows
from tests.browser.wire import Frame, Wire
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
    await expect(ana.send.first).not_to_have_attribute("aria-busy", "true")  # the push may come before the answer
    await ana.reply.fill("And now?")
    await hold_enter(ana)
    await expect(ana.texts).to_have_count(3)

    texts = (await world.conversation(campaign, conversation))["texts"]
    assert [text["text"] for text in texts[1:]] == ["Still there?", "And now?"]


@pytest.mark.parametrize("ms", [0, 100])  # by then the first click may be answered
async def test_a_double_click_on_request_takes_one_batch(world: World, windows: Windows, ms: int) -> None:
    campaign = await quiet_campaign(world, contacts=9, batch_size=2)
    texter = await world.texter(campaign, "Ana")
    ana = Console(await windows.sign_in(await world.member("Ana")))

    await ana.request.dblclick(delay=ms)
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
      new MutationObserver(() => button.click()).observe(button, {attributeFilter: ["aria-label"]});
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


async def taps(page: Page, count: int) -> None:
    """Tap on Send at one place of the screen, eight times a second, whatever has come there meanwhile."""
    box = await page.get_by_role("button", name="Send").bounding_box()
    assert box
    for _ in range(count):
        await page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        await asyncio.sleep(1 / 8)


async def test_eight_taps_a_second_send_a_text_each_however_slow_the_network(world: World, windows: Windows) -> None:
    campaign = await world.campaign(contacts=20, batch_size=20)
    texter = await world.texter(campaign, "Ana")
    member = await world.member("Ana")
    wire = Wire()
    page = await windows.sign_in(member, viewport=PHONE, is_mobile=True, has_touch=True, wire=wire)
    ana = Console(page)
    await ana.request.tap()
    await ana.notes("You have 20 new conversations. All 20 need a first message.")
    await expect(ana.send).to_be_visible()
    batch = await texter.holds("initial")

    wire.hold(lambda frame: True)  # no answer comes for as long as that
    await taps(page, 8)
    await ana.notes("")
    await ana.has_sent("0 of 20 sent")
    wire.let_go()
    await ana.has_sent("8 of 20 sent")
    await taps(page, 8)
    await ana.has_sent("16 of 20 sent")
    await expect(page.locator("#main .outcome:not(:empty)")).to_have_count(0)
    assert await texter.holds("initial") == batch[16:]
    for conversation in batch[:16]:
        assert len((await world.conversation(campaign, conversation))["texts"]) == 1


async def test_a_press_is_meant_for_the_message_that_was_there_when_the_finger_went_down(
    world: World, windows: Windows
) -> None:
    campaign = await world.campaign(contacts=4)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    page = await windows.sign_in(await world.member("Ana"))
    ana = Console(page)
    await ana.has_sent("0 of 4 sent")
    first, second, third, fourth = await texter.holds("initial")
    await expect(ana.send).not_to_have_attribute("aria-disabled", "true")

    await ana.send.hover()
    await page.mouse.down()
    await texter.send_initial(first)  # on another device
    await ana.has_sent("1 of 4 sent")
    await expect(page.get_by_role("button", name=f"Send to Contact {second} Doe")).to_be_visible()
    await page.mouse.up()
    sentence = "That press was meant for Contact {} Doe, whose message is no longer here. It sent nothing."
    await expect(page.get_by_text(sentence.format(first))).to_be_visible()
    await windows.look(page, "console-press-meant-for-another")
    await page.get_by_role("button", name="Wrong number").hover()
    await page.mouse.down()
    await texter.send_initial(second)
    await ana.has_sent("2 of 4 sent")
    await expect(page.get_by_role("button", name=f"Send to Contact {third} Doe")).to_be_visible()
    await page.wait_for_timeout(100)
    await page.mouse.up()
    await expect(page.get_by_text(sentence.format(second))).to_be_visible()
    assert await texter.holds("initial") == [third, fourth]

    await ana.send.focus()
    await page.keyboard.down("Enter")
    await texter.send_initial(third)
    await ana.has_sent("3 of 4 sent")
    await expect(page.get_by_role("button", name=f"Send to Contact {fourth} Doe")).to_be_visible()
    await page.keyboard.up("Enter")
    await expect(page.get_by_text(sentence.format(third))).to_be_visible()
    assert (await world.counts(campaign))["sent"] == 3
    await ana.send.click()
    await ana.shows(INBOX_ZERO)


async def test_first_messages_whose_answers_were_lost_are_gone_when_they_went_out(
    world: World, windows: Windows
) -> None:
    windows.excuse("already in CLOSING or CLOSED state")
    campaign = await world.campaign(contacts=4)
    texter = await world.texter(campaign, "Ana")
    await texter.request()
    wire = Wire()
    page = await windows.sign_in(await world.member("Ana"), wire=wire)
    ana = Console(page)
    await expect(ana.send).to_be_visible()
    answers: list[Frame] = []

    def third_answer(frame: Frame) -> bool:
        if frame[0] == "reply" and frame[2].get("kind") == "conversation":
            answers.append(frame)
        return len(answers) == 3

    wire.hold(lambda frame: True)
    wire.cut_instead_of(third_answer)
    await ana.send_first_messages(3)
    wire.hold(lambda frame: False)
    [last] = await texter.holds("initial")
    await ana.has_sent("3 of 4 sent")
    await expect(page.get_by_role("button", name=f"Send to Contact {last} Doe")).to_be_visible()
    await expect(page.get_by_text("The connection was lost")).to_have_count(0)
    await ana.send_first_messages(1)
    await ana.shows(INBOX_ZERO)
    for conversation in range(1, 5):
        assert len((await world.conversation(campaign, conversation))["texts"]) == 1
