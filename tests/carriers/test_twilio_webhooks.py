import pytest

from server.carriers.twilio.senders import inbound
from tests.carriers.carrying import carrying, queued, settled
from tests.carriers.twilio_hub import PUBLIC, Side, reported, texted, words
from tests.carriers.twilio_messages import inbound_fields
from tests.carriers.twilio_side import Faults


async def test_a_text_is_delivered_and_its_answer_comes_in(side: Side) -> None:
    texter, phone = await texted(side)

    await side.account.write(phone, "Count me in! ¿A qué hora? 👍")

    assert side.account.phones[phone] == ["Hi Contact 1!"]
    assert await words(side, texter.campaign) == [("out", "Hi Contact 1!"), ("in", "Count me in! ¿A qué hora? 👍")]
    assert {hook.answer for hook in side.account.hooks} == {200}


@pytest.mark.parametrize("faults", [Faults(twice=1), Faults(shuffled=1), Faults(late=1, late_seconds=0.2)])
async def test_reports_that_come_twice_or_late_or_out_of_order_end_as_delivered(side: Side, faults: Faults) -> None:
    texter, _ = await texted(side, faults)

    [text] = (await side.world.conversation(texter.campaign, 1))["texts"]
    assert text["status"] == "delivered"
    assert len(side.account.hooks) == (8 if faults.twice else 4)
    if faults.shuffled:
        assert [hook.fields["MessageStatus"] for hook in side.account.hooks][-2:] == ["delivered", "sent"]


async def test_a_text_that_doesnt_arrive_says_why(side: Side) -> None:
    texter = await queued(side.world)
    phone = (await side.world.conversation(texter.campaign, 1))["contact"]["phone"]
    side.account.ends[phone] = 30034

    async with side.carrier() as carrier, carrying(side.world.scripts, carrier):
        await settled(side.world, texter.campaign, "failed")
        await side.account.quiet()

    [text] = (await side.world.conversation(texter.campaign, 1))["texts"]
    assert "isn't registered for the US (10DLC)" in text["why"]


async def test_answers_are_an_empty_document(side: Side) -> None:
    await texted(side)

    answer = await side.post("/carriers/twilio/status", reported(side, "delivered"))

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    assert answer.text == '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'


async def test_a_text_that_comes_again_changes_nothing(side: Side) -> None:
    texter, phone = await texted(side)
    message = await side.account.write(phone, "Yes")
    before = await side.world.kept()

    for _ in range(2):
        await side.account.post(inbound(PUBLIC), inbound_fields(side.account.sid, message))

    assert await side.world.kept() == before
    assert len(await words(side, texter.campaign)) == 2


async def test_a_report_of_a_text_that_nobody_knows_is_taken(side: Side) -> None:
    await texted(side)
    stranger = reported(side, "delivered", sid="SM" + "9" * 32)

    assert (await side.post("/carriers/twilio/status", stranger)).status_code == 200
    assert (await side.post("/carriers/twilio/status?t=99.1.1.1", stranger)).status_code == 200
    assert (await side.post("/carriers/twilio/status?t=nonsense", stranger)).status_code == 200


async def test_of_an_archived_campaign_both_come_in(side: Side) -> None:
    side.account.faults = Faults(late=1, late_seconds=2)
    texter = await queued(side.world)
    async with side.carrier() as carrier, carrying(side.world.scripts, carrier):
        await settled(side.world, texter.campaign, "sent")
    await side.world.scripts.run("archive_campaign", texter.campaign)

    [phone] = side.account.phones
    await side.account.write(phone, "Too late?")
    await side.account.quiet()

    assert await words(side, texter.campaign) == [("out", "Hi Contact 1!"), ("in", "Too late?")]
    assert (await side.world.conversation(texter.campaign, 1))["texts"][0]["status"] == "delivered"
    assert {hook.answer for hook in side.account.hooks} == {200}


async def test_a_text_from_a_short_code_is_kept_for_the_admins(side: Side) -> None:
    await side.account.write("40404", "Your plan was renewed.")

    assert [hook.answer for hook in side.account.hooks] == [200]
    unplaced = await side.world.scripts.run("list_unplaced", limit=10)
    assert [(each["phone"], each["text"]) for each in unplaced["texts"]] == [("40404", "Your plan was renewed.")]


async def test_stop_opts_out_everywhere(side: Side) -> None:
    texter, phone = await texted(side)

    await side.account.write(phone, "Stop")

    assert (await side.world.counts(texter.campaign))["opted_out"] == 1
