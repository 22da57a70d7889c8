import pytest

from server.errors import Refused
from tests.cases.listed import listed

FILES = [("mac_roman", "Zoë"), ("shift_jis", "山田"), ("windows_1250", "Łukasz")]


@pytest.mark.parametrize("encoding, name", FILES)
def test_names_in_another_encoding_are_told_as_doubtful_with_what_is_likely(encoding, name):
    with pytest.raises(Refused) as refused:
        listed(f"other-encodings/{encoding}.csv")

    assert refused.value.code == "bad_contacts_file"
    assert "names look wrong" in refused.value.sentence
    assert f"“{name}” as {encoding.replace('windows_', 'windows-')}" in refused.value.sentence


@pytest.mark.parametrize("encoding, name", FILES)
def test_names_are_right_when_the_encoding_is_chosen(encoding, name):
    ((contact,), rejected, file) = listed(f"other-encodings/{encoding}.csv", encoding=encoding)

    assert (contact.first_name, rejected, file.table.notices) == (name, [], [])
