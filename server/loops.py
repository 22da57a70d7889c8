"""Loops that go on for as long as the process does."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

log = logging.getLogger(__name__)

BEGIN_AGAIN_AFTER = 1.0
"""Seconds before a loop that ended by a fault begins again."""


async def for_ever(loop: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a loop until cancelled. If a fault of ours ends it, log that and begin it again."""
    while True:
        try:
            await loop()
        except Exception:
            log.exception("The loop %s failed; it begins again.", loop.__name__)
        await asyncio.sleep(BEGIN_AGAIN_AFTER)
