"""An account at Telnyx: its numbers, the texts that it took, what becomes of them, and the phones that answer."""

import json
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

from telnyx.types import MessageSendResponse

from server.config import TelnyxSettings
from tests.carriers.telnyx_poster import Poster, event

KEY = "KEY0123456789"
PROFILE = "40017a7e-0000-4000-8000-00c0ffee0000"
NUMBERS = ("+13125550100", "+13125550101", "+13125550102")
STOPS, STARTS = ("STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"), ("START", "UNSTOP")
"""Words by which Telnyx itself blocks a phone, or doesn't any more."""
TITLES = {"40300": "Blocked due to STOP message", "40001": "Not routable"}


@dataclass
class Faults:
    """Shares are 0 to 1, of requests to send, of texts or of posts. The dice are thrown for each phone by itself.

    lost_before  refused with 500, and not accepted
    lost_after   answered with 500, and accepted
    broken       the connection ends without an answer, and the text is accepted
    silent       never answered, and accepted
    too_many     answered with 429, and not accepted
    busy         requests out of 100 that come in a burst of 429
    full         refused, since the queue is full
    undelivered  accepted, and reported as failed with 40001
    replies      texts that are answered by "Yes"
    stops        texts that are answered by "STOP", which blocks the phone
    twice        posts that come twice
    swapped      texts that are reported as delivered before they are reported as sent
    late         seconds that posts take, at most
    delay        seconds that each answer takes
    mute         1: nothing is posted
    """

    lost_before: float = 0.0
    lost_after: float = 0.0
    broken: float = 0.0
    silent: float = 0.0
    too_many: float = 0.0
    busy: float = 0.0
    full: float = 0.0
    undelivered: float = 0.0
    replies: float = 0.0
    stops: float = 0.0
    twice: float = 0.0
    swapped: float = 0.0
    late: float = 0.0
    delay: float = 0.0
    mute: float = 0.0


@dataclass
class TelnyxAccount:
    """An account.

    url      the address at which it is used
    texts    each phone's texts, in their order
    refuses  phone → status and error code with which a text to it is refused
    becomes  phone → status and error code that a text to it is reported with
    stopped  status and error code with which everything is refused
    between  status and page of a proxy that answers everything
    profile  the settings of the messaging profile
    assigned the profile that the numbers are assigned to
    blocked  phones that have opted out here
    wrong    faults of requests and of our own answers
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
    between: tuple[int, str] | None = None
    profile: dict[str, Any] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=lambda: list(NUMBERS))
    assigned: str | None = PROFILE
    blocked: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.poster = Poster(self.seed)
        self._requests: Counter[str] = Counter()
        self.profile |= {"id": PROFILE, "name": "Texts", "enabled": True, "webhook_api_version": "1"}
        self.profile |= {"webhook_url": None, "number_pool_settings": None}
        self.change()

    def dice(self, phone: str) -> Random:
        """Dice for the next request about a phone, the same in each run."""
        self._requests[phone] += 1
        return Random(f"{self.seed} {phone} {self._requests[phone]}")

    def settings(self, **changes: Any) -> TelnyxSettings:
        """The settings of a process that uses this account."""
        told = {"api_key": KEY, "public_key": self.poster.public_key, "profile": PROFILE, "api_url": self.url}
        return TelnyxSettings(**{**told, **changes})

    def environment(self) -> dict[str, str]:
        """The same, as variables of its environment."""
        told = {"API_KEY": KEY, "PUBLIC_KEY": self.poster.public_key, "MESSAGING_PROFILE_ID": PROFILE}
        return {f"TELNYX_{name}": value for name, value in {**told, "API_URL": self.url}.items()}

    def told(self) -> list[dict[str, str]]:
        """All texts in both directions, in the words that the stand-ins share."""
        words = {"delivery_failed": "undelivered"}
        return [
            {
                "direction": one["direction"],
                "from": one["from"]["phone_number"],
                "to": one["to"][0]["phone_number"],
                "body": one["text"],
                "status": words.get(one["to"][0]["status"], one["to"][0]["status"]),
            }
            for one in self.messages.values()
        ]

    def refuse_all(self, status: int, code: str) -> None:
        """Refuse everything from now on."""
        self.stopped = status, code

    def revoke(self) -> None:
        """Refuse the key from now on."""
        self.refuse_all(401, "10009")

    def writes(self, phone: str, text: str, number: str = NUMBERS[0]) -> None:
        """Have a contact write to a number."""
        asks = "STOP" if text.upper() in STOPS else "START" if text.upper() in STARTS else None
        if asks == "STOP":
            self.blocked.add(phone)
        elif asks == "START":
            self.blocked.discard(phone)
        payload = {
            "id": str(uuid.uuid4()),
            "record_type": "message",
            "direction": "inbound",
            "type": "SMS",
            "from": {"phone_number": phone, "carrier": "T-Mobile", "line_type": "Wireless"},
            "to": [{"phone_number": number, "status": "webhook_delivered"}],
            "text": text,
            "media": [],
            "messaging_profile_id": PROFILE,
            "autoresponse_type": asks,
        }
        self.messages[payload["id"]] = payload
        if self.profile["webhook_url"]:
            self.poster.tell(self.profile["webhook_url"], event("message.received", payload), dice=self.dice(phone))

    def accept(self, wanted: dict[str, Any], dice: Random) -> bytes:
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
        if dice.random() < self.faults.undelivered:
            status, code = "delivery_failed", "40001"
        first = self.report(message, "message.sent", "sent")
        reports = first, self.report(message, "message.finalized", status, code)
        if message["webhook_url"]:
            self.poster.tell(message["webhook_url"], *reports, dice=dice)
        for share, words in ((self.faults.replies, "Yes"), (self.faults.stops, "STOP")):
            if status == "delivered" and dice.random() < share:
                self.writes(phone, words, message["from"]["phone_number"])
        answer = {"data": message}
        MessageSendResponse.model_validate(answer)
        return json.dumps(answer).encode()

    def report(self, message: dict[str, Any], kind: str, status: str, code: str = "") -> bytes:
        """The body of a report."""
        to = [{**message["to"][0], "status": status}]
        errors = [{"code": code, "title": TITLES.get(code, "Failed")}] if code else []
        self.messages[message["id"]] = {**message, "to": to, "errors": errors}
        return event(kind, self.messages[message["id"]])

    def change(self, **faults: float) -> None:
        """Have these faults from now on."""
        self.faults = replace(self.faults, **faults)
        for name in ("twice", "swapped", "late", "mute"):
            setattr(self.poster, name, getattr(self.faults, name))
