import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat as Format
from phonenumbers import PhoneNumberType as Kind

from server.contacts.numbers import NOT_A_CELL, Unusable, read_phone

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
EXAMPLES = [
    number
    for region in REGIONS
    for kind in (Kind.MOBILE, Kind.FIXED_LINE, Kind.PREMIUM_RATE, Kind.TOLL_FREE, Kind.VOIP, Kind.PERSONAL_NUMBER)
    if (number := phonenumbers.example_number_for_type(region, kind))
]


def e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, Format.E164)


def digits(text: str) -> str:
    return "".join(filter(str.isdecimal, text))


@pytest.mark.parametrize(
    "written, region, phone",
    [
        ("202-555-0123", "US", "+12025550123"),
        ("(202) 555 0123", "US", "+12025550123"),
        ("(202)  555-0123.", "US", "+12025550123"),
        ("202/555/0123", "US", "+12025550123"),
        ("202·555·0123", "US", "+12025550123"),
        ("12025550123", "US", "+12025550123"),
        ("+1 202.555.0123", "GB", "+12025550123"),
        ("011 44 7700 900123", "US", "+447700900123"),
        ("'2025550123", "US", "+12025550123"),
        ('="2025550123"', "US", "+12025550123"),
        ("２０２ 555 0123", "US", "+12025550123"),
        ("\u202a+1 202\u2013555\u20110123\u202c", "GB", "+12025550123"),
        ("٢٠٢٥٥٥٠١٢٣", "US", "+12025550123"),
        ("07700 900123", "GB", "+447700900123"),
        ("7700900123", "GB", "+447700900123"),
        ("+44 (0)7700 900123", "US", "+447700900123"),
        ("+44 56 1234 5678", "US", "+445612345678"),
        ("(555) 123-4567", "US", "+15551234567"),
        ("555-555-0123", "US", "+15555550123"),
        ("+1 999 555 0123", "US", "+19995550123"),
        ("5550000000", "US", "+15550000000"),
        ("479 234 5678", "US", "+14792345678"),
        ("4792345678", "US", "+14792345678"),
    ],
)
def test_numbers_are_read_as_people_write_them(written, region, phone):
    assert read_phone(written, region) == phone


@pytest.mark.parametrize(
    "written",
    [
        *("tel:+1-202-555-0123", "Cell: 202-555-0123", "202-555-0123 (cell)", "(c) 2025550123", "m. 202 555 0123"),
        *("2025550123 home", "Phone #: 202-555-0123", "# 2025550123", "whatsapp:+12025550123", "2025550123*"),
    ],
)
def test_words_that_only_say_what_it_is_are_passed_over(written):
    assert read_phone(written, "US") == "+12025550123"


@pytest.mark.parametrize(
    "written",
    [
        *("2025550123.0", "2025550123.00", "2025550123,0", "2025550123.000000", "2.025550123E9", "2.025550123E+09"),
        *(
            "2,025550123E9",
            "2.0255501230e+9",
            "2.025550123e+009",
            "12025550123.0",
            "1.2025550123E10",
            "2,025,550,123",
            "2.025.550.123,00",
        ),
    ],
)
def test_whole_numbers_come_in_whatever_a_spreadsheet_made_of_them(written):
    assert read_phone(written, "US") == "+12025550123"


@pytest.mark.parametrize(
    "written, region, reason, says",
    [
        ("555-0123", "US", "bad_number", "no area code"),
        ("+1 999 556 0123", "US", "bad_number", ""),
        ("1234567890", "US", "bad_number", ""),
        ("12345", "US", "bad_number", "too few digits"),
        ("202 555 01234 5", "US", "bad_number", "too many digits"),
        ("0000000000", "US", "bad_number", ""),
        ("911", "US", "bad_number", ""),
        ("not a number", "US", "bad_number", "more in the cell"),
        ("1-800-FLOWERS", "US", "bad_number", "more in the cell"),
        ("2O25550123", "US", "bad_number", "more in the cell"),
        ("wrong number 2025550123", "US", "bad_number", "more in the cell"),
        ("202-555-0123 do not text", "US", "bad_number", "more in the cell"),
        ("202-555-0123 (fax)", "US", "bad_number", "more in the cell"),
        ("2025550123²", "US", "bad_number", "more in the cell"),
        ("*67 2025550123", "US", "bad_number", "more in the cell"),
        ("2" * 300, "US", "bad_number", ""),
        ("(" * 20_000, "US", "bad_number", "more in the cell"),
        ("2025550123.5", "US", "bad_number", "decimals"),
        ("202-555-0123 x12", "US", "bad_number", "extension"),
        ("202-555-0123#12", "US", "bad_number", "extension"),
        ("tel:+1-202-555-0123;ext=12", "US", "bad_number", "extension"),
        ("447700900104", "US", "bad_number", "if +44 7700 900104 is meant"),
        ("0171 392000/1", "DE", "bad_number", "more in the cell"),
        ("2.02556E+09", "US", "lossy_number", "rounded"),
        ("2,03E+09", "US", "lossy_number", "rounded"),
        ("1.21256E+10", "US", "lossy_number", "rounded"),
        ("4.91714E+11", "DE", "lossy_number", "rounded"),
        ("12125600000", "US", "lossy_number", "rounded"),
        ("2125600000.0", "US", "lossy_number", "rounded"),
        ("2025550123 / 2025550124", "US", "several_numbers", "one"),
        ("2025550123 ::: 2025550124", "US", "several_numbers", "one"),  # Google's contacts
        ("2025550123, 2025550124", "US", "several_numbers", "one"),
        ("202-555-0123\n202-555-0124", "US", "several_numbers", "one"),
        ("202 555 0123 or 202 555 0124", "US", "several_numbers", "one"),
        ("+12025550123 +12025550124", "US", "several_numbers", "one"),
        ("491713920001", "DE", "ambiguous_number", "+49 171 3920001"),
        ("4.91713920001E+11", "DE", "ambiguous_number", "+49 171 3920001"),
        ("15123456789", "DE", "ambiguous_number", "+1 512-345-6789"),
        ("+44 20 7946 0018", "US", "not_a_cell", "landline"),
        ("020 7946 0018", "GB", "not_a_cell", "landline"),
        ("+1 900 234 5678", "US", "not_a_cell", "premium"),
        ("+44 909 879 0123", "US", "not_a_cell", "premium"),
        ("+1 800 555 0123", "US", "not_a_cell", "toll-free"),
        ("+44 70 1234 5678", "US", "not_a_cell", "forwards"),
    ],
)
def test_what_cant_be_texted_is_told_with_its_reason(written, region, reason, says):
    read = read_phone(written, region)

    assert isinstance(read, Unusable)
    assert read.reason == reason
    assert says in read.sentence
    assert len(read.sentence) < 200


