import datetime
import io
import zipfile

import openpyxl
import pytest

from server.contacts.rows import Contact, ContactsFile
from server.errors import Refused


def workbook(*sheets: list[list[object]]) -> bytes:
    """An Excel workbook with these sheets of rows."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for place, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Sheet {place + 1}")
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(packed: bytes, name: str, content: bytes) -> bytes:
    """The same workbook with another content of one of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.namelist():
            after.writestr(entry, content if entry == name else before.read(entry))
    return out.getvalue()


PEOPLE: list[list[object]] = [["First", "Phone", "Born", "Ward"], ["Zoë", 2125550101, datetime.date(1990, 1, 2), 7.5]]
SHEET = "xl/worksheets/sheet1.xml"


def read(content: bytes) -> tuple[list[Contact], ContactsFile]:
    file = ContactsFile(io.BytesIO(content), "US")
    return [row for row in file if isinstance(row, Contact)], file


def test_numbers_dates_and_names_are_read_without_loss():
    (contact,), _ = read(workbook(PEOPLE))

    assert (contact.line, contact.first_name, contact.phone) == (2, "Zoë", "+12125550101")
    assert contact.fields == {"Born": "1990-01-02", "Ward": "7.5"}


def test_an_international_number_of_twelve_digits_is_a_figure_without_loss():
    (contact,), _ = read(workbook([["Phone"], ["+491713920001"]]))

    assert contact.phone == "+491713920001"


def test_title_lines_and_blank_rows_keep_their_lines():
    (contact,), file = read(workbook([["Report"], [], *PEOPLE]))

    assert (file.table.header_line, contact.line) == (3, 4)


def test_the_first_sheet_with_a_header_is_read_and_the_others_are_told():
    (contact,), file = read(workbook([["Read me"], ["first"]], PEOPLE, [["More"]]))

    assert contact.first_name == "Zoë"
    assert file.table.notices == ["Only the sheet “Sheet 2” was read."]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_nobody_on_a_hidden_sheet_is_texted(state):
    book = openpyxl.load_workbook(io.BytesIO(workbook([["First", "Phone"], ["Old", 2125550109]], PEOPLE)))
    book.worksheets[0].sheet_state = state
    book.active = 1
    out = io.BytesIO()
    book.save(out)

    (contact,), file = read(out.getvalue())

    assert contact.first_name == "Zoë"
    assert file.table.notices == ["Only the sheet “Sheet 2” was read."]


@pytest.mark.parametrize(
    "content, says",
    [
        (workbook(PEOPLE)[:-200], "no Excel workbook"),
        (b"PK\3\4" + b"x" * 500, "no Excel workbook"),
        (changed(workbook(PEOPLE), SHEET, b"<worksheet><sheetData><row"), "no Excel workbook"),
        (changed(workbook(PEOPLE), "xl/workbook.xml", b"no"), "no Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000, "one with a password"),
        (workbook([]), "empty"),
        (workbook([["Phone"]]), "no rows"),
    ],
)
def test_what_cant_be_read_is_refused_with_a_sentence(content, says):
    with pytest.raises(Refused) as refused:
        read(content)

    assert refused.value.code == "bad_contacts_file"
    assert says in refused.value.sentence


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr("server.contacts.workbook.LARGEST_UNPACKED_BYTES", 1_000_000)
    bomb = changed(workbook(PEOPLE), "xl/styles.xml", b" " * 2_000_000)
    assert len(bomb) < 20_000

    with pytest.raises(Refused, match="bad_contacts_file") as refused:
        read(bomb)

    assert "too large" in refused.value.sentence


def test_one_cell_far_away_from_all_others_doesnt_fill_the_memory():
    far = b'<c r="XFD1048576"><v>1</v></c>'
    with zipfile.ZipFile(io.BytesIO(workbook(PEOPLE))) as packed:
        sheet = packed.read(SHEET).replace(b"</sheetData>", b'<row r="1048576">' + far + b"</row></sheetData>")

    with pytest.raises(Refused, match="bad_contacts_file") as refused:
        read(changed(workbook(PEOPLE), SHEET, sheet))

    assert "too large" in refused.value.sentence
