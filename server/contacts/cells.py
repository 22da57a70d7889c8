"""Cells of a list that say nothing, are garbled, or would be formulas in a spreadsheet. Pure."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from server.words.comparable import comparable

EMPTY_WORDS = frozenset(
    (
        "null",
        "(null)",
        "<null>",
        "[null]",
        "{null}",
        "#null!",
        "nil",
        "(nil)",
        "none",
        "(none)",
        "<none>",
        "nan",
        "#nan",
        "n/a",
        "#n/a",
        "(n/a)",
        "n.a.",
        "n.a",
        "\\n",
        "<na>",
        "#n/v",
        "#nv",
        "#value!",
        "#ref!",
        "#name?",
        "#div/0!",
        "#num!",
        "#error!",
        "#calc!",
        "#spill!",
        "#getting_data",
        "undefined",
        "(undefined)",
        "(blank)",
        "<blank>",
        "[blank]",
        "(empty)",
        "<empty>",
        "[empty]",
        "(leer)",
        "(vide)",
        "(vacío)",
        "-",
        "--",
        "---",
        ".",
        "?",
        "(en blanco)",
        "not available",
        "not applicable",
        "no data",
    )
)
"""Words that other systems write where there is nothing, as `comparable` gives it: databases, spreadsheets, pivot
tables, Python, JavaScript, people."""

LONGEST_EMPTY_WORD = 20
"""Characters, with marks that show nothing."""
BLANKS_AND_QUOTES = " \t\r\n\v\f\"'`“”„‘’«»"
DASHES = re.compile("[‐-―−]")
SURNAMES = frozenset(("Null", "Nan"))
"""Empty words that are also people's names, spelled as a person spells a name."""

FORMULA = re.compile("'*[=+\\-@\t\r\n]")
MISREAD_AS = ("cp1252", "latin-1", "mac_roman", "cp1250", "cp1251", "cp850", "cp437")
DIFFERENT_CELLS = 1_000
"""Cells of which it is remembered whether they are garbled: the names and towns of a list come again and again."""
C1 = re.compile("[\x80-\x9f\ufffd]")


def shows_something(cell: str) -> bool:
    """Return whether there is anything but blanks and invisible characters."""
    return (cell.isascii() and cell.isprintable() and cell.strip() != "") or comparable(cell) != ""


def is_empty_word(cell: str) -> bool:
    """Return whether a cell only says that there is nothing in it: `NULL`, `#N/A`, `(blank)`, `-`."""
    if len(cell) > LONGEST_EMPTY_WORD:
        return False
    # The short way for nearly all; quotes around it make it no other word.
    word = cell.strip(BLANKS_AND_QUOTES).lower() if cell.isascii() else _without_quotes(cell)
    return word in EMPTY_WORDS


def _without_quotes(cell: str) -> str:
    return DASHES.sub("-", comparable(cell)).strip(BLANKS_AND_QUOTES)


def without_empty_words(first_name: str, last_name: str) -> tuple[str, str]:
    """Return two names, emptied where they are empty words.

    There are people called Null and Nan. Such a name is kept when it is spelled as a name, with one capital, and the
    other name of the same row is no empty word: `Jo, Null` is kept, `NULL, NULL` and `Jo, NULL` are not.
    """
    first, last = is_empty_word(first_name), is_empty_word(last_name)
    keep_first = not first or (first_name in SURNAMES and bool(last_name) and not last)
    keep_last = not last or (last_name in SURNAMES and bool(first_name) and not first)
    return first_name if keep_first else "", last_name if keep_last else ""


@lru_cache(maxsize=DIFFERENT_CELLS)
def garbled(cell: str) -> bool:
    """Return whether a cell was once decoded in a wrong encoding: `ZoÃ«`, `Zo√´`, or with U+FFFD in it."""
    if cell.isascii():
        return False
    if C1.search(cell):
        return True
    for encoding in MISREAD_AS:
        try:
            meant = cell.encode(encoding).decode()
        except UnicodeError:
            continue
        # A capital with an accent and a following sign may be UTF-8 by chance; a letter comes of it only when it was.
        return not any(unicodedata.category(character)[0] in "MC" for character in meant if not character.isascii())
    return False


@lru_cache(maxsize=DIFFERENT_CELLS)
def garbled_name(name: str) -> bool:
    """Return whether a name is garbled, or has a sign inside that no name has: `£ukasz`, `Mi³osz`."""
    if name.isascii():
        return False
    return garbled(name) or any(
        not sign.isascii() and sign < "\u2400" and unicodedata.category(sign) in ("Sc", "Sm", "So", "No")
        for sign in name
    )


def for_spreadsheet(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula or a figure (OWASP, CSV injection), after an apostrophe.

    Spreadsheets pass over NULs, so these go. `from_spreadsheet` gives the cell back.
    """
    cell = cell.replace("\0", "")
    return f"'{cell}" if FORMULA.match(cell) else cell


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Return rows as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()


def from_spreadsheet(cell: str) -> str:
    """Return the cell that `for_spreadsheet` was given."""
    return cell[1:] if cell[:1] == "'" and FORMULA.match(cell) else cell
