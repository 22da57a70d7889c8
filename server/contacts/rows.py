"""A list of people as they have it → contacts, and rejected rows with their line and the reason. Pure.

    file ──▶ Table (encodings, table, workbook) ──▶ ContactsFile (columns, cells, numbers) ──▶ Contact | Rejected

It streams: of what has been read, only the phone numbers are kept, to know a duplicate by.
"""

import io
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, cast

import msgspec

from server.contacts import encodings
from server.contacts.cells import (
    from_spreadsheet,
    garbled,
    garbled_name,
    is_empty_word,
    shows_something,
    without_empty_words,
)
from server.contacts.columns import columns_of, header_place, likeness, phone_places
from server.contacts.encodings import Encoding
from server.contacts.numbers import Unusable, read_phone
from server.contacts.table import NOT_TEXT, Table, csv_rows, unreadable
from server.contacts.workbook import is_workbook, sheet_rows
from server.contacts.zones import Zones

EXAMPLES = 3
"""Words that a notice gives as examples."""


MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|html|head|body|meta|style|table|\?xml|\?mso)", re.IGNORECASE
)
"""Some systems export a web page and call it .xls."""
A_PAGE = "This is a web page, whatever it is called. Open it in a spreadsheet, save the list as .xlsx and import that."
NO_PHONE = Unusable("no_phone", "The row has no phone number.")


class Contact(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """A row that can be texted. `line` is the line of the file that it starts in, `row` its cells as they are there;
    `phone` is in E.164, names may be empty, `fields` has the other columns that aren't empty, by their names, `zone` is
    the time zone (zones.py)."""

    line: int
    row: list[str]
    first_name: str
    last_name: str
    phone: str
    fields: dict[str, str]
    zone: str


class Rejected(msgspec.Struct, frozen=True, array_like=True, tag=True):
    """A row that can't come in, and why. `sentence` says it to people, `reason` to programs: no_phone, bad_number,
    lossy_number, ambiguous_number, several_numbers, not_a_cell, duplicate_in_file or malformed (and in imports.py
    opted_out or duplicate_in_campaign)."""

    line: int
    row: list[str]
    reason: str
    sentence: str


class Noticed(msgspec.Struct, array_like=True):
    """Oddities noticed in the rows read so far. The rows came in all the same.

    emptied, emptied_words  how many cells were empty words such as NULL and so left empty, and examples
    garbled, garbled_first  how many cells look garbled, and the first: line and cell
    """

    emptied: int = 0
    emptied_words: list[str] = []
    garbled: int = 0
    garbled_first: tuple[int, str] = (0, "")

    def sentences(self) -> list[str]:
        """Say it to people."""
        told = []
        if self.emptied:
            words = ", ".join(self.emptied_words) + (" …" if len(self.emptied_words) == EXAMPLES else "")
            cells = "1 cell" if self.emptied == 1 else f"{self.emptied:,} cells"
            told.append(f"{cells} said {words} and {'was' if self.emptied == 1 else 'were'} left empty.")
        if self.garbled:
            line, cell = self.garbled_first
            cells = "1 cell looks" if self.garbled == 1 else f"{self.garbled:,} cells look"
            told.append(f"Names look wrong: {cells} garbled, for example “{cell[:40]}” in line {line:,}.")
        return told


def encoding_of(file: io.BufferedReader, named: str | None, whole: bool) -> Encoding:
    """Return the encoding of a text file, which is then read from its beginning.

    Of a file that can't be read twice only the beginning is looked at. Raises Refused (bad_contacts_file).
    """
    start = file.peek(1)
    found = encodings.named_encoding(named) if named else None
    wide = found and found.name.startswith(("utf-16", "utf-32"))
    if not wide and not encodings.wide(start) and NOT_TEXT.search(start.partition(b"\n")[0]):
        raise unreadable("This isn't a text file. Save the list as CSV (UTF-8) and import that.")
    if found:
        return encodings.with_byte_order(found, start)
    if not file.seekable():
        return encodings.find_encoding([start], whole=False)
    begin = file.tell()
    encoding = encodings.find_encoding(iter(lambda: file.read(encodings.BYTES_AT_ONCE), b""), whole)
    file.seek(begin)
    return encoding


def open_table(
    file: BinaryIO, mapping: Mapping[str, str] | None = None, named: str | None = None, whole: bool = True
) -> tuple[Table, Encoding]:
    """Return the rows of a file, and its encoding, which may be in doubt. Takes the file over.

    Raises Refused (bad_contacts_file).
    """
    read = file if isinstance(file, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, file))

    def place(rows: list[list[str]]) -> int:
        return header_place(rows, mapping)

    if is_workbook(read.peek(4)):
        if not read.seekable():
            read = io.BufferedReader(cast(io.RawIOBase, io.BytesIO(read.read())))
        rows, notice = sheet_rows(read, lambda rows: likeness(rows[place(rows)]).has_phone)
        return Table(rows, place, notices=[notice] if notice else []), Encoding("")
    if MARKUP.match(read.peek(1)[:200]):
        raise unreadable(A_PAGE)
    encoding = encoding_of(read, named, whole)
    text = io.TextIOWrapper(read, encoding.name, encoding.errors, newline="")

    def position() -> int:
        return text.buffer.tell() if text.seekable() else 0

    return Table(csv_rows(text), place, position, [encoding.notice] if encoding.notice else []), encoding


