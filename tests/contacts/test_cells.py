import pytest

from server.contacts.cells import garbled, garbled_name, is_empty_word, without_empty_words


@pytest.mark.parametrize(
    "cell",
    [
        *("NULL", "null", "(null)", "#N/A", "N/A", "n/a", "#NV", "nan", "NaN", "None", "(blank)", "(Blank)", "-", "--"),
        *("—", "\\N", "#REF!", "#VALUE!", "undefined", "nil", "ｎｕｌｌ", "NULL\u200b", " n/a ", "<NA>", "(none)"),
        *('"NULL"', "'null'", "“NULL”"),
    ],
)
def test_what_other_systems_write_for_nothing_is_empty(cell):
    assert is_empty_word(cell)
    assert without_empty_words(cell.strip().upper(), "Diaz") == ("", "Diaz")


@pytest.mark.parametrize(
    "cell", ["", "Ana", "Nullarbor", "Nana", "Na", "0", "No", "Unknown Pleasures", "N", "x" * 5_000]
)
def test_a_word_is_not_empty(cell):
    assert not is_empty_word(cell)


@pytest.mark.parametrize(
    "written, kept",
    [
        (("Jo", "Null"), ("Jo", "Null")),
        (("Nan", "Smith"), ("Nan", "Smith")),
        (("Jo", "NULL"), ("Jo", "")),
        (("Jo", "null"), ("Jo", "")),
        (("Jo", "None"), ("Jo", "")),
        (("Null", "Null"), ("", "")),
        (("", "Null"), ("", "")),
        (("nan", "None"), ("", "")),
        (("#N/A", "Null"), ("", "")),
    ],
)
def test_people_called_null_keep_their_name(written, kept):
    assert without_empty_words(*written) == kept


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman", "cp1250", "cp1251", "cp850", "latin-1"])
@pytest.mark.parametrize("name", ["Zoë", "José Muñoz", "Łukasz", "山田"])
def test_utf_8_that_was_decoded_as_something_else_is_garbled(name, encoding):
    assert garbled(name.encode().decode(encoding, "replace"))


@pytest.mark.parametrize("cell", ["Zo\ufffd", "Zo\x91", "£ukasz", "Mi³osz"])
def test_a_name_with_what_no_name_has_is_garbled(cell):
    assert garbled_name(cell)


@pytest.mark.parametrize(
    "name",
    [
        "Zoë",
        "KŘÍŽ",
        "JÍŽA",
        "TOMÁŠ",
        "Łukasz",
        "山田",
        "Мария",
        "МАРІЯ",
        "ÉÎŒ",
        "Hawai‘i",
        "O’Brien",
        "Ana 😀",
        "ישראל",
        "محمد",
        "नमस्ते",
    ],
)
def test_a_name_of_any_language_isnt_garbled(name):
    assert not garbled_name(name)
