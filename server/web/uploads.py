"""Contacts that an admin's browser uploads: streamed to a temporary file, then read by a process of its own."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator, Mapping
from contextlib import ExitStack, aclosing, asynccontextmanager
from tempfile import SpooledTemporaryFile, TemporaryFile
from typing import BinaryIO, NamedTuple

import msgspec
from msgspec.structs import asdict
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from server.campaigns import imports
from server.campaigns.doubles import Double, sentences
from server.campaigns.imports import import_contacts, read_contacts
from server.campaigns.reading import campaign_now
from server.contacts.columns import MISFIT
from server.contacts.encodings import CHOICES
from server.contacts.rows import Noticed, Rejected
from server.errors import Refused
from server.limits import LIMITS
from server.web.asking import admins_campaign, noted
from server.world import world_of

LONGEST_MAPPING_CHARACTERS = 10_000
"""Characters; however they are quoted, they fit the arguments of a process: 128 KiB for each (Linux, execve(2))."""
BYTES_IN_MEMORY = 1024 * 1024
"""Bytes of the rejected rows that aren't written to a temporary file: a file may be rejected whole."""


async def add_contacts(request: Request) -> Response:
    """`POST /campaigns/ID/contacts`, for admins: add the contacts of a CSV file or Excel workbook to a campaign.

    The file is the body itself or, in a form, the field `file`, beside `mapping`: JSON, which of `first_name`,
    `last_name` and `phone` is in the column of which name, where the names don't tell; and `encoding`: that of a text
    file, where the file doesn't tell.

    Answers `{added, rows, columns, notices, emptied, garbled, also_in: [{campaign, title, people}…], rejected: [{line,
    reason, sentence, row}…], rejected_in_all, already_there}`: `columns` is the file's header as it stands there,
    `notices` are sentences about the file for people, `emptied` is how many cells were words like NULL and left empty,
    `garbled` how many look wrong, `also_in` how many of the people each other active campaign has, too, of the 50
    newest (null: a part of the store was away), `already_there` how many of the rejected rows were only
    `duplicate_in_campaign`.

    Else `{code, sentence}`: not_signed_in, not_an_admin, unknown_campaign, archived, no_file, file_too_big,
    bad_contacts_file, bad_request, import_interrupted, try_again. When it stops half-way, uploading again goes on:
    nobody is added twice.
    """
    campaign = await admins_campaign(request)
    world = world_of(request)
    described = await campaign_now(world.scripts, campaign)
    if described.status == "archived":  # told before a long upload
        raise Refused("archived")
    noticed = Noticed()
    doubles: list[Double] | None = []
    rows = added = rejected = already_there = 0
    with ExitStack() as unless_answered:
        listed = unless_answered.enter_context(SpooledTemporaryFile(BYTES_IN_MEMORY))
        async with uploaded(request) as sent, read_contacts(sent.file, world.config.region, *sent.said) as source:
            async for progress in import_contacts(world.scripts.acting(request.state.admin.id), campaign, source):
                rows, added, noticed, doubles = progress.rows, progress.added, progress.noticed, progress.doubles
                rejected += len(progress.rejected)
                already_there += sum(row.reason == "duplicate_in_campaign" for row in progress.rejected)
                list_rows(listed, progress.rejected)
        unless_answered.pop_all()  # the answer closes it
    counts = {"added": added, "rows": rows, "rejected_in_all": rejected, "already_there": already_there}
    notices = [*source.notices, *noticed.sentences(), *sentences(doubles)]
    told = {"columns": source.header, "notices": notices, "also_in": doubles}
    looked = {"emptied": noticed.emptied, "garbled": noticed.garbled}
    return StreamingResponse(answered({**counts, **told, **looked}, listed), media_type="application/json")


