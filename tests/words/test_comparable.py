"""Words compared: the same word in any form is the same, and another word is another."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.words.comparable import INVISIBLE, comparable, comparable_letters, comparable_name

INVISIBLE_CHARACTERS = [chr(code) for code in range(0x110000) if INVISIBLE.fullmatch(chr(code))]
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cn", "Co")), max_size=20)


@given(WORDS)
def test_comparing_twice_changes_nothing(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)
    assert comparable_name(comparable_name(text)) == comparable_name(text)


@given(st.text(st.characters(categories=("L", "Nd", "Zs")), max_size=12), st.data())
def test_invisible_characters_make_no_other_word(text: str, data: st.DataObject) -> None:
    text = comparable(text)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        text_with = text[:place] + data.draw(st.sampled_from(INVISIBLE_CHARACTERS)) + text[place:]
        assert comparable(text_with) == text


@given(WORDS, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]))
def test_no_form_of_unicode_makes_another_word(text: str, form: str) -> None:
    assert comparable(unicodedata.normalize(form, text)) == comparable(text)


@given(st.text(st.characters(categories=("Lu", "Ll")), max_size=20))
def test_case_makes_no_other_word_in_any_script(text: str) -> None:
    assert comparable(text.casefold()) == comparable(text)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("First Name", "firstname"),
        ("\ufefffirst_name", "firstname"),
        ("FIRST–NAME", "firstname"),
        ("Phone*", "phone"),
        ("Phone #", "phone"),
        ("Tel.", "tel"),
        (" [Phone] ", "phone"),
        ("ＰＨＯＮＥ", "phone"),
        ("Pre\u0301nom", "prénom"),
        ("Straße", "strasse"),
        ("ΟΔΟΣ", "οδοσ"),
        ("Фамилия", "фамилия"),
        ("#", "#"),
        ("--", "--"),
        ("", ""),
        ("Phone 1", "phone1"),
        ("a.b", "a.b"),
    ],
)
def test_a_name_is_compared_without_what_lists_put_around_it(written: str, name: str) -> None:
    assert comparable_name(written) == name


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("“S.T.O.P.”", "stop"),
        ("ARRÊT", "arret"),
        ("arre\u0302t!", "arret"),
        ("ʼStopˮ", "stop"),
        ("ＳＴＯＰ 1️⃣", "stop1"),
        ("停止。", "停止"),
        ("👋🏽 …", ""),
    ],
)
def test_only_letters_and_digits_are_left_of_a_text(text: str, letters: str) -> None:
    assert comparable_letters(text) == letters


@given(WORDS)
def test_leaving_only_letters_twice_changes_nothing(text: str) -> None:
    assert comparable_letters(comparable_letters(text)) == comparable_letters(text)
