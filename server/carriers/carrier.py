"""What a carrier is: who carries texts to phones. There is one file for each in this folder.

The life of an outgoing text, as its status tells it:

    queued ──▶ sending ──▶ sent ──▶ delivered
                  │          └────▶ failed       it didn't reach the phone
                  ├──▶ failed                    the carrier refused it
                  ├──▶ not_sent                  the contact opted out in time
                  └──▶ unknown                   nobody knows whether it went out; it is never sent again
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, Protocol

from server.errors import HandraiseError

Answer = Literal["sent", "failed"]
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


class CarrierUnsure(HandraiseError):
    """The carrier may or may not have accepted the text: the connection broke in the middle, say."""


class Carrier(Protocol):
    """Who carries texts. What becomes of a text later (delivered, failed) a carrier reports by itself."""

    async def send(self, text: Text) -> Answer:
        """Hand one text over, once; say what the carrier answered.

        Raises CarrierUnsure.
        """
