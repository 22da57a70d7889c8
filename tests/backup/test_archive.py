import asyncio
import resource
import signal
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

import msgspec
import pytest

from server.backup.archive import ABOUT, FORMAT, About, BadBackup, opened, written
from server.store import keys

CONTENTS = b"REDIS0011" + bytes(range(256)) * 5_000


async def pieces(contents: bytes = CONTENTS) -> AsyncIterator[bytes]:
    for first in range(0, len(contents), 1000):
        yield contents[first : first + 1000]


async def write(path: Path, *, replace: bool = False) -> About:
    with written(path, replace) as backup:
        parts = [await backup.add("1.rdb", pieces())]
        about = About(program="1.2", at=3, store="Valkey 8", parts=parts)
        backup.tell(about)
    return about


async def test_what_was_written_is_read(tmp_path: Path) -> None:
    about = await write(tmp_path / "b.zip")
    with opened(tmp_path / "b.zip") as backup:
        assert backup.about == about
        await backup.unpack(about.parts[0], tmp_path / "rdb")
    assert (tmp_path / "rdb").read_bytes() == CONTENTS
    assert about.parts[0].bytes == len(CONTENTS)


async def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    await write(tmp_path / "b.zip")
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600


async def test_one_that_is_there_stays_unless_it_is_to_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    path.write_text("before")
    with pytest.raises(BadBackup, match="is there already"):
        await write(path)
    assert path.read_text() == "before"
    await write(path, replace=True)
    with opened(path):
        pass


async def test_one_that_fails_leaves_nothing_and_what_was_there_before(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    path.write_text("before")

    async def broken() -> AsyncIterator[bytes]:
        yield b"REDIS"
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError), written(path, True) as backup:
        await backup.add("1.rdb", broken())
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text() == "before"


async def test_a_full_disk_is_told_in_a_sentence_and_nothing_is_left(tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # then writing beyond the limit is an error, as on a full disk
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, before[1]))
    try:
        with pytest.raises(BadBackup, match=r"b\.zip can't be written: "):
            await write(tmp_path / "b.zip")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


async def test_a_folder_that_cannot_be_written_to_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadBackup, match=r"b\.zip can't be written: No such file or directory\."):
        await write(tmp_path / "missing" / "b.zip")


async def test_a_file_that_is_not_there_or_no_backup_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    with pytest.raises(BadBackup, match="can't be read: No such file"), opened(path):
        pass
    path.write_bytes(b"phone,name\n")
    with pytest.raises(BadBackup, match="is no backup of Handraise"), opened(path):
        pass
    with ZipFile(path, "w") as other:
        other.writestr("word/document.xml", "")
    with pytest.raises(BadBackup, match="is no backup of Handraise"), opened(path):
        pass
    with ZipFile(path, "w") as other:
        other.writestr(ABOUT, "{}")
    with pytest.raises(BadBackup, match="is no backup of Handraise"), opened(path):
        pass


async def test_half_of_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    await write(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(BadBackup, match="not the whole of one"), opened(path):
        pass


async def test_one_whose_bytes_have_changed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    about = await write(path)
    changed = bytearray(path.read_bytes())
    changed[2_000] ^= 1
    path.write_bytes(changed)
    with opened(path) as backup, pytest.raises(BadBackup, match="is damaged"):
        await backup.unpack(about.parts[0], tmp_path / "rdb")


@pytest.mark.parametrize("names", [["1.rdb"], []])
async def test_one_with_other_contents_or_none_is_refused(tmp_path: Path, names: list[str]) -> None:
    about = await write(tmp_path / "b.zip")
    with ZipFile(tmp_path / "other.zip", "w", ZIP_STORED) as other:
        other.writestr(ABOUT, msgspec.json.encode(about))
        for name in names:
            other.writestr(name, CONTENTS[:-1])
    with opened(tmp_path / "other.zip") as backup, pytest.raises(BadBackup, match="is damaged"):
        await backup.unpack(about.parts[0], tmp_path / "rdb")


async def test_a_newer_format_or_schema_is_refused_and_a_newer_field_is_not(tmp_path: Path) -> None:
    about = await write(tmp_path / "b.zip")
    newer_format = {"format": FORMAT + 1, "program": "9.0", "other": 1}
    newer_schema = {"schema": keys.SCHEMA + 1, "program": "9.0"}
    for told, refused in ((newer_format, True), (newer_schema, True), ({"more": 1}, False)):
        with ZipFile(tmp_path / "newer.zip", "w") as newer:
            newer.writestr(ABOUT, msgspec.json.encode(msgspec.to_builtins(about) | told))
        if refused:
            with pytest.raises(BadBackup, match=r"newer Handraise \(9\.0\)"), opened(tmp_path / "newer.zip"):
                pass
        else:
            with opened(tmp_path / "newer.zip") as backup:
                assert backup.about == about
