"""Phone numbers as people and spreadsheets write them → E.164, or why no text can reach them. Pure."""

import re
import unicodedata
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberType as Kind

from server.comparable import BLANKS, INVISIBLE

# Numbers for stories and tests, not all of which are valid to phonenumbers: area code 555, any 555-01xx (NANPA), and
# Ofcom's mobile numbers for drama.
FICTIONAL = re.compile(r"\+1555\d{7}|\+1[2-9]\d\d55501\d\d|\+447700900\d{3}")

CELLS = (Kind.MOBILE, Kind.FIXED_LINE_OR_MOBILE)
KINDS = {
    Kind.FIXED_LINE: "a landline",
    Kind.TOLL_FREE: "a toll-free number",
    Kind.PREMIUM_RATE: "a premium-rate number",
    Kind.SHARED_COST: "a shared-cost number",
    Kind.VOIP: "an internet phone",
    Kind.PERSONAL_NUMBER: "a forwarding number",
    Kind.PAGER: "a pager",
    Kind.UAN: "a company's number",
    Kind.VOICEMAIL: "a voicemail box",
}
"""What a number plan knows to be no cell phone."""

FIGURES = re.compile(r"([+-]?)(\d+)(?:[.,](\d+))?(?:[eE]([+-]?)(\d{1,2}))?")
GROUPED = re.compile(r"([+-]?)(\d{1,3})([,.'’ ])(\d{3}(?:\3\d{3})+)((?:[.,]0+)?)")
SURELY_WHOLE = 8
"""Significant digits from which a short form without a sign in its exponent (Java's 2.02555012E9) isn't rounded."""
SIMPLE = re.compile(r"\+?[0-9 ()-]+")
"""A number that needs no looking into: nothing but digits and what groups them."""
APOSTROPHES = "'’‘`´"
QUOTED = re.compile(r'=?\s*"(.*)"|=(.*)')
LABEL = re.compile(r"[^\W\d_][^\d+(]*[:.\s]\s*|[^\W\d_]+:")
TRAILING = re.compile(
    r"(?:\s+|\s*[(\[])(?:cell|mobile|mob|home|work|office|main|landline|phone|tel|whatsapp|sms|text|[chmotw])\.?[)\]]?$",
    re.IGNORECASE,
)
EXTENSION = re.compile(r"(?:;ext=|ext(?:ension|n)?[.:\s]*|[x#]|,,)\s*\d{1,7}$", re.IGNORECASE)
SEVERAL = re.compile(r"[/;|&\n,]|\bor\b|\band\b", re.IGNORECASE)
LEAST_DIGITS = 7
"""Digits of the shortest number that there may be two of in a cell."""


class Unusable(Exception):
    """A cell that holds no number that can be texted.

    reason    bad_number, lossy_number, ambiguous_number or not_a_cell
    sentence  says it to people
    """

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence


def read_phone(text: str, region: str) -> str:
    """Return the number in E.164; without a country code it belongs to `region`.

    Raises Unusable.
    """
    shown = text.strip()[:40]
    bad = Unusable("bad_number", f"“{shown}” isn't a phone number that can be texted.")
    written = text if SIMPLE.fullmatch(text) else looked_into(text, shown, bad)
    number = parsed(written, region)
    if number is None:
        raise bad
    phone, kind = number
    foreign = other_reading(written, phone, kind, region)
    if kind is None:
        if foreign:
            sentence = f"“{shown}” isn't a number here. If it is {foreign}, write it with its plus."
            raise Unusable("bad_number", sentence)
        raise bad
    if foreign:
        sentence = f"“{shown}” can be read as {phone} and as {foreign}. Write it with a plus and its country code."
        raise Unusable("ambiguous_number", sentence)
    if kind in KINDS:
        raise Unusable("not_a_cell", f"“{shown}” is {KINDS[kind]}, which gets no texts.")
    return phone


