"""A carrier takes texts to phones, and tells what comes back. There is one file for each in this folder.

The life of an outgoing text, as its status tells it:

    queued ──▶ sending ──▶ sent ──▶ delivered
                  │          └────▶ failed       it didn't reach the phone
                  ├──▶ failed                    the carrier refused it
                  ├──▶ not_sent                  the contact opted out in time
                  └──▶ unknown                   nobody knows whether it went out; it is never sent again
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import TracebackType
from typing import Literal, Protocol, Self

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
    """

    campaign: int
    conversation: int
    id: int
    phone: str
    text: str
    taken: float
    at: int
    account: str

    @property
    def mark(self) -> bytes:
        """Tells this text from every other one, also from one that a store which went back puts in the same place."""
        what = (self.account, self.campaign, self.conversation, self.id, self.at, self.phone, self.text)
        return sha256(repr(what).encode()).digest()


# The first half: a text goes out.


@dataclass(frozen=True, slots=True)
class Sent:
    """The carrier has accepted the text. `reference` is its name for the text; None: it gives none."""

    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The carrier refuses the text for good. `why` is a sentence for people."""

    why: str


@dataclass(frozen=True, slots=True)
class Later:
    """The carrier takes no more texts now. It has certainly not accepted this one, which may be tried again.

    seconds  until then
    """

    seconds: float


Answer = Sent | Failed | Later


class CarrierUnsure(HandraiseError):
    """The carrier may or may not have accepted the text: the connection broke in the middle, say."""


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
    media      how many pictures or other files came with it
    """

    phone: str
    text: str
    reference: str
    media: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """A carrier's word on what became of one of our texts.

    reference  as the carrier's `Sent` gave it
    why        of a failed one, a sentence for people; None: the carrier doesn't say
    """

    reference: str
    status: Literal["sent", "delivered", "failed"]
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """All that one request says."""

    texts: tuple[Incoming, ...] = ()
    reports: tuple[Report, ...] = ()


class Carrier(Protocol):
    """Both halves of a carrier. Building one opens nothing; to send, it is entered first.

    name  the one in the registry
    """

    name: str

    async def __aenter__(self) -> Self:
        """Open what sending needs."""

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""

    async def send(self, text: Text) -> Answer:
        """Hand one text over, once; return what the carrier answered.

        Raises CarrierUnsure.
        """

    def hear(self, request: Request) -> Heard:
        """Return what a request says, having checked that it is the carrier's. Changes nothing.

        Raises Refused bad_signature, bad_request.
        """
