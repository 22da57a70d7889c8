"""The words of the audit for a command's arguments."""

import pytest
from msgspec import UNSET

from server.people.deeds import in_short, short


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "none"),
        (True, "yes"),
        (False, "no"),
        (300, "300"),
        (0, "0"),
        (0.5, "0.5"),
        ("Vote!\n Now", "Vote! Now"),
        ([1, 2, 3], "1, 2, 3"),
        (list(range(12)), "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more"),
        ({"from": "09:00", "to": "21:00"}, "from: 09:00, to: 21:00"),
        (["2026-12-24", "2026-12-25"], "2026-12-24, 2026-12-25"),
        ("x" * 81, "x" * 79 + "…"),
        ("", ""),
    ],
)
def test_a_value_is_told_in_a_few_words(value, words):
    assert short(value) == words


@pytest.mark.parametrize("phone", ["+12025550123", "(202) 555-0123", "202.555.0123", "555-0123", "+49 30 123456"])
def test_nobodys_phone_number_is_told(phone):
    assert short(f"Call {phone}, please") == "Call [phone], please"
    assert in_short({"help": phone, "numbers": phone}) == {"help": "[phone]", "numbers": phone}


def test_secrets_are_left_out_and_so_is_what_has_a_place_of_its_own():
    given = {
        "token": "t",
        "password": "p",
        "phone": "+1",
        "first_name": "Ana",
        "text": "Hi!",
        "campaign": 7,
        "member": 3,
        "hours": UNSET,
        "role": "admin",
    }
    assert in_short(given) == {"role": "admin"}
