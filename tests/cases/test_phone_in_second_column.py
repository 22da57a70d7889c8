from tests.cases.listed import listed


def test_a_row_comes_in_with_its_first_number_a_cell_before_a_home_phone():
    contacts, rejected, _ = listed("phone-in-second-column/contacts.csv")

    assert rejected == []
    assert [(contact.first_name, contact.phone) for contact in contacts] == [
        ("Ana", "+12125550101"),
        ("Bo", "+12125550102"),
        ("Cy", "+12125550103"),
    ]
