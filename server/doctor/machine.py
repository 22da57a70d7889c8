"""Looks at the machine: its clock, its disk, and the files that a process may open."""

import shutil
import time
from collections.abc import AsyncIterator
from pathlib import Path

from server.doctor.findings import Finding, doubt, fine, wrong
from server.host.open_files import CONNECTIONS, raise_open_files
from server.store.scripts import Scripts

CLOCKS_DIFFER_SECONDS = 2.0
"""Seconds that this machine's clock and the store's may differ."""
COPIES = 3
"""Copies of what the store knows that the disk must have room for: as it writes its file anew, there are two."""


async def look_at_files() -> AsyncIterator[Finding]:
    """Look at how many files a process may open."""
    connections, too_few = raise_open_files()
    if too_few:
        yield doubt("Open files", too_few)
    else:
        yield fine("Open files", f"A process may have {connections:,} connections, of {CONNECTIONS:,} that it can use.")


async def look_at_clock(scripts: Scripts) -> AsyncIterator[Finding]:
    """Compare this machine's clock with the store's, by which everything goes.

    Raises Refused (try_again).
    """
    before = time.time()
    theirs = await scripts.now() / 1000
    after = time.time()
    apart = max(before - theirs, theirs - after, 0.0)
    if apart > CLOCKS_DIFFER_SECONDS:
        yield wrong(
            "Clock",
            f"This machine's clock and the store's are {apart:,.0f} s apart. By the store's, texting hours begin.",
            "Set both right, on each machine: timedatectl set-ntp true",
        )
    else:
        yield fine("Clock", "This machine's clock and the store's agree.")


async def look_at_disk(data: Path, used: int) -> AsyncIterator[Finding]:
    """Look if the private store has room on its disk; it knows `used` bytes."""
    free = shutil.disk_usage(data).free
    if free < COPIES * used:
        yield wrong(
            "Disk",
            f"{free / 1e9:.1f} GB are free below {data}, and the store may need {COPIES * used / 1e9:.1f} GB.",
            "Make room, or move the folder that HANDRAISE_DATA names.",
        )
    else:
        yield fine("Disk", f"{free / 1e9:.1f} GB are free below {data}.")
