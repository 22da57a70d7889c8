import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.contacts.numbers import read_phone
from server.contacts.rows import Contact, ContactsFile, Rejected
from server.errors import Refused


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
            zone="America/New_York",
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
