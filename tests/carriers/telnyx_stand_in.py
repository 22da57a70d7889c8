"""A stand-in for Telnyx: it speaks HTTP as Telnyx does, and fails on purpose.

    python -m tests.carriers.telnyx_stand_in [--port N] [--seed N] [--lost-after SHARE] [--twice SHARE] …

Serves until it is told to leave, and says on its first line where, as the settings of a process that uses it.
`GET /control` tells each phone's texts, in JSON; `POST /control` changes faults, and has a contact write.

Requests and answers are held against the types of Telnyx's own SDK.
"""

import argparse
import asyncio
import json
import re
import uuid
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, fields, replace
from random import Random
from typing import Any

import uvicorn
from pydantic import TypeAdapter
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from telnyx.types import MessageSendResponse, MessagingProfileRetrieveResponse
from telnyx.types.message_send_params import MessageSendParams
from telnyx.types.messaging_profile_update_params import MessagingProfileUpdateParams
from telnyx.types.shared import PhoneNumberWithMessagingSettings

from server.config import TelnyxSettings
from server.host.listening import address, listen
from server.host.signals import on_signals
from tests.carriers.telnyx_poster import Poster, event

KEY = "KEY0123456789"
PROFILE = "40017a7e-0000-4000-8000-00c0ffee0000"
NUMBERS = ("+13125550100", "+13125550101", "+13125550102")
IDEMPOTENCY_KEY = re.compile("[A-Za-z0-9_:-]{1,255}")
SILENT_SECONDS = 3600.0
MESSAGE = TypeAdapter(MessageSendParams)
TITLES = {"40300": "Blocked due to STOP message", "40001": "Not routable"}


@dataclass
class Faults:
    """Shares are 0 to 1, of requests to send or of reports.

    lost_before  refused with 500, and not accepted
    lost_after   answered with 500, and accepted
    broken       the connection ends without an answer, and the text is accepted
    silent       never answered, and accepted
    too_many     answered with 429, and not accepted
    full         refused, since the queue is full
    undelivered  accepted, and reported as failed with 40001
    twice        reports that are posted twice
    swapped      texts that are reported as delivered before they are reported as sent
    late         seconds that reports take, at most
    delay        seconds that each answer takes
    """

    lost_before: float = 0.0
    lost_after: float = 0.0
    broken: float = 0.0
    silent: float = 0.0
    too_many: float = 0.0
    full: float = 0.0
    undelivered: float = 0.0
    twice: float = 0.0
    swapped: float = 0.0
    late: float = 0.0
    delay: float = 0.0


