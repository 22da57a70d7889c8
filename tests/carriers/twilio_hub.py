"""A hub that the world knows by an address of its own, and the stand-in for Twilio, which posts there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from random import Random
from typing import Any
from urllib.parse import urlencode

import httpx
from twilio.request_validator import RequestValidator

from server.carriers.carrier import Request
from server.carriers.twilio.carrier import Twilio
from server.carriers.twilio.hearing import Form
from server.carriers.twilio.senders import inbound, status_address
from server.config import Config, TwilioSettings
from tests.browsers import PLAIN
from tests.carriers.carrying import carrying, eventually, queued, settled
from tests.carriers.twilio_messages import Message, status_fields
from tests.carriers.twilio_side import Account, Faults
from tests.carriers.twilio_stand_in import StandIn, standing_in
from tests.served import served
from tests.world import Texter, World

PUBLIC = "https://text.example.org"
HERE = f"{PUBLIC}/carriers/twilio/status"
ACCOUNT = Account()
SETTINGS = TwilioSettings(ACCOUNT.sid, ACCOUNT.token, service=ACCOUNT.service)
NONE = Faults()


@dataclass
class Side:
    """A hub that the world knows as PUBLIC, and Twilio, which posts there."""

    hub: str
    twilio: StandIn
    settings: TwilioSettings
    world: World

    @property
    def account(self) -> Account:
        """The account at Twilio."""
        return self.twilio.account

    def carrier(self) -> Twilio:
        """The carrier, to be entered."""
        return Twilio(self.settings, PUBLIC, self.world.scripts)

    async def post(
        self, path: str, fields: dict[str, str], signature: str | None = "", **changes: str
    ) -> httpx.Response:
        """Post fields, by default signed rightly; `changes` are made to them after that."""
        if signature == "":
            signature = RequestValidator(self.account.token).compute_signature(f"{PUBLIC}{path}", fields)
        headers = {} if signature is None else {"X-Twilio-Signature": signature}
        async with httpx.AsyncClient(base_url=self.hub, verify=PLAIN) as client:
            return await client.post(path, data=fields | changes, headers=headers)


@asynccontextmanager
async def both_sides(store_url: str, world: World) -> AsyncIterator[Side]:
    """Both of them serve while this lasts. All that they said to each other must be as Twilio describes it."""
    async with standing_in() as twilio:
        account = twilio.account
        account.service_set |= {"inbound_request_url": inbound(PUBLIC), "status_callback": status_address(PUBLIC)}
        mine = replace(SETTINGS, api_url=twilio.url)
        config = Config(redis_url=store_url, secret_key="for tests", accept_loss=True, public_url=PUBLIC, twilio=mine)
        async with served(config) as hub:
            account.routes[PUBLIC] = hub
            yield Side(hub, twilio, mine, world)
            assert twilio.wrong == []


async def texted(side: Side, faults: Faults = NONE) -> tuple[Texter, str]:
    """A campaign whose one contact was sent a text, of which Twilio has reported all; the texter and the phone."""
    texter = await queued(side.world)
    phone = (await side.world.conversation(texter.campaign, 1))["contact"]["phone"]
    side.account.faults = faults
    async with side.carrier() as carrier, carrying(side.world.scripts, carrier):
        await eventually(lambda: handed(side))
        await side.account.quiet()
        await settled(side.world, texter.campaign, "delivered")
    return texter, phone


async def handed(side: Side) -> bool:
    return bool(side.account.messages)


async def words(side: Side, campaign: int) -> list[tuple[str, str]]:
    """The direction and words of each text of the campaign's first conversation."""
    return [(each["direction"], each["text"]) for each in (await side.world.conversation(campaign, 1))["texts"]]


def reported(side: Side, status: str, **changes: Any) -> dict[str, str]:
    """The fields with which Twilio reports the only text as this."""
    [message] = [one for one in side.account.messages.values() if one.direction != "inbound"]
    return status_fields(side.account.sid, replace(message, status=status, **changes))


def request(fields: list[tuple[str, str]], url: str = HERE, **headers: str) -> Request:
    """A request with these fields, signed for this address as the SDK signs."""
    form = Form()
    for name, value in fields:
        form.setdefault(name, []).append(value)
    signed = {"x-twilio-signature": RequestValidator(ACCOUNT.token).compute_signature(url, form)}
    return Request("POST", url, signed | headers, urlencode(fields).encode())


def incoming(phone: str, body: str) -> Message:
    """A text that a person wrote."""
    to, service = ACCOUNT.service_numbers[0], ACCOUNT.service
    return Message("SM" + "5" * 32, to, body, phone, service, "received", Random(0), direction="inbound")
