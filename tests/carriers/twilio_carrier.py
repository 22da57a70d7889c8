"""The carrier on its own, and texts for it."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from server.carriers.carrier import Text
from server.carriers.twilio.carrier import Twilio
from server.config import TwilioSettings
from server.store.scripts import Scripts
from tests.carriers.twilio_hub import PUBLIC
from tests.carriers.twilio_stand_in import StandIn

PHONE = "+12025550150"


def settings(stand_in: StandIn, **changes: str | None) -> TwilioSettings:
    """The settings of the stand-in's account, with its service."""
    account = stand_in.account
    mine = TwilioSettings(account.sid, account.token, service=account.service, api_url=stand_in.url)
    return replace(mine, **changes)


@asynccontextmanager
async def twilio(
    stand_in: StandIn, scripts: Scripts, public_url: str | None = PUBLIC, **changes: str | None
) -> AsyncIterator[Twilio]:
    """The carrier, entered."""
    async with Twilio(settings(stand_in, **changes), public_url, scripts) as carrier:
        yield carrier


def text(words: str = "Hi Ana!", phone: str = PHONE, id: int = 1, numbers: str = "") -> Text:
    """A text of campaign 7's conversation 4."""
    return Text(7, 4, id, phone, words, 0.0, int(time.time() * 1000), "an account", numbers)
