"""A carrier takes texts to phones, and tells what comes back. There is one file for each in this folder.

The life of an outgoing text, as its status tells it:

    queued ──▶ sending ──▶ sent ──▶ delivered
                  │          └────▶ failed       it didn't reach the phone
                  ├──▶ failed                    the carrier refused it
                  ├──▶ not_sent                  the contact opted out in time, or another campaign has just texted them
                  └──▶ unknown ──▶ any of these  nobody knows yet whether it went out; what settles it is a report,
                                                 or the carrier when it is asked (unsure.py)
"""

import math
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import TracebackType
from typing import Any, Literal, Protocol, Self

from server.campaigns.attached import Attached
from server.errors import HandraiseError

Status = Literal["sent", "delivered", "failed", "unknown", "not_sent"]


@dataclass(frozen=True, slots=True)
class Text:
    """One outgoing text that this process has taken.

    id       its place in the conversation, from 1
    phone    E.164
    taken    when it was taken at the earliest, in seconds of the event loop's clock
    at       when it was queued, in ms of the store's clock
    account  the identity of the account that it is of
    numbers  the numbers or the service that the campaign's texts come from; empty: the carrier's own settings say
    answer   true if it answers somebody, and so goes out before first messages
    automatic  confirmation or help, for a text that goes out by itself
    unasked  true if the contact has written nothing in its conversation, so that nobody has asked for it
    zone     the name of the contact's time zone (server/contacts/zones.py); None: it isn't known
    picture  the path of a picture that goes with it, which carriers fetch below PUBLIC_URL; None: there is none
    till     when it may not be handed over any more, in seconds of the event loop's clock
    """

    campaign: int
    conversation: int
    id: int
    phone: str
    text: str
    taken: float
    at: int
    account: str
    numbers: str = ""
    answer: bool = False
    automatic: str | None = None
    unasked: bool = False
    zone: str | None = None
    picture: str | None = None
    till: float = math.inf

    @classmethod
    def of(cls, row: dict[str, Any], campaign: int, account: str, asked: float) -> Self:
        """Return a text as the scripts hand it out (lua/shared/outgoing.lua); they were `asked` then, by the loop's
        clock."""
        what = {name: value for name, value in row.items() if name != "within"}
        till = asked + row["within"] / 1000 if "within" in row else math.inf
        return cls(campaign=campaign, account=account, taken=asked, till=till, **what)

    @property
    def mark(self) -> bytes:
        """Tells this text from every other one, also from one that a store which went back puts in the same place."""
        what = (self.account, self.campaign, self.conversation, self.id, self.at, self.phone, self.text)
        return sha256(repr(what).encode()).digest()


# The first half: a text goes out.


@dataclass(frozen=True, slots=True)
class Sent:
    """The carrier has accepted the text.

    reference  its name for the text; None: it gives none
    number     the number that the text comes from, E.164; None: that isn't known (yet)
    """

    reference: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The carrier refuses the text for good.

    why        a sentence for people
    opted_out  true if the contact has opted out at the carrier, so that it is our opt-out, too
    """

    why: str
    opted_out: bool = False


@dataclass(frozen=True, slots=True)
class Later:
    """The carrier takes no more texts now. It has certainly not accepted this one, which may be tried again.

    seconds  until then
    """

    seconds: float


Answer = Sent | Failed | Later


UNKNOWN_LINE = "unknown"
"""The line type of a number of which a carrier doesn't know it."""


class CarrierUnsure(HandraiseError):
    """The carrier may or may not have accepted the text: the connection broke in the middle, say."""


class CarrierStopped(HandraiseError):
    """The carrier would refuse every text, so none is sent until it can be used again.

    The message is one sentence for admins and operators: what is wrong, and what to do.
    """


# The second half: texts and reports come in.


