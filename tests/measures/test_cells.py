"""The counts of a process are read by another, and added up."""

from collections.abc import Iterator
from tempfile import TemporaryFile

import pytest

from server.measures.cells import MEMORY_BYTES, Cells
from server.measures.declared import COMMAND_SECONDS, COMMANDS, CONNECTIONS, GAPS_REPAIRED, HUBS, MEASURES
from server.measures.exposition import exposition
from server.measures.kinds import Counted, count_in, inherit
from tests.scrapes import Scrape


@pytest.fixture(autouse=True)
def afresh() -> Iterator[None]:
    count_in(Cells())
    yield
    count_in(Cells())


@pytest.fixture
def shared() -> Iterator[Cells]:
    """The memory in which this process counts, as the one that keeps it has it."""
    with TemporaryFile() as file:
        file.truncate(MEMORY_BYTES)
        kept = Cells(file.fileno())
        count_in(Cells(file.fileno()))
        yield kept


def count() -> None:
    """Count something of each kind."""
    COMMANDS.add("opt_out", "ok")
    COMMANDS.add("opt_out", "ok")
    COMMANDS.add("opt_out", "not_yours")
    CONNECTIONS.add(3, "admin")
    for seconds in (0.0001, 0.2, 0.2, 60.0):
        COMMAND_SECONDS.observe(seconds, "opt_out")


def test_what_a_process_counts_is_there_for_another_to_read(shared: Cells) -> None:
    assert shared.read() == {}

    count()

    assert shared.read() == Counted.cells.read()
    assert shared.read()["handraise_commands_total", "opt_out", "ok"] == [2.0]


def test_a_series_that_is_just_being_written_is_left_out(shared: Cells) -> None:
    count()
    shared._memory[Counted.cells._names_end : Counted.cells._names_end + 3] = b"[1,"

    assert shared.read() == Counted.cells.read()
    assert len(shared.read()) == 4


def test_several_processes_are_added_up() -> None:
    count()
    one = Counted.cells.read()
    count()
    read = Scrape(exposition([one, Counted.cells.read()]).decode())

    assert read("handraise_commands_total", command="opt_out", outcome="ok") == 6
    assert read("handraise_commands_total", command="opt_out", outcome="not_yours") == 3
    assert read("handraise_connections", side="admin") == 9
    buckets = {le: read("handraise_command_seconds_bucket", command="opt_out", le=le) for le in ("0.1", "0.25", "+Inf")}
    assert buckets == {"0.1": 3, "0.25": 9, "+Inf": 12}
    assert read("handraise_command_seconds_count", command="opt_out") == 12
    assert read("handraise_command_seconds_sum", command="opt_out") == pytest.approx(3 * 60.4001)


def test_the_counts_of_a_process_that_has_ended_stay_and_its_gauges_go() -> None:
    count()
    inherit(Counted.cells.read(), MEASURES)
    read = Scrape(exposition([Counted.cells.read()]).decode())

    assert read("handraise_commands_total", command="opt_out", outcome="ok") == 4
    assert read("handraise_command_seconds_count", command="opt_out") == 8
    assert read("handraise_connections", side="admin") == 3


def test_what_another_version_counts_does_no_harm() -> None:
    strange = {
        ("handraise_unknown_total",): [1.0],
        (HUBS.name,): [1.0, 2.0],
        (GAPS_REPAIRED.name, "a", "b"): [2.0, 1.0],
    }
    inherit(strange, MEASURES)
    read = Scrape(exposition([strange, Counted.cells.read()]).decode())

    assert read("handraise_hubs") == 0
    assert read.all("handraise_unknown_total") == read.all("handraise_gaps_repaired_total") == {}


def test_everything_is_named_from_the_start_and_what_has_no_labels_is_0() -> None:
    read = Scrape(exposition([]).decode())

    assert read.families == MEASURES.keys()
    assert read("handraise_push_delay_seconds_count") == read("handraise_mailboxes_behind") == 0
    assert read("handraise_outbox_texts") is None, "nobody has asked the store"


@pytest.mark.parametrize("name", MEASURES)
def test_a_name_says_what_is_counted_in_base_units(name: str) -> None:
    measure = MEASURES[name]
    kind = type(measure).__name__
    assert name.startswith("handraise_")
    assert name.endswith("_total") == (kind == "Counter")
    assert name.endswith("_seconds") or kind != "Histogram"
    assert measure.meaning[0].isupper() or measure.meaning[0].isdigit()
    assert measure.meaning.endswith(".")
