"""Files that come with a contact's text: pictures, mostly."""

from collections.abc import Sequence
from dataclasses import dataclass

FILES_PER_TEXT = 10
"""Files of one text that are kept, at most; Twilio and Telnyx send no more."""
LONGEST_URL_CHARACTERS = 2_000
LONGEST_TYPE_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a text.

    url   the carrier's address of it, which no browser is told
    type  its media type, as the carrier says; empty: the carrier doesn't say
    """

    url: str
    type: str = ""


def kept(media: Sequence[Attached] | int) -> list[tuple[str, str]]:
    """Return address and type of those files that are kept. A count, as of a carrier that tells no more, keeps none."""
    files = () if isinstance(media, int) else media
    fitting = [file for file in files if len(file.url) <= LONGEST_URL_CHARACTERS]
    return [(file.url, file.type.lower()[:LONGEST_TYPE_CHARACTERS]) for file in fitting[:FILES_PER_TEXT]]


def count(media: Sequence[Attached] | int) -> int:
    """Return how many files came."""
    return media if isinstance(media, int) else len(media)


def words_for(media: Sequence[Attached] | int) -> str:
    """Return the words to show of a text that has none of its own."""
    many = count(media)
    if many < 1:
        return "(a text without words)"
    pictures = isinstance(media, int) or all(file.type.lower().startswith("image/") for file in media)
    kind = "picture" if pictures else "file"
    return f"(a {kind})" if many == 1 else f"({many:,} {kind}s)"
