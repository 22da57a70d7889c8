"""The answer at `/health/ready`, the same from hubs and carriers: 200, or 503 with every reason why not."""

import msgspec

from server.errors import Refused
from server.store.refusals import store_says


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """A reason why a process can't do all its work: a word, and a sentence for whoever runs it."""

    code: str
    sentence: str

    @classmethod
    def of(cls, refused: Refused) -> "Reason":
        """Return what a refusal says, with what the store itself said where it refuses everything."""
        says = store_says(refused)
        return cls(
            code=refused.code,
            sentence=f"The store refuses everything ({says}): mend it." if says else refused.sentence,
        )


class Readiness(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The answer.

    status      `ok`, or the first reason's word
    deployment  tells this deployment from others; it says nothing else. Empty where it isn't known
    sentence    the first reason's
    """

    status: str
    ready: bool
    reasons: list[Reason]
    deployment: str = ""
    sentence: str = ""

    @classmethod
    def of(cls, reasons: list[Reason], deployment: str = "") -> "Readiness":
        """Return the answer of a process that these reasons keep from its work."""
        status, sentence = (reasons[0].code, reasons[0].sentence) if reasons else ("ok", "")
        return cls(status=status, ready=not reasons, reasons=reasons, deployment=deployment, sentence=sentence)