async def preview_contacts(request: Request) -> Response:
    """`POST /campaigns/ID/contacts/preview`, for admins: what a file of contacts looks like, adding none.

    Sent as to `add_contacts`; of a text file its beginning is enough.

    Answers `{columns: [{name, meaning}…], rows, notices, encoding, doubtful, encodings: [[name, title]…]}`: the first
    rows as lists of cells, sentences about the file for people, its encoding ("" for a workbook), whether that is in
    doubt, so that `add_contacts` wants one to be chosen, and those that there are to choose from. Else as there.
    """
    await admins_campaign(request)
    async with uploaded(request) as sent:
        shown = msgspec.to_builtins(await imports.preview_contacts(sent.file, *sent.said))
    return JSONResponse({**shown, "encodings": list(CHOICES.items())})


def list_rows(listed: SpooledTemporaryFile[bytes], rows: Iterable[Rejected]) -> None:
    """Write rejected rows to the file that `answered` reads."""
    for row in rows:
        listed.write(b"," if listed.tell() else b"")
        listed.write(msgspec.json.encode(asdict(row)))


def answered(told: Mapping[str, object], listed: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    """Yield the answer to an upload piece by piece: the figures, then the rejected rows from that file."""
    with listed:
        listed.seek(0)
        yield msgspec.json.encode(told).removesuffix(b"}") + b',"rejected":['
        while piece := listed.read(BYTES_IN_MEMORY):
            yield piece
        yield b"]}"


class Sent(NamedTuple):
    """A file that was sent, with the meanings of its columns (name → meaning) and its encoding, or None."""

    file: BinaryIO
    said: tuple[Mapping[str, str], str | None] = ({}, None)


@asynccontextmanager
async def uploaded(request: Request) -> AsyncIterator[Sent]:
    """Give the file that was sent. It is gone when the block ends.

    Raises Refused no_file, file_too_big, bad_request, bad_contacts_file.
    """
    async with aclosing(at_most(LIMITS.file, request)) as body:
        if not request.headers.get("content-type", "").startswith("multipart/form-data"):
            with TemporaryFile() as file:
                async for chunk in body:
                    await asyncio.to_thread(file.write, chunk)
                yield Sent(file)
            return
        form = await read_form(request, body)
    try:
        upload = form.get("file")
        if not isinstance(upload, UploadFile):
            raise Refused("no_file")
        encoding = form.get("encoding")
        yield Sent(upload.file, (said_columns(form.get("mapping")), encoding if isinstance(encoding, str) else None))
    finally:
        await form.close()


async def at_most(most: int, request: Request) -> AsyncGenerator[bytes, None]:
    """Yield the body, unless it is longer than `most` bytes.

    Raises Refused file_too_big.
    """
    if int(request.headers.get("content-length", 0)) > most:
        raise Refused("file_too_big")  # before any of it is read
    read = 0
    async for chunk in request.stream():
        read += len(chunk)
        if read > most:
            raise Refused("file_too_big")
        yield chunk


async def read_form(request: Request, body: AsyncGenerator[bytes, None]) -> FormData:
    """Return the form's fields. Memory holds a megabyte of a file at most.

    Raises Refused bad_request, file_too_big.
    """
    try:
        return await MultiPartParser(request.headers, body, max_files=1, max_fields=10).parse()
    except (MultiPartException, UnicodeError) as error:  # Python has charsets that are for no text
        raise Refused("bad_request") from error


def said_columns(mapping: object) -> Mapping[str, str]:
    """`{"phone": "Tel."}`, as the form has it, the other way round.

    Raises Refused bad_request, bad_contacts_file.
    """
    mapping = mapping if isinstance(mapping, str) else "{}"
    if len(mapping) > LONGEST_MAPPING_CHARACTERS:
        raise Refused("bad_request")
    try:
        columns = msgspec.json.decode(mapping, type=dict[str, str])
    except msgspec.DecodeError as error:
        raise Refused("bad_request") from error
    said = {column: meaning for meaning, column in columns.items()}
    if len(said) < len(columns):  # one column for two
        raise Refused("bad_contacts_file", MISFIT)
    return said


routes = [
    Route("/campaigns/{campaign}/contacts", noted("add_contacts", add_contacts), methods=["POST"]),
    Route("/campaigns/{campaign}/contacts/preview", preview_contacts, methods=["POST"]),
]
