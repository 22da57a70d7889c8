"""The figures of a load test in the terminal, while it goes on and at its end."""

from collections import Counter
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from server.load.figures import PUSH_DELAY, Figures
from server.load.run import Result

LINE_EVERY = 5
"""Looks at the figures for each line, where the screen isn't a terminal."""

HISTORIES_LINES = 12
VIOLATIONS_TOLD = 3
"""Lines of each history, and violations of each promise, that are told; --json has them all."""


class Screen:
    """Shows figures on a console: as a table that changes, or as lines where it isn't a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, auto_refresh=False, transient=True) if console.is_terminal else None
        self._looks = 0

    def __enter__(self) -> Self:
        if self._live:
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live:
            self._live.stop()

    def show(self, figures: Figures, left: float) -> None:
        """Show the latest figures, and the seconds that are left."""
        if self._live:
            self._live.update(Group(*_told(figures, f"{left:.0f} s left")), refresh=True)
        elif self._looks % LINE_EVERY == 0:
            self._console.print(_line(figures), highlight=False)
        self._looks += 1

    def tell(self, result: Result) -> None:
        """Tell the whole result."""
        self._console.print(*_told(result.figures, f"{result.figures.seconds:.0f} s"), sep="\n", highlight=False)
        for sentence in result.unjudged:
            self._console.print(sentence, highlight=False)
        told = Counter[str]()
        for violation in result.violations:
            told[violation.promise] += 1
            if told[violation.promise] > VIOLATIONS_TOLD:
                continue
            self._console.print(f"[bold red]✘ {violation.promise}[/]", highlight=False)
            self._console.print(f"  {violation.sentence}", markup=False, highlight=False)
            if violation.histories:
                self._console.print(_side_by_side(violation.histories))
        for promise, count in told.items():
            if count > VIOLATIONS_TOLD:
                self._console.print(f"[bold red]✘ {promise}[/]: {count - VIOLATIONS_TOLD:,} more (see --json)")
        if result.violations:
            self._console.print(f"[bold red]Verdict: {len(result.violations):,} violations.[/]", highlight=False)
        else:
            said = f"Verdict: ok. {result.compared:,} pages showed what one that has just opened shows."
            self._console.print(f"[bold green]{said}[/]", highlight=False)


def _told(figures: Figures, span: str) -> list[RenderableType]:
    rate = max(figures.seconds, 0.001)
    table = Table("", "count", "p50 ms", "p95", "p99", "max", "refused", box=None, header_style="dim", pad_edge=False)
    for column in table.columns[1:6]:
        column.justify = "right"
    for name, spread in sorted(figures.times.items(), key=lambda each: each[0] == PUSH_DELAY):
        refused = ", ".join(f"{code} {count:,}" for code, count in figures.refused.get(name, {}).items())
        times = (f"{each:,.1f}" for each in (spread.p50, spread.p95, spread.p99, spread.max))
        table.add_row(name, f"{spread.count:,}", *times, refused)
    unassigned = "" if figures.unassigned is None else f" · {figures.unassigned:,} unassigned"
    told: list[RenderableType] = [
        Text(
            f"{span} · {figures.sessions:,} sessions · {figures.commands / rate:,.0f} commands/s · "
            f"{figures.sends / rate:,.0f} sends/s · {figures.pushes / rate:,.0f} pushes/s{unassigned}"
        ),
        table,
    ]
    if figures.closed:
        closed = ", ".join(f"{count:,} × {code}" for code, count in sorted(figures.closed.items()))
        told.append(Text(f"Connections that the other side closed: {closed}"))
    if figures.held_back:
        told.append(Text(figures.held_back, style="yellow"))
    return told


def _line(figures: Figures) -> str:
    rate = max(figures.seconds, 0.001)
    delay = figures.times.get(PUSH_DELAY)
    pushed = f", push delay p99 {delay.p99:,.0f} ms" if delay else ""
    unassigned = "" if figures.unassigned is None else f", {figures.unassigned:,} unassigned"
    return (
        f"{figures.sessions:,} sessions, {figures.commands / rate:,.0f} commands/s, "
        f"{figures.sends / rate:,.0f} sends/s, {figures.pushes / rate:,.0f} pushes/s{pushed}{unassigned}"
    )


def _side_by_side(histories: dict[str, list[str]]) -> Table:
    table = Table(*histories)
    table.add_row(*(Text("\n".join(lines[:HISTORIES_LINES])) for lines in histories.values()))
    return table
