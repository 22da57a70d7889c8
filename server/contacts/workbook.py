"""An Excel workbook (.xlsx) → rows of cells, of the first sheet shown that has a header. Pure."""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from typing import BinaryIO

import python_calamine

from server.contacts.table import HEAD_ROWS, LONGEST_ROW_CHARACTERS, TOO_LONG, Row, unreadable

LARGEST_UNPACKED_BYTES = 400 * 1024 * 1024
"""Bytes of a workbook that is unpacked: some two million rows."""
MOST_CELLS = 10_000_000
"""Cells of a sheet, empty ones between the first and the last included: each takes 32 bytes."""
BYTES_AT_ONCE = 1 << 20
REFERENCE = re.compile(rb'\br="([A-Z]{0,3})(\d{1,7})"')

ZIP, OLE = b"PK\3\4", b"\xd0\xcf\x11\xe0"
OLD_OR_LOCKED = (
    "This is an old spreadsheet (.xls) or one with a password. Save it as .xlsx without a password, or as CSV, and "
    "import that."
)
OTHER_FORMAT = "This is no Excel workbook that can be read. Save the list as .xlsx or CSV and import that."
TOO_LARGE = "This workbook is too large to be read. Save the list as CSV and import that."


def is_workbook(start: bytes) -> bool:
    """Return whether a file that begins so is a workbook, by its content, whatever its name is."""
    return start.startswith((ZIP, OLE))


def sheet_rows(file: BinaryIO, looks_right: Callable[[list[list[str]]], bool]) -> tuple[Iterator[Row], str]:
    """Return the rows of the first sheet shown whose first rows look right, and a sentence about others, or "".

    Raises Refused (bad_contacts_file).
    """
    file.seek(0)
    if file.read(4) == OLE:
        raise unreadable(OLD_OR_LOCKED)
    file.seek(0)
    check_size(file)
    file.seek(0)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(file)
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet]
        # A hidden sheet is a list that its owner doesn't see, such as last year's.
        shown = [sheet for sheet in sheets if sheet.visible == python_calamine.SheetVisibleEnum.Visible]
        names = [sheet.name for sheet in shown or sheets]
        filled = []
        for name in names:
            rows = _rows(book.get_sheet_by_name(name))
            if head := list(islice(rows, HEAD_ROWS)):
                filled.append((name, chain(head, rows)))
                if looks_right([cells for _, cells, _ in head]):
                    filled = filled[-1:]
                    break
        name, rows = filled[0] if filled else ("", iter(()))
        return rows, f"Only the sheet “{name}” was read." if filled and len(sheets) > 1 else ""
    except (python_calamine.CalamineError, ValueError, OSError) as error:
        raise unreadable(OTHER_FORMAT) from error


def check_size(file: BinaryIO) -> None:
    """Unpack a workbook, keeping nothing, to see that it isn't one that would fill the memory.

    Raises Refused (bad_contacts_file).
    """
    try:
        with zipfile.ZipFile(file) as packed:
            entries = packed.infolist()
            if "xl/workbook.xml" not in packed.namelist():
                raise unreadable(OTHER_FORMAT)
            if any(entry.flag_bits & 1 for entry in entries):
                raise unreadable(OLD_OR_LOCKED)
            if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED_BYTES:
                raise unreadable(TOO_LARGE)
            for entry in entries:
                _check_entry(packed, entry)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, zlib.error) as error:
        raise unreadable(OTHER_FORMAT) from error


def _check_entry(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Read an entry to its end: its size is then what it says, and no cell lies far away from all others."""
    columns = rows = 0
    rest = b""
    with packed.open(entry) as unpacked:
        while piece := unpacked.read(BYTES_AT_ONCE):
            if entry.filename.startswith("xl/worksheets/"):
                found = set(REFERENCE.findall(rest + piece))
                columns = max([columns, *(_column(letters) for letters in {letters for letters, _ in found})])
                rows = max([rows, *(int(number) for _, number in found)])
                if columns * rows > MOST_CELLS:
                    raise unreadable(TOO_LARGE)
                rest = piece[-20:]


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + letter - 64
    return place


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[Row]:
    for line, values in enumerate(sheet.iter_rows(), 1):
        cells = [_text(value) for value in values]
        if sum(map(len, cells)) > LONGEST_ROW_CHARACTERS:
            yield line, [max(cells, key=len)[:LONGEST_ROW_CHARACTERS]], TOO_LONG
        elif any(map(str.strip, cells)):
            yield line, cells, None


def _text(value: int | float | str | bool | time | date | datetime | timedelta) -> str:
    """Return a cell as text: whole numbers without a point, dates as ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)
