"""The open files that a process may have, and so its connections."""

import resource
from collections.abc import Callable
from contextlib import suppress

Say = Callable[[str], None]

CONNECTIONS = 15_000
"""Connections of one process, sockets too: about as many consoles as a core can serve."""
OTHER_FILES = 200
"""Open files that a process needs for everything else: the store, uploads, its own code."""


def raise_open_files() -> tuple[int, str]:
    """Raise this process's limit of open files as far as the system lets it.

    Returns how many connections that is enough for, and a sentence if they are fewer than `CONNECTIONS`, else "".
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + OTHER_FILES
    for limit in (hard, wanted):  # some systems say that there is no limit, and have one
        if soft != resource.RLIM_INFINITY and soft < wanted and limit != soft:
            with suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
            soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return CONNECTIONS, ""
    fits = max(1, soft - OTHER_FILES)
    return fits, (
        f"This system lets a process open {soft:,} files, enough for {fits:,} connections instead of {CONNECTIONS:,}: "
        "raise its limit of open files (ulimit -n, or LimitNOFILE of a service)."
    )


def open_files(say: Say) -> int:
    """Raise the limit of open files, and say so if it stays too low. Returns how many connections there may be."""
    connections, too_low = raise_open_files()
    if too_low:
        say(too_low)
    return connections
