import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberType as Kind

from server.phones import Unusable, read_phone

REGIONS = ["US", "GB", "DE", "MX", "IN", "AU", "FR", "IT", "BR", "AT", "JP", "ZA"]
MOBILES = {
    region: phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    for region in sorted(phonenumbers.SUPPORTED_REGIONS)
    if (number := phonenumbers.example_number_for_type(region, Kind.MOBILE))
    and phonenumbers.number_type(number) in (Kind.MOBILE, Kind.FIXED_LINE_OR_MOBILE)
}


def phone_in(text: str, region: str = "US") -> str | None:
    try:
        return read_phone(text, region)
    except Unusable:
        return None


def reason(text: str, region: str = "US") -> str:
    with pytest.raises(Unusable) as unusable:
        read_phone(text, region)
    assert text.strip()[:40] in unusable.value.sentence
    return unusable.value.reason


@pytest.mark.parametrize(
    "written, region, phone",
    [
        ("202-555-0123", "US", "+12025550123"),
        ("(202) 555 0123", "US", "+12025550123"),
        ("12025550123", "US", "+12025550123"),
        ("+1 202.555.0123", "GB", "+12025550123"),
        ("tel:+1-202-555-0123", "US", "+12025550123"),
        ("2025550123.0", "US", "+12025550123"),
        ("'2025550123", "US", "+12025550123"),
        ('="2025550123"', "US", "+12025550123"),
        ("２０２ 555 0123", "US", "+12025550123"),
        ("07700 900123", "GB", "+447700900123"),
        ("(555) 123-4567", "US", "+15551234567"),
        ("555-555-0123", "US", "+15555550123"),
        ("+1 999 555 0123", "US", "+19995550123"),
        ("555-0123", "US", None),
        ("+1 999 556 0123", "US", None),
        ("1234567890", "US", None),
        ("12345", "US", None),
        ("0000000000", "US", None),
        ("911", "US", None),
        ("2.02556E+09", "US", None),
        ("not a number", "US", None),
        ("", "US", None),
        ("2" * 300, "US", None),
    ],
)
def test_numbers_are_read_as_people_write_them(written, region, phone):
    assert phone_in(written, region) == phone


@given(st.text() | st.text("0123456789+-() ext.;=#,*/abcE٣'\""))
def test_no_text_whatever_breaks_the_reading_of_numbers(text):
    phone = phone_in(text)

    assert phone is None or (phone.startswith("+") and phone_in(phone, "GB") == phone)


@pytest.mark.parametrize("region", REGIONS)
def test_a_number_without_its_plus_never_becomes_another_one(region):
    for phone in MOBILES.values():
        got = phone_in(phone.removeprefix("+"), region)

        # To everybody in North America ten digits are a number of theirs.
        assert got in (None, phone) or (region == "US" and len(phone) == 11), phone


@pytest.mark.parametrize("region", REGIONS)
def test_a_number_without_its_plus_comes_in_or_is_told_as_ambiguous_at_home(region):
    assert phone_in(MOBILES[region].removeprefix("+"), region) == MOBILES[region] or (
        reason(MOBILES[region].removeprefix("+"), region) == "ambiguous_number"
    )


INVISIBLE = st.sampled_from(["\u200b", "\u200e", "\u202a", "\u202c", "\u2066", "\u2069", "\ufeff", "\u00ad"])


@given(st.sampled_from(sorted(MOBILES.values())), st.data())
def test_marks_that_show_nothing_are_no_part_of_a_number(phone, data):
    marked = "".join(digit + data.draw(st.just("") | INVISIBLE) for digit in phone)

    assert phone_in(data.draw(INVISIBLE) + marked) == phone


def as_figure(phone: int, notation: int) -> str:
    """A whole number as spreadsheets and programs write it without loss."""
    plain = str(phone)
    return [
        f"{plain}.0",
        f"{plain}.00",
        f"{plain},0",
        f"{plain[0]}.{plain[1:]}E{len(plain) - 1}",
        f"{plain[0]},{plain[1:]}E+{len(plain) - 1:02}",
        f"{phone:,}",
        f"{phone:,}.00",
        f"'{plain}",
        f'="{plain}"',
        f"{phone:,}".replace(",", "\u00a0"),
    ][notation]


@given(st.integers(2_025_550_100, 2_025_550_199), st.integers(0, 9))
def test_a_whole_number_in_any_notation_comes_in(number, notation):
    assert phone_in(as_figure(number, notation)) == f"+1{number}"


@given(st.integers(2_000_000_000, 9_999_999_999) | st.integers(10**11, 10**12 - 1), st.integers(1, 7))
def test_a_number_that_was_shortened_is_told_as_such(number, places):
    assert reason(f"{number:.{places}E}") == "lossy_number"
    assert reason(f"{number:.{places}E}".replace(".", ",")) == "lossy_number"


def test_an_international_number_taken_for_a_figure_keeps_its_country():
    assert phone_in("+4.91713920001E+11") == "+491713920001"


@pytest.mark.parametrize(
    "written, region, why",
    [
        ("020 7946 0018", "GB", "not_a_cell"),
        ("+44 20 7946 0018", "US", "not_a_cell"),
        ("+1 900 234 5678", "US", "not_a_cell"),
        ("1-800-356-9377", "US", "not_a_cell"),
        ("+44 909 879 0123", "US", "not_a_cell"),
        ("+44 843 012 3456", "US", "not_a_cell"),
        ("(202) 555-0123 x123", "US", "not_a_cell"),
        ("2025550123 ext. 5", "US", "not_a_cell"),
        ("491713920001", "DE", "ambiguous_number"),
        ("49 171 3920001", "DE", "ambiguous_number"),
        ("491713920001", "US", "bad_number"),
        ("2125550101 / 2125550102", "US", "bad_number"),
        ("2125550101, 2125550102", "US", "bad_number"),
        ("2125550101 or 2125550102", "US", "bad_number"),
        ("2125550101 2125550102", "US", "bad_number"),
        ("2025550123¹", "US", "bad_number"),
        ("202-555-CATS", "US", "bad_number"),
        ("0171 392 CALL", "DE", "bad_number"),
        ("1.21256E+10", "US", "lossy_number"),
        ("2.03E+09", "US", "lossy_number"),
        ("2.02555E9", "US", "lossy_number"),
    ],
)
def test_what_gets_no_text_has_a_reason_of_its_own(written, region, why):
    assert reason(written, region) == why


@pytest.mark.parametrize(
    "written, phone",
    [
        ("Cell: (202) 555-0123", "+12025550123"),
        ("(202) 555-0123 (cell)", "+12025550123"),
        ("202 555 0123 home", "+12025550123"),
        ("٢٠٢٥٥٥٠١٢٣", "+12025550123"),
        ("\u202a+1\u00a0202‑555–0123\u202c", "+12025550123"),
        ("’+12125550101", "+12125550101"),
        ("2.02555012E9", "+12025550120"),
        ("tel:+44-7700-900104", "+447700900104"),
    ],
)
def test_what_surrounds_a_number_is_no_part_of_it(written, phone):
    assert phone_in(written) == phone
