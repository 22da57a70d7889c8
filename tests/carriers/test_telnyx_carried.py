"""A hub and a process that carries, at Telnyx's stand-in: from a texter's press to the phone, and back."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from redis.asyncio import Redis

from server.carriers import catching_up
from server.carriers.patience import Patience
from server.carriers.telnyx import missed as telnyx_missed
from server.carriers.telnyx.carrier import Telnyx
from server.carriers.telnyx.errors import FAILED, STOPPED
from server.carriers.telnyx.setup import configure
from server.config import Config
from tests.carriers.carrying import carrying, eventually, queued, settled, statuses
from tests.carriers.telnyx_bodies import PUBLIC
from tests.carriers.telnyx_poster import event, undelivered
from tests.carriers.telnyx_stand_in import TelnyxStandIn, telnyx_stand_in
from tests.served import served
from tests.world import World

TEXTS = 60


@dataclass
class Deployment:
    """A hub behind a proxy, the carrier, and the account that both use."""

    at: TelnyxStandIn
    telnyx: Telnyx


@pytest.fixture
async def deployment(store_url: str, redis: Redis, world: World) -> AsyncIterator[Deployment]:
    """One where nothing goes wrong, yet."""
    async with telnyx_stand_in() as at:
        settings = {"redis_url": store_url, "secret_key": "for tests", "accept_loss": True}
        config = Config(**settings, public_url=PUBLIC, telnyx=at.settings())  # type: ignore[arg-type]
        async with (
            served(config) as url,
            Telnyx(config, world.scripts, Patience(), await world.scripts.now()) as telnyx,
        ):
            at.poster.proxies[PUBLIC] = url
            _ = [line async for line in configure(telnyx.calls)]
            await telnyx.check()
            telnyx.settle_after = 0.2
            yield Deployment(at, telnyx)
        assert at.wrong == []


async def test_whatever_goes_wrong_each_text_comes_to_its_phone_once_and_is_told_as_delivered(
    world: World, deployment: Deployment
) -> None:
    deployment.at.change(lost_before=0.1, lost_after=0.2, broken=0.2, full=0.02, twice=0.3, swapped=0.3, late=0.3)
    texter = await queued(world, TEXTS)

    async with carrying(world.scripts, deployment.telnyx):
        await settled(world, texter.campaign, *["delivered"] * TEXTS)

    assert len(deployment.at.texts) == TEXTS
    assert {len(texts) for texts in deployment.at.texts.values()} == {1}
    assert len(deployment.at.requests) > TEXTS
    assert set(deployment.at.poster.answers) == {204}


async def test_an_unsure_text_is_told_by_its_report_alone(world: World, deployment: Deployment) -> None:
    deployment.telnyx.settle_after = 3600.0
    deployment.at.change(broken=1.0)
    texter = await queued(world, 5)

    async with carrying(world.scripts, deployment.telnyx):
        await settled(world, texter.campaign, *["delivered"] * 5)

    assert len(deployment.at.requests) == 5


async def test_people_answer_and_whoever_writes_stop_gets_no_more_texts(world: World, deployment: Deployment) -> None:
    at = deployment.at
    texter = await queued(world, 2)
    async with carrying(world.scripts, deployment.telnyx):
        await settled(world, texter.campaign, "delivered", "delivered")
        one, other = at.texts
        at.writes(one, "Count me in!")
        at.writes(other, "STOP ALL")

        async def both_are_here() -> bool:
            lanes = [(await world.conversation(texter.campaign, id))["lane"] for id in (1, 2)]
            return sorted(lanes) == ["opted_out", "reply"]

        await eventually(both_are_here)

    assert at.blocked == {other}


async def test_whoever_has_opted_out_at_telnyx_has_opted_out_here(world: World, deployment: Deployment) -> None:
    texter = await queued(world, 1)
    phone = (await world.conversation(texter.campaign, 1))["contact"]["phone"]
    deployment.at.blocked.add(phone)

    async with carrying(world.scripts, deployment.telnyx):
        await settled(world, texter.campaign, "failed")

    conversation = await world.conversation(texter.campaign, 1)
    assert conversation["texts"][0]["why"] == FAILED["40300"]
    assert conversation["lane"] == "opted_out"


async def test_a_text_that_fails_on_its_way_says_why(world: World, deployment: Deployment) -> None:
    deployment.at.change(undelivered=1.0)
    texter = await queued(world, 1)

    async with carrying(world.scripts, deployment.telnyx):
        await settled(world, texter.campaign, "failed")

    assert (await world.conversation(texter.campaign, 1))["texts"][0]["why"] == FAILED["40001"]


async def test_a_revoked_key_stops_it_and_no_text_is_lost(world: World, deployment: Deployment) -> None:
    deployment.at.revoke()
    texter = await queued(world, 5)

    async with carrying(world.scripts, deployment.telnyx) as handover:

        async def stopped() -> bool:
            return handover.trouble() == STOPPED["10009"]

        await eventually(stopped)

    assert await statuses(world, texter.campaign) == ["queued"] * 5
    deployment.at.stopped = None
    async with carrying(world.scripts, deployment.telnyx):
        await settled(world, texter.campaign, *["delivered"] * 5)


async def test_what_people_wrote_while_no_hub_could_hear_it_is_read_from_telnyxs_list(
    world: World, deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telnyx_missed, "PAGE", 2)
    monkeypatch.setattr(catching_up, "PERIOD_SECONDS", 0.1)
    at, since = deployment.at, await world.scripts.now()
    texter = await queued(world, 5)
    async with carrying(world.scripts, deployment.telnyx):
        await settled(world, texter.campaign, *["delivered"] * 5)
    behind = at.poster.proxies[PUBLIC]
    at.poster.proxies[PUBLIC], at.poster.again = "http://127.0.0.1:9", 0.0
    for phone in at.texts:
        at.writes(phone, "STOP")
    await at.poster.quiet()
    at.poster.proxies[PUBLIC] = behind
    another = event("message.received", {"id": "IN9", "from": {"phone_number": "+12125550109"}, "text": "Not for us"})
    at.poster.failed.append(undelivered("https://another.example.org/carriers/telnyx/inbound", another))
    senseless = b'{"data": {"event_type": "message.sent", "payload": {"id": 5}}}'
    at.poster.failed.append(undelivered(f"{PUBLIC}/carriers/telnyx/inbound", senseless))
    assert len(at.poster.failed) == 7

    assert [one async for one in deployment.telnyx.missed(since + 3_600_000)] == []
    found = [text async for heard in deployment.telnyx.missed(since) for text in heard.texts]
    assert {(text.phone, text.text, text.asks) for text in found} == {(phone, "STOP", "stop") for phone in at.texts}
    assert len(found) == 5

    async def all_are_out() -> bool:
        return (await world.counts(texter.campaign))["opted_out"] == 5

    async with carrying(world.scripts, deployment.telnyx):
        await eventually(all_are_out)
