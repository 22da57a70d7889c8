"""A cell → a phone number that a text can be sent to, or why not. Pure.

A number is read when there is exactly one way to read it. What a spreadsheet has rounded, what could be two people's,
and what the number plan itself says is no cell is told apart, so that nobody gets a text that was meant for another.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

from server.contacts.american import read_american
from server.errors import Refused
from server.words.comparable import INVISIBLE


class Unusable(NamedTuple):
    """The reason why a cell has no number that can be texted. `reason` is bad_number, lossy_number, ambiguous_number,
    several_numbers or not_a_cell (and no_phone, of a row), `sentence` says it to people, and what to do."""

    reason: str
    sentence: str


# Numbers for stories and tests, not all of which are valid to phonenumbers: area code 555, any 555-01xx (NANPA), and
# Ofcom's mobile numbers for drama.
FICTIONAL = re.compile(r"\+1555\d{7}|\+1[2-9]\d\d55501\d\d|\+447700900\d{3}")

NOT_A_CELL = {
    PhoneNumberType.FIXED_LINE: "a landline",
    PhoneNumberType.TOLL_FREE: "a toll-free number",
    PhoneNumberType.PREMIUM_RATE: "a premium-rate number",
    PhoneNumberType.SHARED_COST: "a shared-cost number",
    PhoneNumberType.PERSONAL_NUMBER: "a number that forwards calls",
    PhoneNumberType.PAGER: "a pager",
    PhoneNumberType.UAN: "a company's number",
    PhoneNumberType.VOICEMAIL: "a voicemail",
}
"""Kinds of numbers that are no cell phones by the number plan. Where it can't tell (US, Canada, Mexico …) and
for numbers on the internet, some of which get texts (Korea's 070), the number comes in."""

WHOLE = re.compile(r"\+\d{3,17}", re.ASCII)
"""A number as it is kept, also one that no text can be sent to."""
PLAIN = re.compile(r"\+?[\d(][\d()-]*(?: [\d()-]+)*", re.ASCII)
"""Most of what people write, which needs no second look."""
# The other ways to write a number: with a plus at the start at most, and with a slash only where a piece of a number
# follows it. In Germany `392000/1` stands for two numbers.
NUMBER = re.compile(r"[(\[ ]*\+?(?:[\d ()\[\].~-]|/ ?(?=\d{3}))+")

# Numbers as spreadsheets write them when they take a column for figures. Nobody groups a phone's digits like these.
DECIMAL = re.compile(r"(\+?[1-9]\d{6,})[.,](\d{1,2}|0+)")
GROUPED = re.compile(r"(\d{1,3}(?:([.,'])\d{3})(?:\2\d{3})+)(?:(?!\2)[.,]0+)?")
EXPONENT = re.compile(r"\+?(\d{1,15})(?:[.,](\d*))? ?[eE] ?\+?0*(\d{1,2})")
ROUNDED = re.compile(r"[1-9]\d*0{5}")

LONGEST_NUMBER_CHARACTERS = 250
"""Characters of a cell; phonenumbers reads no more either."""
WRAPPING = " \t\r\n'\"`´‘’“”„=<>"
LABEL = r"""(?:cell\s?phone|cell|cellular|mobile\s?phone|mobile|mob|tele?phone|phone|tel|ph|sms|text|whats\s?app|handy
    |móvil|celular|portable|main|primary|preferred|best|personal|home|work|office|number|no|nr|callto|[cmhtpw])"""
# The words that only say what it is: `Cell: 212-555-0101`, `2125550101 (home)`, `tel:+1-212-555-0101`.
LABELS = re.compile(
    rf"^(?:[(\[]?{LABEL}\b[)\]]?[.:\# -]*)+(?=[+(\[\d])|(?<=[\d)])(?:[ (\[-]+{LABEL}\b[)\].]*)+$|^\#\ *|[*.,;:\ ]+$",
    re.IGNORECASE | re.VERBOSE,
)
EXTENSION = re.compile(r"\d\W*(?:x|ext|extn|extension|int|durchwahl|dw|#)[ .:#=]*\d{1,6}$", re.IGNORECASE)
SEPARATOR = re.compile(r"[/,;|&\n\t]|:::|\b(?:or|and|und|oder|et|ou|y|o)\b| {2,}| (?=\+)", re.IGNORECASE)


def read_phone(written: str, region: str) -> str | Unusable:
    """Return the number in E.164, or why no text can be sent to it. Without a country code it belongs to `region`."""
    if american := read_american(written, region):
        return american
    if PLAIN.fullmatch(written) and isinstance(read := _read(written, region, written), str):
        return read
    text = written if written.isascii() else _in_ascii(written)
    text = LABELS.sub("", text.strip(WRAPPING)).strip(WRAPPING)
    if len(text) > LONGEST_NUMBER_CHARACTERS:
        return _not_a_number(written, "there is more in the cell than a number")
    if figures := EXPONENT.fullmatch(text):
        whole = _whole(*figures.groups())
        if whole is None:
            return Unusable("lossy_number", _rounded(written))
        text = whole
    elif figures := DECIMAL.fullmatch(text):
        if figures[2].strip("0"):
            return _not_a_number(written, "it has decimals")
        text = figures[1]
    elif figures := GROUPED.fullmatch(text):
        text = _digits(figures[1])
    if NUMBER.fullmatch(text):
        read = _read(text, region, written)
        if isinstance(read, str) or read.reason != "bad_number":
            return read
    elif EXTENSION.search(text):
        return _not_a_number(written, "no text gets to an extension")
    else:
        read = _not_a_number(written, "there is more in the cell than a number")
    pieces = [piece for piece in SEPARATOR.split(text) if piece and sum(map(str.isdigit, piece)) >= 6]
    if len(pieces) < 2:
        return read
    readings = {read_phone(piece, region) for piece in pieces}
    if len(readings) == 1 and isinstance(one := readings.pop(), str):
        return one
    return Unusable("several_numbers", f"There are several numbers in “{_short(written)}”. Leave one in the cell.")


def _in_ascii(text: str) -> str:
    """Return a cell with digits, dashes, blanks and brackets of any script as ASCII, and without what is invisible."""
    return "".join(map(_one_in_ascii, INVISIBLE.sub("", text)))


@cache
def _one_in_ascii(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    category = unicodedata.category(character)
    if category == "Pd" or character in "−⁓〜～":
        return "-"
    if category == "Zs" or character in "·•∙․‧・":
        return " "
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and plain.isascii() and not plain.isdigit() else character


def _whole(first: str, decimals: str | None, exponent: str) -> str | None:
    """Return the digits of `2.025550123E+9`, or None when some of them are lost."""
    decimals, places = decimals or "", int(exponent)
    exact = len(decimals) >= places and not decimals[places:].strip("0")
    return first + decimals[:places] if exact else None


def _read(text: str, region: str, written: str) -> str | Unusable:
    """Read what consists of the signs of a number alone."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return _not_a_number(written)
    phone = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    kind = phonenumbers.number_type(number)
    valid = kind != PhoneNumberType.UNKNOWN or FICTIONAL.fullmatch(phone) is not None
    other = None if "+" in text else _with_its_plus(_digits(text), number, phone, region, valid)
    if not valid:
        return _not_a_number(written, f"if {_shown(other)} is meant, its plus is lost" if other else _why(number))
    if other:
        readings = f"{_shown(number)} or {_shown(other)}"
        sentence = f"“{_short(written)}” can be {readings}. Write the one that is meant, with its plus."
        return Unusable("ambiguous_number", sentence)
    if kind in NOT_A_CELL:
        sentence = (
            f"“{_short(written)}” is {NOT_A_CELL[kind]}: no text gets there. Give a cell number, if there is one."
        )
        return Unusable("not_a_cell", sentence)
    if ROUNDED.fullmatch(text) and not FICTIONAL.fullmatch(phone):
        return Unusable("lossy_number", _rounded(written))
    return phone


def _with_its_plus(digits: str, number: PhoneNumber, phone: str, region: str, valid: bool) -> PhoneNumber | None:
    """Return the other number that these digits are if a spreadsheet has dropped a plus before them, or None.

    With a plus before them, a tenth of all US numbers would be somebody's elsewhere. But people there write a number
    without anything before it. Where they write a 0, a spreadsheet may have dropped that, or a plus.
    """
    if digits[0] == "0" or phone == f"+{digits}":
        return None
    if valid and len(digits) == _own_length(region) and phone == f"+{number.country_code}{digits}":
        return None
    try:
        other = phonenumbers.parse(f"+{digits}", None)
    except phonenumbers.NumberParseException:
        return None
    return other if phonenumbers.is_valid_number(other) or FICTIONAL.fullmatch(f"+{digits}") else None


@cache
def _own_length(region: str) -> int | None:
    """Return how many digits a region's numbers have if they are written with no 0 or anything else before them, as
    in (212) 555-0101; else None."""
    number = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE) or phonenumbers.example_number(region)
    if number is None:
        return None
    digits = phonenumbers.national_significant_number(number)
    written = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    return len(digits) if _digits(written) == digits else None


def _digits(text: str) -> str:
    return text if text.isdigit() else re.sub(r"\D", "", text)


def _why(number: PhoneNumber) -> str:
    """Return the reason why a number is impossible, or "" if there is none to give."""
    match phonenumbers.is_possible_number_with_reason(number):
        case ValidationResult.TOO_SHORT:
            return "it has too few digits"
        case ValidationResult.TOO_LONG:
            return "it has too many digits"
        case ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            return "it has no area code"
    return ""


def _not_a_number(written: str, why: str = "") -> Unusable:
    said = f"“{_short(written)}” isn't a phone number that can be texted{': ' + why if why else ''}."
    return Unusable("bad_number", f"{said} Write the whole number and nothing else.")


def _rounded(written: str) -> str:
    return (
        f"A spreadsheet has rounded “{_short(written)}”, and digits are lost. Format its column as text, enter the "
        "number again, and save."
    )


def _shown(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def phone_of(written: str, region: str) -> str:
    """Return the number of a person, in E.164, also one that is kept though no text can be sent to it.

    Raises Refused bad_phone.
    """
    if WHOLE.fullmatch(written):
        return written
    read = read_phone(written, region)
    if isinstance(read, Unusable):
        raise Refused("bad_phone", f"This number can't be used. {read.sentence}")
    return read
