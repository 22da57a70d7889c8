"""The numbers of a process as Prometheus reads them."""

import httpx
from prometheus_client.parser import text_string_to_metric_families


class Scrape:
    """One reading of `/metrics`.

    families  the names of all measures that it tells of
    """

    def __init__(self, text: str) -> None:
        self._numbers: dict[tuple[str, frozenset[tuple[str, str]]], float] = {}
        self.families: set[str] = set()
        for family in text_string_to_metric_families(text):
            self.families.add(f"{family.name}_total" if family.type == "counter" else family.name)
            for sample in family.samples:
                self._numbers[sample.name, frozenset(sample.labels.items())] = sample.value

    def __call__(self, name: str, **labels: str) -> float | None:
        """The number of this name with exactly these labels; None if there is none."""
        return self._numbers.get((name, frozenset(labels.items())))

    def all(self, name: str) -> dict[frozenset[tuple[str, str]], float]:
        """The numbers of this name, by their labels."""
        return {labels: number for (known, labels), number in self._numbers.items() if known == name}


async def scrape(url: str) -> Scrape:
    """Read this page as Prometheus does."""
    async with httpx.AsyncClient() as prometheus:
        answer = await prometheus.get(url)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return Scrape(answer.text)
