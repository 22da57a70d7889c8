"""Names in words, and queries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.words.names import fields_of, sought, words_of

PHONE = "+12025550123"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Ana López", {"ana", "lopez"}),
        ("Anne-Marie", {"anne", "marie", "annemarie"}),
        ("O'Brien", {"o", "brien", "obrien"}),
        ("D’Angelo", {"d", "angelo", "dangelo"}),
        ("Łódź Søren", {"lodz", "soren"}),
        ("王小明", {"王", "小", "明"}),
        ("ИВАН", {"иван"}),
        ("نور الدين", {"نور", "الدين"}),
        ("…", set()),
    ],
)
def test_a_name_has_words(name: str, words: set[str]) -> None:
    assert words_of(name) == words


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("ana lo", "Ana", "López"),
        ("lo ana", "Ana", "López"),
        ("LÓPEZ", "Ana", "Lopez"),
        ("o'brien", "Pat", "O’Brien"),
        ("obrien", "Pat", "O'Brien"),
        ("brien", "Pat", "O'Brien"),
        ("annemarie", "Anne-Marie", ""),
        ("anne-marie", "Anne-Marie", ""),
        ("anne marie", "Anne-Marie", ""),
        ("j müller", "Jo", "Mueller-Muller"),
        ("王", "王", "伟"),
        ("小明", "王小明", ""),
        ("王小明", "小明", "王"),
        ("김", "김", "민수"),
        ("soren", "Søren", ""),
        ("ana 0123", "Ana", ""),
        ("0123", "", ""),
        ("(202) 555-0123", "", ""),
        ("555 0123", "", ""),
    ],
)
def test_a_query_fits_a_contact_and_the_index_leads_there(query: str, first: str, last: str) -> None:
    asked = sought(query)
    assert asked.fields
    assert asked.fits(first, last, PHONE)
    assert set(asked.fields) <= set(fields_of(first, last, PHONE))


@pytest.mark.parametrize("query", ["", " ", "a", "123", "-", "+", "’"])
def test_too_little_leads_nowhere(query: str) -> None:
    assert sought(query).fields == []


@pytest.mark.parametrize("query", ["anna", "ana lopezz", "9123", "ana 9123"])
def test_what_is_not_there_does_not_fit(query: str) -> None:
    assert not sought(query).fits("Ana", "López", PHONE)


@given(st.text(max_size=30), st.text(max_size=30), st.data())
def test_what_fits_is_found_by_the_index(first: str, last: str, data: st.DataObject) -> None:
    words = sorted(words_of(first) | words_of(last))
    query = data.draw(st.text(max_size=5) | st.sampled_from(words or ["x"]).map(lambda word: word[:5]))
    asked = sought(query)
    if asked.fits(first, last, PHONE):
        assert set(asked.fields) <= set(fields_of(first, last, PHONE))


def test_an_erased_contact_is_in_no_field() -> None:
    assert fields_of("Erased", "", "") == []
