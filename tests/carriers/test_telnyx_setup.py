"""The settings, the account at Telnyx, and what the command does with both."""

import sys
from typing import Any

import pytest

from server.carriers.carrier import (
    CarrierStopped,
    CarrierUnsure,
)
from server.carriers.telnyx import setup as telnyx_setup
from server.carriers.telnyx.errors import FAILED, STOPPED
from server.carriers.telnyx.setup import configure, try_out
from server.errors import BadSetting
from server.store.scripts import Scripts
from tests.carriers.telnyx_account import NUMBERS, PROFILE
from tests.carriers.telnyx_bodies import PHONE, PUBLIC
from tests.carriers.telnyx_entered import telnyx
from tests.carriers.telnyx_stand_in import TelnyxStandIn
from tests.command_line import handraise


@pytest.mark.parametrize(
    ("changes", "public_url", "word"),
    [
        ({"api_key": None}, PUBLIC, "TELNYX_API_KEY"),
        ({"public_key": None}, PUBLIC, "TELNYX_PUBLIC_KEY"),
        ({"public_key": "c2hvcnQ="}, PUBLIC, "TELNYX_PUBLIC_KEY"),
        ({"public_key": "%"}, PUBLIC, "TELNYX_PUBLIC_KEY"),
        ({"profile": None}, PUBLIC, "TELNYX_MESSAGING_PROFILE_ID, or TELNYX_FROM"),
        ({"profile": None, "numbers": "12125550100"}, PUBLIC, "TELNYX_FROM"),
        ({"profile": "Texts"}, PUBLIC, "TELNYX_MESSAGING_PROFILE_ID"),
        ({}, None, "PUBLIC_URL"),
        ({"api_url": None}, "http://text.example.org", "PUBLIC_URL"),
        ({"api_url": "https://api.telnyx.com/v2"}, "http://text.example.org", "PUBLIC_URL"),
    ],
)
async def test_a_setting_that_is_missing_or_wrong_is_one_sentence(
    scripts: Scripts, at_telnyx: TelnyxStandIn, changes: dict[str, Any], public_url: str | None, word: str
) -> None:
    with pytest.raises(BadSetting, match=word):
        async with telnyx(scripts, at_telnyx.settings(**changes), public_url):
            pass


