"""The other side of Twilio's addresses: an account with its numbers, the texts that it took, phones, and the webhooks.

What goes wrong is drawn from a seed, for each text by its phone and by which text to that phone it is: so it doesn't
depend on the order in which texts come.
"""

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from random import Random
from typing import Any
from urllib.parse import urldefrag, urlsplit
from uuid import uuid4

import httpx
from twilio.request_validator import RequestValidator

from tests.carriers.twilio_messages import Message, inbound_fields, status_fields

STOPS, STARTS = ("STOP", "UNSUBSCRIBE", "END", "QUIT", "STOPALL", "REVOKE", "OPTOUT", "CANCEL"), ("START", "UNSTOP")
"""Words by which Twilio itself blocks texts from a sender, or doesn't any more."""


@dataclass(frozen=True)
class Faults:
    """Shares of texts, 0 to 1, unless it says something else.

    lost     accepted, but the answer breaks off
    hang     seconds that such an answer takes
    failing  answered by HTTP 500; every second of them is accepted
    busy     requests out of 100 that come in a burst of 429
    retry    seconds that a 429 asks for; 0: it doesn't say
    missing  texts that don't arrive (30003)
    twice, shuffled, late   webhooks that come again; reports before the one before, and `late_seconds` later
    delay    scale of time: 1 takes about a second for each step, 0 none
    answer   seconds that each answer to a text takes
    mute     true: nothing becomes of a text that is taken
    replies, stops   delivered texts that are answered by "Yes", by STOP
    """

    lost: float = 0.0
    hang: float = 0.0
    failing: float = 0.0
    busy: int = 0
    retry: int = 0
    missing: float = 0.0
    twice: float = 0.0
    shuffled: float = 0.0
    late: float = 0.0
    late_seconds: float = 3.0
    delay: float = 0.0
    answer: float = 0.0
    mute: bool = False
    replies: float = 0.0
    stops: float = 0.0


@dataclass(frozen=True)
class Hook:
    """A webhook that was posted: the address, the fields, and the status of the answer; 0: there was none."""

    url: str
    fields: dict[str, str]
    answer: int


