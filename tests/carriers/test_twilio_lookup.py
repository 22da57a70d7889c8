"""Numbers that Twilio looks up, and pictures that it is told of."""

from dataclasses import replace

import pytest

from server.carriers.carrier import UNKNOWN_LINE, CarrierStopped, CarrierUnsure
from server.store.scripts import Scripts
from tests.carriers.twilio_carrier import PHONE, text, twilio
from tests.carriers.twilio_hub import PUBLIC
from tests.carriers.twilio_stand_in import StandIn, standing_in


@pytest.mark.parametrize("line", ["landline", "mobile", "fixedVoip", "nonFixedVoip", "tollFree"])
async def test_a_numbers_line_type_is_twilios_word(stand_in: StandIn, scripts: Scripts, line: str) -> None:
    stand_in.account.lines[PHONE] = line
    key = {"api_key": stand_in.account.key, "api_secret": stand_in.account.secret}

    async with twilio(stand_in, scripts, **key) as carrier:
        assert await carrier.line_type(PHONE) == line

    assert stand_in.account.looked_up == [PHONE]


async def test_a_number_that_twilio_does_not_know_has_no_line_type(stand_in: StandIn, scripts: Scripts) -> None:
    stand_in.account.lines[PHONE] = None
    async with twilio(stand_in, scripts) as carrier:
        assert await carrier.line_type(PHONE) == UNKNOWN_LINE


async def test_a_lookup_that_is_refused_or_gets_no_answer_is_told(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts) as carrier:
        stand_in.account.revoke()
        with pytest.raises(CarrierStopped, match="refuses to look numbers up"):
            await carrier.line_type(PHONE)
    async with standing_in() as gone:
        pass
    async with twilio(stand_in, scripts, api_url=gone.url) as carrier:
        with pytest.raises(CarrierUnsure):
            await carrier.line_type(PHONE)


async def test_a_picture_goes_out_as_the_address_that_twilio_fetches(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts) as carrier:
        await carrier.send(replace(text(), picture="/pictures/7-abc.jpg"))
        await carrier.send(text(id=2))

    assert [asked.get("MediaUrl") for asked in stand_in.asked] == [f"{PUBLIC}/pictures/7-abc.jpg", None]
