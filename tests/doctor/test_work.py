import sys
from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from server.carriers.twilio.hearing import INSTALL
from server.cli.deployment import look
from server.config import Config
from server.doctor.findings import looked
from server.doctor.work import look_at_carriers
from server.store.connecting import Store
from tests.carriers.carrying import eventually, queued
from tests.carriers.twilio_stand_in import StandIn, standing_in
from tests.command_line import running
from tests.doctor.examined import marks, said, told
from tests.world import World


async def test_without_processes_it_says_which_to_start(store_url: str, world: World) -> None:
    texter = await queued(world, 3, carrier="simulator")
    parts = await told(REDIS_URL=store_url)
    assert "systemctl start handraise@8001," in said(parts, "Hubs")
    assert marks(parts)["Carriers"] == "doubt"
    assert "3 wait, and nobody sends them." in said(parts, "Texts")
    campaign = said(parts, f"Campaign {texter.campaign}")
    assert "goes out by simulator" in campaign and "systemctl start handraise-carrier@simulator" in campaign


async def test_with_processes_all_is_well_until_one_stops_or_is_of_another_version(
    store_url: str, redis: Redis, world: World
) -> None:
    await world.campaign(3, carrier="simulator")
    async with (
        running("serve", "--port", "0", REDIS_URL=store_url) as hub,
        running("carrier", "simulator", REDIS_URL=store_url) as carrier,
    ):
        await hub.says("serves")
        await carrier.says("carries")

        async def both() -> bool:
            now = await look(Store(world.scripts.nodes, "here"))
            return (len(now.hubs), len(now.carriers)) == (1, 1)

        await eventually(both)
        parts = await told(REDIS_URL=store_url)
        assert {marks(parts)[about] for about in ("Hubs", "Carriers", "Texts")} == {"fine"}
        assert not {about for about in parts if about.startswith("Campaign")} | {"Versions"} & parts.keys()

        other = {"host": "old", "pid": 1, "version": "0.0.9", "sockets": {"texter": 0, "admin": 0}}
        await world.scripts.run("report_process", process="old", report=other)
        await world.scripts.run("note_carrier", carrier="simulator", trouble="Its people are asleep.")
        parts = await told(REDIS_URL=store_url)
        assert "there are processes of 0.0.9" in said(parts, "Versions")
        assert said(parts, "Carrier simulator") == "Nothing goes out by it: Its people are asleep."


@pytest.fixture
async def twilio() -> AsyncIterator[StandIn]:
    """Twilio's stand-in."""
    async with standing_in() as stand_in:
        yield stand_in


def settings(twilio: StandIn) -> dict[str, str]:
    """The settings of its account."""
    account = twilio.account
    return {
        "TWILIO_ACCOUNT_SID": account.sid,
        "TWILIO_AUTH_TOKEN": account.token,
        "TWILIO_MESSAGING_SERVICE_SID": account.service,
        "TWILIO_API_URL": twilio.url,
        "PUBLIC_URL": "https://localhost:1",
    }


async def test_a_carriers_credentials_are_tried_and_nothing_is_sent(
    store_url: str, world: World, twilio: StandIn
) -> None:
    about = "Carrier twilio"
    right = settings(twilio)
    assert marks(await told(REDIS_URL=store_url, **right))[about] == "fine"
    revoked = await told(REDIS_URL=store_url, **right | {"TWILIO_AUTH_TOKEN": "wrong"})
    assert "TWILIO_AUTH_TOKEN" in said(revoked, about) and marks(revoked)[about] == "wrong"
    half = await told(REDIS_URL=store_url, **right | {"TWILIO_MESSAGING_SERVICE_SID": ""})
    assert "Set TWILIO_MESSAGING_SERVICE_SID" in said(half, about)
    away = await told(REDIS_URL=store_url, **right | {"TWILIO_API_URL": "http://127.0.0.1:1"})
    assert marks(away)[about] == "doubt" and "can't be asked now" in said(away, about)
    telnyx = await told(REDIS_URL=store_url, TELNYX_API_KEY="KEY")
    assert marks(telnyx)["Carrier telnyx"] == "wrong"
    assert twilio.asked == []


async def test_a_carriers_package_that_isnt_installed_is_told(
    redis: Redis, world: World, twilio: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.member("Ana")
    for name, value in settings(twilio).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delitem(sys.modules, "server.carriers.twilio.calls", raising=False)
    for name in [name for name in sys.modules if name.partition(".")[0] == "twilio"] or ["twilio"]:
        monkeypatch.setitem(sys.modules, name, None)
    now = await look(Store(world.scripts.nodes, "here"))
    found = await looked("Carriers", lambda: look_at_carriers(Config.read(), world.scripts, now))
    assert INSTALL in [finding.sentence for finding in found if finding.mark == "wrong"]


async def test_a_look_that_fails_is_a_finding_and_no_traceback() -> None:
    async def fails() -> AsyncIterator[None]:
        raise KeyError("x")
        yield

    [finding] = await looked("Texts", fails)  # type: ignore[arg-type]
    assert (finding.mark, finding.sentence) == ("wrong", "This couldn't be looked at (KeyError: 'x').")
