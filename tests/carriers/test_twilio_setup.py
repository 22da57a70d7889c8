import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from server.carriers import registry
from server.carriers.carrier import CarrierStopped
from server.carriers.twilio import setup as twilio_setup
from server.carriers.twilio.carrier import Twilio
from server.carriers.twilio.hearing import INSTALL, tell_once
from server.carriers.twilio.setup import configure, try_out
from server.config import Config
from server.errors import BadSetting, Refused
from server.store.scripts import Scripts
from tests.carriers.carrying import queued, settled
from tests.carriers.twilio_hub import HERE, PUBLIC, SETTINGS, Side, request
from tests.carriers.twilio_side import Faults
from tests.command_line import Ended, handraise, running

TRIES = "#rc=3&rp=all"
PHONE = "+12025550150"


def environment(side: Side, store_url: str, **changes: str) -> dict[str, str]:
    """The settings of the stand-in's account as a person sets them."""
    account = side.account
    return {
        "REDIS_URL": store_url,
        "PUBLIC_URL": PUBLIC,
        "TWILIO_ACCOUNT_SID": account.sid,
        "TWILIO_AUTH_TOKEN": account.token,
        "TWILIO_MESSAGING_SERVICE_SID": account.service,
        "TWILIO_API_URL": side.twilio.url,
        **changes,
    }


async def handraise_twilio(side: Side, store_url: str, *options: str, **changes: str) -> Ended:
    """Run `handraise carrier twilio` with these options to its end."""
    return await handraise("carrier", "twilio", *options, **environment(side, store_url, **changes))


Deed = Callable[[Twilio, str], AsyncIterator[str]]


async def told(side: Side, deed: Deed, value: str = "", **changes: str | None) -> list[str]:
    """The lines that a deed of the carrier's gives."""
    async with Twilio(replace(side.settings, **changes), PUBLIC, side.world.scripts) as carrier:
        return [line async for line in deed(carrier, value)]


# The command.


async def test_the_command_carries_texts(side: Side, store_url: str) -> None:
    texter = await queued(side.world, 3)

    async with running("carrier", "twilio", **environment(side, store_url)) as command:
        await command.says("The twilio carries the texts of all campaigns.")
        await settled(side.world, texter.campaign, *["delivered"] * 3)
        assert (await command.stop()).code == 0

    assert sorted(map(len, side.account.phones.values())) == [1, 1, 1]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"TWILIO_AUTH_TOKEN": "wrong"}, "Error: Twilio doesn't accept TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN"),
        ({"PUBLIC_URL": ""}, "Error: Set PUBLIC_URL"),
    ],
)
async def test_what_is_wrong_at_the_start_ends_the_command_with_one_sentence(
    side: Side, store_url: str, changes: dict[str, str], sentence: str
) -> None:
    ended = await handraise_twilio(side, store_url, **changes)

    assert ended.code == 1
    assert "carries" not in ended.out
    assert ended.err.startswith(sentence)
    assert ended.err.count("\n") == 1


async def test_the_command_configures_and_tests(side: Side, store_url: str) -> None:
    configured = await handraise_twilio(side, store_url, "--configure")
    tested = await handraise_twilio(side, store_url, "--test", PHONE)

    assert "that each number has an address of its own was empty, and is off now.\n" in configured.out
    assert tested.out.endswith("It is on the phone.\n")
    assert (configured.code, tested.code) == (0, 0)


# --configure


async def test_configure_sets_the_services_addresses_and_says_what_it_changed(side: Side) -> None:
    side.account.service_set = {
        "inbound_request_url": "https://old.example.org/",
        "sticky_sender": False,
        "use_inbound_webhook_on_number": True,
    }

    first, second = await told(side, configure), await told(side, configure)

    now = side.account.service_set
    assert now["inbound_request_url"] == f"{PUBLIC}/carriers/twilio/inbound{TRIES}"
    assert now["status_callback"] == f"{PUBLIC}/carriers/twilio/status{TRIES}"
    assert (now["sticky_sender"], now["use_inbound_webhook_on_number"]) == (True, False)
    name = f"The Messaging Service {side.account.service}"
    was = f"the address for answers was https://old.example.org/, and is {PUBLIC}/carriers/twilio/inbound{TRIES} now."
    assert f"{name}: {was}" in first
    assert len(first) == 5
    assert second == [f"{name} is set up already. Nothing was changed."]


