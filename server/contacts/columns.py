"""The meaning of a list's columns, found by the names in its header. Pure."""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple, cast

import msgspec

from server.contacts.cells import from_spreadsheet
from server.errors import Refused
from server.words.comparable import comparable_name

Meaning = Literal["first_name", "last_name", "phone", "field", "ignored"]
MEANINGS: dict[str, Meaning] = {"first_name": "first_name", "last_name": "last_name", "phone": "phone"}
"""Meanings that a person may give a column, beside a field and nothing."""


def _names(*parts: str) -> list[str]:
    """Return every sequence of one word of each part, as `comparable_name` gives it; a part is words between commas."""
    made = [""]
    for part in parts:
        made = [f"{begun} {word}" for begun in made for word in part.split(",")]
    return [comparable_name(name) for name in made]


NOUNS = "phone, telephone, tel, phone number, telephone number, number, no, nr, num, phone no"
PLACES = ", 1, 2, 3, 4"
CELLS = [
    *_names("cell, mobile, cellular, cellphone, mob, handy, whatsapp, sms, text", NOUNS, PLACES),
    *_names("cell, mobile, cellular, cellphone, mob, handy, gsm, whatsapp, natel", PLACES),
    *_names("phone, telephone, tel, phone number", "(cell, (mobile, cell, mobile, /mobile, /cell"),
    *_names("cell/mobile, mobile/cell, contact mobile, contact cell, mobilnr, mobiltelefonnummer, telefon mobil"),
    *_names("numéro de portable, numéro de mobile, numero di cellulare, numero cellulare, tlf mobil"),
    *_names("mobile, cell, mobile phone, cell phone, mobile number, cell number", "(required"),
    *_names("tel. móvil, telefono móvil, telefon komórkowy, numer komórkowy, טלפון נייד, נייד"),
    *_names("móvil, movil, celular, teléfono móvil, telefono movil, teléfono celular, telefono celular"),
    *_names("número de celular, numero de celular, número celular, numero celular, telemóvel, telemovel"),
    *_names("portable, téléphone portable, telephone portable, tél portable, cellulaire, cellulare, telefonino"),
    *_names("handynummer, mobilnummer, mobil, mobiltelefon, мобильный, мобильный телефон, मोबाइल"),
    *_names("携帯, 携帯電話, 携帯番号, 手机, 手机号, 手机号码, 휴대폰, 휴대전화"),
]
PHONES = [
    *_names("phone, telephone, tel, telefon, phone number, telephone number, phone no, phone nr, telno, ph, phones"),
    *_names("phone, telephone, tel, phone number", "1, 1 value, main, (main, primary, (primary, e164, e.164"),
    *_names("preferred, primary, contact, main, best, default, pref, can2, your, my, personal, normalized", NOUNS),
    *_names("telephone no, phone num, phone numbers, phone number(s, n° de téléphone, nº de téléphone, nº de teléfono"),
    *_names("n° tel, tlf"),
    *_names("phone, telephone, phone number, telephone number", "(required"),
    *_names("msisdn, telefonnummer, rufnummer, teléfono, telefono, número de teléfono, numero de telefono"),
    *_names("téléphone, tél, numéro, numéro de téléphone, telefone, número de telefone, numero di telefono"),
    *_names("telefoon, telefoonnummer, телефон, номер телефона, τηλέφωνο, טלפון, هاتف, फ़ोन, फोन"),
    *_names("電話, 電話番号, 电话, 电话号码, 전화, 전화번호"),
]
OTHERS = [
    *_names("home, work, business, office, other, alternate, secondary, daytime, evening", NOUNS),
    *_names("phone, telephone, tel, phone number", "2, 3, 4, 2 value, 3 value, home, (home, work, (work, other"),
    *_names("landline, landline number, festnetz, festnetznummer, teléfono fijo, telefono fijo, téléphone fixe"),
]
"""Names of columns with phones: those of cells go before those that don't say, and these before landlines."""

FIRST_NAMES = [
    *_names("first, first name, first name(s, given name, given names, given name(s, forename, forenames, forename(s"),
    *_names("fname, christian name, contact first name, legal first name, can2 first name, vorname, prénom, prenom"),
    *_names("nombre, primer nombre, nome, voornaam, имя"),
]
PREFERRED = _names("preferred first name, preferred name, preferred given name, nickname, known as")
LAST_NAMES = [
    *_names("last, last name, last name(s, surname, surnames, surname(s, family name, family names, family name(s"),
    *_names("lname, contact last name, legal last name, can2 last name, nachname, familienname, nom de famille"),
    *_names("apellido, apellidos, sobrenome, cognome, achternaam, фамилия"),
]


class Known(NamedTuple):
    """Return what a column holds, by its name, and its rank among the columns that hold it; the best rank is 0."""

    meaning: Meaning
    rank: int


KNOWN: dict[str, Known] = {
    **dict.fromkeys(PREFERRED, Known("first_name", 1)),
    **dict.fromkeys(FIRST_NAMES, Known("first_name", 0)),
    **dict.fromkeys(LAST_NAMES, Known("last_name", 0)),
    **dict.fromkeys(OTHERS, Known("phone", 2)),
    **dict.fromkeys(PHONES, Known("phone", 1)),
    **dict.fromkeys(CELLS, Known("phone", 0)),
}


