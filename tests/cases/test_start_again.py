"""Somebody who has opted out writes START: they can be texted again, and what they wrote waits for someone. An opt-out
by a texter's slip can be taken back by an admin (tests/commands/test_opt_in.py)."""

import csv
import json
from pathlib import Path

import pytest

from server.campaigns.contact import receive
from tests.world import World, columns

PHONE = "+12025550123"

with (Path(__file__).parent / "start-again" / "texts.csv").open(encoding="utf-8", newline="") as file:
    TEXTS = [(row["text"], row["opts_in"] == "yes") for row in csv.DictReader(file)]


@pytest.mark.parametrize(("text", "opts_in"), TEXTS)
async def test_the_text_opts_in_again_or_not(world: World, text: str, opts_in: bool) -> None:
    campaign = await world.campaign()
    row = [PHONE, json.dumps(["Bo", "", PHONE, {}])]
    await world.scripts.run("add_contacts", campaign, contacts=[row], columns=columns())
    await world.scripts.run("launch_campaign", campaign, most=1000)
    ana = await world.texter(campaign)
    await ana.request()
    await ana.send_initials()
    await receive(world.scripts, PHONE, "STOP", "SM1")

    await receive(world.scripts, PHONE, text, "SM2")

    thing = await world.conversation(campaign, 1)
    assert (thing["lane"], thing["holder"]) == ("reply" if opts_in else "opted_out", ana.id)
    assert [one["text"] for one in thing["texts"][1:]] == ["STOP", text]
    assert await world.scripts.redis.sismember("{a}:opted_out", PHONE) != opts_in
    if opts_in:
        assert (await ana.send_reply(1, "Welcome back!", last_seen=3))["lane"] == "quiet"