class ContactsFile:
    """A list whose columns are known; going through it gives each row once, as a Contact or a Rejected.

    `noticed` tells meanwhile what was noticed in the rows. Raises Refused (bad_contacts_file) when it can't be read as
    a table, its encoding is in doubt, or no column has the phone numbers.
    """

    def __init__(
        self, file: BinaryIO, region: str, mapping: Mapping[str, str] | None = None, encoding: str | None = None
    ) -> None:
        self.table, found = open_table(file, mapping, encoding)
        if found.likely:
            raise unreadable(found.notice)
        self.columns = columns_of(self.table.header, mapping)
        self.noticed = Noticed()
        places = {column.meaning: at for at, column in enumerate(self.columns)}
        self._phones = phone_places(self.columns, mapping)
        if not self._phones:
            names = ", ".join(f"“{column.name[:30]}”" for column in self.columns[:5])
            where = f"Line {self.table.header_line} looks most like the header, but none of its columns"
            raise unreadable(f"{where} ({names}) is called “phone”. Name the one with the numbers so.")
        self._first_name, self._last_name = (places.get(name, -1) for name in ("first_name", "last_name"))
        self._fields = [(column.name, at) for at, column in enumerate(self.columns) if column.meaning == "field"]
        self._region = region
        self._zones = Zones(self.columns)

    def __iter__(self) -> Iterator[Contact | Rejected]:
        seen: dict[str, int] = {}
        for line, row, fault in self.table.rows:
            read = Rejected(line, row, "malformed", fault) if fault else self._read(line, row)
            if isinstance(read, Contact) and (first := seen.setdefault(read.phone, line)) != line:
                read = Rejected(line, row, "duplicate_in_file", f"The number is in line {first} already.")
            yield read

    def _read(self, line: int, row: list[str]) -> Contact | Rejected:
        width = len(self.columns)
        cells = [from_spreadsheet(cell) if shows_something(cell) else "" for cell in map(str.strip, row)]
        if any(cells[width:]):
            sentence = f"The row has {len(row)} cells, the header {width}: a cell with a separator in it needs quotes."
            return Rejected(line, row, "malformed", sentence)
        cells += [""] * (width + 1 - len(cells))  # one more, to stand for names that the file doesn't have
        phone = self._phone(cells)
        if isinstance(phone, Unusable):
            return Rejected(line, row, phone.reason, phone.sentence)
        first_name, last_name = self._names(line, cells)
        fields = {name: cell for name, at in self._fields if (cell := self._field(line, cells[at]))}
        return Contact(line, row, first_name, last_name, phone, fields, self._zones.of(phone, cells))

    def _phone(self, cells: list[str]) -> str | Unusable:
        """Return the first number that can be texted, or why the first cell that isn't empty has none."""
        why: Unusable | None = None
        for at in self._phones:
            if cells[at] and not is_empty_word(cells[at]):
                read = read_phone(cells[at], self._region)
                if isinstance(read, str):
                    return read
                why = why or read
        return why or NO_PHONE

    def _names(self, line: int, cells: list[str]) -> tuple[str, str]:
        written = [" ".join(cells[at].split()) for at in (self._first_name, self._last_name)]
        first_name, last_name = without_empty_words(*written)
        for before, name in zip(written, (first_name, last_name), strict=True):
            if before and not name:
                self._notice_emptied(before)
            elif garbled_name(name):
                self._notice_garbled(line, name)
        return first_name, last_name

    def _field(self, line: int, cell: str) -> str:
        if cell and is_empty_word(cell):
            self._notice_emptied(cell)
            return ""
        if garbled(cell):
            self._notice_garbled(line, cell)
        return cell

    def _notice_emptied(self, word: str) -> None:
        self.noticed.emptied += 1
        if len(self.noticed.emptied_words) < EXAMPLES and word not in self.noticed.emptied_words:
            self.noticed.emptied_words.append(word)

    def _notice_garbled(self, line: int, cell: str) -> None:
        self.noticed.garbled_first = self.noticed.garbled_first if self.noticed.garbled else (line, cell)
        self.noticed.garbled += 1
