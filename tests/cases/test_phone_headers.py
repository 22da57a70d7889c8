import io

import pytest

from server.contacts.rows import Contact, ContactsFile
from tests.cases.listed import CASES

HEADERS = (CASES / "phone-headers" / "headers.txt").read_text().splitlines()


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_that_lists_have_is_taken_for_the_phone(header):
    (contact,) = ContactsFile(io.BytesIO(f"first,{header}\nAna,2125550101\n".encode()), "US")

    assert isinstance(contact, Contact)
    assert (contact.first_name, contact.phone) == ("Ana", "+12125550101")


def test_there_are_some():
    assert len(HEADERS) == 14
