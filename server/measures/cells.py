"""The numbers that a process counts: floats in a piece of memory, which another process may read at any time.

Only the process itself writes them, without a lock or a word to anybody: a count costs less than half a microsecond.
With several processes on one address each has an unnamed file as its memory, and the one that keeps them reads all. So
no count is lost when a process is killed, and nothing is left behind.
"""

import json
from mmap import MAP_ANONYMOUS, MAP_PRIVATE, MAP_SHARED, mmap

NAMES_BYTES = 2**20
CELLS = 2**15
"""Floats for all series of a process. All commands with all refusals that there are take a fifth."""
MEMORY_BYTES = NAMES_BYTES + 8 * CELLS

Series = tuple[str, ...]
"""The name of a measure, and the values of its labels."""


class Cells:
    """The memory of one process: first the names of all series, one JSON list a line, then their floats in that order.

    descriptor  the file that the memory is shared by; -1: nobody else reads it
    """

    def __init__(self, descriptor: int = -1) -> None:
        kind = MAP_SHARED if descriptor >= 0 else MAP_PRIVATE | MAP_ANONYMOUS  # its own, also once it has forked
        self._memory = mmap(descriptor, MEMORY_BYTES, flags=kind)
        self._names_end = 0
        self._free = 0
        self.floats: memoryview[float] = memoryview(self._memory)[NAMES_BYTES:].cast("d")

    def begin(self, series: Series, width: int) -> int:
        """Begin a series of so many floats, all 0, and return the place of the first."""
        line = json.dumps([width, *series]).encode() + b"\n"
        end = self._names_end + len(line)
        self._memory[self._names_end : end] = line
        first = self._free
        self._names_end, self._free = end, first + width
        return first

    def read(self) -> dict[Series, list[float]]:
        """Return the floats of every series, also of those that another process has begun."""
        names = self._memory[: self._memory.find(b"\0")]
        found, first = dict[Series, list[float]](), 0
        for line in names.splitlines(keepends=True):
            if line.endswith(b"\n"):  # else it is being written
                width, *series = json.loads(line)
                found[tuple(series)] = list(self.floats[first : first + width])
                first += width
        return found
