"""A CSV file as people have it → contacts, and rejected rows with their line and the reason. Pure.

    file ──▶ Table (encoding, delimiter, rows) ──▶ ContactsFile (columns, numbers, duplicates) ──▶ Contact | Rejected

It streams: of what has been read, only the phone numbers are kept, to know a duplicate by. Reading numbers would
keep an event loop from serving anyone, so `python -m server.contacts` does it in a process of its own: see imports.py.
"""

import csv
import io
import re
import signal
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import BinaryIO, Literal, cast

import msgspec
import phonenumbers

from server.comparable import comparable
from server.errors import Refused
from server.table import LONGEST_ROW, Table, unreadable

Meaning = Literal["first_name", "last_name", "phone", "field", "ignored"]
ALIASES: dict[str, Meaning] = {
    **dict.fromkeys(("first", "firstname", "givenname"), "first_name"),
    **dict.fromkeys(("last", "lastname", "surname"), "last_name"),
    **dict.fromkeys(("phone", "cell", "cellphone", "mobile", "phonenumber"), "phone"),
}
PLAIN = str.maketrans({chr(upper): chr(upper + 32) for upper in range(65, 91)} | dict.fromkeys(" _-"))
# Numbers for stories and tests, not all of which are valid to phonenumbers: area code 555, any 555-01xx (NANPA), and
# Ofcom's mobile numbers for drama.
FICTIONAL = re.compile(r"\+1555\d{7}|\+1[2-9]\d\d55501\d\d|\+447700900\d{3}")


