"""All numbers as Prometheus reads them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from prometheus_client import generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.utils import floatToGoString

from server.measures.cells import Series
from server.measures.declared import MEASURES, SAID_BY_STORE
from server.measures.kinds import BOUNDS_SECONDS, Counter, Gauge, Histogram

BOUNDS = [*map(floatToGoString, BOUNDS_SECONDS), "+Inf"]


class Collected:
    """The counts of several processes, added up."""

    def __init__(self, counted: Iterable[Mapping[Series, list[float]]]) -> None:
        self._rows: defaultdict[str, dict[Series, list[float]]] = defaultdict(dict)
        for series, floats in (one for each in counted for one in each.items()):
            measure = MEASURES.get(series[0])
            if measure and len(floats) == measure.width:  # another version may count other things
                rows = self._rows[measure.name]
                before = rows.get(series[1:], [0.0] * measure.width)
                rows[series[1:]] = [a + b for a, b in zip(before, floats, strict=True)]

    def collect(self) -> Iterator[Metric]:
        """Return everything with its name and meaning. What has no labels is told also while it is 0."""
        for name, measure in MEASURES.items():
            rows = self._rows[name]
            if not measure.labels and name not in SAID_BY_STORE:
                rows.setdefault((), [0.0] * measure.width)
            meaning = measure.meaning.replace("`", "")
            match measure:
                case Counter():
                    yield _filled(CounterMetricFamily(name, meaning, labels=measure.labels), rows)
                case Gauge():
                    yield _filled(GaugeMetricFamily(name, meaning, labels=measure.labels), rows)
                case Histogram():
                    yield _histogram(HistogramMetricFamily(name, meaning, labels=measure.labels), rows)


def _filled(family: CounterMetricFamily | GaugeMetricFamily, rows: Mapping[Series, list[float]]) -> Metric:
    for values, [number] in sorted(rows.items()):
        family.add_metric(values, number)
    return family


def _histogram(family: HistogramMetricFamily, rows: Mapping[Series, list[float]]) -> Metric:
    for values, [*buckets, seconds] in sorted(rows.items()):
        family.add_metric(values, list(zip(BOUNDS, accumulate(buckets), strict=True)), seconds)
    return family


def exposition(counted: Iterable[Mapping[Series, list[float]]]) -> bytes:
    """Return the page that Prometheus reads."""
    return generate_latest(Collected(counted))
