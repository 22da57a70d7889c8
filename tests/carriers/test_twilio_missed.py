"""Texts that came in while nobody heard them."""

from datetime import UTC, datetime, timedelta

import pytest

from server.store.scripts import Scripts
from tests.carriers.twilio_carrier import PHONE, text, twilio
from tests.carriers.twilio_stand_in import StandIn


@pytest.mark.parametrize("senders", ["a service", "numbers"])
async def test_what_people_wrote_since_is_read_from_its_list(stand_in: StandIn, scripts: Scripts, senders: str) -> None:
    account = stand_in.account
    ours = account.service_numbers[0] if senders == "a service" else "+12025550198"
    changes = {} if senders == "a service" else {"service": None, "numbers": "+12025550199, +12025550198"}
    old = await account.write(PHONE, "Long ago", ours)
    old.created = old.sent = datetime.now(UTC) - timedelta(hours=3)
    stop = await account.write(PHONE, "STOP", ours)
    account.numbers["+12025550177"] = {}
    await account.write(PHONE, "To another's number", "+12025550177")
    picture = await account.write("+12025550151", "", ours, media=2)
    async with twilio(stand_in, scripts, **changes) as carrier:
        await carrier.send(text())
        since = int((datetime.now(UTC) - timedelta(hours=1)).timestamp() * 1000)
        found = [one async for heard in carrier.missed(since) for one in heard.texts]

    assert {(one.phone, one.text, one.reference, one.number) for one in found} == {
        (PHONE, "STOP", stop.sid, ours),
        ("+12025550151", "", picture.sid, ours),
    }
