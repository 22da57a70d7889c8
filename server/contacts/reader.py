"""Reads a file of contacts in a process of its own, and writes what it reads in frames.

Reading numbers would keep an event loop from serving anyone, so imports.py starts `python -m server.contacts.reader`.
"""

import signal
import sys
from collections.abc import Mapping
from itertools import islice
from typing import BinaryIO

import msgspec

from server.contacts.cells import garbled
from server.contacts.columns import Column, columns_of
from server.contacts.rows import Contact, ContactsFile, Noticed, Rejected, open_table
from server.errors import Refused

PREVIEWED = 5
"""Rows that a preview shows."""


class Preview(msgspec.Struct, frozen=True):
    """The preview of a file that an upload page shows before the import.

    columns, rows       the columns, and the cells of the first rows
    notices             what a person should know about the file, in sentences
    encoding, doubtful  how it is decoded, "" for a workbook; and whether somebody has to choose that
    refused             why the file can't be read at all, else None
    """

    columns: list[Column] = []
    rows: list[list[str]] = []
    notices: list[str] = []
    encoding: str = ""
    doubtful: bool = False
    refused: str | None = None


class Asked(msgspec.Struct, frozen=True):
    """The order that a reading process gets.

    region, mapping, encoding  as `ContactsFile` takes them
    rows                       how many rows a chunk has
    preview                    whether only a Preview is wanted, the file being just the beginning of one
    """

    region: str
    mapping: dict[str, str] = {}
    encoding: str | None = None
    rows: int = 1_000
    preview: bool = False


def preview(file: BinaryIO, mapping: Mapping[str, str] | None = None, encoding: str | None = None) -> Preview:
    """Return the columns and the first rows of a file, of which a text file may be cut off anywhere.

    Raises Refused (bad_contacts_file), but not for want of a phone, nor for an encoding in doubt.
    """
    table, found = open_table(file, mapping, encoding, whole=False)
    columns = columns_of(table.header, mapping)
    rows = list(islice(table.rows, PREVIEWED))
    cells = [(line, cell) for line, cells, _ in rows for cell in cells if garbled(cell)]
    noticed = Noticed(garbled=len(cells), garbled_first=cells[0] if cells else (0, ""))
    return Preview(
        columns,
        [cells for _, cells, _ in rows],
        [*table.notices, *noticed.sentences()],
        found.name.removesuffix("-sig"),
        bool(found.likely),
    )


class Opening(msgspec.Struct, frozen=True):
    """The first frame of a process that reads contacts: what the file is like, or else why it is refused."""

    header: list[str] = []
    columns: list[Column] = []
    notices: list[str] = []
    refused: str | None = None


class Chunk(msgspec.Struct, frozen=True):
    """The frames after it: some rows, how many bytes of the file have been read, and what was noticed up to here."""

    position: int
    rows: list[Contact | Rejected]
    noticed: Noticed


def write_frames(file: BinaryIO, out: BinaryIO, asked: Asked) -> None:
    """Read a file and write an Opening and then Chunks, or else a Preview, each after its length in four bytes."""

    def write(frame: Opening | Chunk | Preview) -> None:
        packed = msgspec.msgpack.encode(frame)
        out.write(len(packed).to_bytes(4) + packed)
        out.flush()

    try:
        if asked.preview:
            return write(preview(file, asked.mapping, asked.encoding))
        contacts = ContactsFile(file, asked.region, asked.mapping, asked.encoding)
    except Refused as refused:
        return write((Preview if asked.preview else Opening)(refused=refused.sentence))
    write(Opening(contacts.table.header, contacts.columns, contacts.table.notices))
    rows = iter(contacts)
    while chunk := list(islice(rows, asked.rows)):
        write(Chunk(contacts.table.position, chunk, contacts.noticed))


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # ends quietly when nobody reads any more
    write_frames(sys.stdin.buffer, sys.stdout.buffer, msgspec.json.decode(sys.argv[1], type=Asked))
