from tests.cases.listed import listed


def test_nobody_is_greeted_by_a_word_that_says_nothing_and_jo_null_keeps_her_name():
    contacts, rejected, file = listed("empty-words/contacts.csv")

    assert [(contact.first_name, contact.last_name, contact.fields) for contact in contacts] == [
        *[("", "", {})] * 3,
        ("Jo", "Null", {"Town": "Bath"}),
    ]
    assert rejected == []
    assert file.noticed.emptied == 9
    assert file.noticed.sentences() == ["9 cells said NULL, #N/A, N/A … and were left empty."]
