from tests.cases.listed import listed


def test_numbers_that_are_no_cells_have_a_reason_of_their_own():
    contacts, rejected, _ = listed("numbers-that-get-no-texts/contacts.csv")

    assert [contact.phone for contact in contacts] == ["+447700900104", "+12125550105"]
    assert [(row.line, row.reason) for row in rejected] == [(line, "not_a_cell") for line in (2, 3, 4)]
    assert ["landline" in row.sentence for row in rejected] == [True, False, False]
