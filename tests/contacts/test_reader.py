"""The process that reads a file of contacts: what it shows of one, and the frames that it writes."""

import io
import struct

import msgspec
import pytest

from server.contacts.columns import Column, columns_of
from server.contacts.reader import Asked, Chunk, Opening, preview, write_frames
from server.contacts.rows import ContactsFile
from server.errors import Refused


def test_a_preview_shows_columns_and_first_rows_even_without_a_phone_column():
    content = b"first;reach\n" + b"Ana;1\n" * 100_000

    shown = preview(io.BytesIO(content))

    assert shown.columns == [Column("first", "first_name"), Column("reach", "field")]
    assert shown.rows == [["Ana", "1"]] * 5
    assert preview(io.BytesIO(content), {"reach": "phone"}).columns[1].meaning == "phone"


def frames(packed: bytes) -> list[bytes]:
    found = []
    while packed:
        (length,) = struct.unpack(">I", packed[:4])
        found.append(packed[4 : 4 + length])
        packed = packed[4 + length :]
    return found


def test_a_reading_process_writes_what_the_file_is_and_then_its_rows():
    content = b"first,phone,city\nAna,2025550123,Rome\nBob,x\nCai,2025550124\n"
    out = io.BytesIO()

    write_frames(io.BytesIO(content), out, Asked("US", rows=2))

    opening, *chunks = frames(out.getvalue())
    assert msgspec.msgpack.decode(opening, type=Opening) == Opening(
        ["first", "phone", "city"], columns_of(["first", "phone", "city"])
    )
    decoded = [msgspec.msgpack.decode(chunk, type=Chunk) for chunk in chunks]
    assert [row for chunk in decoded for row in chunk.rows] == list(ContactsFile(io.BytesIO(content), "US"))
    assert [len(chunk.rows) for chunk in decoded] == [2, 1]
    assert decoded[-1].position == len(content)


def test_a_reading_process_writes_why_a_file_is_refused():
    out = io.BytesIO()

    write_frames(io.BytesIO(b""), out, Asked("US"))

    (opening,) = frames(out.getvalue())
    assert msgspec.msgpack.decode(opening, type=Opening).refused == "This file is empty."


def test_a_file_that_isnt_in_the_chosen_encoding_is_refused_with_a_sentence():
    file = io.BytesIO("first,phone\nZoë,2025550151\n".encode("mac_roman"))

    with pytest.raises(Refused, match="This file isn't UTF-16"):
        preview(file, encoding="utf-16")


@pytest.mark.parametrize(
    "start", [b"<html>", b"\xef\xbb\xbf\r\n <!DOCTYPE html><html>", b"<table border=1>", b"<?xml ?>"]
)
def test_a_web_page_is_refused_as_one_whatever_it_is_called(start):
    page = start + b"<tr><td>first</td><td>phone</td></tr>\n<tr><td>Ana</td><td>2125550101</td></tr></table>"

    for read in (lambda: ContactsFile(io.BytesIO(page), "US"), lambda: preview(io.BytesIO(page))):
        with pytest.raises(Refused) as refused:
            read()
        assert "This is a web page" in refused.value.sentence
