"""Contacts from a file into a campaign, chunk by chunk, while everybody else is served.

    file ──▶ a process that reads it (contacts/reader.py) ──▶ Source ──▶ opted out? ──▶ add_contacts ──▶ Progress

Stopped half-way, at whatever point, the rows before are in; importing the file again goes on, and says of those
that they are duplicates.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

import msgspec

from server.campaigns.contact import add_contacts
from server.campaigns.doubles import Double, Doubles
from server.campaigns.merge import packed_columns
from server.contacts.columns import Column
from server.contacts.reader import Asked, Chunk, Opening, Preview
from server.contacts.rows import Contact, Noticed, Rejected
from server.errors import Refused
from server.store import lookups
from server.store.scripts import Scripts

ROWS_PER_CHUNK = 1_000
"""Rows: some milliseconds for the store, and for this process."""
CELLS_PER_SCRIPT = 10_000
"""The most that one script counts: it holds the store for some milliseconds."""

Frame = TypeVar("Frame", Opening, Chunk, Preview)


@dataclass(frozen=True, slots=True)
class Source:
    """A file of contacts being read: its header as it stands there, what its columns are taken for, what a person
    should know about it, in sentences, and its rows."""

    header: list[str]
    columns: list[Column]
    notices: list[str]
    chunks: AsyncIterator[Chunk]


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of an import: bytes of the file, rows read, contacts added, what was noticed and the people who are
    in other running campaigns (None: that isn't known), since it began; rows rejected just now."""

    position: int
    rows: int
    added: int
    noticed: Noticed
    doubles: list[Double] | None
    rejected: list[Rejected]


@asynccontextmanager
async def read_contacts(
    file: BinaryIO, region: str, mapping: Mapping[str, str] | None = None, encoding: str | None = None
) -> AsyncIterator[Source]:
    """Read an open file from its beginning in a process of its own, which ends with the block.

    Raises Refused: bad_contacts_file; and import_interrupted from the chunks when that process dies.
    """
    async with _reading(file, Asked(region, dict(mapping or {}), encoding, ROWS_PER_CHUNK)) as process:
        frames = cast(asyncio.StreamReader, process.stdout)

        async def chunks() -> AsyncIterator[Chunk]:
            while chunk := await _frame(frames, Chunk):
                yield chunk
            if await process.wait() != 0:
                raise Refused("import_interrupted")

        opening = await _first_frame(frames, Opening)
        yield Source(opening.header, opening.columns, opening.notices, chunks())


async def preview_contacts(
    file: BinaryIO, mapping: Mapping[str, str] | None = None, encoding: str | None = None
) -> Preview:
    """Return what a file of contacts looks like; of a text file its beginning is enough.

    Raises Refused: bad_contacts_file, import_interrupted.
    """
    async with _reading(file, Asked("", dict(mapping or {}), encoding, preview=True)) as process:
        return await _first_frame(cast(asyncio.StreamReader, process.stdout), Preview)


@asynccontextmanager
async def _reading(file: BinaryIO, asked: Asked) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start a process that reads a file. It ends with the block."""
    file.flush()  # an upload that has just been written
    if file.seekable():
        os.lseek(file.fileno(), 0, os.SEEK_SET)  # of the descriptor itself: seek() may only move within a buffer
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server.contacts.reader", msgspec.json.encode(asked).decode()),
        stdin=file,
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        start_new_session=True,  # a Ctrl-C is ours to handle
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


FirstFrame = TypeVar("FirstFrame", Opening, Preview)


async def _first_frame(frames: asyncio.StreamReader, kind: type[FirstFrame]) -> FirstFrame:
    """Return the frame that a reading process begins with. Raises Refused: bad_contacts_file, import_interrupted."""
    frame = await _frame(frames, kind)
    if frame is None:
        raise Refused("import_interrupted")
    if frame.refused:
        raise Refused("bad_contacts_file", frame.refused)
    return frame


async def _frame(frames: asyncio.StreamReader, kind: type[Frame]) -> Frame | None:
    """Return the next frame, or None at the end."""
    try:
        length = int.from_bytes(await frames.readexactly(4))
        return msgspec.msgpack.decode(await frames.readexactly(length), type=kind)
    except asyncio.IncompleteReadError:
        return None


async def import_contacts(
    scripts: Scripts, campaign: int | Callable[[], Awaitable[int]], source: Source
) -> AsyncIterator[Progress]:
    """Add the contacts of a source to a campaign, and tell the progress after every chunk.

    `campaign` may also be what makes one: it is called when the first contact is to go in, so that a file without
    any leaves no campaign behind.

    Raises Refused: try_again, unknown_campaign, archived, no_column, and as `read_contacts`.
    """
    rows = added = 0
    doubles = await Doubles.beside(scripts, campaign if isinstance(campaign, int) else None)
    columns = packed_columns(source.columns)
    async for chunk in source.chunks:
        rejected = [row for row in chunk.rows if isinstance(row, Rejected)]
        contacts = [row for row in chunk.rows if isinstance(row, Contact)]
        opted_out = await lookups.opted_out(scripts, [contact.phone for contact in contacts])
        rejected += [_rejected(contact, "opted_out") for contact, out in zip(contacts, opted_out, strict=True) if out]
        contacts = [contact for contact, out in zip(contacts, opted_out, strict=True) if not out]
        if contacts:
            campaign = campaign if isinstance(campaign, int) else await campaign()
            await doubles.count(scripts, [contact.phone for contact in contacts])
            packed = [(contact.phone, _packed(contact), contact.zone) for contact in contacts]
            most = max(1, CELLS_PER_SCRIPT // len(source.columns))
            new: list[int] = []
            for first in range(0, len(packed), most):
                new += await add_contacts(scripts, campaign, packed[first : first + most], columns)
            rejected += [
                _rejected(contact, "duplicate_in_campaign")
                for contact, is_new in zip(contacts, new, strict=True)
                if not is_new
            ]
            added += sum(new)
        rows += len(chunk.rows)
        rejected.sort(key=lambda row: row.line)
        yield Progress(chunk.position, rows, added, chunk.noticed, doubles.found(), rejected)


SENTENCES = {
    "opted_out": "This person has opted out of texts.",
    "duplicate_in_campaign": "The number is in this campaign already.",
}


def _rejected(contact: Contact, reason: str) -> Rejected:
    return Rejected(contact.line, contact.row, reason, SENTENCES[reason])


def _packed(contact: Contact) -> str:
    """Return a contact as campaigns keep it (keys.py, `contacts`)."""
    return msgspec.json.encode((contact.first_name, contact.last_name, contact.phone, contact.fields)).decode()
