"""Runs the work of a command, and talks to the person who gave it."""

from collections.abc import Coroutine
from typing import Any, TypeVar

import click

T = TypeVar("T")


def run(doing: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end, and return its result."""
    import uvloop

    result: T = uvloop.run(doing)
    return result


def note(sentence: str) -> None:
    """Tell the person; stdout is for what a script may read."""
    click.echo(sentence, err=True)
