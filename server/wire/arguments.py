"""The values that members give: the types of arguments, the range that each is held to, and how they are checked."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, TypeVar, get_type_hints

import msgspec
from msgspec import Meta

from server.errors import Refused
from server.limits import LIMITS
from server.wire.parts import LARGEST_INTEGER, Lane

S = TypeVar("S", bound=msgspec.Struct)
BEYOND = re.compile(r"Expected `[^`]+` (of length )?[<>]=")
"""The words of msgspec about a value of the right type that is beyond its limits."""


def limited(sentence: str, unit: str | None = None, refusal: str | None = None, **limits: Any) -> Meta:
    """Return the description of an argument with its limits, which msgspec checks.

    `refusal` is the code for a value beyond them; without one it is `bad_arguments`.
    """
    return Meta(
        description=sentence,
        extra_json_schema={"unit": unit} if unit else None,
        extra={"refusal": refusal} if refusal else None,
        **limits,
    )


CampaignId = Annotated[int, limited("A campaign's id.", ge=-LARGEST_INTEGER, le=LARGEST_INTEGER)]
ConversationId = Annotated[int, limited("A conversation's id.", ge=-LARGEST_INTEGER, le=LARGEST_INTEGER)]
MemberId = Annotated[int, limited("A member's id.", ge=-LARGEST_INTEGER, le=LARGEST_INTEGER)]
TextId = Annotated[int, limited("A text's id.", ge=-LARGEST_INTEGER, le=LARGEST_INTEGER)]
OfferedId = Annotated[
    int, limited("The id of a reply, tag, question or answer.", ge=-LARGEST_INTEGER, le=LARGEST_INTEGER)
]
MemberIds = Annotated[Sequence[MemberId], limited("Ids of members.")]
Lanes = Annotated[Sequence[Lane], limited("Lanes of conversations.")]
OPEN: Sequence[Lane] = ("initial", "reply", "quiet")
After = Annotated[str | None, limited("The `next` of the page before.")]
Limit = Annotated[int, limited("The length of a page.", "entries", ge=1, le=100)]
LastSeen = Annotated[
    int, limited("The id of the newest text that the member has seen.", ge=-LARGEST_INTEGER, le=LARGEST_INTEGER)
]
RequestId = Annotated[
    str,
    limited(
        "A name that the client gives the request (a UUID): with the same one it is granted once.",
        min_length=1,
        max_length=64,
    ),
]
BatchSize = Annotated[
    int,
    limited(
        "The most that one request hands over.",
        "conversations",
        "batch_size_out_of_range",
        ge=1,
        le=LIMITS.batch_size,
    ),
]
RetentionDays = Annotated[
    int,
    limited(
        "For how many days after a campaign was archived its contacts' data are kept.",
        "days",
        "retention_out_of_range",
        ge=1,
        le=LIMITS.retention_days,
    ),
]
HoursBetween = Annotated[
    int,
    limited(
        "How many hours must be between the texts of two campaigns to one phone; 0: none.",
        "hours",
        "hours_between_out_of_range",
        ge=0,
        le=LIMITS.hours_between,
    ),
]


def checked(given: Any, into: type[S], what: str) -> S:
    """Return what was given as a Struct of this type. `what` names the whole in the sentence of a refusal.

    Raises Refused: the code that the declared limits name, or bad_arguments, with the argument in its details.
    """
    try:
        return msgspec.convert(given, into)
    except msgspec.ValidationError as error:
        raise misfit(into, what, str(error)) from error


def misfit(into: type[msgspec.Struct], what: str, why: str) -> Refused:
    """Return the refusal of arguments for which msgspec says `why`."""
    found = re.search(r"`\$\.(\w+)|field `(\w+)`", why)
    argument = (found[1] or found[2]) if found else None
    details = {"argument": argument} if argument else None
    if argument and BEYOND.match(why) and (code := _refusals(into).get(argument)):
        return Refused(code, details=details)
    said = why.replace(" - at `$.", " - at `").replace("Object ", "")
    return Refused("bad_arguments", f"The arguments don't fit {what}: {said}.", details)


def _refusals(into: type[msgspec.Struct]) -> dict[str, str]:
    """Return the codes for values beyond the declared limits, by argument."""
    found = {}
    for name, hint in get_type_hints(into, include_extras=True).items():
        for meta in _metas(hint):
            if meta.extra and "refusal" in meta.extra:
                found[name] = meta.extra["refusal"]
    return found


def _metas(hint: Any) -> list[Meta]:
    own = [meta for meta in getattr(hint, "__metadata__", ()) if isinstance(meta, Meta)]
    return own + [meta for part in getattr(hint, "__args__", ()) for meta in _metas(part)]