@pytest.mark.parametrize("package", ["telnyx", "nacl.signing"])
async def test_without_its_packages_one_sentence_says_what_to_install(
    scripts: Scripts, at_telnyx: TelnyxStandIn, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(BadSetting, match=r"pip install -c constraints\.txt '\.\[telnyx\]'"):
        async with telnyx(scripts, at_telnyx.settings()):
            pass


async def check(scripts: Scripts, at_telnyx: TelnyxStandIn, **changes: Any) -> str:
    """The sentence that a check says; empty if all is well."""
    try:
        async with telnyx(scripts, at_telnyx.settings(**changes)) as carrier:
            await carrier.check()
    except (CarrierStopped, CarrierUnsure) as error:
        return str(error)
    return ""


async def test_what_is_wrong_at_telnyx_is_one_sentence_each(scripts: Scripts, at_telnyx: TelnyxStandIn) -> None:
    assert "isn't set up yet (the address to post texts to, " in await check(scripts, at_telnyx)
    at_telnyx.profile |= {
        "webhook_url": f"{PUBLIC}/carriers/telnyx/inbound",
        "webhook_api_version": "2",
        "number_pool_settings": {"long_code_weight": 1, "toll_free_weight": 1, "skip_unhealthy": True},
    }
    assert "one number for each contact" in await check(scripts, at_telnyx)
    at_telnyx.profile["number_pool_settings"]["sticky_sender"] = True
    assert await check(scripts, at_telnyx) == ""
    by_numbers = {"profile": None, "numbers": ", ".join(NUMBERS)}
    assert await check(scripts, at_telnyx, **by_numbers) == ""

    assert "isn't a number of this Telnyx account" in await check(scripts, at_telnyx, profile=None, numbers=PHONE)
    assert "There is no messaging profile" in await check(scripts, at_telnyx, profile=PROFILE.replace("4", "5"))
    assert await check(scripts, at_telnyx, api_key="wrong") == STOPPED["10009"]
    at_telnyx.profile["enabled"] = False
    assert "turned off" in await check(scripts, at_telnyx)
    at_telnyx.assigned = None
    assert "has no messaging profile" in await check(scripts, at_telnyx, **by_numbers)
    at_telnyx.numbers = []
    assert "has no numbers" in await check(scripts, at_telnyx)


async def test_a_telnyx_that_cannot_be_asked_is_no_fault_of_the_settings(
    scripts: Scripts, at_telnyx: TelnyxStandIn
) -> None:
    async with telnyx(scripts, at_telnyx.settings(api_url="http://127.0.0.1:9/v2")) as carrier:
        with pytest.raises(CarrierUnsure):
            await carrier.check()
    for stopped in ((500, "10007"), (429, "10011")):
        at_telnyx.refuse_all(*stopped)
        async with telnyx(scripts, at_telnyx.settings()) as carrier:
            with pytest.raises(CarrierUnsure):
                await carrier.check()
    at_telnyx.stopped, at_telnyx.between = None, (200, "<p>Hello</p>")
    for changes in ({}, {"profile": None, "numbers": NUMBERS[0]}):
        assert await check(scripts, at_telnyx, **changes) == "Telnyx's answer can't be read."


# The command.


def environment(at_telnyx: TelnyxStandIn, store_url: str) -> dict[str, str]:
    """The settings of a command that uses a stand-in."""
    return {"REDIS_URL": store_url, "PUBLIC_URL": PUBLIC, **at_telnyx.environment()}


async def test_the_command_sets_the_profile_up_and_says_what_it_changed(
    store_url: str, scripts: Scripts, at_telnyx: TelnyxStandIn
) -> None:
    changed = await handraise("carrier", "telnyx", "--configure", **environment(at_telnyx, store_url))
    async with telnyx(scripts, at_telnyx.settings()) as carrier:
        again = [line async for line in configure(carrier.calls)]
        await carrier.check()

    assert changed.code == 0
    profile = "The messaging profile Texts"
    assert changed.out.splitlines() == [
        f"{profile}: the address to post texts to was empty, and is {PUBLIC}/carriers/telnyx/inbound now.",
        f"{profile}: the version of what is posted was 1, and is 2 now.",
        f"{profile}: one number for each contact was off, and is on now.",
    ]
    assert again == [f"{profile} is set up already. Nothing was changed."]
    assert at_telnyx.profile["number_pool_settings"]["sticky_sender"] is True


async def test_the_command_sends_a_test_and_follows_it(
    store_url: str, scripts: Scripts, at_telnyx: TelnyxStandIn
) -> None:
    ended = await handraise("carrier", "telnyx", "--test", PHONE, **environment(at_telnyx, store_url))

    assert ended.code == 0 and ended.out.endswith("It is delivered.\n")
    assert at_telnyx.texts[PHONE] == ["This is a test of Handraise."]


async def test_a_test_that_fails_says_why(
    scripts: Scripts, at_telnyx: TelnyxStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telnyx_setup, "LOOK_EVERY_SECONDS", 0.0)
    at_telnyx.becomes |= {"+12125550101": ("delivery_failed", "40001"), "+12125550102": ("delivery_unconfirmed", "")}
    at_telnyx.refuses["+12125550103"] = (400, "40310")

    async with telnyx(scripts, at_telnyx.settings()) as carrier:

        async def said(phone: str) -> str:
            with pytest.raises((CarrierStopped, CarrierUnsure)) as caught:
                _ = [line async for line in try_out(carrier.calls, phone)]
            return str(caught.value)

        assert await said("2125550100") == "Give a number like +12125550100."
        assert await said("+12125550101") == FAILED["40001"]
        assert "Look at the phone" in await said("+12125550102")
        assert await said("+12125550103") == FAILED["40310"]
        at_telnyx.change(full=1.0)
        assert "Try again later" in await said(PHONE)


async def test_settings_that_cannot_send_end_the_command_with_one_sentence(store_url: str, scripts: Scripts) -> None:
    ended = await handraise("carrier", "telnyx", REDIS_URL=store_url, PUBLIC_URL=PUBLIC)

    assert ended.code == 1
    assert ended.err == "Error: TELNYX_API_KEY must be an API key from Telnyx's portal.\n"
