"""Twilio (twilio.com/docs/messaging). What its answers mean is in errors.py, its own words in hearing.py.

A text that Twilio may or may not have accepted is never sent again. The address to which Twilio reports it names it, so
the first report settles it, also where the answer with its SID was lost; without one, Twilio's list is asked.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from server.carriers.backoff import Backoff
from server.carriers.carrier import (
    UNKNOWN_LINE,
    Answer,
    CarrierStopped,
    CarrierUnsure,
    Failed,
    Heard,
    Request,
    Sent,
    Text,
)
from server.carriers.twilio.answers import UNREADABLE, NotTaken, TwilioRefused, asking
from server.carriers.twilio.errors import NO_SENDER, NOT_NOW, OPTED_OUT, refusal, why
from server.carriers.twilio.files import kept_at
from server.carriers.twilio.hearing import INSTALL, NEVER_ARRIVES, read
from server.carriers.twilio.senders import callback, check_settings, numbers_in, sender
from server.config import TwilioSettings
from server.errors import BadSetting
from server.host.fetching import fetch
from server.limits import LIMITS
from server.store import lookups
from server.store.scripts import Scripts
from server.words.comparable import comparable_letters

WAITS_AT_TWILIO_SECONDS = 3600
"""Seconds that a text may wait in Twilio's queue. Its own limit of ten hours would bring a text in the night."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""The store's clock and Twilio's may be so far apart."""
LISTED, PAGE = 300, 100
"""Texts to one phone that are looked through, at most, and those that are asked for at once."""
MUST_READ = "TWILIO_API_KEY must have the right to read messages, or a STOP may be missed"


