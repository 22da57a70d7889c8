import csv
import io
import json
import re

from hypothesis import given
from hypothesis import strategies as st

from server.contacts.cells import for_spreadsheet, from_spreadsheet
from server.contacts.rows import Contact, ContactsFile
from server.web import export
from tests.world import World, columns

FIELDS = {"Ward": "=1+1", "'=Note": "'@home", "Born": "-3"}


def saved_by_a_spreadsheet(text: str) -> str:
    """The file after a spreadsheet has opened and saved it: what looks like a figure becomes one, six digits of it."""

    def cell(value: str) -> str:
        return f"{float(value):.5E}" if re.fullmatch(r"[+-]?\d{5,}", value) else value

    out = io.StringIO(newline="")
    csv.writer(out).writerows([[cell(value) for value in row] for row in csv.reader(io.StringIO(text, newline=""))])
    return out.getvalue()


async def test_the_export_keeps_its_phones_in_a_spreadsheet_and_comes_back_in(world: World) -> None:
    campaign = await world.campaign(fields=FIELDS, launch=False)
    contact = json.dumps(["=Zoë", "O'Hara", "+12125550101", FIELDS])
    await world.scripts.run("add_contacts", campaign, contacts=[["+12125550101", contact]], columns=columns(*FIELDS))
    text = "".join([piece async for piece in export.rows(world.scripts, campaign, list(FIELDS), {})])

    (back,) = ContactsFile(io.BytesIO(saved_by_a_spreadsheet(text).encode()), "US")

    assert isinstance(back, Contact)
    assert (back.first_name, back.last_name, back.phone) == ("=Zoë", "O'Hara", "+12125550101")
    assert {name: back.fields[name] for name in FIELDS} == FIELDS


@given(st.text("'=+-@\t\r\nab1") | st.text())
def test_every_cell_is_read_back_as_it_was_and_none_is_a_formula(cell: str) -> None:
    written = for_spreadsheet(cell)

    assert from_spreadsheet(written) == cell.replace("\0", "")
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
