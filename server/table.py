"""A CSV file as people have it → rows of cells. Pure, and it streams: one row is in memory at a time."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import BinaryIO, TextIO, cast

from server.errors import Refused

LONGEST_ROW = 20_000
"""Characters. What is longer is a quote never closed, or nothing that a text could use."""

QUOTES = "The quotes in this row don't pair up."
TOO_LONG = f"The row is longer than {LONGEST_ROW:,} characters."
SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[\r\n]*')  # how a spreadsheet is told the delimiter
NOT_TEXT = re.compile(rb"[\0-\x08\x0e-\x1f]")


def unreadable(sentence: str) -> Refused:
    """Why the file as a whole can't be imported."""
    return Refused("bad_contacts_file", sentence)


def as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """What old spreadsheets mean by bytes that aren't UTF-8; one by one, as files glued together hold both."""
    bad = cast(UnicodeDecodeError, error)
    return bad.object[bad.start : bad.end].decode("cp1252", "replace"), bad.end


codecs.register_error("windows-1252", as_windows_1252)


class Lines:
    """The lines of a text. Those of the row being read can be taken back, to be read again."""

    def __init__(self, text: TextIO) -> None:
        self.number = 0
        self._text = text
        self._row: list[str] = []
        self._length = 0
        self._again: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._read()
        if not line:
            raise StopIteration
        self.number += 1
        self._row.append(line)
        self._length += len(line)
        if self._length > LONGEST_ROW:
            raise csv.Error("the row is too long")
        return line.replace("\0", "")

    def _read(self) -> str:
        line = rest = self._text.readline(LONGEST_ROW + 1)
        while len(rest) > LONGEST_ROW and not rest.endswith(("\n", "\r")):
            rest = self._text.readline(LONGEST_ROW + 1)
        return line

    def begin_row(self) -> int:
        """The number of the line that the next row begins in."""
        self._row.clear()
        self._length = 0
        return self.number + 1

    def take_back(self, kept: int) -> list[str]:
        """Give this row's lines again, but for the first `kept`, which are returned."""
        taken = self._row[kept:]
        self._again += reversed(taken)
        self.number -= len(taken)
        del self._row[kept:]
        return self._row


class Table:
    """A CSV file: its header, and its rows as they are asked for, `(line, cells, what is wrong with it or None)`.

    UTF-8, Windows-1252, or UTF-16 with its mark; commas, semicolons, tabs or bars; any line ends; blank rows left out.
    `known` says whether a cell is a name that headers have, which tells the delimiter. Takes the file over.
    Raises Refused (bad_contacts_file) when it isn't text or has no rows.
    """

    def __init__(self, file: BinaryIO, known: Callable[[str], bool]) -> None:
        self._file = file if isinstance(file, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, file))
        start = self._file.peek(1)
        if start.startswith((b"PK\3\4", b"\xd0\xcf\x11\xe0")):
            raise unreadable("This is a spreadsheet in its own format. Save it as CSV and import that.")
        utf_16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        if not utf_16 and NOT_TEXT.search(start.partition(b"\n")[0]):
            raise unreadable("This isn't a text file. Save the list as CSV (UTF-8) and import that.")
        encoding, errors = ("utf-16", "replace") if utf_16 else ("utf-8-sig", "windows-1252")
        self._lines = Lines(io.TextIOWrapper(self._file, encoding, errors, newline=""))
        rows = self._rows(self._find_delimiter(known))
        _, self.header, fault = next(rows, (0, [], "This file is empty."))
        if fault:
            raise unreadable(fault if not self.header else f"The first row can't be read as a header. {fault}")
        if (first := next(rows, None)) is None:
            raise unreadable("This file has a header, but no rows below it.")
        self.rows = chain([first], rows)

    @property
    def position(self) -> int:
        """How many bytes have been read; 0 when the file can't tell."""
        return self._file.tell() if self._file.seekable() else 0

    def _find_delimiter(self, known: Callable[[str], bool]) -> str:
        """The one that makes the most of the first row."""

        def made_of_it(delimiter: str) -> tuple[int, int]:
            _, cells, fault = next(self._rows(delimiter), (0, [], None))
            self._lines.take_back(0)
            return (-1, 0) if fault else (sum(map(known, cells)), len(cells))

        self._lines.begin_row()
        try:
            if named := SEPARATOR_LINE.fullmatch(next(self._lines, "")):
                return named[1]
        except csv.Error:
            pass
        self._lines.take_back(0)
        return max(",;\t|", key=made_of_it)

    def _rows(self, delimiter: str) -> Iterator[tuple[int, list[str], str | None]]:
        reader = csv.reader(self._lines, delimiter=delimiter, skipinitialspace=True, strict=True)
        while True:
            line = self._lines.begin_row()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                # A quote never closed would swallow the rows that follow: only the first line is given up.
                (first,) = self._lines.take_back(1)
                yield line, [first.rstrip("\r\n")], TOO_LONG if len(first) > LONGEST_ROW else QUOTES
            else:
                if any(map(str.strip, cells)):
                    yield line, cells, None
