import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.contacts.rows import open_table
from server.contacts.table import LONGEST_ROW_CHARACTERS, Table
from server.errors import Refused

LINE_END = re.compile(r"\r\n|\r|\n")


def table(content: bytes | str) -> Table:
    found, _ = open_table(io.BytesIO(content.encode() if isinstance(content, str) else content))
    return found


def rows(content: bytes | str) -> list[tuple[int, list[str], bool]]:
    return [(line, cells, fault is None) for line, cells, fault in table(content).rows]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters_and_line_ends_are_found(delimiter, end):
    content = end.join([delimiter.join(["name", "phone"]), delimiter.join(["Ana", "1"]), ""])

    assert table(content).header == ["name", "phone"]
    assert rows(content) == [(2, ["Ana", "1"], True)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_are_found(encoding):
    content = "name,phone\nJosé Muñoz,1\nZoë,2\n".encode(encoding)

    assert table(content).header == ["name", "phone"]
    assert rows(content) == [(2, ["José Muñoz", "1"], True), (3, ["Zoë", "2"], True)]


@pytest.mark.parametrize("bom, encoding", [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_utf_16_is_read_in_both_orders(bom, encoding):
    assert rows(bom + "name,phone\nZoë 😀,2".encode(encoding)) == [(2, ["Zoë 😀", "2"], True)]


def test_files_glued_together_are_read_in_both_their_encodings():
    content = b"name,phone\n" + "Zoë 😀,1\n".encode() + "José “Pepe”,2\n".encode("cp1252")

    assert rows(content) == [(2, ["Zoë 😀", "1"], True), (3, ["José “Pepe”", "2"], True)]


def test_the_delimiter_is_the_one_that_gives_known_names():
    assert rows("phone;notes (a, b, c, d)\n1;x\n") == [(2, ["1", "x"], True)]


def test_a_line_that_names_the_delimiter_is_obeyed():
    assert table('sep=|\r\nname|a,b,phone\r\n"x"|y\r\n').header == ["name", "a,b,phone"]


SEP_LINES = [
    "sep=;",
    "SEP=;",
    "Sep = ;",
    '"sep=;"',
    "sep=; ",
    "sep=;\t",
    " sep=;",
    "sep=;;;",
    "\ufeffsep=;",
    "\ufeff\ufeffsep=;",
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("line", SEP_LINES)
def test_a_line_that_names_the_delimiter_is_no_data_in_any_form(line, encoding):
    content = f"{line}\r\n{line}\r\nname;phone\r\nAna;1\r\n{line}\r\nBo;2\r\n".encode(encoding)

    assert table(content).header == ["name", "phone"]
    assert rows(content) == [(4, ["Ana", "1"], True), (6, ["Bo", "2"], True)]


@given(st.sampled_from(",;\t|"), st.sampled_from(["", "\ufeff", "\ufeff\ufeff", "ï»¿"]), st.booleans())
def test_byte_order_marks_are_no_data_wherever_they_are(delimiter, mark, told):
    named = f"{mark}sep={delimiter}\n" if told else ""
    content = f'{named}{mark}name{delimiter}phone\nAna{delimiter}1\n{mark}"Bo"{delimiter}2\n{mark}\n'

    assert table(content).header == ["name", "phone"]
    assert [cells for _, cells, _ in rows(content)] == [["Ana", "1"], ["Bo", "2"]]


def test_a_row_has_the_line_it_starts_in():
    content = 'name,phone\n\n"Ana\r\nMaria",1\n , \n,\n"Bob",2\n'

    assert rows(content) == [(3, ["Ana\r\nMaria", "1"], True), (7, ["Bob", "2"], True)]


def test_blank_rows_before_the_header_are_left_out():
    content = "\n,,\nname,phone\nAna,1\n"

    assert table(content).header == ["name", "phone"]
    assert rows(content) == [(4, ["Ana", "1"], True)]


def test_spaces_before_a_quote_are_none_of_the_cell():
    assert rows('name,phone\n"Diaz, Ana", "1"\n') == [(2, ["Diaz, Ana", "1"], True)]


@pytest.mark.parametrize("broken", ['"Ana,1', '"Ana" Maria,1', '"Ana "Nan" Diaz",1', 'Ana,"1'])
@pytest.mark.parametrize("following", ["Bob,2\nCai,3\n", '"Bob",2\n"Cai","3"\n', '"Bob, Jr.",2\n'])
def test_quotes_that_dont_pair_up_cost_one_line(broken, following):
    healthy = [(line + 1, cells, ok) for line, cells, ok in rows("name,phone\n" + following)]

    assert rows(f"name,phone\n{broken}\n{following}") == [(2, [broken], False), *healthy]


def test_a_quote_never_closed_costs_one_line_however_many_follow():
    following = "".join(f"Ana{i},{i}\n" for i in range(5_000))

    read = rows(f'name,phone\n"Ana,1\n{following}')

    assert read[0] == (2, ['"Ana,1'], False)
    assert read[1:] == [(i + 3, [f"Ana{i}", str(i)], True) for i in range(5_000)]


@pytest.mark.parametrize("length", [LONGEST_ROW_CHARACTERS, LONGEST_ROW_CHARACTERS * 3, LONGEST_ROW_CHARACTERS * 50])
def test_a_row_that_is_too_long_costs_one_line(length):
    read = list(table(f"name,phone\n{'x' * length},1\nBob,2\n").rows)

    assert [(line, fault) for line, _, fault in read] == [(2, "The row is longer than 20,000 characters."), (3, None)]
    assert len(read[0][1][0]) <= LONGEST_ROW_CHARACTERS + 1


def test_nul_bytes_in_a_row_are_left_out():
    assert rows(b"name,phone\nA\0na,\x001\n\0\n") == [(2, ["Ana", "1"], True)]


@pytest.mark.parametrize(
    "content, says",
    [
        (b"", "empty"),
        (b"\n\r\n  \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"name,phone", "no rows"),
        (b"name,phone\r\n\r\n,\r\n", "no rows"),
        (b"PK\3\4\x14\0\6\0", "no Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old spreadsheet (.xls) or one with a password"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "isn't a text file"),
        (b'"name,phone\nAna,1\n', "header"),
        (b"name," * 10_000 + b"\nAna,1\n", "header"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content, says):
    with pytest.raises(Refused) as refused:
        table(content)

    assert refused.value.code == "bad_contacts_file"
    assert says in refused.value.sentence


def test_no_more_is_read_than_is_asked_for():
    class Endless(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, buffer):
            buffer[:] = (b"name,phone\n" * len(buffer))[: len(buffer)]
            return len(buffer)

    endless, _ = open_table(io.BufferedReader(Endless()))

    assert [next(endless.rows)[0] for _ in range(3)] == [2, 3, 4]
    assert endless.position == 0


def cells(alphabet: str) -> st.SearchStrategy[str]:
    return st.text(alphabet, max_size=12)


COMMON = "ab é,;\t|\"'\r\n=+"


@given(st.data(), st.sampled_from(",;\t|"), st.sampled_from(["\r\n", "\n", "\r"]), st.booleans())
def test_what_a_csv_writer_wrote_is_read_back(data, delimiter, end, quoted):
    # Of Windows-1252 only what can't by chance be UTF-8, too.
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    alphabet = COMMON + ("ü" if encoding == "cp1252" else "жゆ😀\u2028\x85\ufeff")
    written = data.draw(st.lists(st.tuples(cells(alphabet), cells(alphabet), cells(alphabet)), min_size=1))
    text = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quoted or end != "\r\n" else csv.QUOTE_MINIMAL  # which quotes only its own line ends
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(["name", "phone", "note"])
    expected = []
    for row in written:
        line = len(LINE_END.findall(text.getvalue())) + 1
        writer.writerow(row)
        read_as = [cell.replace("\ufeff", "").strip() for cell in row]  # byte-order marks are no data anywhere
        if any(read_as):
            expected.append((line, read_as, True))

    try:
        read = rows(text.getvalue().encode(encoding))
    except Refused:
        read = []

    assert [(line, [cell.strip() for cell in row], ok) for line, row, ok in read] == expected


@given(
    st.binary() | st.lists(st.sampled_from([b'"', b",", b"\n", b"\r", b"a", b"\0", b"\xe9", b" "])).map(b"".join),
    st.sampled_from([b"", b"name,phone\n", b"\xff\xfe", b"sep=;\n"]),
)
@example(b"\r", b"sep=;\n")
@example(b'"' * LONGEST_ROW_CHARACTERS, b"name,phone\n")
def test_no_bytes_whatever_raise_anything_but_refused(content, start):
    try:
        lines = [line for line, _, _ in table(start + content).rows]
    except Refused as refused:
        assert refused.code == "bad_contacts_file"
    else:
        assert lines == sorted(set(lines))