async def test_configure_sets_each_number_where_there_is_no_service(side: Side) -> None:
    lines = await told(side, configure, service=None, numbers="+12025550199,+12025550198")
    with pytest.raises(CarrierStopped, match=r"\+12025550111 in TWILIO_FROM isn't a number of this Twilio account"):
        await told(side, configure, service=None, numbers="+12025550111")

    assert {each["sms_url"] for each in side.account.numbers.values()} == {f"{PUBLIC}/carriers/twilio/inbound{TRIES}"}
    assert (
        lines[0]
        == f"+12025550199: the address for answers was empty, and is {PUBLIC}/carriers/twilio/inbound{TRIES} now."
    )


async def test_configure_with_the_wrong_service_says_so(side: Side) -> None:
    with pytest.raises(CarrierStopped, match=r"^The Messaging Service MGd+ isn't in this Twilio account: correct"):
        await told(side, configure, service="MG" + "d" * 32)


# --test


async def test_a_test_text_is_followed_until_it_is_delivered(side: Side) -> None:
    side.account.faults = Faults(delay=0.6)

    lines = await told(side, try_out, PHONE)

    assert lines[0].startswith("Twilio calls the text SM")
    assert lines[-1] == "It is on the phone."
    assert len(side.account.phones[PHONE]) == 1
    await side.account.quiet()
    assert {hook.answer for hook in side.account.hooks} == {200}


async def test_a_test_text_that_fails_says_why(side: Side) -> None:
    side.account.ends[PHONE] = 30034
    with pytest.raises(CarrierStopped, match="isn't registered for the US"):
        await told(side, try_out, PHONE)
    side.account.refuses[PHONE] = 21614
    with pytest.raises(CarrierStopped, match=r"^This isn't a mobile number\. Call instead\.$"):
        await told(side, try_out, PHONE)
    side.account.faults = Faults(busy=100)
    with pytest.raises(CarrierStopped, match="Try again in 1 s"):
        await told(side, try_out, PHONE)


async def test_a_test_text_that_nobody_reports_is_given_up(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(twilio_setup, "FOLLOWED_SECONDS", 0.5)
    side.account.faults = Faults(delay=5)

    lines = await told(side, try_out, PHONE)

    assert lines[1:] == ["Twilio has accepted it.", twilio_setup.NOT_REPORTED]


async def test_no_test_goes_to_who_has_opted_out_or_to_no_number(side: Side) -> None:
    await side.world.scripts.run("opt_out_phone", phone=PHONE)

    with pytest.raises(BadSetting, match=r"\+12025550150 has opted out of texts, so no test goes there"):
        await told(side, try_out, PHONE)
    with pytest.raises(BadSetting, match=r"Write the number like \+12025550123"):
        await told(side, try_out, "202-555-0150")

    assert side.twilio.asked == []


async def test_on_a_trial_a_test_goes_to_a_verified_number(side: Side) -> None:
    side.account.type = "Trial"
    side.account.verified = (PHONE,)

    lines = await told(side, try_out, PHONE)
    with pytest.raises(CarrierStopped, match="is a trial"):
        await told(side, try_out, "+12025550151")

    assert lines[0].startswith("This Twilio account is a trial")
    assert lines[-1] == "It is on the phone."


# The package.


async def test_without_the_package_a_sentence_says_what_to_install(
    scripts: Scripts, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tell_once.cache_clear()
    monkeypatch.delitem(sys.modules, "server.carriers.twilio.calls", raising=False)
    for name in ("twilio.rest", "twilio.request_validator"):
        monkeypatch.setitem(sys.modules, name, None)
    carrier = Twilio(SETTINGS, PUBLIC, scripts)

    with pytest.raises(BadSetting) as caught:
        await carrier.__aenter__()
    with pytest.raises(Refused) as refused:
        carrier.hear(request([("AccountSid", SETTINGS.account_sid or "")], HERE))

    assert str(caught.value) == INSTALL
    assert refused.value.code == "carrier_not_set_up"
    assert "pip install -c constraints.txt '.[twilio]'" in caplog.text


def test_no_file_of_ours_but_one_needs_the_packages_to_be_loaded() -> None:
    folder = Path(registry.__file__).parent
    needing = [path.name for path in folder.rglob("*.py") if "\nfrom twilio" in path.read_text()]
    assert needing == ["calls.py"]


async def test_the_registry_builds_it_whatever_the_settings(scripts: Scripts) -> None:
    built = await registry.twilio(Config(), scripts, None)  # type: ignore[arg-type]
    assert (built.name, built.repeats, built.settle_after) == ("twilio", False, 600)
