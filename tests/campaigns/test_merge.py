"""A script with merge fields, taken apart: merge.py. How it reads to a contact is test_draft.py's."""

import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.campaigns.merge import Blanks, Field, Text, fields_in, parts, unknown_field
from server.errors import Refused


def refusal(script: str) -> dict[str, Any]:
    """The details of the refusal of a script, and its sentence."""
    with pytest.raises(Refused) as caught:
        parts(script)
    assert caught.value.code == "bad_braces"
    return {**(caught.value.details or {}), "sentence": caught.value.sentence}


@pytest.mark.parametrize("piece", ["{", "{ ", " ", "a", "}", "{a", "a|"])
def test_no_text_takes_long(piece: str) -> None:
    began = time.process_time()
    fields_in("{" + piece * 200_000)
    with suppress(Refused):
        parts("{" + piece * 1_600)
    assert time.process_time() - began < 0.5


def test_a_script_is_words_blanks_beside_fields_and_fields() -> None:
    assert parts("Hi  all,\n{First Name} of {town|your town}.") == [
        Text("Hi  all,\n", s=True),
        Field("First Name", "firstname", 1),
        Blanks(" "),
        Text("of"),
        Blanks(" "),
        Field("town", "town", d="your town"),
        Text(".", "all"),
    ]


@pytest.mark.parametrize(
    ("script", "written", "meant"),
    [
        ("Hi {{first_name}}!", "{{first_name}}", "{first_name}"),
        ("Hi {{ first_name }}!", "{{ first_name }}", "{first_name}"),
        ("Hi { {first_name} }!", "{ {first_name} }", "{first_name}"),
        ("Hi {{{first_name}}}!", "{{{first_name}}}", "{first_name}"),
        ("Hi {{first_name}!", "{{first_name}", "{first_name}"),
        ("Hi {first_name}}!", "{first_name}}", "{first_name}"),
        ("Hi {first_name, how are you?", "{first_name", "{first_name}"),
        ("Hi {first_name {last_name}", "{first_name", "{first_name}"),
        ("Hi first_name}!", "first_name}", "{first_name}"),
        ("Hi {!", "{", None),
        ("Hi }!", "}", None),
        ("Hi {}!", "{}", None),
        ("Hi {\u00a0}!", "{\u00a0}", None),
        ("Hi {\u200b}!", "{\u200b}", None),
        ("Hi {|friend}!", "{|friend}", None),
        ("Hi {{}}!", "{{}}", None),
        ("Hi {first_name || 'friend'}!", "{first_name || 'friend'}", "{first_name|friend}"),
        ('Hi {first | default: "a friend"}!', '{first | default: "a friend"}', "{first|a friend}"),
        ("Hi {{ first | default: 'friend' }}!", "{{ first | default: 'friend' }}", "{first|friend}"),
        ("Hi {first_name|“friend”}!", "{first_name|“friend”}", "{first_name|friend}"),
        ("Hi [First name]!", "[First name]", "{First name}"),
        ("Hi <<surname>>!", "<<surname>>", "{surname}"),
        ("Hi %first_name%!", "%first_name%", "{first_name}"),
        ("Hi *|FIRST|*!", "*|FIRST|*", "{FIRST}"),
        ("Hi ｛town｝!", "｛town｝", "{town}"),
        ("Hi *|TOWN|*!", "*|TOWN|*", "{TOWN}"),
        ("Hi [name]!", "[name]", "{name}"),
        ("Hi <Full name>!", "<Full name>", "{Full name}"),
        ("Hi $first_name!", "$first_name", "{first_name}"),
        ("Hi ${first_name}!", "${first_name}", "{first_name}"),
        ("Hi %recipient.first_name%!", "%recipient.first_name%", "{first_name}"),
        ("Hi {first_name | capitalize}!", "{first_name | capitalize}", "{first_name}"),
        ("Hi {first|Title|friend}!", "{first|Title|friend}", "{first|friend}"),
        ("Hi {first|default: 'friend'|upcase}!", "{first|default: 'friend'|upcase}", "{first|friend}"),
        ('Hi {first | lax | default: "you"}!', '{first | lax | default: "you"}', "{first|you}"),
    ],
)
def test_braces_that_are_no_field_are_refused_with_what_was_meant(script: str, written: str, meant: str | None) -> None:
    found = refusal(script)
    assert (found["written"], found["meant"], found["line"], found["character"]) == (written, meant, 1, 4)
    assert written in found["sentence"]
    assert f"Write {meant}." in found["sentence"] if meant else "no others can be sent" in found["sentence"]


