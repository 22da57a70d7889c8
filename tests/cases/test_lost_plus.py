from tests.cases.listed import listed


def test_a_number_without_its_plus_is_nobody_elses():
    contacts, rejected, _ = listed("lost-plus/contacts.csv", "DE")

    assert [contact.phone for contact in contacts] == ["+491713920001"]
    assert [(row.line, row.reason) for row in rejected] == [(3, "ambiguous_number")]
    assert "+49 171 3920001" in rejected[0].sentence
