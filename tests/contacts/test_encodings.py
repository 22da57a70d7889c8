import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.contacts.encodings import BYTES_AT_ONCE, CHOICES, find_encoding, named_encoding, with_byte_order
from server.contacts.plausible import plausible
from server.errors import Refused

WESTERN = (
    "José Muñoz Zoë Müller Mª Élodie Øyvind Ångström "
    "François Conceição Ana’s D’Angelo O’Brien “Pepe” Smith–Jones N°5 25€ NÚÑEZ"
)


def as_file(names: str, encoding: str) -> bytes:
    rows = "".join(f"{name},2125550101\n" for name in names.split())
    return f"first,phone\n{rows}".encode(encoding)


@pytest.mark.parametrize("name", WESTERN.split())
def test_windows_1252_is_assumed_and_told_with_an_example(name):
    encoding = find_encoding([as_file(name, "cp1252")])

    assert as_file(name, "cp1252").decode(encoding.name, encoding.errors) == as_file(name, "cp1252").decode("cp1252")
    assert encoding.likely == ()
    assert encoding.example == ("" if name.isascii() else name)
    assert (f"“{name}”" in encoding.notice) == (not name.isascii())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_what_proves_itself_is_sure(encoding):
    found = find_encoding([as_file(f"{WESTERN} 山田 Łukasz", encoding)])

    assert found.notice == ""
    assert as_file("山田", encoding).decode(found.name).lstrip("\ufeff") == "first,phone\n山田,2125550101\n"


@pytest.mark.parametrize(
    "name, encoding",
    [
        ("Zoë", "mac_roman"),
        ("Muñoz", "mac_roman"),
        ("José", "mac_roman"),
        ("Müller", "mac_roman"),
        ("José", "cp850"),
        ("Göran", "mac_roman"),
        ("Jesús", "mac_roman"),
        ("García", "mac_roman"),
        ("María", "mac_roman"),
        ("Díaz", "mac_roman"),
        ("López", "mac_roman"),
        ("Málaga", "cp850"),
        ("García", "cp850"),
        ("Dvořák", "windows-1250"),
        ("Erdős", "windows-1250"),
        ("Ştefan", "windows-1250"),
        ("Łukasz", "windows-1250"),
        ("Gałązka", "windows-1250"),
        ("Иван", "windows-1251"),
        ("Иван", "koi8-r"),
        ("Ελένη", "windows-1253"),
        ("ישראל", "windows-1255"),
        ("محمد", "windows-1256"),
        ("山田", "shift_jis"),
        ("たなか", "shift_jis"),
        ("Şükrü", "windows-1254"),
        ("李", "gb18030"),
        ("陳大文", "big5"),
        ("김", "euc_kr"),
    ],
)
def test_one_name_in_another_encoding_is_in_doubt_and_the_right_one_is_named(name, encoding):
    found = find_encoding([as_file(name, encoding)])

    assert name in [reading for _, reading in found.likely]
    assert "Names" not in found.notice and f"“{name}” as" in found.notice


def test_a_doubt_that_comes_late_in_a_file_is_told():
    pieces = [b"first,phone\n", *[b"Ana,2125550101\n" * 1_000] * 5, as_file("£ukasz", "cp1252")]

    assert find_encoding(pieces).likely
    assert not find_encoding([*pieces[:-1], as_file("Łukasz", "utf-8")]).likely


def test_a_character_cut_in_two_by_a_piece_is_no_doubt():
    content = b"x" * (BYTES_AT_ONCE - 3) + "\nZoë山田\n".encode()

    for cut in range(BYTES_AT_ONCE - 4, len(content)):
        assert not find_encoding([content[:cut], content[cut:]]).notice
    assert not find_encoding([content[:-3]], whole=False).notice


def test_every_encoding_to_choose_can_be_chosen_and_what_is_none_is_refused():
    for name in CHOICES:
        assert codecs.lookup(named_encoding(name).name)
    for name in ("no-such", "hex", "undefined", "idna", "", "\0", "x" * 5_000, "unicode_escape"):
        with pytest.raises(Refused, match="bad_contacts_file"):
            named_encoding(name)


@given(st.binary())
def test_no_bytes_whatever_break_the_search(content):
    find_encoding([content])


@given(st.text("abcdefghijklmnopqrstuvwxyzéèñüößçåøæ", min_size=4).filter(lambda word: sum(map(str.isascii, word)) > 2))
def test_a_small_western_word_with_few_accents_is_plausible(word):
    assert plausible(word.title()) or 2 * sum(map(str.isascii, word)) <= len(word)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_file_that_isnt_in_the_named_encoding_is_told_so(encoding):
    with pytest.raises(Refused) as refused:
        with_byte_order(named_encoding(encoding), as_file("Zoë", "mac_roman"))

    assert refused.value.sentence == f"This file isn't {encoding.upper()}. Choose another encoding."


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_as_named_with_and_without_a_mark(encoding):
    start = as_file("Zoë", encoding)

    found = with_byte_order(named_encoding("utf-16"), start)

    assert start.decode(found.name) == as_file("Zoë", "utf-8").decode()
