"""The kinds of measures: what is counted, what is so many now, and how long something takes.

Each process counts by itself; what several counted is added up. The values of labels are words of ours, never a
client's: there is a bounded number of them.
"""

from bisect import bisect_left
from collections.abc import Mapping
from typing import ClassVar

from server.measures.cells import Cells, Series

BOUNDS_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of a histogram's buckets."""


class Counted:
    """The memory in which this process counts, and where in it each measure has its series."""

    cells = Cells()
    places: ClassVar[list[dict[tuple[str, ...], int]]] = []


def count_in(cells: Cells) -> None:
    """Count in this memory from now on, from 0."""
    Counted.cells = cells
    for places in Counted.places:
        places.clear()


class Measure:
    """A number with a name, as Prometheus wants them: base units, and what is counted ends in `_total`.

    meaning  a sentence
    labels   the names of its labels
    """

    width = 1

    def __init__(self, name: str, meaning: str, labels: tuple[str, ...] = ()) -> None:
        self.name = name
        self.meaning = meaning
        self.labels = labels
        self._places: dict[tuple[str, ...], int] = {}
        Counted.places.append(self._places)

    def place(self, values: tuple[str, ...]) -> int:
        """Return where the floats of a series begin; one that is new begins with 0."""
        place = self._places.get(values)
        if place is None:
            place = self._places[values] = Counted.cells.begin((self.name, *values), self.width)
        return place


class Counter(Measure):
    """Rises only."""

    def add(self, *values: str) -> None:
        """Count one more, with these values of its labels."""
        Counted.cells.floats[self.place(values)] += 1.0

    def so_far(self, *values: str) -> float:
        """Return how many this process has counted."""
        return Counted.cells.floats[self.place(values)]


class Gauge(Measure):
    """A number that is so now; with a process it goes."""

    def add(self, by: float, *values: str) -> None:
        """Change it by so much."""
        Counted.cells.floats[self.place(values)] += by


class Histogram(Measure):
    """Times: for each bound how many took at most so long and longer than the bound before, then how many took longer
    than the last bound, then the sum of all seconds."""

    width = len(BOUNDS_SECONDS) + 2

    def observe(self, seconds: float, *values: str) -> None:
        """Count one that took so long."""
        place, floats = self.place(values), Counted.cells.floats
        floats[place + bisect_left(BOUNDS_SECONDS, seconds)] += 1.0
        floats[place + self.width - 1] += seconds


def inherit(counted: Mapping[Series, list[float]], measures: Mapping[str, Measure]) -> None:
    """Go on from what a process counted that has ended. Its gauges ended with it."""
    for series, floats in counted.items():
        measure = measures.get(series[0])
        if measure and not isinstance(measure, Gauge) and len(floats) == measure.width:
            place = measure.place(series[1:])
            for offset, each in enumerate(floats):
                Counted.cells.floats[place + offset] += each