@dataclass(frozen=True, slots=True)
class Request:
    """A request that a carrier posted to us.

    url      the whole address, as the carrier wrote it
    headers  by their names in small letters
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Incoming:
    """A text that a contact wrote.

    phone      E.164
    reference  the carrier's name for it; the same reference is the same text
    media      the pictures or other files that came with it; a number: how many, where the carrier tells no more
    number     the number that it came to, E.164; None: the carrier doesn't say
    asks       what the carrier itself took the text to ask for, where it deals with such words; None: nothing
    """

    phone: str
    text: str
    reference: str
    media: tuple[Attached, ...] | int = ()
    number: str | None = None
    asks: Literal["stop", "start", "help"] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The text that a report is about, where the carrier gives back what we told it with the text.

    text  its place in the conversation, from 1
    at    when it was queued, in ms of the store's clock
    """

    campaign: int
    conversation: int
    text: int
    at: int

    def __str__(self) -> str:
        """Return it as a carrier is told it: `campaign.conversation.text.at`."""
        return f"{self.campaign}.{self.conversation}.{self.text}.{self.at}"

    @classmethod
    def read(cls, told: str) -> Self | None:
        """Return the place that was told so; None if these words tell none."""
        found = re.fullmatch(r"(\d{1,15})\.(\d{1,15})\.(\d{1,15})\.(\d{1,15})", told, re.ASCII)
        return cls(*map(int, found.groups())) if found else None


@dataclass(frozen=True, slots=True)
class Report:
    """A carrier's word on what became of one of our texts.

    reference  as the carrier's `Sent` gives it
    why        of a failed one, a sentence for people; None: the carrier doesn't say
    place      the text, where the signed request itself says which; None: only the reference tells
    number     the number that the text came from, E.164; None: the carrier doesn't say
    phone      the contact's, E.164; it is there where `number` or `opted_out` is
    opted_out  true if it failed because the contact has opted out at the carrier
    """

    reference: str
    status: Literal["sent", "delivered", "failed"]
    why: str | None = None
    place: Place | None = None
    number: str | None = None
    phone: str | None = None
    opted_out: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """All that one request says."""

    texts: tuple[Incoming, ...] = ()
    reports: tuple[Report, ...] = ()


class Carrier(Protocol):
    """Both halves of a carrier. Building one opens nothing; to send, it is entered first.

    name          the one in the registry
    thanks        the body and media type with which a request of the carrier's is answered; None: without words
    settle_after  seconds after which the carrier is asked about a text that it was unsure of
    repeats       true if `settle` hands the text over again, which the carrier knows to be the same one
    looks_up      true if `line_type` can be asked for
    """

    name: str
    thanks: tuple[str, str] | None
    settle_after: float
    repeats: bool
    looks_up: bool

    async def __aenter__(self) -> Self:
        """Open what sending needs."""

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""

    async def check(self) -> None:
        """Ask the carrier, without sending anything, whether it would take texts.

        Raises CarrierStopped; CarrierUnsure when it can't be asked now.
        """

    async def send(self, text: Text) -> Answer:
        """Hand one text over, once; return what the carrier answered.

        Raises CarrierUnsure, CarrierStopped.
        """

    async def settle(self, text: Text) -> Answer | None:
        """Find out what became of a text that the carrier was unsure of; None: it can't be found out any more.

        Raises CarrierUnsure when it is to be asked again, and CarrierStopped.
        """

    def missed(self, since: int) -> AsyncIterator[Heard]:
        """Give what has come in since then (ms by the store's clock), where the carrier keeps it; also what was heard.

        May raise CarrierUnsure, CarrierStopped.
        """

    def hear(self, request: Request) -> Heard:
        """Return what a request says, having checked that it is the carrier's. Changes nothing.

        Raises Refused bad_signature, bad_request, carrier_not_set_up.
        """

    async def line_type(self, phone: str) -> str:
        """Look a number up, which the carrier charges for: "landline", "mobile", …; "unknown" if it doesn't know.

        Raises CarrierUnsure when it is to be asked again, and CarrierStopped.
        """

    async def fetch(self, url: str) -> bytes:
        """Return a file that came with a text, by the address that `hear` told. The carrier needn't be entered.

        Raises NotFetched, TooLarge (server/host/fetching.py).
        """
