"""The ends of a call to Twilio that bring no result, beside CarrierUnsure."""

from collections.abc import Iterator
from contextlib import contextmanager

from server.carriers.carrier import CarrierStopped, CarrierUnsure
from server.errors import HandraiseError

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError)
"""The SDK raises these when an answer isn't what it should be."""


class NotTaken(HandraiseError):
    """The call certainly changed nothing, and may be made again.

    seconds  until then, where Twilio says it
    """

    def __init__(self, sentence: str, seconds: float | None = None) -> None:
        super().__init__(sentence)
        self.seconds = seconds


class TwilioRefused(HandraiseError):
    """Twilio refuses the call.

    code  of its Error and Warning Dictionary; None: the answer has none, so it isn't Twilio's
    says  its own words
    """

    def __init__(self, status: int, code: int | None, says: str) -> None:
        super().__init__(f"HTTP {status}, error {code}: {says}")
        self.status = status
        self.code = code
        self.says = says


@contextmanager
def asking(about: str) -> Iterator[None]:
    """Around calls that send nothing; `about` begins the sentence that tells a refusal.

    Raises CarrierStopped in place of a refusal, CarrierUnsure in place of every other end.
    """
    try:
        yield
    except NotTaken as away:
        raise CarrierUnsure(f"{away}.") from away
    except UNREADABLE as error:
        raise CarrierUnsure("Twilio's answer can't be read.") from error
    except TwilioRefused as refused:
        raise CarrierStopped(f"{about} ({refused}).") from refused
