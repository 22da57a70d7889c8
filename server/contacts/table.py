"""A CSV file as people have it → rows of cells. Pure, and it streams: a few rows are in memory at a time."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import TextIO

from server.contacts.columns import likeness
from server.errors import Refused

Row = tuple[int, list[str], str | None]
"""The line that a row begins in, its cells, and what is wrong with it or None."""

HEAD_ROWS = 20
"""Rows among which the header is looked for."""
HEAD_LINES = 3 * HEAD_ROWS
LONGEST_ROW_CHARACTERS = 20_000
"""Characters. What is longer is a quote never closed, or nothing that a text could use."""

QUOTES = "The quotes in this row don't pair up."
TOO_LONG = f"The row is longer than {LONGEST_ROW_CHARACTERS:,} characters."
SEPARATOR_LINE = re.compile(r'\s*"?\s*sep\s*=\s*"?([,;\t|])["\s,;|]*', re.IGNORECASE)
"""A line by which a spreadsheet is told the delimiter."""
NOT_TEXT = re.compile(rb"[\0-\x08\x0e-\x1f]")
MARKS = re.compile("\0|\ufeff|ï»¿")
"""NULs, and byte-order marks, also when they were read as Windows-1252: no data, wherever they are."""


def unreadable(sentence: str) -> Refused:
    """Return why the file as a whole can't be imported."""
    return Refused("bad_contacts_file", sentence)


class Lines:
    """The lines of a text. Those of the row being read can be taken back, to be read again."""

    def __init__(self, text: TextIO) -> None:
        self.number = 0
        self.row_began = 0
        self.delimiter: str | None = None
        self._text = text
        self._row: list[str] = []
        self._length = 0
        self._again: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while True:
            line = self._again.pop() if self._again else self._read()
            if not line:
                raise StopIteration
            self.number += 1
            clean = line if line.isascii() and "\0" not in line else MARKS.sub("", line)
            if self._row or clean[:1] not in '"sS \t' or not (told := SEPARATOR_LINE.fullmatch(clean)):
                break
            self.delimiter = self.delimiter or told[1]
        if not self._row:
            self.row_began = self.number
        self._row.append(line)
        self._length += len(line)
        if self._length > LONGEST_ROW_CHARACTERS:
            raise csv.Error("the row is too long")
        return clean

    def _read(self) -> str:
        line = rest = self._text.readline(LONGEST_ROW_CHARACTERS + 1)
        while len(rest) > LONGEST_ROW_CHARACTERS and not rest.endswith(("\n", "\r")):
            rest = self._text.readline(LONGEST_ROW_CHARACTERS + 1)
        return line

    def begin_row(self) -> None:
        """Forget the row before."""
        self._row.clear()
        self._length = 0

    def take_back(self, kept: int) -> list[str]:
        """Give this row's lines again, but for the first `kept`, which are returned."""
        taken = self._row[kept:]
        self._again += reversed(taken)
        self.number -= len(taken)
        del self._row[kept:]
        return self._row

    def head(self) -> list[str]:
        """Return the first lines, which are read again afterwards."""
        lines = list(islice(iter(self._read, ""), HEAD_LINES))
        self._again = lines[::-1]
        return lines


def csv_rows(text: TextIO) -> Iterator[Row]:
    """Yield the rows of a text: commas, semicolons, tabs or bars; any line ends; blank rows left out."""
    lines = Lines(text)
    return rows_of(lines, delimiter_of(lines.head()))


def delimiter_of(head: list[str]) -> str:
    """Return the delimiter that the first lines name, else the one that makes the most of them."""

    def made_of_it(delimiter: str) -> tuple[bool, int, int]:
        lines = Lines(io.StringIO("".join(head), newline=""))
        rows = list(islice(rows_of(lines, delimiter), HEAD_ROWS))
        found = [likeness(cells) for _, cells, fault in rows if not fault]
        if not found or rows[0][2]:
            return False, -1, 0
        best = max(found)
        return best.has_phone, best.known, len(rows[0][1])

    named = Lines(io.StringIO("".join(head), newline=""))
    next(rows_of(named, ","), None)
    return named.delimiter or max(",;\t|", key=made_of_it)


def rows_of(lines: Lines, delimiter: str) -> Iterator[Row]:
    """Yield the rows of these lines."""
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        lines.begin_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            # A quote never closed would swallow the rows that follow: only the first line is given up.
            (first,) = lines.take_back(1)
            fault = TOO_LONG if len(first) > LONGEST_ROW_CHARACTERS else QUOTES
            yield lines.row_began, [MARKS.sub("", first).rstrip("\r\n")], fault
        else:
            if any(map(str.strip, cells)):
                yield lines.row_began, cells, None


class Table:
    """A list as a table: its header, and its rows below it as they are asked for.

    `place_of_header` says which of the first rows is the header. `position` is how many bytes have been read, `notices`
    what a person should know about the file as a whole.

    Raises Refused (bad_contacts_file) when it has no rows.
    """

    def __init__(
        self,
        rows: Iterator[Row],
        place_of_header: Callable[[list[list[str]]], int],
        position: Callable[[], int] = lambda: 0,
        notices: list[str] | None = None,
    ) -> None:
        self._position = position
        self.notices = notices or []
        head = list(islice(rows, HEAD_ROWS))
        if not head:
            raise unreadable("This file is empty.")
        healthy = [(line, cells) for line, cells, fault in head if not fault]
        place = place_of_header([cells for _, cells in healthy]) if healthy else 0
        named = bool(healthy) and likeness(healthy[place][1]).has_phone
        if fault := head[0][2] if not healthy or not named else None:
            raise unreadable(f"The first row can't be read as a header. {fault}")
        self.header_line, self.header = healthy[place]
        below = [row for row in head if row[0] > self.header_line]
        if not below and (following := next(rows, None)):
            below = [following]
        if not below:
            raise unreadable("This file has a header, but no rows below it.")
        self.rows = chain(below, rows)

    @property
    def position(self) -> int:
        """Return how many bytes have been read; 0 when the file can't tell."""
        return self._position()
