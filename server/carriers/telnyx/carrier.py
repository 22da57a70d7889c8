"""Telnyx. Its errors, its requests and what it posts are in the files beside this one.

An unsure send is settled by repeating it. A request with the same `Idempotency-Key` and the same body is the same text
to Telnyx for 24 hours, and is answered as the first one was ("Idempotency").
"""

from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any

from server.carriers.carrier import Answer, CarrierStopped, CarrierUnsure, Failed, Heard, Later, Place, Request, Text
from server.carriers.patience import Patience
from server.carriers.telnyx.calls import Calls, sender
from server.carriers.telnyx.errors import NoRepeat
from server.carriers.telnyx.files import kept_at
from server.carriers.telnyx.missed import missed
from server.carriers.telnyx.posts import PLACE, check_signature, read
from server.carriers.telnyx.setup import check
from server.config import Config
from server.host.fetching import fetch
from server.limits import LIMITS
from server.store.scripts import Scripts

SETTLE_AFTER_SECONDS = 20.0
"""Seconds after which an unsure send is repeated."""
REPEATED_WITHIN_MS = 23 * 3600 * 1000
"""Milliseconds after which an unsure send isn't repeated any more: Telnyx forgets its key after 24 hours."""
UNDER_WAY_MS = 10 * 60 * 1000
"""Milliseconds after which the first request is certainly not under way any more."""
NO_SENDER = "This campaign's numbers are neither a messaging profile of Telnyx nor like +12125550100. Correct them."


class Telnyx:
    """Both halves. `now` is the store's time when this is built, in ms: `hear` judges by it how old a request is."""

    name = "telnyx"
    thanks: tuple[str, str] | None = None
    settle_after = SETTLE_AFTER_SECONDS
    repeats = True
    looks_up = False
    calls: Calls

    def __init__(self, config: Config, scripts: Scripts, patience: Patience, now: int) -> None:
        self._config = config
        self._scripts = scripts
        self._patience = patience
        self._now = now

    async def __aenter__(self) -> "Telnyx":
        """Raises BadSetting."""
        self.calls = Calls(self._config)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.calls.close()

    async def check(self) -> None:
        """Ask whether the key, the profile and its numbers can be used, and whether Telnyx posts answers to us."""
        await check(self.calls)

    async def send(self, text: Text) -> Answer:
        """Hand a text over."""
        settings = self._config.telnyx
        chosen = sender(text.numbers or settings.profile or settings.numbers or "", text.phone)
        if chosen is None:
            return Failed(NO_SENDER)
        place = Place(text.campaign, text.conversation, text.id, text.at)
        key = f"handraise:{text.campaign}:{text.conversation}:{text.id}:{text.mark.hex()}"
        more: dict[str, Any] = {"webhook_url": f"{self._config.public_url}{PLACE}{place}", **chosen}
        if text.picture:
            more["media_urls"] = [f"{self._config.public_url}{text.picture}"]
        return await self.calls.deliver(key, text.phone, text.text, more, own=bool(text.numbers))

    async def settle(self, text: Text) -> Answer | None:
        """Repeat a text. That Telnyx takes none now says nothing about the first time."""
        age = await self._patience.ask(self._scripts.now) - text.at
        if age > REPEATED_WITHIN_MS:
            return None
        try:
            answer = await self.send(text)
        except NoRepeat:
            if age > UNDER_WAY_MS:
                return None
            raise
        if isinstance(answer, Later):
            raise CarrierUnsure("Telnyx takes no texts now.")
        return answer

    async def missed(self, since: int) -> AsyncIterator[Heard]:
        """Read what Telnyx couldn't post."""
        async for heard in missed(self.calls, since):
            yield heard

    def hear(self, request: Request) -> Heard:
        """Read what Telnyx posts."""
        check_signature(self._config.telnyx.public_key, request, self._now)
        return read(request.body, self._config.public_url)

    async def line_type(self, phone: str) -> str:
        """Raises CarrierStopped: it isn't asked (`looks_up`)."""
        raise CarrierStopped("Numbers aren't looked up by Telnyx.")

    async def fetch(self, url: str) -> bytes:
        """Fetch a file."""
        return await fetch(url, kept_at(self._config.telnyx.api_url), LIMITS.attached)