def test_one_number_written_twice_is_one():
    assert read_phone("2025550123 / (202) 555-0123", "US") == "+12025550123"


def can_be_texted(number: phonenumbers.PhoneNumber) -> bool:
    return phonenumbers.number_type(number) not in NOT_A_CELL


@st.composite
def as_it_may_be_written(draw: st.DrawFn, number: phonenumbers.PhoneNumber) -> str:
    """A number in any usual notation, its signs in any script and form."""
    text = phonenumbers.format_number(
        number, draw(st.sampled_from([Format.NATIONAL, Format.INTERNATIONAL, Format.RFC3966, Format.E164]))
    )
    text = text.replace(" ", draw(st.sampled_from([" ", "\u00a0", "\u2009", "  ", ".", "-"])))
    text = text.replace("-", draw(st.sampled_from(["-", "\u2013", "\u2011", "\u2212", " - "])))
    zero = draw(st.sampled_from([ord("0"), 0xFF10, 0x0660, 0x06F0, 0x0966]))
    text = "".join(chr(zero + int(c)) if c in "0123456789" else c for c in text)
    before, after = draw(
        st.sampled_from(
            [("", ""), ("'", ""), ('="', '"'), ("\u202a", "\u202c"), ("\ufeff", " "), ("Cell: ", ""), ("", " (mobile)")]
        )
    )
    return f"{before}{text}{after}"


@given(st.sampled_from(EXAMPLES).flatmap(lambda number: st.tuples(st.just(number), as_it_may_be_written(number))))
def test_a_number_is_read_as_itself_or_not_at_all_in_any_notation(example):
    number, written = example
    region = phonenumbers.region_code_for_number(number)
    read = read_phone(written, region)

    assert read == e164(number) or (
        isinstance(read, Unusable)
        and (not can_be_texted(number) or read.reason in ("ambiguous_number", "lossy_number"))
    )


def guard_against_somebody_else(number: phonenumbers.PhoneNumber, region: str, written: str) -> None:
    """It is no other number, but where people write the very same digits for one of their own."""
    read = read_phone(written, region)
    if isinstance(read, str) and read != e164(number):
        own = phonenumbers.format_number(phonenumbers.parse(read, None), Format.NATIONAL)
        assert digits(own) == e164(number)[1:]


@pytest.mark.no_cover  # the tests above run each of its branches
@pytest.mark.parametrize("region", ["AT", "AU", "BR", "CN", "DE", "FR", "GA", "GB", "IN", "IT", "MX", "RU", "US"])
def test_no_number_without_its_plus_becomes_somebody_elses_where_many_could(region):
    for number in EXAMPLES:
        guard_against_somebody_else(number, region, e164(number)[1:])


@given(st.sampled_from(EXAMPLES), st.sampled_from(REGIONS), st.sampled_from(["", ".0", "E+"]))
def test_a_number_without_its_plus_becomes_nobody_elses_anywhere(number, region, form):
    whole = e164(number)[1:]
    written = f"{whole[0]}.{whole[1:]}E+{len(whole) - 1}" if form == "E+" else whole + form

    guard_against_somebody_else(number, region, written)


@given(st.sampled_from(EXAMPLES), st.sampled_from(REGIONS))
def test_a_number_that_begins_with_a_plus_is_the_same_in_every_region(number, region):
    read = read_phone(e164(number), region)

    assert read == e164(number) if can_be_texted(number) else read.reason == "not_a_cell"


@given(st.from_regex(r"[2-9][0-9]{9}", fullmatch=True))
def test_ten_digits_of_the_us_come_in_though_they_would_be_somebodys_elsewhere(written):
    own = phonenumbers.parse(written, "US")
    assume(phonenumbers.number_type(own) == Kind.FIXED_LINE_OR_MOBILE and not written.endswith("00000"))

    assert read_phone(written, "US") == f"+1{written}"


@given(st.integers(10**9, 10**12), st.integers(1, 11), st.sampled_from(["E+", "e", "E"]), st.sampled_from(".,"))
def test_a_number_of_which_digits_are_lost_is_never_texted(whole, kept, sign, point):
    written = str(whole)
    shown = written[:kept]
    assume(kept < len(written))

    read = read_phone(f"{shown[0]}{point}{shown[1:]}{sign}{len(written) - 1}", "US")

    assert isinstance(read, Unusable)
    assert read.reason == "lossy_number"


@given(st.text() | st.text("0123456789+-() ext.;=#,*/abc٣"), st.sampled_from(["US", "DE", "CN"]))
def test_no_text_whatever_breaks_the_reading_of_numbers(text, region):
    phone = read_phone(text, region)

    assert isinstance(phone, Unusable) or read_phone(phone, "GB") == phone