def meaning_of(name: str) -> Meaning | None:
    """Return what a merge field's name (as `comparable_name` gives it) means, if it is a well-known one.

    A nickname isn't the first name and a home phone isn't the cell, though a list that has nothing better is read so.
    """
    return None if name in PREFERRED or name in OTHERS or name not in KNOWN else KNOWN[name].meaning


FIGURE = re.compile(r"(?:\d\D{0,2}){7}")
"""A phone number, or something as long: no column is called so."""


MISFIT = "What the columns are said to hold doesn't fit this file."
MARKS_OF_FIELDS = re.compile(r"[{|}]+")


class Column(msgspec.Struct, frozen=True):
    """A column and its meaning.

    Its name is the file's, without braces and bars, so that a merge field can be called so: `Town|City` becomes
    `Town City`. It is numbered when there is none or it had been there before.
    """

    name: str
    meaning: Meaning


class Likeness(NamedTuple):
    """Return how much a row looks like a header, for comparing rows. A row with a phone's name is a header."""

    has_phone: bool
    known: int
    names_only: bool
    filled: int


def likeness(cells: list[str]) -> Likeness:
    """Return how much a row looks like a header."""
    filled = [cell for cell in cells if cell.strip()]
    names_only = not any(map(FIGURE.search, filled))
    known = [KNOWN[name] for name in map(comparable_name, filled) if name in KNOWN] if names_only else []
    return Likeness(any(each.meaning == "phone" for each in known), len(known), names_only, len(filled))


def header_place(rows: list[list[str]], mapping: Mapping[str, str] | None = None) -> int:
    """Return which of the first rows is the header: the first with all names of a mapping, else with a phone's name.

    If none has one, it is the row that looks most like a header.
    """
    said = {comparable_name(_without_marks(name)) for name in mapping or ()}
    for place, cells in enumerate(rows):
        if said and said <= {comparable_name(name) for name in column_names(cells)}:
            return place
    likenesses = [likeness(cells) for cells in rows]
    phones = [place for place, each in enumerate(likenesses) if each.has_phone]
    if phones and likenesses[phones[0]].filled == 1:  # a title `Phones`, unless there is nothing but phones
        phones = [place for place in phones if likenesses[place].filled > 1] or phones
    return phones[0] if phones else likenesses.index(max(likenesses))


def column_names(header: list[str]) -> list[str]:
    """Return a name for each column, no two of which are the same when compared."""
    names: dict[str, str] = {}
    for place, cell in enumerate(header, 1):
        name = _without_marks(from_spreadsheet(cell)) or f"Column {place}"
        while comparable_name(name) in names:
            name += f" {place}"
        names[comparable_name(name)] = name
    return list(names.values())


def _without_marks(name: str) -> str:
    return " ".join(MARKS_OF_FIELDS.sub(" ", name).split())


def columns_of(header: list[str], mapping: Mapping[str, str] | None = None) -> list[Column]:
    """Return what each column is taken for: as `mapping` says (name → meaning), else by its name, else for a field.

    Of several columns with a phone the best one has it, and the others are fields. A column `Name` or `Full name` is
    a field, since nobody can tell which part of it is the first name.

    Raises Refused (bad_contacts_file) when the mapping doesn't fit the header.
    """
    names = column_names(header)
    plain = [comparable_name(name) for name in names]
    given = {comparable_name(_without_marks(name)): meaning for name, meaning in (mapping or {}).items()}
    used = [meaning for meaning in given.values() if meaning not in ("field", "ignored")]
    fits = given.keys() <= set(plain) and set(used) <= MEANINGS.keys() and len(used) == len(set(used))
    if not fits or len(given) < len(mapping or {}):
        raise Refused("bad_contacts_file", MISFIT)
    best: dict[str, int] = {}
    for place in sorted(range(len(plain)), key=lambda place: KNOWN[plain[place]].rank if plain[place] in KNOWN else 0):
        known = KNOWN.get(plain[place])
        if known and plain[place] not in given and known.meaning not in used:
            best.setdefault(known.meaning, place)
    columns = []
    for place, name in enumerate(names):
        by_name = KNOWN[plain[place]].meaning if place in best.values() else None
        blank = "field" if header[place].strip() else "ignored"
        columns.append(Column(name, cast(Meaning, given.get(plain[place], by_name or blank))))
    return columns


def phone_places(columns: list[Column], mapping: Mapping[str, str] | None = None) -> list[int]:
    """Return the columns in which a row's phone is looked for, the best first: a cell before a landline.

    A column that somebody chose is the only one.
    """
    if chosen := [place for place, column in enumerate(columns) if column.meaning == "phone"]:
        if "phone" in (mapping or {}).values():
            return chosen
        known = {place: KNOWN.get(comparable_name(column.name)) for place, column in enumerate(columns)}
        others = [
            (each.rank, place)
            for place, each in known.items()
            if each and each.meaning == "phone" and columns[place].meaning == "field"
        ]
        return chosen + [place for _, place in sorted(others)]
    return []