@dataclass
class TelnyxStandIn:
    """An account at Telnyx.

    texts    each phone's texts, in their order
    refuses  phone → status and error code with which a text to it is refused
    becomes  phone → status and error code that a text to it is reported with
    stopped  status and error code with which everything is refused
    profile  the settings of the messaging profile
    assigned the profile that the numbers are assigned to
    """

    seed: int = 1
    faults: Faults = field(default_factory=Faults)
    url: str = ""
    texts: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    refuses: dict[str, tuple[int, str]] = field(default_factory=dict)
    becomes: dict[str, tuple[str, str]] = field(default_factory=dict)
    stopped: tuple[int, str] | None = None
    profile: dict[str, Any] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=lambda: list(NUMBERS))
    assigned: str | None = PROFILE

    def __post_init__(self) -> None:
        self.poster = Poster(self.seed)
        self._dice = Random(f"requests {self.seed}")
        self._answered: dict[str, tuple[bytes, bytes | None]] = {}
        self.profile |= {"id": PROFILE, "name": "Texts", "enabled": True, "webhook_api_version": "1"}
        self.profile |= {"webhook_url": None, "number_pool_settings": None}
        self.change()

    def happens(self, share: float) -> bool:
        """Throw the dice for a fault."""
        return self._dice.random() < share

    def settings(self, **changes: Any) -> TelnyxSettings:
        """The settings of a process that uses this account."""
        told = {"api_key": KEY, "public_key": self.poster.public_key, "profile": PROFILE, "api_url": self.url}
        return TelnyxSettings(**{**told, **changes})

    def environment(self) -> dict[str, str]:
        """The same, as variables of its environment."""
        settings = self.settings()
        told = {"API_KEY": settings.api_key, "PUBLIC_KEY": settings.public_key, "API_URL": settings.api_url}
        told["MESSAGING_PROFILE_ID"] = settings.profile
        return {f"TELNYX_{name}": value or "" for name, value in told.items()}

    def refuse_all(self, status: int, code: str) -> None:
        """Refuse everything from now on."""
        self.stopped = status, code

    def revoke(self) -> None:
        """Refuse the key from now on."""
        self.refuse_all(401, "10009")

    def writes(self, phone: str, text: str, url: str, **more: Any) -> bytes:
        """Have a contact write; posts it to that address, and gives the body."""
        payload = {
            "id": str(uuid.uuid4()),
            "record_type": "message",
            "direction": "inbound",
            "type": "SMS",
            "from": {"phone_number": phone, "carrier": "T-Mobile", "line_type": "Wireless"},
            "to": [{"phone_number": self.numbers[0], "status": "webhook_delivered"}],
            "text": text,
            "media": [],
            "messaging_profile_id": PROFILE,
            **more,
        }
        body = event("message.received", payload)
        self.poster.tell(url, body)
        return body

    async def send(self, request: Request) -> Response:
        """`POST /messages`."""
        body, key = await request.body(), request.headers["idempotency-key"]
        assert IDEMPOTENCY_KEY.fullmatch(key)
        self.requests.append((dict(request.headers), body))
        if key in self._answered:
            same, answer = self._answered[key]
            if same != body:
                return refusal(422, "", "The key was used for another request")
            return refusal(409, "", "The first request is in progress") if answer is None else said(answer)
        self._answered[key] = body, None
        try:
            await asyncio.sleep(self.faults.delay)
            refused = self.refused(wanted := json.loads(body))
            if refused is None:
                self._answered[key] = body, self.accept(wanted)
        finally:
            if self._answered[key][1] is None:
                del self._answered[key]
        return refused or await self.told(request, key)

    def refused(self, wanted: dict[str, Any]) -> Response | None:
        """The answer to a request that isn't accepted."""
        MESSAGE.validate_python({"from_" if name == "from" else name: value for name, value in wanted.items()})
        assert wanted.keys() <= {*MessageSendParams.__annotations__, "from"}
        if self.happens(self.faults.too_many):
            return refusal(429, "10011", "Too many requests", {"x-ratelimit-reset": "1"})
        if self.happens(self.faults.full):
            return refusal(400, "40318", "Message queue full")
        if self.happens(self.faults.lost_before):
            return refusal(500, "10007", "Unexpected error")
        if "from" in wanted and wanted["from"] not in self.numbers:
            return refusal(400, "40305", "Invalid 'from' address")
        if "from" not in wanted and wanted.get("messaging_profile_id") != PROFILE:
            return refusal(404, "10005", "Resource not found")
        if wanted["to"] in self.refuses:
            return refusal(*self.refuses[wanted["to"]], TITLES.get(self.refuses[wanted["to"]][1], "Refused"))
        return None

    def accept(self, wanted: dict[str, Any]) -> bytes:
        """Take a text, and report what becomes of it; gives the answer."""
        phone, text = wanted["to"], wanted["text"]
        self.texts[phone].append(text)
        message = {
            "id": str(uuid.uuid4()),
            "record_type": "message",
            "direction": "outbound",
            "type": "SMS",
            "from": {"phone_number": wanted.get("from") or self.numbers[int(phone) % len(self.numbers)]},
            "to": [{"phone_number": phone, "status": "queued", "carrier": "T-Mobile", "line_type": "Wireless"}],
            "text": text,
            "messaging_profile_id": PROFILE,
            "webhook_url": wanted.get("webhook_url") or self.profile["webhook_url"],
            "errors": [],
        }
        self.messages[message["id"]] = message
        status, code = self.becomes.get(phone, ("delivered", ""))
        if self.happens(self.faults.undelivered):
            status, code = "delivery_failed", "40001"
        first = self.report(message, "message.sent", "sent")
        reports = first, self.report(message, "message.finalized", status, code)
        if message["webhook_url"]:
            self.poster.tell(message["webhook_url"], *reports)
        answer = {"data": message}
        MessageSendResponse.model_validate(answer)
        return json.dumps(answer).encode()

    def report(self, message: dict[str, Any], kind: str, status: str, code: str = "") -> bytes:
        """The body of a report."""
        to = [{**message["to"][0], "status": status}]
        errors = [{"code": code, "title": TITLES.get(code, "Failed")}] if code else []
        self.messages[message["id"]] = {**message, "to": to, "errors": errors}
        return event(kind, self.messages[message["id"]])

    async def told(self, request: Request, key: str) -> Response:
        """The answer to a request that was accepted, unless it is lost."""
        if self.happens(self.faults.silent):
            await asyncio.sleep(SILENT_SECONDS)
        if self.happens(self.faults.broken):
            request.scope["abort"]()
        if self.happens(self.faults.lost_after):
            return refusal(502, "", "Bad gateway")
        return said(self._answered[key][1] or b"")

    async def look_at(self, request: Request) -> Response:
        """`GET /messages/ID`."""
        message = self.messages.get(request.path_params["id"])
        return JSONResponse({"data": message}) if message else refusal(404, "10005", "Resource not found")

    async def profiles(self, request: Request) -> Response:
        """`GET` and `PATCH /messaging_profiles/ID`."""
        if request.path_params["id"] != self.profile["id"]:
            return refusal(404, "10005", "Resource not found")
        if request.method == "PATCH":
            changes = await request.json()
            assert changes.keys() <= MessagingProfileUpdateParams.__annotations__.keys()
            self.profile |= changes
        answer = {"data": self.profile}
        MessagingProfileRetrieveResponse.model_validate(answer)
        return JSONResponse(answer)

    async def numbers_of(self, request: Request) -> Response:
        """`GET /messaging_profiles/ID/phone_numbers` and `/phone_numbers/messaging`."""
        only = request.query_params.get("filter[phone_number]")
        if request.path_params.get("id", self.profile["id"]) != self.profile["id"]:
            return refusal(404, "10005", "Resource not found")
        found = [{"phone_number": n, "messaging_profile_id": self.assigned} for n in self.numbers if only in (None, n)]
        for one in found:
            PhoneNumberWithMessagingSettings.model_validate(one)
        return JSONResponse({"data": found, "meta": {"page_number": 1, "total_pages": 1}})

    async def control(self, request: Request) -> Response:
        """`GET /control`: all texts. `POST`: `{"faults": {…}, "revoke": true, "writes": [phone, text, address]}`."""
        if request.method == "POST":
            wanted = await request.json()
            self.change(**wanted.get("faults", {}))
            if wanted.get("revoke"):
                self.revoke()
            if "writes" in wanted:
                self.writes(*wanted["writes"])
        return JSONResponse({"texts": self.texts, "busy": self.poster.busy, "requests": len(self.requests)})

    def change(self, **faults: float) -> None:
        """Have these faults from now on."""
        self.faults = replace(self.faults, **faults)
        for name in ("twice", "swapped", "late"):
            setattr(self.poster, name, getattr(self.faults, name))

    def app(self) -> ASGIApp:
        """The addresses."""
        routes = [
            Route("/v2/messages", self.send, methods=["POST"]),
            Route("/v2/messages/{id}", self.look_at),
            Route("/v2/messaging_profiles/{id}", self.profiles, methods=["GET", "PATCH"]),
            Route("/v2/messaging_profiles/{id}/phone_numbers", self.numbers_of),
            Route("/v2/phone_numbers/messaging", self.numbers_of),
            Route("/control", self.control, methods=["GET", "POST"]),
        ]
        inner = Starlette(routes=routes)

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope["abort"] = lambda: send.__self__.transport.abort()  # type: ignore[attr-defined]
            refused = self.turned_away(Request(scope)) if scope["path"].startswith("/v2/") else None
            await (refused or inner)(scope, receive, send)

        return app

    def turned_away(self, request: Request) -> Response | None:
        """The answer if the key isn't right, or everything is refused."""
        if self.stopped:
            return refusal(*self.stopped, "Refused")
        right = request.headers.get("authorization") == f"Bearer {KEY}"
        return None if right else refusal(401, "10009", "Authentication failed")


