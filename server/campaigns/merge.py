"""A message with merge fields, such as `{first_name}` or `{town|your town}`, taken apart. Pure.

A script is taken apart once, when it is set: the store keeps the parts beside it and only looks up and joins
(lua/shared/draft.lua). So names are compared, and braces judged, in this one place.
"""

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NoReturn

import msgspec

from server.contacts.columns import Column, meaning_of
from server.errors import Refused
from server.limits import LIMITS
from server.words.comparable import comparable, comparable_name

PLACES = {"first_name": 1, "last_name": 2, "phone": 3}
"""Places of the well-known columns in a contact as campaigns keep it (keys.py, `contacts`). Lua counts from 1."""

BRACES = re.compile(
    r"(?P<whole>\{(?:\s*\{)*(?P<inside>[^{}]*)\}(?:\s*\})*)"  # a field, or one with too many braces
    r"|\{\s*(?P<unclosed>[\w-]*)"
    r"|(?P<unopened>[\w-]*)\}"
)
OTHER_NOTATIONS = re.compile(
    r"\[+([^][\n]{1,40})\]+|<+([^<>\n]{1,40})>+|%+([^%\n]{1,40})%+|\*\|([^|\n]{1,40})\|\*|｛+([^｛｝\n]{0,40})｝+"
    r"|\$(\w{3,40})"
)
"""Fields as other systems write them: `[First name]`, `<<first>>`, `%first_name%`, `*|FIRST|*`, braces of full width,
`$first_name`."""
NEVER_WORDS = ("｛", "*|")
"""Notations that nobody writes but for a field, whatever its name."""
WHOLE_NAMES = ("name", "fullname")
FILTERS = {
    *("capitalize", "capitalise", "title", "titlecase", "upper", "uppercase", "upcase"),
    *("lower", "lowercase", "downcase", "strip", "trim", "escape"),
}
"""Filters of other systems: `{first_name|capitalize}` would greet those without one as “capitalize”."""
OTHER_WORDS = re.compile(r"""\|*\s*(?:default\s*:)?\s*(["'“‘]?)(.*?)(?:(?<=.)["'”’])?""", re.DOTALL)
"""A field's other words as other systems write them: `|| 'friend'`, `| default: "friend"`."""

LINE_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
BLANKS = re.compile(rf"[^\S{LINE_BREAKS}]+")
"""Blanks within a line, of any width."""
NO_BLANK_BEFORE = tuple(f",.)]…”،、。，．）」』{LINE_BREAKS}")
"""Marks that no language puts a blank before; the end of a line is one of them."""
MAY_BE_BLANK_BEFORE = tuple("!?;:»؟؛！？；：")
"""French puts a blank before these, other languages don't: what the script has there stays."""
BEGINNINGS = tuple(f"([«“„¿¡（「『{LINE_BREAKS}")
"""After these a line or a bracket begins, and so no blank is wanted."""

FIELDS_LISTED = 8
"""Fields that a sentence lists at most."""
NO_OTHERS = "Braces can only stand around a field, such as {first_name}: no others can be sent."


