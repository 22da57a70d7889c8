"""The kinds of measures: what is counted, what is so many now, and how long something takes.

Each process counts by itself; what several counted is added up. The values of labels are words of ours, never a
client's: there is a bounded number of them.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass

from server.measures.cells import Cells, Series

BOUNDS_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of a histogram's buckets."""


class Counted:
    """Where this process counts.

    cells  its own, until `share`
    """

    cells = Cells()


def share(descriptor: int) -> None:
    """Count in the memory of this file from now on, which another process reads. Nothing has been counted before."""
    Counted.cells = Cells(descriptor)


@dataclass(frozen=True)
class Measure:
    """A number with a name, as Prometheus wants them: base units, and what is counted ends in `_total`.

    meaning  a sentence
    labels   the names of its labels
    """

    name: str
    meaning: str
    labels: tuple[str, ...] = ()
    width = 1

    def _first(self, values: tuple[str, ...]) -> int:
        cells, series = Counted.cells, (self.name, *values)
        first = cells.first.get(series)
        return cells.begin(series, self.width) if first is None else first


class Counter(Measure):
    """Rises only."""

    def add(self, *values: str) -> None:
        """Count one more, with these values of its labels."""
        Counted.cells.floats[self._first(values)] += 1.0

    def so_far(self, *values: str) -> float:
        """Return how many this process has counted."""
        return Counted.cells.floats[self._first(values)]


class Gauge(Measure):
    """A number that is so now; with a process it goes."""

    def add(self, by: float, *values: str) -> None:
        """Change it by so much."""
        Counted.cells.floats[self._first(values)] += by

    def set(self, to: float, *values: str) -> None:
        """Set it."""
        Counted.cells.floats[self._first(values)] = to


class Histogram(Measure):
    """Times: for each bound how many took at most so long and longer than the bound before, then
    how many took longer than the last bound, then the sum of all seconds."""

    width = len(BOUNDS_SECONDS) + 2

    def observe(self, seconds: float, *values: str) -> None:
        """Count one that took so long."""
        first, floats = self._first(values), Counted.cells.floats
        floats[first + bisect_left(BOUNDS_SECONDS, seconds)] += 1.0
        floats[first + self.width - 1] += seconds


def inherit(counted: Mapping[Series, list[float]], measures: Mapping[str, Measure]) -> None:
    """Go on from what a process counted that has ended. Its gauges ended with it."""
    for series, floats in counted.items():
        measure = measures.get(series[0])
        if measure and not isinstance(measure, Gauge) and len(floats) == measure.width:
            first = measure._first(series[1:])
            for place, each in enumerate(floats):
                Counted.cells.floats[first + place] += each
