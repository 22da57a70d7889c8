"""Pictures that contacts send by Twilio: kept there, and shown by us."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from redis.asyncio import Redis

from server.carriers.drawn import drawn
from server.carriers.twilio.carrier import Twilio
from server.config import Config, TwilioSettings
from server.host.fetching import NotFetched
from server.store.scripts import Scripts
from tests.browsers import PLAIN
from tests.carriers.twilio_side import Account
from tests.carriers.twilio_stand_in import StandIn, standing_in
from tests.served import served
from tests.world import World

PUBLIC = "https://text.example.org"


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    """A stand-in for Twilio."""
    async with standing_in(Account()) as stand_in:
        yield stand_in
        assert stand_in.wrong == []


def settings(stand_in: StandIn) -> TwilioSettings:
    account = stand_in.account
    return TwilioSettings(account.sid, account.token, service=account.service, api_url=stand_in.url)


async def test_a_picture_comes_from_a_phone_through_twilio_to_the_texters_page(
    stand_in: StandIn, world: World, redis: Redis, store_url: str
) -> None:
    campaign = await world.campaign(contacts=1)
    ana = await world.texter(campaign)
    await ana.request()
    phone = (await world.conversation(campaign, 1))["contact"]["phone"]
    config = Config(redis_url=store_url, secret_key="s", accept_loss=True, public_url=PUBLIC, twilio=settings(stand_in))
    async with served(config) as url:
        stand_in.account.routes[PUBLIC] = url
        stand_in.account.service_set["inbound_request_url"] = f"{PUBLIC}/carriers/twilio/inbound"
        await stand_in.account.write(phone, "Look!", media=2)
        [text] = (await world.conversation(campaign, 1))["texts"]
        bearer = {"authorization": f"Bearer {await world.members.token(await world.member('Ana'))}"}
        async with httpx.AsyncClient(base_url=url, headers=bearer, verify=PLAIN) as page:
            answers = [await page.get(file["path"]) for file in text["files"]]

    assert text["media"] == 2
    assert [file["type"] for file in text["files"]] == ["image/jpeg", "image/jpeg"]
    assert [(answer.status_code, answer.headers["content-type"]) for answer in answers] == [(200, "image/jpeg")] * 2


async def test_only_who_signs_in_is_led_to_a_file(stand_in: StandIn, scripts: Scripts) -> None:
    message = await stand_in.account.write("+12025550150", "Look!")
    where = f"{stand_in.url}/2010-04-01/Accounts/{stand_in.account.sid}/Messages"
    account = stand_in.account
    by_key = replace(settings(stand_in), api_key=account.key, api_secret=account.secret)

    for mine in (settings(stand_in), by_key):
        assert await Twilio(mine, PUBLIC, scripts).fetch(f"{where}/{message.sid}/Media/ME7") == drawn("ME7")
    with pytest.raises(NotFetched) as caught:
        await Twilio(settings(stand_in), PUBLIC, scripts).fetch(f"{where}/SM0/Media/ME7")
    assert caught.value.status == 404
    account.revoke()
    with pytest.raises(NotFetched) as caught:
        await Twilio(by_key, PUBLIC, scripts).fetch(f"{where}/{message.sid}/Media/ME7")
    assert caught.value.status == 401


async def test_an_address_that_is_not_twilios_is_not_asked(stand_in: StandIn, scripts: Scripts) -> None:
    async with standing_in() as elsewhere:
        for url in (
            elsewhere.url,
            "https://evil.example/",
            "http://api.twilio.com/",
            "https://twilio.com.evil.example/",
        ):
            with pytest.raises(NotFetched, match="isn't one of its hosts"):
                await Twilio(settings(stand_in), PUBLIC, scripts).fetch(f"{url}/1")
