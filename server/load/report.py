"""The result of a load test in files: JSON for programs, and a page of its own for people."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import msgspec

from server.load.figures import Figures, Second
from server.load.run import Result

WIDTH, HEIGHT = 720, 180
"""Size of a plot, in its own units."""

PLOTS: tuple[tuple[str, str, dict[str, Callable[[Second], float | None]]], ...] = (
    ("Throughput", "a second", {"commands": lambda at: at.commands, "sends": lambda at: at.sends}),
    ("Pushes", "a second", {"pushes": lambda at: at.pushes}),
    ("Time of a command", "ms", {"p50": lambda at: at.p50, "p99": lambda at: at.p99}),
    ("Push delay", "ms", {"p50": lambda at: at.push_p50, "p99": lambda at: at.push_p99}),
    ("Unassigned", "conversations", {"unassigned": lambda at: at.unassigned}),
)
"""The plots: title, unit, and lines by name."""


def as_json(result: Result, about: dict[str, Any]) -> bytes:
    """Return all figures and violations, as JSON."""
    whole = {
        "ok": not result.violations,
        "about": about,
        "figures": result.figures,
        "held_back": result.figures.held_back,
        "violations": result.violations,
        "unjudged": result.unjudged,
        "compared": result.compared,
    }
    return msgspec.json.format(msgspec.json.encode(whole))


def as_html(result: Result, about: dict[str, Any]) -> str:
    """Return one page with everything in it."""
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((Path(__file__).parent / "report.html").read_text())
    return template.render(result=result, figures=result.figures, about=about, plots=plots(result.figures))


def plots(figures: Figures) -> list[dict[str, Any]]:
    """Return the plots: title, unit, the top of the scale, and lines of `x,y` points."""
    found = []
    for title, unit, lines in PLOTS:
        values = {name: [value(at) for at in figures.each_second] for name, value in lines.items()}
        top = max((value for line in values.values() for value in line if value is not None), default=0)
        if top:
            drawn = {name: points(line, top) for name, line in values.items()}
            found.append(
                {"title": title, "unit": unit, "top": top, "lines": drawn, "seconds": len(figures.each_second)}
            )
    return found


def points(line: list[float | None], top: float) -> str:
    """Return the points of a line for an SVG, with seconds in which nothing was measured left out."""
    last = max(1, len(line) - 1)
    return " ".join(
        f"{WIDTH * at / last:.1f},{HEIGHT - HEIGHT * value / top:.1f}"
        for at, value in enumerate(line)
        if value is not None
    )
