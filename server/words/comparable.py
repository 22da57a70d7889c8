"""The comparison of words that people type: column names, merge fields, stop words, e-mail addresses, searches.

The same word comes in many forms: with a byte-order mark, in fullwidth letters, with an accent of its own or one put on
the letter, with a mark for the direction of writing around it. All doors compare words by this one function.
"""

import re
import unicodedata

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    "|[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
"""Characters that show nothing: Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt, Unicode 16), the
interlinear marks U+FFF9 to U+FFFB, and control characters other than blanks."""

BLANKS = re.compile("[\\s\u2800]+")
"""Blanks of every kind; U+2800 is the braille pattern without a dot."""

AROUND = "*#.,:;!?'\"()[]{}<>«»“”„‘’‚‹›`"
"""Marks around a column's name that don't make it another one: `Phone*`, `Tel.`, `[First name]`, `Phone #`."""

LETTERS_AND_DIGITS = ("Lu", "Ll", "Lt", "Lo", "Nd", "Nl", "No")
"""Unicode's categories of letters and digits."""


def comparable(text: str) -> str:
    """Return a text in the form in which texts are compared: two texts are the same word when these are equal.

    Compatibility normalization and full case folding (Unicode's NFKC_Casefold), without invisible characters, blanks as
    single spaces and none around.
    """
    before = None
    while text != before:  # a dropped character may let those beside it combine
        before = text
        text = INVISIBLE.sub("", unicodedata.normalize("NFKC", text).casefold())
        text = BLANKS.sub(" ", text).strip()
    return text


def comparable_name(name: str) -> str:
    """Return a column's or merge field's name in the form in which names are compared: `First_Name*` → `firstname`.

    As `comparable`, without blanks, dashes and underscores, and without stars, dots, brackets and quotes around. A name
    of nothing but these keeps them, so that it stays a name.
    """
    plain = comparable(name)
    bare = "".join(character for character in plain if not _joins(character))
    return bare.strip(AROUND) or bare or plain


def comparable_letters(text: str) -> str:
    """Return only the letters and digits of a text, without case and accents: `“S.T.O.P.”` → `stop`, `Arrêt` → `arret`.

    Letters that only modify others (Unicode's Lm) are left out, too: phones type some of them as quotes.
    """
    plain = unicodedata.normalize("NFKD", comparable(text))
    return "".join(character for character in plain if unicodedata.category(character) in LETTERS_AND_DIGITS)


def _joins(character: str) -> bool:
    """Return whether a character only joins words: a blank, a dash (Unicode's Pd) or an underscore (Pc)."""
    return character == " " or unicodedata.category(character) in ("Pd", "Pc")
