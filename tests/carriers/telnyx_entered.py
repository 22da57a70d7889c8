"""The carrier, entered as its command enters it, and texts for it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from server.carriers.carrier import (
    Answer,
    CarrierStopped,
    CarrierUnsure,
    Text,
)
from server.carriers.patience import Patience
from server.carriers.telnyx.carrier import Telnyx
from server.config import Config, TelnyxSettings
from server.store.scripts import Scripts
from tests.carriers.telnyx_bodies import PHONE, PUBLIC


@asynccontextmanager
async def telnyx(scripts: Scripts, settings: TelnyxSettings, public_url: str | None = PUBLIC) -> AsyncIterator[Telnyx]:
    """The carrier, as its command opens it."""
    config = Config(telnyx=settings, public_url=public_url)
    async with Telnyx(config, scripts, Patience(), await scripts.now()) as it:
        yield it


async def a_text(scripts: Scripts, **changes: Any) -> Text:
    """A text that was queued just now."""
    told = {"campaign": 7, "conversation": 3, "id": 1, "phone": PHONE, "text": "Hi Ana! 🙂", "account": "our account"}
    return Text(**{**told, "taken": 0.0, "at": await scripts.now(), **changes})


async def outcome(telnyx: Telnyx, text: Text) -> Answer | str:
    """The answer to a text, or the kind of error that was raised."""
    try:
        return await telnyx.send(text)
    except (CarrierUnsure, CarrierStopped) as error:
        return type(error).__name__
