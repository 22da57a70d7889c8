import csv
import io
import struct

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.columns import Column, columns_of
from server.contacts import Asked, Chunk, Contact, ContactsFile, Opening, Rejected, preview, write_frames
from server.errors import Refused
from server.numbers import read_phone


def read(content: bytes | str, region: str = "US", mapping: dict[str, str] | None = None) -> list[Contact | Rejected]:
    return list(ContactsFile(io.BytesIO(content.encode() if isinstance(content, str) else content), region, mapping))


def test_a_row_becomes_a_contact():
    content = "First Name,Last Name,Phone,City,Pets\r\n Ana  Maria , Diaz,(202) 555-0123, Springfield ,\r\n"

    assert read(content) == [
        Contact(
            line=2,
            row=["Ana  Maria ", "Diaz", "(202) 555-0123", "Springfield ", ""],
            first_name="Ana Maria",
            last_name="Diaz",
            phone="+12025550123",
            fields={"City": "Springfield"},
        )
    ]


def test_a_second_phone_is_a_field():
    (contact,) = read("cell,phone,first\n2025550123,2025550124,Ana\n")

    assert contact.phone == "+12025550123"
    assert contact.fields == {"phone": "2025550124"}


def test_a_mapping_goes_before_the_names():
    mapping = {"Tel": "phone", "Who": "first_name", "Column 4": "last_name", "Pets": "ignored"}

    (contact,) = read("phone,Tel,Who,,Pets\nx,2025550123,Ana,Diaz,cat\n", mapping=mapping)

    assert (contact.phone, contact.first_name, contact.last_name) == ("+12025550123", "Ana", "Diaz")
    assert contact.fields == {"phone": "x"}


@pytest.mark.parametrize(
    "row, reason, says",
    [
        ("Ana,Diaz,", "no_phone", "no phone number"),
        ("Ana", "no_phone", "no phone number"),
        ("Ana,Diaz,12345", "bad_number", "“12345”"),
        ("Ana,Diaz,+1 (202) 555-0100", "duplicate_in_file", "line 2"),
        ("Ana,Diaz, Jr.,2025550123", "malformed", "The row has 4 cells, the header 3"),
        ('"Ana,Diaz,2025550123', "malformed", "quotes"),
        (f"{'x' * 30_000},Diaz,2025550123", "malformed", "longer than 20,000"),
    ],
)
def test_a_rejected_row_has_its_line_and_reason_and_the_rest_comes_in(row, reason, says):
    content = f"first,last,phone\nBob,B,2025550100\n\n{row}\nCai,C,2025550102\n"

    before, rejected, after = read(content)

    assert (before.phone, after.phone) == ("+12025550100", "+12025550102")
    assert (rejected.line, rejected.reason) == (4, reason)
    assert says in rejected.sentence
    assert rejected.row[0].startswith(row[:3])


def test_a_row_may_leave_out_its_last_cells_or_have_empty_ones_more():
    first, second = read("phone,first,city\n2025550123\n2025550124,Bob,,,,\n")

    assert (first.first_name, first.last_name, first.fields) == ("", "", {})
    assert (second.first_name, second.last_name, second.fields) == ("Bob", "", {})


def test_a_file_may_have_no_names():
    (contact,) = read("phone,city\n2025550123,Rome\n")

    assert (contact.first_name, contact.last_name, contact.fields) == ("", "", {"city": "Rome"})


def test_a_file_without_a_phone_column_is_refused_by_the_names_it_has():
    with pytest.raises(Refused) as refused:
        read("first,reach\nAna,2025550123\n")

    assert refused.value.code == "bad_contacts_file"
    assert "“first”, “reach”" in refused.value.sentence


@pytest.mark.parametrize(
    "start", [b"<html>", b"\xef\xbb\xbf\r\n <!DOCTYPE html><html>", b"<table border=1>", b"<?xml ?>"]
)
def test_a_web_page_is_refused_as_one_whatever_it_is_called(start):
    page = start + b"<tr><td>first</td><td>phone</td></tr>\n<tr><td>Ana</td><td>2125550101</td></tr></table>"

    for read in (lambda: ContactsFile(io.BytesIO(page), "US"), lambda: preview(io.BytesIO(page))):
        with pytest.raises(Refused) as refused:
            read()
        assert "This is a web page" in refused.value.sentence


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
    assert [row for chunk in decoded for row in chunk.rows] == read(content)
    assert [len(chunk.rows) for chunk in decoded] == [2, 1]
    assert decoded[-1].position == len(content)


def test_a_reading_process_writes_why_a_file_is_refused():
    out = io.BytesIO()

    write_frames(io.BytesIO(b""), out, Asked("US"))

    (opening,) = frames(out.getvalue())
    assert msgspec.msgpack.decode(opening, type=Opening).refused == "This file is empty."


def phone_in(text: str) -> str | None:
    read = read_phone(text, "US")
    return read if isinstance(read, str) else None


ROW = st.tuples(
    st.sampled_from(["", "Ana", "Ana, Maria", 'Ana "Nan"', "Ana\nMaria", "=1"]),
    st.sampled_from(["", " ", "x", "1", "+1 202 555 01{:02}", "(202) 555-01{:02}", "202555010"]),
    st.integers(0, 9),
    st.lists(st.sampled_from(["", "y"]), max_size=3),
)


@given(st.lists(ROW, min_size=1), st.sampled_from(",;\t|"), st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]))
def test_every_row_is_either_a_contact_or_rejected_exactly_once(rows, delimiter, encoding):
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(["phone", "first"])
    written = [[phone.format(last), first, *more] for first, phone, last, more in rows]
    writer.writerows(written)
    full = [row for row in written if any(cell.strip() for cell in row)]

    try:
        got = read(text.getvalue().encode(encoding))
    except Refused:
        got = []

    assert [[cell.strip() for cell in one.row] for one in got] == [[cell.strip() for cell in row] for row in full]
    contacts = [one for one in got if isinstance(one, Contact)]
    phones = [one.phone for one in contacts]
    assert len(phones) == len(set(phones))
    assert set(phones) == {phone for row in full if not any(row[2:]) and (phone := phone_in(row[0].strip()))}


@given(st.binary() | st.text().map(str.encode), st.sampled_from([b"phone,first\n", b"phone\n2025550123\n", b""]))
def test_no_bytes_whatever_raise_anything_but_refused(content, start):
    try:
        got = read(start + content)
    except Refused as refused:
        assert refused.code == "bad_contacts_file"
    else:
        assert all(one.sentence for one in got if isinstance(one, Rejected))
