"""Texts between a carrying process, Twilio and a hub: what becomes of them when something goes wrong."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE

import httpx
import pytest

from server.carriers import handover
from tests.carriers.carrying import carrying, eventually, queued, settled
from tests.carriers.twilio_hub import Side
from tests.carriers.twilio_side import Faults
from tests.forked import ROOT


async def test_an_answer_that_was_lost_is_settled_by_the_first_report_and_nobody_is_texted_twice(side: Side) -> None:
    side.account.faults = Faults(lost=1, delay=0.3)
    texter = await queued(side.world, 5)

    async with side.carrier() as carrier, carrying(side.world.scripts, carrier):
        await settled(side.world, texter.campaign, *["unknown"] * 5)
        await settled(side.world, texter.campaign, *["delivered"] * 5)

    assert len(side.twilio.asked) == 5
    assert sorted(map(len, side.account.phones.values())) == [1] * 5


async def test_whoever_is_opted_out_at_twilio_is_opted_out_here_too(side: Side) -> None:
    texter = await queued(side.world)
    phone = (await side.world.conversation(texter.campaign, 1))["contact"]["phone"]
    side.account.blocked.add((side.account.service, phone))

    async def opted_out() -> bool:
        return bool((await side.world.counts(texter.campaign))["opted_out"])

    async with side.carrier() as carrier, carrying(side.world.scripts, carrier):
        await eventually(opted_out)
        await settled(side.world, texter.campaign, "failed")

    assert side.account.messages == {}


async def test_credentials_that_are_revoked_leave_the_queue_as_it_is_until_they_are_good_again(
    side: Side, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handover, "CHECK_AGAIN_SECONDS", 0.5)
    side.account.revoke()
    texter = await queued(side.world, 3)

    async with side.carrier() as carrier, carrying(side.world.scripts, carrier) as process:

        async def stopped() -> bool:
            return process.trouble() is not None

        await eventually(stopped)
        assert "doesn't accept our credentials" in str(process.trouble())
        await settled(side.world, texter.campaign, *["queued"] * 3)
        side.account.restore()
        await settled(side.world, texter.campaign, *["delivered"] * 3)

    assert len(side.account.messages) == 3


async def test_in_a_burst_of_too_many_requests_all_go_out_once(side: Side) -> None:
    side.account.faults = Faults(busy=20)
    texter = await queued(side.world, 40)

    async with side.carrier() as carrier, carrying(side.world.scripts, carrier):
        await settled(side.world, texter.campaign, *["delivered"] * 40)

    assert sorted(map(len, side.account.phones.values())) == [1] * 40
    assert len(side.twilio.asked) == 40


async def test_people_answer_and_stop_by_themselves(side: Side) -> None:
    side.account.faults = Faults(stops=0.5, replies=0.5)
    texter = await queued(side.world, 20)

    async with side.carrier() as carrier, carrying(side.world.scripts, carrier):

        async def answered() -> bool:
            counts = await side.world.counts(texter.campaign)
            return bool(counts["opted_out"]) and len(side.account.messages) >= 40

        await eventually(answered)
        await side.account.quiet()

    blocked = {phone for _, phone in side.account.blocked}
    assert (await side.world.counts(texter.campaign))["opted_out"] == len(blocked) > 0


async def test_the_stand_in_is_a_process_too() -> None:
    command = (sys.executable, "-m", "tests.carriers.twilio_stand_in", "--faults", '{"delay": 0.01}')
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE)
    try:
        assert process.stdout
        url = (await process.stdout.readline()).decode().split()[-1]
        async with httpx.AsyncClient(base_url=url) as client:
            there = "/2010-04-01/Accounts/AC" + "a" * 32
            form = {"To": "+12025550150", "Body": "Hi!", "MessagingServiceSid": "MG" + "c" * 32}
            made = await client.post(f"{there}/Messages.json", data=form, auth=("AC" + "a" * 32, "twilio's token"))
            assert made.status_code == 201
            await client.post("/control/write", content=json.dumps({"phone": "+12025550150", "body": "Yes"}))
            seen = (await client.post("/control/quiet")).json()
            texts = [(text["body"], text["status"]) for text in seen["texts"]]
            assert texts == [("Hi!", "delivered"), ("Yes", "received")]
            assert seen["phones"] == {"+12025550150": ["Hi!"]}
            assert seen["wrong"] == []
            await client.post("/control/revoke")
            again = await client.post(f"{there}/Messages.json", data=form, auth=("AC" + "a" * 32, "twilio's token"))
            assert (again.status_code, again.json()["code"]) == (401, 20003)
    finally:
        process.kill()
        await process.wait()
