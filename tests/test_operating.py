"""The pages for whoever runs this: they name what there is, and all of it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from server.measures.declared import MEASURES
from server.measures.kinds import Histogram, Measure

OPERATING = Path(__file__).parent.parent / "docs" / "operating"
DASHBOARD: dict[str, Any] = json.loads((OPERATING / "grafana.json").read_text())
PARTS = ("_bucket", "_sum", "_count")
QUERIES = [
    *(target["expr"] for panel in DASHBOARD["panels"] for target in panel["targets"]),
    *(variable["query"] for variable in DASHBOARD["templating"]["list"]),
    *re.findall(r"^ +expr: (.+)$", (OPERATING / "alerts.yml").read_text(), re.MULTILINE),
]
EVERYWHERE = {"instance", "job", "le"}
"""Labels that Prometheus itself gives."""


def row(measure: Measure) -> str:
    """The row of the page's tables for a measure."""
    labels = ", ".join(f"`{label}`" for label in measure.labels)
    return f"| `{measure.name}` | {type(measure).__name__.lower()} | {labels} | {measure.meaning} |"


def test_the_page_has_a_row_for_every_measure_and_no_other() -> None:
    rows = re.findall(r"^\| `.*$", (OPERATING / "metrics.md").read_text(), re.MULTILINE)
    assert rows == list(map(row, MEASURES.values()))


def measured(name: str) -> Measure | None:
    """The measure that has a series of this name."""
    for part in PARTS:
        if isinstance(measure := MEASURES.get(name.removesuffix(part)), Histogram) and name.endswith(part):
            return measure
    measure = MEASURES.get(name)
    return None if isinstance(measure, Histogram) else measure


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_names_only_what_there_is(query: str) -> None:
    named = re.findall(r"\b(handraise_\w+)(?:\{(.*?)\})?", query)
    labels = set(re.findall(r"\w+", " ".join(re.findall(r"\bby \((.*?)\)", query))))
    known = set(EVERYWHERE)
    for name, matchers in named:
        measure = measured(name)
        assert measure, f"{name} isn't measured"
        assert set(re.findall(r"(\w+) ?=", matchers)) <= {*measure.labels}
        known |= {*measure.labels}
    assert labels <= known


def test_the_dashboard_draws_all_that_is_asked_of_it() -> None:
    panels = DASHBOARD["panels"]
    assert [panel["id"] for panel in panels] == list(range(1, len(panels) + 1))
    assert all(panel["title"] and panel["datasource"]["uid"] == "${datasource}" for panel in panels)
    drawn = {measured(name) for query in QUERIES for name in re.findall(r"\bhandraise_\w+", query)}
    assert {measure.name for measure in drawn if measure} >= {
        "handraise_connections",
        "handraise_commands_total",
        "handraise_command_seconds",
        "handraise_push_delay_seconds",
        "handraise_texts_total",
        "handraise_outbox_texts",
        "handraise_unassigned_conversations",
        "handraise_loops_down",
        "handraise_store_round_trip_seconds",
    }


def test_every_alert_says_how_bad_it_is_and_what_is_wrong() -> None:
    rules = re.split(r"^ +- alert: ", (OPERATING / "alerts.yml").read_text(), flags=re.MULTILINE)[1:]
    for rule in rules:
        assert re.fullmatch(
            r"Handraise\w+\n +expr: .+\n(?: +for: \d+[sm]\n)? +labels: \{severity: (?:critical|warning)\}\n"
            r' +annotations:\n +summary: "[^"]+\."\n',
            rule,
        ), rule