class Twilio:
    """Sends by Twilio's Messages resource.

    public_url  how Twilio reaches the hub
    """

    name = "twilio"
    thanks: tuple[str, str] | None = ('<?xml version="1.0" encoding="UTF-8"?><Response></Response>', "text/xml")
    settle_after = 600.0
    repeats = False
    looks_up = True

    def __init__(self, settings: TwilioSettings, public_url: str | None, scripts: Scripts) -> None:
        self.settings = settings
        self.public_url = public_url
        self.scripts = scripts
        self.clients: Any = None
        self._opened = AsyncExitStack()
        self._backoff = Backoff()

    async def __aenter__(self) -> Self:
        """Raises BadSetting."""
        check_settings(self.settings, self.public_url)
        try:
            from server.carriers.twilio.calls import connected
        except ImportError as error:
            raise BadSetting(INSTALL) from error
        self.clients = await self._opened.enter_async_context(connected(self.settings))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._opened.aclose()

    async def check(self) -> None:
        """Ask whether the account is active and no trial, has what texts come from, and lets us read its list."""
        if await self.account_type() == "Trial":
            raise CarrierStopped("This Twilio account is a trial, which texts only numbers verified there: upgrade it.")
        await self._check_senders()
        if self.settings.api_key:
            with asking(MUST_READ):
                await self.clients.sending.messages.list_async(limit=1, page_size=1)

    async def _check_senders(self) -> None:
        with asking("Twilio doesn't accept TWILIO_API_KEY" if self.settings.api_key else "Twilio refuses"):
            if self.settings.service:
                await self._check_service(self.settings.service)
            else:
                await self._check_numbers(numbers_in(self.settings.numbers or ""))

    async def account_type(self) -> str:
        """Return `Full` or `Trial`. Raises CarrierStopped if the account isn't there or isn't active."""
        with asking("Twilio doesn't accept TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN"):
            account = await self.clients.account.api.v2010.accounts(self.settings.account_sid).fetch_async()
        if account.status != "active":
            raise CarrierStopped(f"This Twilio account is {account.status}: look in the Twilio Console.")
        return str(account.type)

    async def _check_service(self, sid: str) -> None:
        service = self.clients.sending.messaging.v1.services(sid)
        try:
            senders = await service.phone_numbers.list_async(limit=1) or await service.short_codes.list_async(limit=1)
        except TwilioRefused as refused:
            if refused.status != 404:
                raise
            raise CarrierStopped(f"This Twilio account has no Messaging Service {sid}: correct the setting.") from None
        if not senders:
            raise CarrierStopped(f"The Messaging Service {sid} has no number: add one in the Twilio Console.")

    async def _check_numbers(self, numbers: list[str]) -> None:
        missing = set(numbers)
        async for owned in await self.clients.sending.incoming_phone_numbers.stream_async(page_size=1000):
            missing.discard(owned.phone_number)
            if not missing:
                return
        raise CarrierStopped(f"{min(missing)} in TWILIO_FROM isn't a number of this Twilio account.")

    async def send(self, text: Text) -> Answer:
        """Create a message."""
        comes_from = sender(self.settings, text)
        try:
            made = await self.clients.sending.messages.create_async(
                to=text.phone,
                body=text.text,
                status_callback=callback(self.public_url, text),
                validity_period=WAITS_AT_TWILIO_SECONDS,
                **comes_from,
                **({"media_url": [f"{self.public_url}{text.picture}"]} if text.picture else {}),
            )
        except NotTaken as later:
            return self._backoff.later(later.seconds)
        except TwilioRefused as refused:
            if refused.code in NOT_NOW:
                return self._backoff.later()
            self._backoff.taken()
            return await self._refused(text, refused, *comes_from.values())
        except UNREADABLE as error:
            raise CarrierUnsure("Twilio's answer can't be read.") from error
        self._backoff.taken()
        return state(made)

    async def _refused(self, text: Text, refused: TwilioRefused, comes_from: str) -> Answer:
        """Return what a refusal means. Where the sender is said to be wrong, it is asked whether that is so for all.

        Raises CarrierStopped.
        """
        if refused.code in NO_SENDER and not text.numbers:
            try:
                await self._check_senders()
            except CarrierUnsure:
                return self._backoff.later()
        return refusal(refused.status, refused.code, refused.says, comes_from)

    async def settle(self, text: Text) -> Answer | None:
        """Look for the text in Twilio's list: the only one to this phone with these words that isn't noted as another.

        One made since we have been unsure isn't it, and its note may be on the way.
        """
        queued = moment(text.at) - CLOCKS_DIFFER
        with asking("Twilio refuses to list texts"):
            listed = await self.clients.sending.messages.list_async(
                to=text.phone, date_sent_after=str(queued.date()), page_size=PAGE, limit=LISTED
            )
            found = [
                one
                for one in listed
                if one.direction == "outbound-api" and one.date_created >= queued and same_words(one.body, text.text)
            ]
        now, whose = await lookups.texts_called(self.scripts, self.name, [one.sid for one in found])
        unsure = moment(now) - timedelta(seconds=self.settle_after) + CLOCKS_DIFFER
        here = (text.campaign, text.conversation, text.id, text.at)
        mine = [one for one, place in zip(found, whose, strict=True) if place == here]
        free = [one for one, place in zip(found, whose, strict=True) if place is None and one.date_created <= unsure]
        candidates = mine or free
        return state(candidates[0]) if len(candidates) == 1 else None

    async def missed(self, since: int) -> AsyncIterator[Heard]:
        """Read what people wrote from Twilio's list."""
        from server.carriers.twilio.missed import missed

        senders = self.settings.service or self.settings.numbers or ""
        async for heard in missed(self.clients, senders, moment(since)):
            yield heard

    def hear(self, request: Request) -> Heard:
        """Read a text from a contact, or a report."""
        return read(self.settings, request)

    async def line_type(self, phone: str) -> str:
        """Ask Lookup for the line type (twilio.com/docs/lookup/v2-api/line-type-intelligence)."""
        with asking("Twilio refuses to look numbers up"):
            try:
                found = await self.clients.sending.lookups.v2.phone_numbers(phone).fetch_async(
                    fields="line_type_intelligence"
                )
            except TwilioRefused as refused:
                if refused.status == 404:  # no number of any plan
                    return UNKNOWN_LINE
                raise
            kind = (found.line_type_intelligence or {}).get("type")
        return kind if isinstance(kind, str) else UNKNOWN_LINE

    async def fetch(self, url: str) -> bytes:
        """Fetch a file, signed in as what sends."""
        return await fetch(url, kept_at(self.settings), LIMITS.attached)


def moment(ms: int) -> datetime:
    """Return the moment that so many ms of the store's clock are."""
    return datetime.fromtimestamp(ms / 1000, UTC)


def state(message: Any) -> Sent | Failed:
    """Return the answer that a message of Twilio's stands for.

    Raises CarrierUnsure.
    """
    if not isinstance(message.sid, str):
        raise CarrierUnsure("Twilio's answer names no text.")
    if message.status in NEVER_ARRIVES:
        return Failed(NEVER_ARRIVES[message.status] or why(message.error_code), message.error_code == OPTED_OUT)
    return Sent(message.sid, message.from_)


def same_words(one: str | None, other: str) -> bool:
    """Return whether two texts have the same words: Twilio may write quotes and blanks in another way."""
    one = one or ""
    return one == other or comparable_letters(one) == comparable_letters(other) != ""
