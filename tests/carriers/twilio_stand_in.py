"""A stand-in for Twilio: a server that answers as its API does, and posts as it does. The real SDK talks to it.

    python -m tests.carriers.twilio_stand_in --port 0 [--seed 1] [--routes '{"https://text.example.org": "http://…"}']
                                             [--faults '{"lost": 0.01, "delay": 1}']

says where it serves. Beside Twilio's addresses it has some of its own. `GET /control/accepted` shows all texts that it
has taken. `POST /control/write` `{phone, body}` lets a person write, `revoke` and `restore` are about the credentials,
`faults` are as above, from now on, and `quiet` answers when nothing more is to happen.

In a process of tests, `standing_in()` serves one.
"""

import argparse
import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from server.carriers.drawn import drawn
from server.host.listening import listen
from tests.carriers import twilio_contract
from tests.carriers.twilio_contract import ALL, ONE, Contract
from tests.carriers.twilio_messages import Message, described
from tests.carriers.twilio_side import Account, Faults
from tests.carriers.twilio_trouble import Trouble, breaking_off, troubled


class Server(uvicorn.Server):
    """A server that leaves signals to others."""

    capture_signals = nullcontext  # type: ignore[assignment]


@dataclass
class StandIn:
    """The server's answers.

    asked  the forms of all texts that were handed to it
    wrong  what was against Twilio's own description
    """

    account: Account
    contract: Contract | None = field(default_factory=twilio_contract.found)
    asked: list[dict[str, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    url: str = ""

    def app(self) -> Starlette:
        """The app."""
        account = "/2010-04-01/Accounts/{account}"
        return Starlette(
            routes=[
                Route(f"{account}.json", self.show_account),
                Route(f"{account}/Messages.json", self.create, methods=["POST"]),
                Route(f"{account}/Messages.json", self.list),
                Route(f"{account}/Messages/{{sid}}.json", self.show),
                Route(f"{account}/IncomingPhoneNumbers.json", self.list_numbers),
                Route(f"{account}/IncomingPhoneNumbers/{{sid}}.json", self.number, methods=["GET", "POST"]),
                Route(f"{account}/Messages/{{sid}}/Media/{{file}}", self.lead_to_file),
                Route("/kept/{file}", self.file),
                Route("/v2/PhoneNumbers/{phone}", self.look_up),
                Route("/v1/Services/{sid}", self.service, methods=["GET", "POST"]),
                Route("/v1/Services/{sid}/{kind}", self.service_senders),
                Route("/control/{what}", self.control, methods=["GET", "POST"]),
            ],
            exception_handlers={Trouble: troubled},
        )

    def judged(self, kind: str, *what: Any) -> None:
        """Hold something against Twilio's own description."""
        try:
            if self.contract:
                getattr(self.contract, kind)(*what)
        except AssertionError as error:
            self.wrong.append(str(error))

    def signed_in(self, request: Request, by_key: bool = True, reading: bool = False) -> None:
        """Refuse a request that isn't the account's. An API key of the usual kind can't see or change the account."""
        account = self.account
        try:
            _, told = request.headers.get("authorization", "").split(" ")
            user, _, password = base64.b64decode(told).decode().partition(":")
        except ValueError:
            user = password = ""
        known = [(account.sid, account.token)] + ([(account.key, account.secret)] if by_key else [])
        if (user, password) not in known:
            raise Trouble(401, 20003, "Authenticate")
        if request.path_params.get("account", account.sid) != account.sid:
            raise Trouble(404, 20404, f"The requested resource {request.url.path} was not found")
        if reading and user == account.key and not account.key_reads:
            raise Trouble(403, 70051, "Authorization failed")
        if account.status == "suspended" and by_key:
            raise Trouble(403, 20005, "Account is not active")

    async def show_account(self, request: Request) -> Response:
        """The account itself."""
        self.signed_in(request, by_key=False)
        return JSONResponse({"sid": self.account.sid, "status": self.account.status, "type": self.account.type})

    async def create(self, request: Request) -> Response:
        """A text is handed over."""
        account, faults = self.account, self.account.faults
        self.signed_in(request)
        if account.too_busy():
            wait = {"Retry-After": str(faults.retry)} if faults.retry else {}
            raise Trouble(429, 20429, "Too Many Requests", **wait)
        self.judged("create", await request.body())
        form = {name: str(value) for name, value in (await request.form()).items()}
        self.asked.append(form)
        self.refuse(form["To"], form.get("From"), form.get("MessagingServiceSid"))
        dice = account.dice(form["To"])
        failing = dice.random() < faults.failing
        if failing and dice.random() < 0.5:
            raise Trouble(500, 20500, "Internal Server Error")
        await asyncio.sleep(faults.answer)
        message = account.accept(form, dice)
        if failing:
            raise Trouble(500, 20500, "Internal Server Error")
        if dice.random() < faults.lost:
            await asyncio.sleep(faults.hang)
            return breaking_off()
        return self.told(message, 201)

    def refuse(self, to: str, from_: str | None, service: str | None) -> None:
        """Refuse a text that Twilio wouldn't take."""
        account = self.account
        if code := account.refuses.get(to):
            raise Trouble(400, code, f"The 'To' number {to} is refused")
        if service not in (None, account.service):
            raise Trouble(404, 21705, "The Messaging Service is invalid")
        if service and not account.service_numbers:
            raise Trouble(400, 21703, "The Messaging Service contains no phone numbers")
        if service is None and from_ not in account.numbers:
            raise Trouble(400, 21606, f"The 'From' phone number {from_} is not a valid number of this account")
        if account.type == "Trial" and to not in account.verified:
            raise Trouble(400, 21608, f"The number {to} is unverified")
        if (service or from_, to) in account.blocked:
            raise Trouble(400, 21610, "Attempt to send to unsubscribed recipient")

    async def list(self, request: Request) -> Response:
        """Texts, the newest first, those not sent yet left out where a date is asked for."""
        self.signed_in(request, reading=True)
        asked = dict(request.query_params)
        self.judged("listing", request.query_params.multi_items())
        found = [one for one in self.account.messages.values() if asked.get("To") in (None, one.to)]
        if day := asked.get("DateSent>"):
            found = [one for one in found if one.sent and str(one.sent.date()) >= day[:10]]
        found.sort(key=lambda one: one.created, reverse=True)
        size, page = int(asked.get("PageSize", "50")), int(asked.get("Page", "0"))
        more = len(found) > (page + 1) * size
        following = f"{request.url.path}?{urlencode({**asked, 'Page': page + 1, 'PageToken': 'PA'})}" if more else None
        answer = {
            "messages": [described(self.account.sid, one) for one in found[page * size : (page + 1) * size]],
            **{"first_page_uri": request.url.path, "next_page_uri": following, "previous_page_uri": None},
            **{"page": page, "page_size": size, "start": page * size, "end": page * size, "uri": request.url.path},
        }
        self.judged("answer", ALL, "get", answer)
        return JSONResponse(answer)

    async def show(self, request: Request) -> Response:
        """One text."""
        self.signed_in(request)
        message = self.account.messages.get(request.path_params["sid"])
        if message is None:
            raise Trouble(404, 20404, f"The requested resource {request.url.path} was not found")
        return self.told(message)

    def told(self, message: Message, status: int = 200) -> Response:
        """A text as an answer."""
        answer = described(self.account.sid, message)
        self.judged("answer", ONE, "get", answer)
        return JSONResponse(answer, status)

    async def lead_to_file(self, request: Request) -> Response:
        """The way to a file: an address that is good for some hours, whoever asks."""
        self.signed_in(request)
        if request.path_params["sid"] not in self.account.messages:
            raise Trouble(404, 20404, f"The requested resource {request.url.path} was not found")
        return RedirectResponse(f"/kept/{request.path_params['file']}")

    async def file(self, request: Request) -> Response:
        """The file."""
        return Response(drawn(request.path_params["file"]), media_type="image/jpeg")

    async def look_up(self, request: Request) -> Response:
        """Say what is known of a number."""
        self.signed_in(request)
        phone = request.path_params["phone"]
        line = self.account.lines.get(phone, "mobile")
        if line is None:
            raise Trouble(404, 20404, f"The requested resource {request.url.path} was not found")
        if "line_type_intelligence" not in request.query_params.get("Fields", ""):
            self.wrong.append("A lookup that asks for nothing is wasted.")
        self.account.looked_up.append(phone)
        known = {"type": line, "carrier_name": "Bell", "mobile_country_code": None, "mobile_network_code": None}
        said = {"phone_number": phone, "country_code": "US", "calling_country_code": "1", "national_format": phone[2:]}
        said |= {"valid": True, "validation_errors": [], "url": str(request.url)}
        return JSONResponse({**said, "line_type_intelligence": {**known, "error_code": None}})

    async def list_numbers(self, request: Request) -> Response:
        """The account's numbers."""
        self.signed_in(request)
        wanted = request.query_params.get("PhoneNumber")
        numbers = [self.numbered(each) for each in self.account.numbers if wanted in (None, each)]
        return JSONResponse({"incoming_phone_numbers": numbers, "next_page_uri": None})

    async def number(self, request: Request) -> Response:
        """One of them, seen or changed."""
        self.signed_in(request)
        number = f"+{int(request.path_params['sid'][2:])}"
        for name, value in (await request.form()).items():
            self.account.numbers[number][{"SmsUrl": "sms_url", "SmsMethod": "sms_method"}[name]] = value
        return JSONResponse(self.numbered(number))

    def numbered(self, number: str) -> dict[str, Any]:
        """A number as an answer."""
        return {"sid": f"PN{int(number):032d}", "phone_number": number, "sms_url": "", **self.account.numbers[number]}

    def known(self, request: Request) -> None:
        """Refuse what isn't about the account's service."""
        self.signed_in(request)
        if request.path_params["sid"] != self.account.service:
            raise Trouble(404, 20404, f"The requested resource {request.url.path} was not found")

    async def service(self, request: Request) -> Response:
        """The Messaging Service, seen or changed."""
        self.known(request)
        for name, value in (await request.form()).items():
            snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)[1:]
            self.account.service_set[snake] = {"true": True, "false": False}.get(str(value).lower(), str(value))
        return JSONResponse({"sid": self.account.service, "friendly_name": "Texts", **self.account.service_set})

    async def service_senders(self, request: Request) -> Response:
        """Its numbers; short codes it has none."""
        self.known(request)
        kind = {"PhoneNumbers": "phone_numbers", "ShortCodes": "short_codes"}[request.path_params["kind"]]
        numbers = self.account.service_numbers if kind == "phone_numbers" else []
        senders = [{"sid": f"PN{int(each):032d}", "phone_number": each} for each in numbers]
        return JSONResponse({kind: senders, "meta": {"key": kind, "next_page_url": None}})

    async def control(self, request: Request) -> Response:
        """Do what a test asks for, and show what it can't see otherwise."""
        account, what = self.account, request.path_params["what"]
        said = json.loads(await request.body() or b"{}")
        match what:
            case "write":
                await account.write(said["phone"], said["body"])
            case "revoke":
                account.revoke()
            case "restore":
                account.restore()
            case "faults":
                account.faults = Faults(**said)
            case "quiet":
                await account.quiet()
        texts = [described(account.sid, one) for one in account.messages.values()]
        return JSONResponse({"texts": texts, "phones": account.phones, "wrong": self.wrong})


@asynccontextmanager
async def standing_in(account: Account | None = None, port: int = 0) -> AsyncIterator[StandIn]:
    """A stand-in that serves while this lasts."""
    stand_in = StandIn(account or Account())
    listening = listen("127.0.0.1", port)
    # Twilio keeps a connection longer than its clients do.
    config = uvicorn.Config(stand_in.app(), log_level="critical", timeout_keep_alive=90, lifespan="off")
    server = Server(config)
    serving = asyncio.create_task(server.serve([listening]))
    stand_in.url = stand_in.account.files_at = f"http://127.0.0.1:{listening.getsockname()[1]}"
    try:
        yield stand_in
    finally:
        await stand_in.account.close()
        server.should_exit = True
        await serving


async def main(port: int, seed: int, faults: Faults, routes: dict[str, str]) -> None:
    """Serve until killed."""
    async with standing_in(Account(seed=seed, faults=faults, routes=routes), port) as stand_in:
        print(f"It serves {stand_in.url}", flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=json.loads, default={})
    parser.add_argument("--routes", type=json.loads, default={})
    asked = parser.parse_args()
    asyncio.run(main(asked.port, asked.seed, Faults(**asked.faults), asked.routes))
