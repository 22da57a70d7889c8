"""E-mail addresses of members: how they are shown, and under which forms they are kept. Pure."""

import string

from server.words.comparable import BLANKS, INVISIBLE, comparable

ASCII_SMALL = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


def displayed(email: str) -> str:
    """Return an e-mail address as it is shown: as it was typed, without blanks around or invisible characters."""
    return BLANKS.sub(" ", INVISIBLE.sub("", email)).strip()


def forms(email: str) -> list[str]:
    """Return the forms under which a member with this e-mail address may be kept, today's last.

    Older versions made only ASCII letters small. Of two members whose addresses differed for them and are one address
    now, each is still found by their own.
    """
    older = email.strip(string.whitespace).translate(ASCII_SMALL)
    return [older, comparable(email)]
