"""A finding: what was looked at, if it is as it should be, and what to do if it isn't."""

from collections.abc import AsyncIterator, Callable
from enum import StrEnum

import msgspec

from server.errors import HandraiseError


class Mark(StrEnum):
    """The judgement."""

    FINE = "fine"
    DOUBT = "doubt"
    """Somebody should know it, or nobody could look."""
    WRONG = "wrong"


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One finding.

    about     the part of the deployment
    sentence  as it is
    do        what is to be done about it; empty where nothing is, or the sentence says it
    """

    about: str
    mark: Mark
    sentence: str
    do: str = ""


def fine(about: str, sentence: str) -> Finding:
    """Return that this is as it should be."""
    return Finding(about=about, mark=Mark.FINE, sentence=sentence)


def doubt(about: str, sentence: str, do: str = "") -> Finding:
    """Return that this may be as it should be."""
    return Finding(about=about, mark=Mark.DOUBT, sentence=sentence, do=do)


def wrong(about: str, sentence: str, do: str = "") -> Finding:
    """Return that this is not as it should be."""
    return Finding(about=about, mark=Mark.WRONG, sentence=sentence, do=do)


async def looked(about: str, look: Callable[[], AsyncIterator[Finding]]) -> list[Finding]:
    """Return what a look finds. One that fails is a finding, too, and ends no other."""
    found: list[Finding] = []
    try:
        async for finding in look():
            found.append(finding)
    except HandraiseError as error:
        found.append(wrong(about, str(getattr(error, "sentence", error))))
    except Exception as error:  # whatever it is, the other looks go on
        found.append(wrong(about, f"This couldn't be looked at ({type(error).__name__}: {error})."))
    return found
