import csv
import io
import struct

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.contacts import (
    Chunk,
    Column,
    Contact,
    ContactsFile,
    Opening,
    Rejected,
    columns_of,
    for_spreadsheet,
    plain_name,
    preview,
    read_phone,
    rejected_csv,
    write_frames,
)
from server.errors import Refused


def read(content: bytes | str, region: str = "US", mapping: dict[str, str] | None = None) -> list[Contact | Rejected]:
    return list(ContactsFile(io.BytesIO(content.encode() if isinstance(content, str) else content), region, mapping))


def meanings(header: list[str], mapping: dict[str, str] | None = None) -> list[tuple[str, str]]:
    return [(column.name, column.meaning) for column in columns_of(header, mapping)]


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


@pytest.mark.parametrize("first", ["first", "FirstName", "first_name", "First Name", "given-name", "GIVEN NAME"])
@pytest.mark.parametrize("last", ["last", "lastname", "Last_Name", "Surname", "SUR NAME"])
@pytest.mark.parametrize("phone", ["phone", "Cell", "cell_phone", "MOBILE", "Phone Number", "phone-number"])
def test_columns_are_known_by_many_names_in_any_order(first, last, phone):
    assert meanings([phone, "Pets", last, first]) == [
        (phone, "phone"),
        ("Pets", "field"),
        (last, "last_name"),
        (first, "first_name"),
    ]


def test_names_compare_without_case_spaces_and_joiners():
    assert plain_name("  Favorite_Pet-Name ") == "favoritepetname"
    assert plain_name("ÉCOLE") == "École"  # as Lua's string.lower, which knows ASCII


def test_a_second_phone_is_a_field():
    (contact,) = read("cell,phone,first\n2025550123,2025550124,Ana\n")

    assert contact.phone == "+12025550123"
    assert contact.fields == {"phone": "2025550124"}


def test_columns_without_a_name_are_left_out_and_repeated_ones_numbered():
    header = ["phone", "Note", "", "note", "NOTE 4", " "]

    assert meanings(header) == [
        ("phone", "phone"),
        ("Note", "field"),
        ("Column 3", "ignored"),
        ("note 4", "field"),
        ("NOTE 4 5", "field"),
        ("Column 6", "ignored"),
    ]


def test_a_mapping_goes_before_the_names():
    mapping = {"Tel": "phone", "Who": "first_name", "Column 4": "last_name", "Pets": "ignored"}

    (contact,) = read("phone,Tel,Who,,Pets\nx,2025550123,Ana,Diaz,cat\n", mapping=mapping)

    assert (contact.phone, contact.first_name, contact.last_name) == ("+12025550123", "Ana", "Diaz")
    assert contact.fields == {"phone": "x"}


@pytest.mark.parametrize("mapping", [{"Tel": "phone"}, {"a": "number"}, {"a": "phone", "b": "phone"}])
def test_a_mapping_that_doesnt_fit_is_refused(mapping):
    with pytest.raises(Refused, match="bad_contacts_file"):
        columns_of(["a", "b"], mapping)


@pytest.mark.parametrize(
    "written, region, phone",
    [
        ("202-555-0123", "US", "+12025550123"),
        ("(202) 555 0123", "US", "+12025550123"),
        ("12025550123", "US", "+12025550123"),
        ("+1 202.555.0123", "GB", "+12025550123"),
        ("tel:+1-202-555-0123", "US", "+12025550123"),
        ("2025550123.0", "US", "+12025550123"),
        ("'2025550123", "US", "+12025550123"),
        ('="2025550123"', "US", "+12025550123"),
        ("２０２ 555 0123", "US", "+12025550123"),
        ("+44 20 7946 0123", "US", "+442079460123"),
        ("020 7946 0123", "GB", "+442079460123"),
        ("07700 900123", "GB", "+447700900123"),
        ("(555) 123-4567", "US", "+15551234567"),
        ("555-555-0123", "US", "+15555550123"),
        ("+1 999 555 0123", "US", "+19995550123"),
        ("555-0123", "US", None),
        ("+1 999 556 0123", "US", None),
        ("1234567890", "US", None),
        ("12345", "US", None),
        ("0000000000", "US", None),
        ("911", "US", None),
        ("2.02556E+09", "US", None),
        ("not a number", "US", None),
        ("", "US", None),
        ("2" * 300, "US", None),
    ],
)
def test_numbers_are_read_as_people_write_them(written, region, phone):
    assert read_phone(written, region) == phone


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
        read("first,tel\nAna,2025550123\n")

    assert refused.value.code == "bad_contacts_file"
    assert "“first”, “tel”" in refused.value.sentence


def test_a_preview_shows_columns_and_first_rows_even_without_a_phone_column():
    content = b"first;tel\n" + b"Ana;1\n" * 100_000

    shown = preview(io.BytesIO(content), rows=2)

    assert shown.columns == [Column("first", "first_name"), Column("tel", "field")]
    assert shown.rows == [["Ana", "1"], ["Ana", "1"]]
    assert preview(io.BytesIO(content), {"tel": "phone"}).columns[1].meaning == "phone"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula_to_a_spreadsheet(cell):
    assert for_spreadsheet(cell) == f"'{cell}"
    assert for_spreadsheet(f"\0\0{cell}") == f"'{cell}"  # spreadsheets pass over NULs
    assert for_spreadsheet(f"a{cell}") == f"a{cell}"
    assert for_spreadsheet("") == ""


def test_rejected_rows_can_be_read_corrected_and_imported_again():
    header = ["first", "phone", "=note"]
    rejected = [row for row in read('first,phone,=note\nAna,1,"+1, ""x"""\nZoë,2025\n') if isinstance(row, Rejected)]

    text = "".join(rejected_csv(header, rejected))

    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))) == [
        ["line", "rejected because", "first", "phone", "'=note"],
        ["2", "“1” isn't a phone number that can be texted.", "Ana", "1", '\'+1, "x"'],
        ["3", "“2025” isn't a phone number that can be texted.", "Zoë", "2025"],
    ]
    (corrected, _) = read(text.replace("Ana,1", "Ana,2025550123"))
    assert (corrected.first_name, corrected.phone) == ("Ana", "+12025550123")


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

    write_frames(io.BytesIO(content), out, "US", None, size=2)

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

    write_frames(io.BytesIO(b""), out, "US", None, size=2)

    (opening,) = frames(out.getvalue())
    assert msgspec.msgpack.decode(opening, type=Opening).refused == "This file is empty."


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
    assert set(phones) == {
        phone for row in full if not any(row[2:]) and (phone := read_phone(row[0].strip(), "US")) is not None
    }


@given(st.binary() | st.text().map(str.encode), st.sampled_from([b"phone,first\n", b"phone\n2025550123\n", b""]))
def test_no_bytes_whatever_raise_anything_but_refused(content, start):
    try:
        got = read(start + content)
    except Refused as refused:
        assert refused.code == "bad_contacts_file"
    else:
        assert all(one.sentence for one in got if isinstance(one, Rejected))


@given(st.text() | st.text("0123456789+-() ext.;=#,*/abc٣"))
def test_no_text_whatever_breaks_the_reading_of_numbers(text):
    phone = read_phone(text, "US")

    assert phone is None or (phone.startswith("+") and read_phone(phone, "GB") == phone)
