import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.words.stop_words import LANGUAGES
from server.words.wishes import ENGLISH, PHRASES, may_be_a_wish, plain

ALL = list(LANGUAGES)
EVERY = [*ENGLISH, *(phrase for phrases in PHRASES.values() for phrase in phrases)]
shapes = st.sampled_from([str.upper, str.lower, str.title, lambda phrase: phrase.replace("'", "’")])
marks = st.text(st.sampled_from("“”‘’«»…()*🛑👋\u200b .!?,\n"), max_size=4)


@given(st.sampled_from(EVERY), shapes, marks, marks)
def test_a_phrase_is_found_however_it_is_written_and_whatever_stands_around_it(phrase, shape, before, after) -> None:
    assert may_be_a_wish(f"Hi {before} {shape(phrase)}{after} ok", ALL)


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert may_be_a_wish(text, ALL) in (True, False)
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    "text",
    [
        "Please don’t text me anymore",
        "dont text me",
        "Do not contact this number.",
        "STOP TEXTING ME!!!",
        "please  STOP",
        "Remove me from this list",
        "wrong number sorry",
        "Leave me alone",
        "opt-out please",
        "Número equivocado",
        "no más mensajes por favor",
        "Ne m'écrivez plus",
        "NE M’ECRIVEZ PLUS",
    ],
)
def test_the_default_has_english_french_and_spanish(text: str) -> None:
    assert may_be_a_wish(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Yes",
        "I'll remove medicine from the table",
        "Is this the right number?",
        "Which bus stop?",
        "falsche Nummer",
        "Text me tomorrow",
        "I can't stop by today",
    ],
)
def test_what_is_no_wish_by_default(text: str) -> None:
    assert not may_be_a_wish(text)


def test_a_language_counts_while_it_is_chosen() -> None:
    assert may_be_a_wish("Falsche Nummer!", ["de"])
    assert not may_be_a_wish("Falsche Nummer!", ["es"])
    assert set(PHRASES) == set(LANGUAGES)
