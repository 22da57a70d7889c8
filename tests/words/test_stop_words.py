import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.words.stop_words import CARRIERS, DEFAULT, LANGUAGES, in_force, says_help, says_start, says_stop

ALL = list(LANGUAGES)
STOPS = [word for words in (CARRIERS, *LANGUAGES.values()) for word in words.stop]
STARTS = [word for words in (CARRIERS, *LANGUAGES.values()) for word in words.start]
HELPS = [word for words in (CARRIERS, *LANGUAGES.values()) for word in words.help]

NO_LETTERS = [
    chr(code) for code in range(0x30000) if unicodedata.category(chr(code))[0] in "PSZC" and not 0xD800 <= code < 0xE000
]
"""Every sign, blank, emoji, control, format or unassigned character; some are read as letters and mean none."""

around = st.text(
    st.sampled_from(NO_LETTERS) | st.sampled_from("“”‘’«»…()*🛑👋🏽\ufe0f\u200b\u200e\u2068\ufeff\u00ad \n\t.!?'"),
    max_size=8,
)
dashes = st.sampled_from(["", " ", "-", "‑", "–", "_", " - ", "\u00ad", "\u200b"])
shapes = st.sampled_from([str.upper, str.lower, str.title, lambda word: word.translate(FULLWIDTH)])
FULLWIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def letters(words: list[str]) -> st.SearchStrategy[str]:
    """One to three of these words, however they are written and whatever is around them."""

    @st.composite
    def written(draw: st.DrawFn) -> str:
        said = draw(around)
        for word in draw(st.lists(st.sampled_from(words), min_size=1, max_size=3)):
            said += draw(shapes)(word).replace(" ", draw(dashes)) + draw(around)
        return said

    return written()


@given(letters(STOPS))
def test_nothing_but_stop_words_opts_out_whatever_stands_around_them(text: str) -> None:
    assert says_stop(text, ALL)
    assert not says_start(text, ALL)
    assert not says_help(text, ALL)


@given(letters(STARTS))
def test_nothing_but_start_words_opts_in_whatever_stands_around_them(text: str) -> None:
    assert says_start(text, ALL)
    assert not says_stop(text, ALL)
    assert not says_help(text, ALL)


@given(letters(HELPS))
def test_nothing_but_help_words_asks_for_help_whatever_stands_around_them(text: str) -> None:
    assert says_help(text, ALL)
    assert not says_stop(text, ALL)
    assert not says_start(text, ALL)


@given(letters(HELPS), st.sampled_from(["please", "need", "I", "2", "me", "stop", "хватит", "我"]), st.booleans())
def test_help_in_a_sentence_is_for_a_texter_to_read(text: str, word: str, first: bool) -> None:
    assert not says_help(f"{word} {text}" if first else f"{text} {word}", ALL)


@given(letters(STOPS), st.sampled_from(["please", "don't", "I", "2", "me", "by", "bus", "хватит", "我"]), st.booleans())
def test_with_any_other_word_it_is_a_sentence_for_a_texter_to_read(text: str, word: str, first: bool) -> None:
    assert not says_stop(f"{word} {text}" if first else f"{text} {word}", ALL)


@pytest.mark.parametrize(
    "text",
    ["STOP", "stop all", "S T O P", "s.t.o.p.", "STOP!!!", "STOP 1️⃣", "StopStop", "stop. STOP. stop.", "Ⓢⓣⓞⓟ", "𝐒𝐓𝐎𝐏"],
)
@pytest.mark.parametrize("languages", [[], ALL])
def test_the_carriers_words_always_count(text: str, languages: list[str]) -> None:
    assert says_stop(text, languages)


@pytest.mark.parametrize(
    "text",
    ["Opt-Out", "opt out", "OPTOUT", "opt\u00adout", "ARRET", "Arrêt", "arre\u0302t", "Alto.", "¡BAJA!", "stop, alto"],
)
def test_the_default_has_english_french_and_spanish(text: str) -> None:
    assert says_stop(text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "👋", "🛑", "!", "ends", "stopp", "Ende", "basta", "start", "no", "fine", "para", "YES", "stop please"],
)
def test_what_is_no_stop_word_by_default(text: str) -> None:
    assert not says_stop(text)


@pytest.mark.parametrize("text", ["yes", "YES", "Sí", "ok", "When does it start?", "go", "stop", "unsubscribe", ""])
def test_a_yes_opts_nobody_in(text: str) -> None:
    assert not says_start(text, ALL)


def test_a_very_long_text_is_no_stop_word() -> None:
    assert not says_stop("stop " * 100_000)


@pytest.mark.parametrize("text", ["HELP", "help!", "h e l p", "Info", "INFO?", "AIDE", "Ayuda", "¡AYUDA!", "👋 INFO"])
def test_the_default_knows_help_in_english_french_and_spanish(text: str) -> None:
    assert says_help(text)


@pytest.mark.parametrize("text", ["", "?", "Who is this?", "Hilfe", "aiuto", "helpful", "can you help", "information"])
def test_what_asks_for_no_help_by_default(text: str) -> None:
    assert not says_help(text)


def test_a_word_has_one_meaning() -> None:
    for words, asks in ((STOPS, says_stop), (STARTS, says_start), (HELPS, says_help)):
        for others in (says_stop, says_start, says_help):
            assert [others(word, ALL) for word in words] == [others is asks] * len(words)


def test_languages_in_force_are_those_stored_that_are_known() -> None:
    assert in_force(None) == list(DEFAULT)
    assert in_force("") == []
    assert in_force("de tlh es") == ["de", "es"]
