import pytest

from tests.cases.listed import listed


@pytest.mark.parametrize("file", ["blank", "upper"])
def test_the_line_that_names_the_delimiter_counts_in_any_case_and_with_blanks_after_it(file):
    contacts, rejected, _ = listed(f"sep-line/{file}.csv")

    assert [(contact.line, contact.first_name, contact.phone) for contact in contacts] == [(3, "Ana", "+12125550101")]
    assert rejected == []