class Text(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words of the script. `c` says what they do to the blanks of an empty field before them: "all" drops them, "own"
    drops those before the field; `s` that what follows stands as at the start of a line."""

    t: str
    c: str = ""
    s: bool = False


class Blanks(msgspec.Struct, frozen=True):
    """Blanks of the script beside a field: they go when the field is empty and they would be too many."""

    b: str


class Field(msgspec.Struct, frozen=True, omit_defaults=True):
    """A merge field: its name `f` as it is written and `n` as names are compared; `w` is the place in a contact that it
    stands for where no column has that name; `d` the words for those who lack it, if the script gives any."""

    f: str
    n: str
    w: int | None = None
    d: str | None = None


Part = Text | Blanks | Field


def compiled(script: str) -> str:
    """A script as campaigns keep it (keys.py, `message`): JSON {script, parts}.

    Raises Refused (bad_braces).
    """
    return msgspec.json.encode({"script": script, "parts": parts(script)}).decode()


def parts(script: str) -> list[Part]:
    """Return the parts of a script, in order.

    Raises Refused (bad_braces), with `line` and `character` (both from 1), what is `written` there, and what was
    probably `meant`.
    """
    return list(_beside_fields(list(_fields_and_words(script))))


def fields_in(text: str) -> list[dict[str, Any]]:
    """Return what looks like a merge field in a text that isn't merged, as Lua takes fields: [{f, n, w?}…].

    Of a text that is too long to be sent nothing is returned: looking for braces takes the square of its length.
    """
    if len(text) > LIMITS.text:
        return []
    names = (match["inside"].partition("|")[0].strip() for match in BRACES.finditer(text) if match["whole"])
    return [msgspec.to_builtins(_named(name, None)) for name in names if comparable(name)]


def unknown_field(script: str, field: str, known: Sequence[str]) -> Refused:
    """The refusal of a field that no contact has: where it first stands in the script, and what was probably meant.

    `known` are the fields that contacts have. `details` has `field`, and `meant` when one of these is near it.
    """
    compared = comparable_name(field)
    wholes = (match for match in BRACES.finditer(script) if match["whole"])
    at = next((each.start() for each in wholes if comparable_name(each["inside"].partition("|")[0]) == compared), 0)
    line, character = _place(script, at)
    by_comparable = {comparable_name(each): each for each in known}
    near = difflib.get_close_matches(compared, by_comparable, 1)
    said = f"Line {line}, character {character}: no contact has {{{field}}}."
    if near:
        meant = by_comparable[near[0]]
        return Refused("unknown_field", f"{said} Did you mean {{{meant}}}?", {"field": field, "meant": meant})
    others = ", ".join(f"{{{each}}}" for each in known[:FIELDS_LISTED])
    more = f" and {len(known) - FIELDS_LISTED} more" if len(known) > FIELDS_LISTED else ""
    return Refused("unknown_field", f"{said} Contacts have {others or '{phone}'}{more}.", {"field": field})


def packed_columns(columns: Iterable[Column]) -> str:
    """The columns of a list as campaigns keep them (keys.py, `lists`): JSON [[name as compared, name, place?]…]."""
    return msgspec.json.encode(
        [
            [comparable_name(column.name), column.name, *([PLACES[column.meaning]] if column.meaning in PLACES else [])]
            for column in columns
            if column.meaning != "ignored"
        ]
    ).decode()


def _fields_and_words(script: str) -> Iterator[Field | str]:
    end = 0
    for match in BRACES.finditer(script):
        _guard_words(script, end, match.start())
        field = _field(script, match)
        if script.endswith("$", 0, match.start()) and field.w in (PLACES["first_name"], PLACES["last_name"]):
            at, written = match.start() - 1, f"${match[0]}"
            _refuse(script, at, written, "isn't how a field is written here.", match[0])
        yield script[end : match.start()]
        yield field
        end = match.end()
    _guard_words(script, end, len(script))
    yield script[end:]


def _guard_words(script: str, start: int, end: int) -> None:
    """Refuse a field in another notation among the words between two places."""
    for match in OTHER_NOTATIONS.finditer(script, start, end):
        name = next(filter(None, match.groups()), "").strip()
        last = comparable_name(re.split("[.:]", name)[-1])  # `%recipient.first_name%`
        is_name = last in WHOLE_NAMES or meaning_of(last) in ("first_name", "last_name")
        if is_name or match[0].startswith(NEVER_WORDS):
            name = name if match[0].startswith(NEVER_WORDS) else re.split("[.:]", name)[-1].strip()
            _refuse(
                script, match.start(), match[0], "isn't how a field is written here.", f"{{{name}}}" if name else None
            )


def _field(script: str, match: re.Match[str]) -> Field:
    """The field that a match of BRACES is, if it is one."""
    if match["whole"] is None:
        unclosed = match["unclosed"] is not None
        name, why = (match["unclosed"], "isn't closed.") if unclosed else (match["unopened"], "isn't opened.")
        at = match.start() if unclosed or name else match.end() - 1
        _refuse(script, at, script[at : match.end()], why, f"{{{name}}}" if name else None)
    name, bar, others = (piece.strip() for piece in match["inside"].partition("|"))
    if not comparable_name(name):
        _refuse(script, match.start(), match[0], "has no name in it.", None)
    words_meant = _words_meant(others)
    meant = f"{{{name}{bar if words_meant or not others else ''}{words_meant}}}"
    if match[0].count("{") > 1 or match[0].count("}") > 1:
        _refuse(script, match.start(), match[0], "has too many braces.", meant)
    if words_meant != others:
        _refuse(script, match.start(), match[0], "has its other words in another notation.", meant)
    default = (others if comparable(others) else "") if bar else None
    return _named(name, default)


def _words_meant(others: str) -> str:
    """A field's other words, of which nothing else remains if another system's notation is around them."""
    pieces = [piece.strip() for piece in others.split("|")]
    plain = [piece for piece in pieces if piece.casefold() not in FILTERS]
    if len(plain) < len(pieces) or any(re.match(r"default\s*:", piece) for piece in plain[1:]):
        others = plain[-1] if plain else ""
    words = OTHER_WORDS.fullmatch(others)
    other_notation = words and (words[1] or others.startswith("|") or others.startswith("default"))
    return words[2].strip() if words and other_notation else others


def _named(name: str, default: str | None) -> Field:
    compared = comparable_name(name)
    # On one line: the store's refusals are lines.
    return Field(" ".join(name.split()), compared, PLACES.get(meaning_of(compared) or ""), default)


def _place(script: str, at: int) -> tuple[int, int]:
    """The line of a place in a script, and the character within it; both count from 1."""
    lines = (script[:at] + "x").splitlines()
    return len(lines), len(lines[-1])


def _refuse(script: str, at: int, written: str, why: str, meant: str | None) -> NoReturn:
    line, character = _place(script, at)
    shown = written if len(written) <= 60 else f"{written[:59]}…"
    advice = f"Write {meant}." if meant else NO_OTHERS
    details: dict[str, Any] = {"line": line, "character": character, "written": written, "meant": meant}
    raise Refused("bad_braces", f"Line {line}, character {character}: “{shown}” {why} {advice}", details)


def _beside_fields(pieces: list[Field | str]) -> Iterator[Part]:
    """Set the blanks beside fields apart. Pieces are words and fields in turn, words first and last."""
    for at, piece in enumerate(pieces):
        if isinstance(piece, Field):
            yield piece
            continue
        after_field, before_field = at > 0, at < len(pieces) - 1
        start, end = 0, len(piece)
        if after_field and (blanks := BLANKS.match(piece)):
            yield Blanks(blanks[0])
            start = blanks.end()
        words = piece[start:]
        if before_field:
            end = start + len(words.rstrip(_blanks_of(words)))
        if words := piece[start:end]:
            yield Text(words, _closing(words) if after_field else "", before_field and words.endswith(BEGINNINGS))
        if piece[end:]:
            yield Blanks(piece[end:])


def _blanks_of(words: str) -> str:
    """The blanks that occur in some words, each once."""
    return "".join(set("".join(BLANKS.findall(words)))) or " "


def _closing(words: str) -> str:
    return "all" if words.startswith(NO_BLANK_BEFORE) else "own" if words.startswith(MAY_BE_BLANK_BEFORE) else ""