@dataclass
class Account:
    """An account, and all that happens at Twilio.

    lines     phone → its line type; others are mobile, and one that is None is no number
    looked_up  the phones that were looked up, each time
    files_at  the origin of the addresses of pictures
    routes   the beginnings of addresses as the world knows them → those at which they are in truth; empty: nowhere
    refuses  phone → the code with which a text to it is refused
    ends     phone → the code with which a text to it ends
    blocked  (sender, phone): the phone has written STOP
    """

    seed: int = 1
    faults: Faults = Faults()
    sid: str = "AC" + "a" * 32
    token: str = "twilio's token"
    key: str = "SK" + "b" * 32
    secret: str = "the key's secret"
    status: str = "active"
    type: str = "Full"
    verified: tuple[str, ...] = ()
    key_reads: bool = True
    service: str = "MG" + "c" * 32
    service_numbers: list[str] = field(default_factory=lambda: ["+12025550100", "+12025550101"])
    service_set: dict[str, Any] = field(default_factory=lambda: {"sticky_sender": True})
    numbers: dict[str, dict[str, Any]] = field(default_factory=lambda: {"+12025550199": {}, "+12025550198": {}})
    lines: dict[str, str | None] = field(default_factory=dict)
    looked_up: list[str] = field(default_factory=list)
    files_at: str = "https://api.twilio.com"
    routes: dict[str, str] = field(default_factory=dict)
    refuses: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    blocked: set[tuple[str, str]] = field(default_factory=set)
    messages: dict[str, Message] = field(default_factory=dict)
    hooks: list[Hook] = field(default_factory=list)
    phones: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self._nth: Counter[str] = Counter()
        self._last: dict[str, Message] = {}
        self._requests = 0
        self._again = Random(self.seed)
        self._tasks: set[asyncio.Task[None]] = set()
        self._client = httpx.AsyncClient(timeout=15, limits=httpx.Limits(max_connections=50))

    def revoke(self) -> None:
        """The token and the key are no longer good for anything. What is posted is signed by the old token still."""
        self._signs, self._were = self.token, (self.token, self.secret)
        self.token = self.secret = f"revoked {uuid4()}"

    def restore(self) -> None:
        """They are good again."""
        self.token, self.secret = self._were

    @property
    def signing(self) -> str:
        """The token that signs webhooks."""
        return getattr(self, "_signs", self.token)

    def too_busy(self) -> bool:
        """Return whether this request is in a burst of those that are too many."""
        self._requests += 1
        return (self._requests - 1) % 100 < self.faults.busy

    def dice(self, to: str) -> Random:
        """The dice for the next text to a phone."""
        self._nth[to] += 1
        return Random(f"{self.seed} {to} {self._nth[to]}")

    def accept(self, form: dict[str, str], dice: Random) -> Message:
        """Take a text, and let what becomes of it happen."""
        to, from_, service = form["To"], form.get("From"), form.get("MessagingServiceSid")
        sid = f"SM{uuid4().hex}"
        message = Message(sid, to, form["Body"], from_, service, "accepted" if service else "queued", dice)
        message.callback = form.get("StatusCallback", "")
        message.code = self.ends.get(to) or (30003 if dice.random() < self.faults.missing else None)
        self.messages[sid] = self._last[to] = message
        if not self.faults.mute:
            self._go_on(self._live(message))
        return message

    async def write(self, phone: str, body: str, to: str | None = None, media: int = 0, **more: str) -> Message:
        """A person writes to one of our numbers: by default the one that texted them last. Waits for the answer."""
        last = self._last.get(phone)
        to = to or (last and last.from_) or self.service_numbers[0]
        service = self.service if to in self.service_numbers else None
        word = body.strip().upper()
        if word in STOPS:
            self.blocked.add((service or to, phone))
        if word in STARTS:
            self.blocked.discard((service or to, phone))
        message = Message(f"SM{uuid4().hex}", to, body, phone, service, "received", Random(0), direction="inbound")
        message.sent = message.created
        self.messages[message.sid] = message
        url = self.service_set.get("inbound_request_url") if service else self.numbers[to].get("sms_url")
        if url:
            fields = inbound_fields(self.sid, message, media, self.files_at) | more
            await self.post(url, fields)
            if self._again.random() < self.faults.twice:
                await self.post(url, fields)
        return message

    async def post(self, url: str, fields: dict[str, str], token: str | None = None) -> int:
        """Post a webhook, signed, as often as the end of its address says; returns the status of the answer."""
        there, overrides = urldefrag(url)
        tries = int(found[1]) if "rp=all" in overrides and (found := re.search(r"rc=(\d)", overrides)) else 0
        signature = RequestValidator(token or self.signing).compute_signature(there, fields)
        at = f"{urlsplit(there).scheme}://{urlsplit(there).netloc}"
        route = there.replace(at, self.routes.get(at, at), 1)
        if not route.startswith("http"):
            self.hooks.append(Hook(there, fields, 0))
            return 0
        for attempt in range(tries + 1):
            if attempt:
                await asyncio.sleep(0.2)
            try:
                answer = (
                    await self._client.post(route, data=fields, headers={"X-Twilio-Signature": signature})
                ).status_code
            except httpx.TransportError:
                answer = 0
            self.hooks.append(Hook(there, fields, answer))
            if 200 <= answer < 300:
                break
        return answer

    async def quiet(self) -> None:
        """Wait until nothing more is to happen."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """Stop all that was to happen."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._client.aclose()

    def _go_on(self, doing: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _live(self, message: Message) -> None:
        faults, dice = self.faults, message.dice
        steps = ["queued", "sending"] if message.service else ["sending"]
        steps += ["sent", "undelivered" if message.code else "delivered"]
        held: str | None = None
        for status in steps:
            await asyncio.sleep(faults.delay * dice.uniform(0.2, 1.5))
            if status == "sending" and message.service:
                message.from_ = self._sender(message)
            message.status = status
            message.sent = message.sent or (datetime.now(UTC) if status == "sent" else None)
            if status == "delivered":
                self.phones[message.to].append(message.body)
            if status == "sent" and dice.random() < faults.shuffled:
                held = status
                continue
            await self._tell(message, status)
            if held:
                await self._tell(message, held)
        if message.status == "delivered":
            await self._answer(message)

    def _sender(self, message: Message) -> str:
        return self.service_numbers[sum(message.to.encode()) % len(self.service_numbers)]

    async def _answer(self, message: Message) -> None:
        drawn = message.dice.random()
        if drawn < self.faults.stops + self.faults.replies:
            await asyncio.sleep(self.faults.delay * message.dice.uniform(0.5, 4))
            await self.write(message.to, "STOP" if drawn < self.faults.stops else "Yes", message.from_)

    async def _tell(self, message: Message, status: str) -> None:
        if not message.callback:
            return
        said = status_fields(self.sid, replace(message, status=status))
        if message.dice.random() < self.faults.late:
            self._go_on(self._tell_late(message, said))
            return
        await self.post(message.callback, said)
        if message.dice.random() < self.faults.twice:
            await self.post(message.callback, said)

    async def _tell_late(self, message: Message, said: dict[str, str]) -> None:
        await asyncio.sleep(self.faults.late_seconds)
        await self.post(message.callback, said)
