"""The file of a backup: a zip with a snapshot of each primary of the store, and `handraise.json`, which tells
of them.

It is written beside its name and gets the name once it is whole and on the disk. Only its owner may read it: it holds
people's numbers, and the key that signs session cookies.
"""

import asyncio
import hashlib
import os
import zlib
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import msgspec

from server.errors import HandraiseError
from server.store import keys

FORMAT = 1
ABOUT = "handraise.json"
PIECE_BYTES = 2**20
LEVEL = 1
"""Of deflate: the store has packed its snapshot already, so a higher one takes longer and saves little."""


class BadBackup(HandraiseError):
    """A backup can't be written, read or restored; the message is one sentence that says what to do."""


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """The snapshot of one primary, a member of the zip."""

    name: str
    bytes: int
    sha256: str


class About(msgspec.Struct, frozen=True, kw_only=True):
    """The backup, in `handraise.json`.

    program   the version of Handraise that wrote it
    at        ms by the store's clock when it was begun
    store     the store's product and version
    database  the number of the store's database that holds everything
    schema    of what is stored (server/store/keys.py)
    parts     in the order in which they are to be restored: the one with the account comes last
    """

    format: int = FORMAT
    program: str
    at: int
    store: str
    database: int = 0
    schema: int = 1
    parts: list[Part]


class Writing:
    """A backup that is being written."""

    def __init__(self, file: ZipFile, path: Path) -> None:
        self._file = file
        self._path = path

    async def add(self, name: str, pieces: AsyncIterator[bytes]) -> Part:
        """Add a snapshot.

        Raises BadBackup, and what `pieces` raises.
        """
        sha, size = hashlib.sha256(), 0
        with _told(self._path), self._file.open(name, "w", force_zip64=True) as member:
            async for piece in pieces:
                member.write(piece)
                sha.update(piece)
                size += len(piece)
        return Part(name=name, bytes=size, sha256=sha.hexdigest())

    def tell(self, about: About) -> None:
        """Say what it is."""
        self._file.writestr(ABOUT, msgspec.json.format(msgspec.json.encode(about)))


@contextmanager
def written(path: Path, replace: bool) -> Iterator[Writing]:
    """Write a backup to this path while this lasts; one that doesn't get whole leaves nothing behind.

    Raises BadBackup, also if the file is there already and isn't to be replaced.
    """
    beside = path.with_name(f"{path.name}.part")
    with _told(path):
        if path.exists() and not replace:
            raise BadBackup(f"{path} is there already: choose another name, or add --replace.")
        beside.unlink(missing_ok=True)
        file = os.fdopen(os.open(beside, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b")
    try:
        with _told(path), file:
            with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=LEVEL) as archive:
                yield Writing(archive, path)
            file.flush()
            os.fsync(file.fileno())
            beside.replace(path)
            _sync_folder(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BadBackup(f"{path} can't be written: {error.strerror}.") from error


def _sync_folder(path: Path) -> None:
    folder = os.open(path.absolute().parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


class Backup:
    """A backup that is there, open for reading."""

    def __init__(self, file: ZipFile, path: Path, about: About) -> None:
        self.about = about
        self._file = file
        self._path = path

    async def unpack(self, part: Part, to: Path) -> None:
        """Write a snapshot of it to a file.

        Raises BadBackup, also if it isn't what was backed up.
        """
        sha = hashlib.sha256()
        with _told(to), to.open("wb") as file:
            for piece in self._pieces(part):
                file.write(piece)
                sha.update(piece)
                await asyncio.sleep(0)  # it may take long, and somebody may end it
        if sha.hexdigest() != part.sha256:
            raise BadBackup(_damaged(self._path))

    def _pieces(self, part: Part) -> Iterator[bytes]:
        try:
            with self._file.open(part.name) as member:
                while piece := member.read(PIECE_BYTES):
                    yield piece
        except (BadZipFile, KeyError, EOFError, OSError, zlib.error) as error:
            raise BadBackup(_damaged(self._path)) from error


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """Open a backup.

    Raises BadBackup.
    """
    try:
        file = ZipFile(path)
    except BadZipFile as error:
        raise BadBackup(f"{path} is no backup of Handraise, or not the whole of one: choose another.") from error
    except OSError as error:
        raise BadBackup(f"{path} can't be read: {error.strerror}.") from error
    with file:
        yield Backup(file, path, _about(file, path))


def _about(file: ZipFile, path: Path) -> About:
    try:
        told: Any = msgspec.json.decode(file.read(ABOUT))
        if isinstance(told, dict) and isinstance(told.get("format"), int) and told["format"] > FORMAT:
            raise BadBackup(_newer(path, told.get("program")))
        about = msgspec.convert(told, About)
    except (KeyError, BadZipFile, zlib.error, msgspec.MsgspecError) as error:
        raise BadBackup(f"{path} is no backup of Handraise: choose another.") from error
    if about.schema > keys.SCHEMA:
        raise BadBackup(_newer(path, about.program))
    return about


def _newer(path: Path, program: Any) -> str:
    return f"{path} was written by a newer Handraise ({program}): restore it with that."


def _damaged(path: Path) -> str:
    return f"{path} is damaged: its contents aren't what was backed up. Nothing was restored; choose another backup."
