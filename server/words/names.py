"""The words by which a person is searched for: those of their name, and the last digits of their phone.

    “Anne-Marie O'Brien”  ──▶ anne, marie, annemarie, brien, obrien ──▶ the fields an, anne, ma, mari, br, brie, …
    “王小明”               ──▶ 王, 小, 明

A field is what the index of a campaign (lua/shared/find.lua) has a list of conversations for.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from server.words.comparable import comparable, comparable_letters

LETTERS_OF_FIELDS = (2, 4, 6)
"""Lengths of the beginnings of a word that the index has. Those between are compared: with 3 letters instead of 6,
a rare name that begins like many (Marisol) would cost the comparison of all of them."""
LAST_DIGITS = 4
"""Digits of a phone's end that the index has."""
NAMES_REMEMBERED = 100_000
APOSTROPHES = re.compile("['’‘ʼʻ`´ʹʾʿ]")
APART = re.compile(r"[^\w'’‘ʼʻ`ʹʾʿ\u0300-\u036f]|_")
"""Characters between words: all but letters, digits, accents and apostrophes."""
PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
"""Letters that Unicode doesn't take apart, as people without them on the keyboard type them."""


def _letters(text: str) -> str:
    return comparable_letters(text).translate(PLAIN)


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) == "W"


def _split(text: str) -> list[str]:
    """Return the pieces of a text between blanks and marks; each Chinese character, kana or Korean syllable is one."""
    spaced = "".join(f" {character} " if _wide(character) else character for character in comparable(text))
    return APART.sub(" ", spaced.replace("-", " - ")).split()


def _may_be_looked_for(word: str) -> bool:
    return len(word) >= LETTERS_OF_FIELDS[0] or (len(word) == 1 and _wide(word))


@lru_cache(NAMES_REMEMBERED)
def words_of(name: str) -> frozenset[str]:
    """Return the words of a name, in the form in which they are compared: without case, accents and marks.

    Words that an apostrophe or a dash joins count by themselves and together.
    """
    if name.isascii() and name.isalpha():  # nearly all: the same, and quicker
        return frozenset((name.lower(),))
    found: set[str] = set()
    for piece in comparable(name).split():
        parts = [_letters(part) for some in _split(piece) for part in (*APOSTROPHES.split(some), some)]
        found.update(parts)
        if not any(map(_wide, piece)):
            found.add(_letters(piece))
    return frozenset(word for word in found if word)


@lru_cache(NAMES_REMEMBERED)
def _fields_of_name(name: str) -> tuple[str, ...]:
    beginnings = (field for word in sorted(words_of(name)) for field in _fields_of_word(word))
    return tuple(dict.fromkeys(beginnings))


def _fields_of_word(word: str) -> Iterable[str]:
    if not _may_be_looked_for(word):
        return ()
    return [word[:length] for length in LETTERS_OF_FIELDS if length <= len(word)] or [word]


def fields_of(first_name: str, last_name: str, phone: str) -> list[str]:
    """Return the fields of the index in which a contact is found. An erased one, without a phone, is in none."""
    if not phone:
        return []
    both = dict.fromkeys((*_fields_of_name(first_name), *_fields_of_name(last_name), phone[-LAST_DIGITS:]))
    return list(both)


@dataclass(frozen=True, slots=True)
class Sought:
    """A query, understood.

    words   beginnings of words of the name, each of which must be there
    digits  the end of the phone, or all of it; empty if there is none
    typed   the digits with what is around them, as typed
    """

    words: tuple[str, ...]
    digits: str
    typed: str

    @property
    def fields(self) -> list[str]:
        """Return the fields of the index that all have the contact; empty: there is too little to look for."""
        fields = [list(_fields_of_word(word))[-1] for word in self.words if _may_be_looked_for(word)]
        if len(self.digits) >= LAST_DIGITS:
            fields.append(self.digits[-LAST_DIGITS:])
        return list(dict.fromkeys(fields))

    def fits(self, first_name: str, last_name: str, phone: str) -> bool:
        """Return whether a contact is one that is looked for."""
        if not phone or not phone.endswith(self.digits):
            return False
        there = words_of(first_name) | words_of(last_name)
        return all(any(word.startswith(sought) for word in there) for sought in self.words)


def sought(query: str) -> Sought:
    """Return the words of a query, and the digits that stand by themselves."""
    pieces = comparable(query).split()
    numbers = [piece for piece in pieces if not any(character.isalpha() for character in piece)]
    names = [piece for piece in pieces if any(character.isalpha() for character in piece)]
    words = [_letters(word) for piece in names for word in _split(piece)]
    typed = " ".join(numbers)
    digits = "".join(str(unicodedata.digit(character)) for character in typed if character.isdigit())
    return Sought(tuple(dict.fromkeys(word for word in words if word)), digits, typed)
