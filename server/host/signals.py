"""Signals that tell a process to leave: Ctrl-C and SIGTERM."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def leave() -> None:
    """Have this process leave as if somebody had asked it to."""
    signal.raise_signal(signal.SIGTERM)


@contextmanager
def on_signals(leave: Callable[[], None]) -> Iterator[None]:
    """Call `leave` on every Ctrl-C and SIGTERM while this lasts."""
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, leave)
    try:
        yield
    finally:
        for signum in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(signum)