def looked_into(text: str, shown: str, bad: Unusable) -> str:
    """Return the number in a cell that holds more than digits, in a form that phonenumbers doesn't misread.

    Raises Unusable.
    """
    if any(unicodedata.category(character) == "No" for character in text):  # a footnote's ¹ would become a digit
        raise bad
    written = plain(text)
    if sum(digits_in(part) >= LEAST_DIGITS for part in SEVERAL.split(written)) > 1:
        raise Unusable("bad_number", f"“{shown}” holds several numbers. Leave one in the cell.")
    written = whole_figure(written, shown)
    extension = EXTENSION.search(written)
    if extension and digits_in(written[: extension.start()]) >= LEAST_DIGITS:
        raise Unusable("not_a_cell", f"“{shown}” has an extension, which no text can reach.")
    if any(map(str.isalpha, written)):  # phonenumbers would dial them
        raise bad
    return written


def digits_in(text: str) -> int:
    """Return how many digits a text has."""
    return sum(map(str.isdigit, text))


def plain(text: str) -> str:
    """Return a cell without what only surrounds the number: invisible characters, quotes, `=`, `tel:`, a label."""
    text = BLANKS.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFKC", text))).strip().strip(APOSTROPHES)
    if quoted := QUOTED.fullmatch(text):
        text = quoted[1] or quoted[2] or ""
    text = text.strip().strip(APOSTROPHES).strip()
    if label := LABEL.match(text):
        text = text[label.end() :]
    return TRAILING.sub("", text)


def whole_figure(written: str, shown: str) -> str:
    """Return a number that a spreadsheet took for a figure as its digits: `2025550123.0`, `2.025550123E9`.

    Raises Unusable (lossy_number) when digits were lost: `2.03E+09`.
    """
    if grouped := GROUPED.fullmatch(written):
        sign, first, separator, rest, decimals = grouped.groups()
        written = sign + first + rest.replace(separator, "") + decimals
    figure = FIGURES.fullmatch(written)
    if not figure or not (figure[3] or figure[5]):
        return written
    sign, whole, decimals, exponent_sign, exponent = (part or "" for part in figure.groups())
    places = int(exponent or 0)
    digits, beyond = whole + decimals[:places], decimals[places:]
    missing = places - len(decimals)
    exact = missing <= 0 or (not exponent_sign and len(digits.lstrip("0")) >= SURELY_WHOLE)
    if exponent and (exponent_sign == "-" or beyond.strip("0") or not exact):
        raise Unusable(
            "lossy_number",
            f"“{shown}” was shortened by a spreadsheet, so its digits are lost. Format that column as text.",
        )
    if beyond.strip("0"):
        return written  # digits in groups: 202.5550123
    return sign.replace("-", "") + digits + "0" * missing


def parsed(written: str, region: str | None) -> tuple[str, int | None] | None:
    """Return a number in E.164 and its kind (phonenumbers' PhoneNumberType), None when it isn't valid.

    None when it can't be read as a number at all. A fictional number is of the kind MOBILE.
    """
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None
    phone = f"+{number.country_code}{phonenumbers.national_significant_number(number)}"
    kind = phonenumbers.number_type(number)
    if kind == Kind.UNKNOWN and FICTIONAL.fullmatch(phone):
        kind = Kind.MOBILE
    return phone, None if kind == Kind.UNKNOWN else kind


def other_reading(written: str, phone: str, kind: int | None, region: str) -> str | None:
    """Return the number of another cell phone that this is if its plus was lost.

    A valid number of North America (country code 1) has no other reading: to everybody there ten digits are one.
    """
    if kind is not None and region_code(region) == 1:
        return None
    digits = "".join(filter(str.isdigit, written))
    if written.startswith("+") or digits.startswith("0"):
        return None
    reading = parsed(f"+{digits}", None)
    return reading[0] if reading and reading[1] in CELLS and reading[0] != phone else None


@lru_cache
def region_code(region: str) -> int:
    """Return the country code of a region."""
    return phonenumbers.country_code_for_region(region)