def refusal(status: int, code: str, title: str, headers: dict[str, str] | None = None) -> Response:
    """An answer without success."""
    return JSONResponse({"errors": [{"code": code, "title": title}]}, status, headers)


def said(answer: bytes) -> Response:
    """An answer that is JSON already."""
    return Response(answer, media_type="application/json")


class Quiet(uvicorn.Server):
    """A server that takes no signals to itself, and waits for nobody when it ends."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


@asynccontextmanager
async def telnyx_stand_in(port: int = 0, seed: int = 1, **faults: float) -> AsyncIterator[TelnyxStandIn]:
    """A stand-in that serves in this process."""
    listening = listen("127.0.0.1", port)
    it = TelnyxStandIn(seed, Faults(**faults), f"{address(listening)}/v2")
    server = Quiet(uvicorn.Config(it.app(), lifespan="off", log_config=None, timeout_graceful_shutdown=0))
    serving = asyncio.create_task(server.serve([listening]))  # the socket listens already
    try:
        yield it
    finally:
        await it.poster.close()
        server.should_exit = True
        await serving


async def main() -> None:
    """Serve until told to leave."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    for fault in fields(Faults):
        parser.add_argument(f"--{fault.name.replace('_', '-')}", type=float, default=0.0)
    leaving = asyncio.Event()
    with on_signals(leaving.set):
        async with telnyx_stand_in(**vars(parser.parse_args())) as it:
            print(json.dumps(it.environment()), flush=True)
            await leaving.wait()


if __name__ == "__main__":
    asyncio.run(main())
