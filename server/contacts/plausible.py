"""Words that people write, told from those that a wrong encoding makes. Pure."""

import re
import unicodedata
from itertools import pairwise

PAIRED = frozenset("ñÑçÇßºª")
"""Letters that stand beside accented ones in Western names, as in Núñez, Conceição and Größe."""
ELSEWHERE = re.compile(
    "[ŠŒŽšœžŸƒÐðÞþÝýµ]"  # seldom in such names, and often another encoding's letters
    r"|[‚„‹](?![A-Za-z0-9À-ÿ])"
    r"|[ºª][^\W\d_]"  # 1º and Mª end with it
    "|[õÕ](?![eE])"  # Portuguese has it before an e alone; in Hungarian it is an ő
    r"|[^\W\d_]’(?!(?:s|t|d|m|n|ll|re|ve|em)\b|[^\W\d_]{3}|[A-ZÀ-Þ]|\W|$)"  # Ana’s, D’Angelo and O’B, but not Garc’a
    r"|[^\W\d_]\xa0[a-zß-ÿ]"
)
OPENING, CLOSING, ON_WORDS = "“‘„‚«‹¿¡", "”»›", "°®™©§"


def western(word: str) -> bool:
    """Return whether a word that was read as Windows-1252 surely is in it.

    More words are plausible than that: `Gšran` is Göran on an old Mac, `Garc’a` is García there, `Dvoøák` is Dvořák in
    Central Europe, and Málaga in DOS has a blank for its first á. Those have letters that names in Western Europe
    seldom have, two accented letters in a row, or an apostrophe or a blank where none is written.
    """
    if not plausible(word) or ELSEWHERE.search(word):
        return False
    return not any(_accented(one) and _accented(two) and not {one, two} & PAIRED for one, two in pairwise(word))


def _accented(letter: str) -> bool:
    return letter.isalpha() and not letter.isascii()


def plausible(word: str) -> bool:
    """Return whether a word can be one that people write: `Zoë` and `Łukasz`, but not `Zo‘`, `£ukasz` or `JosŽ`.

    Signs, control characters and letters of two scripts in one word are signs of a wrong encoding, and so are capitals
    after small letters, quotes the wrong way round, and Latin words with more accents than plain letters.
    """
    letters = [character for character in word if character.isalpha()]
    foreign = [letter for letter in letters if not letter.isascii()]
    scripts = {_script(letter) for letter in letters}
    if len(scripts) > 1:
        return False
    if (
        scripts == {"LATIN"}
        and 2 * len(foreign) > len(letters)
        and len(foreign) > 1 + 2 * (len(letters) > len(foreign))
    ):
        return False
    padded = f" {word} "
    return all(_fits(*padded[at : at + 3]) for at in range(len(word)) if not padded[at : at + 3].isascii())


def _fits(before: str, character: str, after: str) -> bool:
    """Return whether a character can stand between these two."""
    if character.isalpha():
        after_small = before.islower() and character.isupper() and not (before + character).isascii()
        inside = character in "ŒŠŽŸ" and before.isalpha() and after.islower()
        return not after_small and not inside and character not in "ƒˆ"
    if character.isascii() or character in "’·":
        return True
    kind = unicodedata.category(character)
    if kind[0] == "P":
        turned = (character in OPENING and before.isalpha()) or (character in CLOSING and after.isalpha())
        eastern = character > "\u3000" and (before + after).strip().isascii()
        return not turned and not eastern and not (before.isalpha() and after.islower())
    if kind[0] == "S" or kind == "No":
        on_word = character in ON_WORDS and not (before.isalpha() and after.isalpha())
        return on_word or not (before.isalpha() or after.isalpha())
    return kind[0] == "M" or kind == "Nd" or kind == "Zs"


def _script(letter: str) -> str:
    script = unicodedata.name(letter, "?").split()[0]
    if script in ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"):
        return "CJK"
    return "LATIN" if script in ("FEMININE", "MASCULINE") else script
