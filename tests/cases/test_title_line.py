from tests.cases.listed import listed


def test_the_header_is_found_below_a_title_and_lines_stay_those_of_the_file():
    contacts, rejected, file = listed("title-line/contacts.csv")

    assert file.table.header_line == 3
    assert [(contact.line, contact.first_name, contact.last_name) for contact in contacts] == [
        (4, "Ana", "Diaz"),
        (5, "Bo", "Ek"),
    ]
    assert rejected == []