@pytest.mark.parametrize(
    ("script", "place"),
    [("{", (1, 1)), ("a\n}", (2, 1)), ("a\r\n\r\nb {x} {", (3, 7)), ("👋👋{", (1, 3)), ("{first_name}\n", None)],
)
def test_the_place_is_a_line_and_a_character_in_it(script: str, place: tuple[int, int] | None) -> None:
    if place is None:
        assert parts(script)
    else:
        found = refusal(script)
        assert (found["line"], found["character"]) == place


def test_the_first_fault_is_the_one_that_is_told() -> None:
    assert refusal("[First name] {} {{x}}")["written"] == "[First name]"
    assert refusal("{} [First name]")["written"] == "{}"


@pytest.mark.parametrize(
    "script",
    [
        "[your name], 100% of 50%",
        "a < b > c",
        "You gave ${amount}",
        "$20",
        "{x|the title}",
        "{x|default}",
        "{x|don't}",
        "{x|it's 'so'}",
    ],
)
def test_what_only_looks_like_another_notation_is_taken(script: str) -> None:
    assert parts(script)


@pytest.mark.parametrize(
    ("written", "words"), [("{x}", None), ("{x|}", ""), ("{x| \u200b}", ""), ("{x| a b }", "a b"), ("{x|a|b}", "a|b")]
)
def test_a_field_may_have_other_words_for_those_who_lack_it(written: str, words: str | None) -> None:
    assert parts(written) == [Field("x", "x", d=words)]


pieces = st.one_of(
    st.text(st.characters(exclude_characters="{}[]<>%|｛｝"), max_size=8),
    st.sampled_from(("{first_name}", "{Town}", "{town|your town}", "{last|}", " ", "  ", "\n", ", ", ".")),
)


@given(st.lists(pieces, max_size=10).map("".join))
def test_nothing_of_a_script_is_lost(script: str) -> None:
    """The parts of a script, one after the other, are the script."""

    def written(part: Any) -> str:
        if isinstance(part, Field):
            return f"{{{part.f}}}" if part.d is None else f"{{{part.f}|{part.d}}}"
        return part.t if isinstance(part, Text) else part.b

    assert "".join(map(written, parts(script))) == script


@given(st.text(st.sampled_from("{}| ax\n"), max_size=12))
def test_no_brace_is_left_among_the_words(script: str) -> None:
    """Whatever is written, it is either taken apart without a brace that would be sent, or refused with its place."""
    try:
        found = parts(script)
    except Refused as refused:
        assert refused.code == "bad_braces"
        written = (refused.details or {})["written"]
        assert written in script and ("{" in written or "}" in written)
    else:
        words = "".join(part.t if isinstance(part, Text) else getattr(part, "d", "") or "" for part in found)
        assert not set("{}") & set(words)


@pytest.mark.parametrize(
    ("field", "meant"),
    [("frist_name", "first_name"), ("Twon", "Town"), ("FIRSTNAM", "first_name"), ("Pol Place", "Polling Place")],
)
def test_a_misspelt_field_gets_the_nearest_one_offered(field: str, meant: str) -> None:
    refused = unknown_field(f"a\nHi {{{field}|x}}", field, ["first_name", "Town", "Polling Place"])
    assert refused.details == {"field": field, "meant": meant}
    assert refused.sentence == f"Line 2, character 4: no contact has {{{field}}}. Did you mean {{{meant}}}?"


def test_a_field_that_is_near_none_gets_all_of_them_listed() -> None:
    refused = unknown_field("{zzz}", "zzz", ["first_name", "Town"])
    assert refused.details == {"field": "zzz"}
    assert refused.sentence == "Line 1, character 1: no contact has {zzz}. Contacts have {first_name}, {Town}."
    assert "and 12 more." in unknown_field("{zzz}", "zzz", [f"Column {n}" for n in range(20)]).sentence