class Contact(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """A row that can be texted. `line` is the line of the file that it starts in, `row` its cells as they are there;
    `phone` is in E.164, names may be empty, `fields` has the other columns that aren't empty, by their names."""

    line: int
    row: list[str]
    first_name: str
    last_name: str
    phone: str
    fields: dict[str, str]


class Rejected(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """A row that can't come in. `reason` is no_phone, bad_number, duplicate_in_file or malformed (and in imports.py
    opted_out or duplicate_in_campaign), `sentence` says it to people."""

    line: int
    row: list[str]
    reason: str
    sentence: str


class Column(msgspec.Struct, frozen=True):
    """A column and what it is taken for. Its name is the file's, numbered when it has none or had been there before."""

    name: str
    meaning: Meaning


class Preview(msgspec.Struct, frozen=True):
    """What an upload page shows before the import: the columns, and the cells of the first rows."""

    columns: list[Column]
    rows: list[list[str]]


def plain_name(name: str) -> str:
    """A column's name as names are compared: without case, spaces, `_` and `-`."""
    return name.translate(PLAIN)


def shows_something(cell: str) -> bool:
    """Return whether there is anything but blanks and invisible characters."""
    return (cell.isascii() and cell.isprintable() and cell.strip() != "") or comparable(cell) != ""


def read_phone(text: str, region: str) -> str | None:
    """The number in E.164, or None when no text can reach it. Without a country code it belongs to `region`."""
    try:
        # A spreadsheet that took the column for figures writes 2025550123.0.
        number = phonenumbers.parse(text.removesuffix(".0"), region)
    except phonenumbers.NumberParseException:
        return None
    phone = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return phone if FICTIONAL.fullmatch(phone) or phonenumbers.is_valid_number(number) else None


def columns_of(header: list[str], mapping: Mapping[str, str] | None = None) -> list[Column]:
    """What each column is taken for: as `mapping` says (name → meaning), else by its name, else for a field.

    Raises Refused (bad_contacts_file) when the mapping doesn't fit the header.
    """
    names: dict[str, str] = {}
    for place, cell in enumerate(header, 1):
        name = " ".join(cell.split()) or f"Column {place}"
        while plain_name(name) in names:
            name += f" {place}"
        names[plain_name(name)] = name
    given = dict(mapping or {})
    used = [meaning for meaning in given.values() if meaning not in ("field", "ignored")]
    if not given.keys() <= set(names.values()) or not set(used) <= set(ALIASES.values()) or len(used) > len(set(used)):
        raise unreadable("What the columns are said to hold doesn't fit this file.")
    columns = []
    for cell, (plain, name) in zip(header, names.items(), strict=True):
        meaning = given.get(name)
        if meaning is None:
            meaning = ALIASES.get(plain, "field" if cell.strip() else "ignored")
            meaning = "field" if meaning in used else meaning  # a second phone, say
            used += [meaning] if plain in ALIASES else []
        columns.append(Column(name, cast(Meaning, meaning)))
    return columns


def open_table(file: BinaryIO) -> Table:
    """The rows of a file. Raises Refused (bad_contacts_file)."""
    return Table(file, lambda cell: plain_name(cell) in ALIASES)


def preview(file: BinaryIO, mapping: Mapping[str, str] | None = None, rows: int = 5) -> Preview:
    """The columns and the first rows of a file, of which it reads no more than it needs.

    Raises Refused (bad_contacts_file), but not for want of a phone.
    """
    table = open_table(io.BytesIO(file.read((rows + 1) * LONGEST_ROW)))
    return Preview(columns_of(table.header, mapping), [cells for _, cells, _ in islice(table.rows, rows)])


class ContactsFile:
    """A CSV file whose columns are known; going through it gives each row once, as a Contact or a Rejected.

    Raises Refused (bad_contacts_file) when it can't be read as a table, or no column has the phone numbers.
    """

    def __init__(self, file: BinaryIO, region: str, mapping: Mapping[str, str] | None = None) -> None:
        self.table = open_table(file)
        self.columns = columns_of(self.table.header, mapping)
        places = {column.meaning: at for at, column in enumerate(self.columns)}
        if "phone" not in places:
            names = ", ".join(f"“{column.name[:30]}”" for column in self.columns[:5])
            raise unreadable(f"None of the columns ({names}) is called “phone”. Name the one with the numbers so.")
        self._phone = places["phone"]
        self._first_name, self._last_name = (places.get(name, -1) for name in ("first_name", "last_name"))
        self._fields = [(column.name, at) for at, column in enumerate(self.columns) if column.meaning == "field"]
        self._region = region

    def __iter__(self) -> Iterator[Contact | Rejected]:
        seen: dict[str, int] = {}
        for line, row, fault in self.table.rows:
            read = Rejected(line, row, "malformed", fault) if fault else self._read(line, row)
            if isinstance(read, Contact) and (first := seen.setdefault(read.phone, line)) != line:
                read = Rejected(line, row, "duplicate_in_file", f"The number is in line {first} already.")
            yield read

    def _read(self, line: int, row: list[str]) -> Contact | Rejected:
        width = len(self.columns)
        cells = [cell if shows_something(cell) else "" for cell in map(str.strip, row)]
        if any(cells[width:]):
            sentence = f"The row has {len(row)} cells, the header {width}: a cell with a separator in it needs quotes."
            return Rejected(line, row, "malformed", sentence)
        cells += [""] * (width + 1 - len(cells))  # one more, to stand for names that the file doesn't have
        written = cells[self._phone]
        if not written:
            return Rejected(line, row, "no_phone", "The row has no phone number.")
        phone = read_phone(written, self._region)
        if phone is None:
            return Rejected(line, row, "bad_number", f"“{written[:40]}” isn't a phone number that can be texted.")
        first_name = " ".join(cells[self._first_name].split())
        last_name = " ".join(cells[self._last_name].split())
        return Contact(
            line, row, first_name, last_name, phone, {name: cells[at] for name, at in self._fields if cells[at]}
        )


def for_spreadsheet(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (OWASP, CSV injection), also one that passes over NULs."""
    cell = cell.replace("\0", "")
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else cell


def rejected_csv(header: list[str], rejected: Iterable[Rejected]) -> Iterator[str]:
    """The rejected rows as CSV, piece by piece: line and reason, then the cells as they were."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    out.write("\ufeff")  # without it spreadsheets don't take it for UTF-8
    for cells in chain([["line", "rejected because", *header]], ([str(r.line), r.sentence, *r.row] for r in rejected)):
        writer.writerow(map(for_spreadsheet, cells))
        yield out.getvalue()
        out.seek(0)
        out.truncate()


class Opening(msgspec.Struct, frozen=True):
    """The first frame of a process that reads contacts: what the file is like, or else why it is refused."""

    header: list[str] = []
    columns: list[Column] = []
    refused: str | None = None


class Chunk(msgspec.Struct, frozen=True):
    """The frames after it: some rows, and how many bytes of the file have been read."""

    position: int
    rows: list[Contact | Rejected]


def write_frames(file: BinaryIO, out: BinaryIO, region: str, mapping: Mapping[str, str] | None, size: int) -> None:
    """Read a file and write an Opening and then Chunks of `size` rows, each after its length in four bytes."""

    def write(frame: Opening | Chunk) -> None:
        packed = msgspec.msgpack.encode(frame)
        out.write(len(packed).to_bytes(4) + packed)
        out.flush()

    try:
        contacts = ContactsFile(file, region, mapping)
    except Refused as refused:
        return write(Opening(refused=refused.sentence))
    write(Opening(contacts.table.header, contacts.columns))
    rows = iter(contacts)
    while chunk := list(islice(rows, size)):
        write(Chunk(contacts.table.position, chunk))


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # ends quietly when nobody reads any more
    write_frames(sys.stdin.buffer, sys.stdout.buffer, sys.argv[1], msgspec.json.decode(sys.argv[2]), int(sys.argv[3]))
