from typing import Any

import pytest

from server.carriers.carrier import CarrierStopped, Sent
from server.errors import BadSetting
from server.store.scripts import Scripts
from tests.carriers.twilio_carrier import PHONE, text, twilio
from tests.carriers.twilio_hub import PUBLIC
from tests.carriers.twilio_stand_in import StandIn


async def test_a_text_goes_out_from_the_service_and_says_which_it_is(stand_in: StandIn, scripts: Scripts) -> None:
    one = text("¿Vienes? “Sí” 🙌 a+b&c=d\n")

    async with twilio(stand_in, scripts) as carrier:
        answer = await carrier.send(one)

    [message] = stand_in.account.messages.values()
    assert answer == Sent(message.sid, None)
    assert (message.to, message.body, message.service) == (PHONE, one.text, stand_in.account.service)
    [asked] = stand_in.asked
    assert asked["StatusCallback"] == f"{PUBLIC}/carriers/twilio/status?t=7.4.1.{one.at}#rc=3&rp=all"
    assert asked["ValidityPeriod"] == "3600"
    assert "From" not in asked


async def test_without_a_service_each_contact_always_gets_the_same_number(stand_in: StandIn, scripts: Scripts) -> None:
    numbers = {"+12025550199", "+12025550198"}
    phones = [f"+120255502{n:02d}" for n in range(30)]

    async with twilio(stand_in, scripts, service=None, numbers=" +12025550199, +12025550198") as carrier:
        first = {phone: await carrier.send(text(phone=phone)) for phone in phones}
    async with twilio(stand_in, scripts, service=None, numbers="+12025550198,+12025550199") as carrier:
        again = {phone: await carrier.send(text(phone=phone)) for phone in phones}

    said = {phone: answer.number for phone, answer in first.items() if isinstance(answer, Sent)}
    assert set(said.values()) == numbers
    assert said == {phone: answer.number for phone, answer in again.items() if isinstance(answer, Sent)}
    assert all(one.from_ == said[one.to] for one in stand_in.account.messages.values())


async def test_a_campaigns_own_number_goes_before_the_settings(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts) as carrier:
        answer = await carrier.send(text(numbers="+12025550198"))

    assert isinstance(answer, Sent)
    assert answer.number == "+12025550198"


async def test_an_api_key_sends(stand_in: StandIn, scripts: Scripts) -> None:
    key = {"api_key": stand_in.account.key, "api_secret": stand_in.account.secret}

    async with twilio(stand_in, scripts, **key) as carrier:
        await carrier.check()
        assert isinstance(await carrier.send(text()), Sent)


# Settings, and the check at the start.


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"account_sid": None}, "Set TWILIO_ACCOUNT_SID"),
        ({"account_sid": "AC12"}, "Set TWILIO_ACCOUNT_SID"),
        ({"auth_token": None}, "Set TWILIO_AUTH_TOKEN"),
        ({"api_key": "SK1"}, "belong together"),
        ({"service": "+12025550100"}, "must be MG"),
        ({"service": None}, "Set TWILIO_MESSAGING_SERVICE_SID"),
        ({"service": None, "numbers": "2025550100"}, "2025550100 isn't one"),
        ({"public_url": None}, "Set PUBLIC_URL"),
        ({"public_url": "http://text.example.org", "api_url": None}, "must begin with https"),
    ],
)
async def test_a_setting_that_is_missing_is_one_sentence(
    stand_in: StandIn, scripts: Scripts, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadSetting, match=sentence) as caught:
        async with twilio(stand_in, scripts, **changes):
            pass

    assert "\n" not in str(caught.value)


async def test_the_check_passes_when_all_is_well(stand_in: StandIn, scripts: Scripts) -> None:
    async with twilio(stand_in, scripts) as carrier:
        await carrier.check()
    async with twilio(stand_in, scripts, service=None, numbers="+12025550198, +12025550199") as carrier:
        await carrier.check()

    assert stand_in.asked == []


async def test_the_check_says_what_is_wrong(stand_in: StandIn, scripts: Scripts) -> None:
    account = stand_in.account

    async def says(sentence: str, **changes: str | None) -> None:
        async with twilio(stand_in, scripts, **changes) as carrier:
            with pytest.raises(CarrierStopped, match=sentence) as caught:
                await carrier.check()
            assert "\n" not in str(caught.value)

    await says("doesn't accept TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN", auth_token="wrong")
    await says("doesn't accept TWILIO_API_KEY", api_key=account.key, api_secret="wrong")
    account.key_reads = False
    await says("must have the right to read messages", api_key=account.key, api_secret=account.secret)
    await says("has no Messaging Service MGd", service="MG" + "d" * 32)
    await says(r"\+12025550111 in TWILIO_FROM isn't", service=None, numbers="+12025550198,+12025550111")
    account.service_numbers = []
    await says("has no number")
    account.type = "Trial"
    await says("trial")
    account.status = "suspended"
    await says("is suspended")
