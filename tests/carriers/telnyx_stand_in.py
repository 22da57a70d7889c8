"""A stand-in for Telnyx: it speaks HTTP as Telnyx does, and fails on purpose.

    python -m tests.carriers.telnyx_stand_in [--port N] [--seed N] [--faults '{"lost_after": 0.1}']

Serves until killed, and says where. Beside Telnyx's addresses it has some of its own: `POST /control/quiet` (answers
when nothing more is to happen), `POST /control/write` `{phone, body}` (a person writes), `POST /control/revoke` (the
key) and `POST /control/faults` (as above, from now on). Each answers with all texts, as `/control/accepted` does.

In a process of tests, `telnyx_stand_in()` serves one.

Requests and answers are held against the types of Telnyx's own SDK.
"""

import argparse
import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from random import Random
from typing import Any

import uvicorn
from pydantic import TypeAdapter, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from telnyx.types import MessagingProfileRetrieveResponse
from telnyx.types.message_send_params import MessageSendParams
from telnyx.types.messaging_profile_update_params import MessagingProfileUpdateParams
from telnyx.types.shared import PhoneNumberWithMessagingSettings

from server.host.listening import address, listen
from tests.carriers.telnyx_account import KEY, PROFILE, TITLES, Faults, TelnyxAccount

IDEMPOTENCY_KEY = re.compile("[A-Za-z0-9_:-]{1,255}")
SILENT_SECONDS = 3600.0
MESSAGE = TypeAdapter(MessageSendParams)


class TelnyxStandIn(TelnyxAccount):
    """An account, and the addresses at which it is used."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._answered: dict[str, tuple[bytes, bytes | None]] = {}

    async def send(self, request: Request) -> Response:
        """`POST /messages`."""
        body, key = await request.body(), request.headers["idempotency-key"]
        assert IDEMPOTENCY_KEY.fullmatch(key), key
        self.requests.append((dict(request.headers), body))
        wanted = json.loads(body)
        dice = self.dice(wanted["to"])
        if key in self._answered:
            same, answer = self._answered[key]
            if same != body:
                return refusal(422, "", "The key was used for another request")
            return refusal(409, "", "The first request is in progress") if answer is None else said(answer)
        self._answered[key] = body, None
        try:
            await asyncio.sleep(self.faults.delay)
            refused = self.refused(wanted, dice)
            if refused is None:
                self._answered[key] = body, self.accept(wanted, dice)
        finally:
            if self._answered[key][1] is None:
                del self._answered[key]
        return refused or await self.answer(request, key, dice)

    def refused(self, wanted: dict[str, Any], dice: Random) -> Response | None:
        """The answer to a request that isn't accepted."""
        MESSAGE.validate_python({"from_" if name == "from" else name: value for name, value in wanted.items()})
        assert wanted.keys() <= {*MessageSendParams.__annotations__, "from"}
        burst = (len(self.requests) - 1) % 100 < self.faults.busy
        if dice.random() < self.faults.too_many or burst:
            return refusal(429, "10011", "Too many requests", {"x-ratelimit-reset": "1"})
        if dice.random() < self.faults.full:
            return refusal(400, "40318", "Message queue full")
        if dice.random() < self.faults.lost_before:
            return refusal(500, "10007", "Unexpected error")
        if "from" in wanted and wanted["from"] not in self.numbers:
            return refusal(400, "40305", "Invalid 'from' address")
        if "from" not in wanted and wanted.get("messaging_profile_id") != PROFILE:
            return refusal(404, "10005", "Resource not found")
        if wanted["to"] in self.blocked:
            return refusal(403, "40300", TITLES["40300"])
        if wanted["to"] in self.refuses:
            return refusal(*self.refuses[wanted["to"]], TITLES.get(self.refuses[wanted["to"]][1], "Refused"))
        return None

    async def answer(self, request: Request, key: str, dice: Random) -> Response:
        """The answer to a request that was accepted, unless it is lost."""
        if dice.random() < self.faults.silent:
            await asyncio.sleep(SILENT_SECONDS)
        if dice.random() < self.faults.broken:
            request.scope["abort"]()
        if dice.random() < self.faults.lost_after:
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

    async def deliveries(self, request: Request) -> Response:
        """`GET /webhook_deliveries`, of those that failed."""
        asked, page = request.query_params, int(request.query_params.get("page[number]", 1))
        assert asked["filter[status][eq]"] == "failed"
        kinds, since = asked["filter[event_type]"].split(","), datetime.fromisoformat(asked["filter[started_at][gte]"])
        found = [
            one
            for one in self.poster.failed
            if one["webhook"]["event_type"] in kinds and datetime.fromisoformat(one["started_at"]) >= since
        ]
        size = int(asked["page[size]"])
        meta = {"page_number": page, "total_pages": -(-len(found) // size)}
        return JSONResponse({"data": found[(page - 1) * size : page * size], "meta": meta})

    async def control(self, request: Request) -> Response:
        """Do what a test asks for, and show what it can't see otherwise."""
        asked = json.loads(await request.body() or b"{}")
        match request.path_params["what"]:
            case "write":
                self.writes(asked["phone"], asked["body"])
            case "revoke":
                self.revoke()
            case "faults":
                self.change(**asked)
            case "quiet":
                await self.poster.quiet()
        return JSONResponse({"texts": self.told(), "wrong": self.wrong})

    def app(self) -> ASGIApp:
        """The addresses."""
        routes = [
            Route("/v2/messages", self.send, methods=["POST"]),
            Route("/v2/messages/{id}", self.look_at),
            Route("/v2/messaging_profiles/{id}", self.profiles, methods=["GET", "PATCH"]),
            Route("/v2/messaging_profiles/{id}/phone_numbers", self.numbers_of),
            Route("/v2/phone_numbers/messaging", self.numbers_of),
            Route("/v2/webhook_deliveries", self.deliveries),
            Route("/v2/control/{what}", self.control, methods=["GET", "POST"]),
        ]
        inner = Starlette(routes=routes)

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope["abort"] = lambda: send.__self__.transport.abort()  # type: ignore[attr-defined]
            refused = None if scope["path"].startswith("/v2/control/") else self.turned_away(Request(scope))
            try:
                await (refused or inner)(scope, receive, send)
            except (AssertionError, ValidationError, KeyError) as error:
                self.wrong.append(repr(error))
                raise

        return app

    def turned_away(self, request: Request) -> Response | None:
        """The answer if the key isn't right, or everything is refused."""
        if self.between:
            return HTMLResponse(self.between[1], self.between[0])
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
    server = Quiet(
        uvicorn.Config(it.app(), lifespan="off", log_config=None, log_level="critical", timeout_graceful_shutdown=0)
    )
    serving = asyncio.create_task(server.serve([listening]))  # the socket listens already
    try:
        yield it
    finally:
        await it.poster.close()
        server.should_exit = True
        await serving


async def main(port: int, seed: int, faults: dict[str, float]) -> None:
    """Serve until killed."""
    async with telnyx_stand_in(port, seed, **faults) as it:
        print(f"It serves {it.url}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=json.loads, default={})
    asyncio.run(main(**vars(parser.parse_args())))
