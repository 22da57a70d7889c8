import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.contacts.columns import KNOWN, column_names, columns_of, header_place, meaning_of, phone_places
from server.errors import Refused
from server.words.comparable import comparable_name

AROUND = ["", " ", "*", "#", ".", ":", "\ufeff", "\u200b", "\u202a", "\u2066", "\u00a0", "[", "]", '"']
INSIDE = ["", " ", "_", "-", "\u200b", "\u2011", "\u00ad", "\u202c"]


def meanings(header: list[str], mapping: dict[str, str] | None = None) -> list[tuple[str, str]]:
    return [(column.name, column.meaning) for column in columns_of(header, mapping)]


@pytest.mark.parametrize("first", ["first", "FirstName", "first_name", "First Name", "given-name", "GIVEN NAME"])
@pytest.mark.parametrize("last", ["last", "lastname", "Last_Name", "Surname", "SUR NAME"])
@pytest.mark.parametrize("phone", ["phone", "Cell", "cell_phone", "MOBILE", "Phone Number", "phone-number"])
def test_columns_are_known_by_many_names_in_any_order(first, last, phone):
    assert meanings([phone, "Pets", last, first]) == [
        (phone, "phone"),
        ("Pets", "field"),
        (last, "last_name"),
        (first, "first_name"),
    ]


def test_columns_without_a_name_are_left_out_and_repeated_ones_numbered():
    header = ["phone", "Note", "", "note", "NOTE 4", " "]

    assert meanings(header) == [
        ("phone", "phone"),
        ("Note", "field"),
        ("Column 3", "ignored"),
        ("note 4", "field"),
        ("NOTE 4 5", "field"),
        ("Column 6", "ignored"),
    ]


def test_a_merge_field_can_be_called_as_every_column_is():
    header = ["phone", "Town|City", "{ward}", "{{First name}}", "{|}"]

    assert meanings(header) == [
        ("phone", "phone"),
        ("Town City", "field"),
        ("ward", "field"),
        ("First name", "first_name"),
        ("Column 5", "field"),
    ]
    assert columns_of(header, {"Town|City": "first_name"})[1].meaning == "first_name"
    assert header_place([["Report"], header], {"Town|City": "first_name"}) == 1


@pytest.mark.parametrize("mapping", [{"Tel": "phone"}, {"a": "number"}, {"a": "phone", "b": "phone"}])
def test_a_mapping_that_doesnt_fit_is_refused(mapping):
    with pytest.raises(Refused, match="bad_contacts_file"):
        columns_of(["a", "b"], mapping)


def dressed(draw: st.DrawFn, name: str) -> str:
    """The same name as another system would write it."""
    letters = [draw(st.sampled_from([str.upper, str.lower]))(letter) for letter in name]
    wide = draw(st.booleans())
    if wide:
        letters = [chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in letters]
    text = "".join(letter + draw(st.sampled_from(INSIDE)) for letter in letters)
    return draw(st.sampled_from(AROUND)) + text + draw(st.sampled_from(AROUND))


@given(st.data(), st.sampled_from(["phone", "first name", "surname", "cell", "mobile number", "given name"]))
def test_a_column_is_known_in_whatever_letters_with_whatever_marks(data, name):
    written = data.draw(st.composite(dressed)(name))

    assert columns_of([written])[0].meaning == KNOWN[comparable_name(name)].meaning


@given(st.data(), st.sampled_from(["Tel fijo", "Straße", "Überschrift", "電話2"]))
def test_a_column_chosen_by_hand_is_found_in_whatever_form_its_name_is(data, name):
    shown = column_names([name])[0]
    form = data.draw(st.sampled_from([str.upper, str.lower, lambda text: f"\ufeff{text}*", lambda text: f" [{text}] "]))

    assert columns_of([name], {form(shown): "phone"})[0].meaning == "phone"


@pytest.mark.parametrize(
    "header, order",
    [
        (["Phone", "Cell Phone", "Home Phone"], [1, 0, 2]),
        (["Work Phone", "Mobile"], [1, 0]),
        (["Home", "Landline", "Phone #"], [2, 1]),
        (["Phone 2", "Phone 1"], [1, 0]),
        (["Phone", "Phone"], [0, 1]),
        (["Phone Type", "Phone"], [1]),
    ],
)
def test_a_cell_goes_before_a_phone_and_a_phone_before_a_landline(header, order):
    places = phone_places(columns_of(header))

    assert places[: len(order)] == order[: len(places)]
    assert places[0] == order[0]


@pytest.mark.parametrize(
    ("name", "rank"),
    [
        *[(name, 0) for name in ("Cell/Mobile", "Phone/Mobile", "Contact Mobile", "Mobile phone (required)")],
        *[(name, 0) for name in ("Numéro de portable", "Tel. móvil", "Telefon komórkowy", "טלפון נייד")],
        *[(name, 1) for name in ("Telephone No.", "Phone Num", "Phone Number(s)", "Phone (required)*")],
        *[(name, 1) for name in ("Your phone number:", "normalized_phone", "N° de téléphone", "Nº de teléfono")],
    ],
)
def test_forms_and_other_systems_have_names_of_their_own_for_a_phone(name, rank):
    assert KNOWN[comparable_name(name)] == ("phone", rank)


def test_a_column_chosen_by_hand_is_the_only_one_that_phones_come_from():
    mapping = {"Home Phone": "phone"}

    assert phone_places(columns_of(["Cell", "Home Phone"], mapping), mapping) == [1]


@pytest.mark.parametrize("name", ["Name", "Full Name", "Phone Type", "Email", "Notes", "Opt-in phone status"])
def test_a_name_that_may_mean_another_thing_is_a_field(name):
    assert columns_of([name])[0].meaning == "field"


@pytest.mark.parametrize(
    "rows, place",
    [
        ([["Report of 24 Nov"], ["First", "Phone"], ["Ana", "2125550101"]], 1),
        ([["First", "Phone"], ["Ana", "2125550101"]], 0),
        ([["Name", "Reach"], ["Ana", "2125550101", "Cell"]], 0),  # "Cell" is a person's kind of phone here
        ([["Report", ""], ["First", "Reach"], ["Ana", "2125550101"]], 1),
        ([["Phone"], ["First", "Last", "Phone"]], 1),  # a title
        ([["Phone"], ["2125550101"], ["2125550102"]], 0),
        ([["Ana", "Phone"], ["First", "Last", "Phone"]], 0),
    ],
)
def test_the_header_is_the_first_row_with_a_phones_name_else_what_looks_most_like_one(rows, place):
    assert header_place(rows) == place


def test_the_header_is_the_row_with_all_names_that_were_chosen_by_hand():
    assert header_place([["Phone"], ["Who", "Reach"]], {"reach*": "phone"}) == 1


def test_a_merge_field_means_a_well_known_column_only_by_a_name_that_says_the_same():
    assert [meaning_of(name) for name in ("firstname", "vorname", "surname", "cell", "tel")] == [
        *("first_name", "first_name", "last_name", "phone", "phone")
    ]
    assert [meaning_of(name) for name in ("nickname", "preferredname", "homephone", "town")] == [None] * 4
